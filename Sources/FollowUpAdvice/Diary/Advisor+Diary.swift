import CivilTime
import EventLog
import FollowUp

/// The log of one application, and what it comes to: what its calendar is made from.
package struct ApplicationLog: Sendable {
  /// The application as it is now.
  package let application: Application
  /// Its records as they are now.
  package let records: [RecordState]
  /// The people who belong to it, as they are now.
  package let people: [RecordState]
  /// The events of all of these, in the order of the clocks, the device and the hash deciding between equals.
  package let events: [Event]

  /// The log of an application.
  package init(_ application: Application, records: [RecordState], people: [RecordState], events: [Event]) {
    self.application = application
    self.records = records
    self.people = people
    self.events = events
  }
}

extension Advisor {
  /// How long what is over or withdrawn stays in the calendar, in days; ours. A calendar that is looked at less than
  /// once in so long is a new one.
  package static let diaryKeepsDays = 90

  /// What stands in the calendar, and what stood there lately: a pure function of the logs and the present.
  ///
  /// Each application's log is gone through once more in the order of its clocks, and at every step the advice is asked
  /// for, with the settings and the offers of others as they were then. So the entries know how often they were put
  /// elsewhere, and what became of them. An event whose clock is ahead of the present counts from the day of which it
  /// speaks.
  ///
  /// - Parameters:
  ///   - logs: of the applications that are open, or were closed or retracted in the last ``diaryKeepsDays``.
  ///   - events: the events of settings and of a person's own playbooks, in the order of their clocks.
  ///   - closings: the events of closed applications whose offers were accepted, each in the order of the clocks.
  package func diary(
    _ logs: [ApplicationLog], settings events: [Event], closings: [ApplicationLog] = []
  ) -> [DiaryEntry] {
    var world = DiaryWorld(events, final: self)
    let closed = closings.flatMap { Self.closings($0) }
    // Offers first: they move what is planned for the others.
    let offering = logs.filter { log in
      log.events.contains { event in
        event.set.contains { $0.field == "answer" && $0.value.string == ReplyAnswer.offer.rawValue }
      }
    }
    var influences = closed
    for log in offering { influences += kept(log, world).influences }
    world.add(influences)
    return logs.flatMap { log -> [DiaryEntry] in
      let keeper = kept(log, world)
      return keeper.entries.compactMap { entry in
        guard entry.status == .standing else {
          return entry.ended.map { $0.days(until: now.today) <= Self.diaryKeepsDays } ?? false ? entry : nil
        }
        var entry = entry
        entry.changed = keeper.lastStamp
        return entry
      }
    }
  }

  /// When an application was closed, and opened again.
  private static func closings(_ log: ApplicationLog) -> [DiaryWorld.Change] {
    var replica = DiaryReplica(log.application.id, contacts: [])
    var wasClosed = false
    return log.events.filter { $0.record == log.application.id }.compactMap { event in
      replica.apply(event)
      let closed = replica.current.flatMap { $0.isClosed && !$0.isRetracted ? $0 : nil }
      guard closed != nil || wasClosed else { return nil }
      wasClosed = closed != nil
      return DiaryWorld.Change(stamp: event.hlc, what: .closing(log.application.id, closed))
    }
  }

  private func kept(_ log: ApplicationLog, _ world: DiaryWorld) -> DiaryKeeper {
    let steps = steps(log, world)
    var keeper = DiaryKeeper(log, world.first, final: self, stamp: steps.first?.stamp)
    for step in steps { keeper.take(step) }
    keeper.finish()
    return keeper
  }

  /// The application's events and what the world brings, put together by command and by clock.
  private func steps(_ log: ApplicationLog, _ world: DiaryWorld) -> [DiaryKeeper.Step] {
    var steps: [DiaryKeeper.Step] = []
    var last: StepID?
    var changes = world.changes[...]
    for event in log.events {
      while let change = changes.first, change.stamp <= event.hlc {
        changes.removeFirst()
        steps.append(DiaryKeeper.Step(stamp: change.stamp, events: [], changes: [change]))
        last = nil
      }
      if let step = event.step, step == last, !steps.isEmpty {
        steps[steps.count - 1].events.append(event)
      } else {
        steps.append(DiaryKeeper.Step(stamp: event.hlc, events: [event], changes: []))
      }
      last = event.step
    }
    for change in changes { steps.append(DiaryKeeper.Step(stamp: change.stamp, events: [], changes: [change])) }
    date(&steps)
    return steps
  }

  /// Dates the steps: by their clocks, or, where a clock is ahead of the present, by the day that is spoken of; never
  /// before an earlier step.
  private func date(_ steps: inout [DiaryKeeper.Step]) {
    let present = now.time.secondsSince1970
    let known = steps.map { step -> Int64? in
      if let written = step.stamp.milliseconds.map({ $0 / 1_000 }), written <= present { return written }
      let spoken = step.events.lazy.flatMap(\.set).first { $0.field == "at" }.flatMap { Moment($0.value) }
      guard let spoken, let noon = WallTime(hour: 12, minute: 0) else { return nil }
      let seconds = spoken.time?.secondsSince1970 ?? clock.moment(spoken.date, noon, at: clock.own)
      return seconds.map { min($0, present) }
    }
    var last = known.lazy.compactMap(\.self).first ?? present
    for index in steps.indices {
      last = max(last, known[index] ?? last)
      steps[index].seconds = last
    }
  }
}
