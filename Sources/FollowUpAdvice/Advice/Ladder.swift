import CivilTime
import EventLog
import FollowUp

/// Where an application stands on a playbook's ladder: the next step, and the day of the stop.
struct Ladder {
  /// A step with its days.
  struct Planned {
    let step: Playbook.Step
    var notBefore: CivilDate
    var notAfter: CivilDate
  }

  /// The step that comes next, with the days; nil when there is none, for the tries are used, or a day that is not in
  /// the calendar is asked for.
  private(set) var next: Planned?
  /// A question to an insider that comes before ``next``.
  private(set) var insider: Planned?
  /// Whether all tries are used.
  private(set) var isExhausted = false
  /// How many tries there are in all; nil is open.
  private(set) var tryLimit: Int?
  /// The day from which to stop; nil while nothing says so.
  private(set) var stop: CivilDate?
  /// What set the clock of the first step.
  let event: Playbook.Event

  private let status: ApplicationStatus
  private let playbook: Playbook
  private let clock: ClockContext
  private let recruiter: (RecordID) -> Bool

  /// The ladder of an application.
  ///
  /// - Parameter isRecruiter: whether a contact is a recruiter or of HR.
  init(
    _ status: ApplicationStatus, _ playbook: Playbook, _ clock: ClockContext, writesRecruiterFirst: Bool,
    isRecruiter: @escaping (RecordID) -> Bool
  ) {
    self.status = status
    self.playbook = playbook
    self.clock = clock
    recruiter = isRecruiter
    event = Self.event(status)
    let rungs = rungs()
    if status.tries.isEmpty {
      next = rungs.first?.first.flatMap(first)
      tryLimit = limit(rungs.map { (rung: $0, used: 0) }, writesRecruiterFirst: writesRecruiterFirst)
    } else {
      climb(rungs)
    }
    stop = stopDay()
  }

  /// What sets the clock: a refusal with its promise, a permission, a promise, or what the round began with.
  private static func event(_ status: ApplicationStatus) -> Playbook.Event {
    if status.refusal != nil, status.promised != nil { return .refusal }
    if status.permitted != nil { return .permission }
    if status.promised != nil { return .promise }
    return switch status.origin {
    case .interview: .interview
    case .incoming: .incoming
    case .applied: .applied
    case .lead: .lead
    }
  }

  /// The rungs in order: each holds the steps that share a trigger.
  private func rungs() -> [[Playbook.Step]] {
    var rungs = [playbook.steps(after: .event(event))]
    var names = Set(rungs[0].map(\.name))
    var following = playbook.steps.filter {
      if case .step(let name) = $0.trigger { names.contains(name) } else { false }
    }
    if following.isEmpty { following = playbook.steps(after: .firstTry) }
    // The reader has refused circles, so this ends.
    while !following.isEmpty, rungs.count <= playbook.steps.count {
      rungs.append(following)
      names = Set(following.map(\.name))
      following = playbook.steps.filter { if case .step(let name) = $0.trigger { names.contains(name) } else { false } }
    }
    return rungs
  }

  // MARK: - The first step

  /// The base day of the event.
  private var base: CivilDate? {
    switch event {
    case .refusal, .promise: status.promised?.day
    case .permission: status.permitted?.notBefore
    case .interview: status.interviewed
    case .incoming: status.roundStart
    case .applied: status.applied
    case .lead: status.lead
    }
  }

  private func first(_ step: Playbook.Step) -> Planned? {
    guard let base, var planned = planned(step, base) else { return nil }
    if event == .permission, let limit = status.permitted?.notAfter {
      planned.notAfter = max(planned.notBefore, limit)
    }
    return planned
  }

  // MARK: - The next steps

  /// Whether a try went by a step's way. A ladder of one channel takes every try.
  private func fits(_ attempt: ApplicationStatus.Try, _ rung: [Playbook.Step], isOfOneChannel: Bool) -> Bool {
    guard let step = rung.first, step.channel.isTry else { return false }
    if isOfOneChannel { return true }
    guard (attempt.channel == .call) == (step.channel == .call) else { return false }
    // A second letter to the recruiter is no letter to the hiring manager.
    if step.to == .hiringManager, step.channel != .call, let contact = attempt.contact { return !recruiter(contact) }
    return true
  }

  private func holds(_ step: Playbook.Step, recruiterFirst: Bool) -> Bool {
    switch step.condition {
    case nil: true
    case .recruiterWrittenFirst: recruiterFirst
    case .messageLeft: status.lastTry?.leftMessage ?? false
    }
  }

  private var wroteRecruiterFirst: Bool {
    guard let first = status.firstTry, first.channel != .call, let contact = first.contact else { return false }
    return recruiter(contact)
  }

  private mutating func climb(_ rungs: [[Playbook.Step]]) {
    let recruiterFirst = wroteRecruiterFirst
    let channels = Set(rungs.flatMap { $0 }.map { $0.channel == .call })
    let isOfOneChannel = channels.count == 1 && !rungs.contains { $0.first?.channel == .askInsider }
    var used = rungs.map { _ in 0 }
    var position = 0
    used[0] = 1
    for attempt in status.tries.dropFirst() {
      let fitting = rungs.indices.first { index in
        index >= position && rungs[index].contains { holds($0, recruiterFirst: recruiterFirst) }
          && (rungs[index].first?.tries.map { used[index] < $0 } ?? true)
          && fits(attempt, rungs[index], isOfOneChannel: isOfOneChannel)
      }
      if let fitting {
        position = fitting
        used[fitting] += 1
      }
    }
    guard let last = status.lastTry?.day else { return }
    var before = last
    for index in rungs.indices where index >= position {
      if index == position, rungs[index].first?.tries.map({ used[index] >= $0 }) ?? false { continue }
      guard let step = rungs[index].first(where: { holds($0, recruiterFirst: recruiterFirst) }),
        let planned = planned(step, index == position || step.countsFrom == .lastTry ? last : before)
      else { continue }
      if step.channel == .askInsider {
        before = planned.notBefore
        if status.insiderAsked == nil { insider = planned }
        continue
      }
      next = planned
      break
    }
    isExhausted = next == nil
    tryLimit = limit(
      rungs.indices.map { (rung: $0 < position ? [] : rungs[$0], used: used[$0]) },
      writesRecruiterFirst: recruiterFirst)
    clampToWords()
  }

  /// What was agreed while tries were under way is kept as well.
  private mutating func clampToWords() {
    guard let permitted = status.permitted?.notBefore, let earliest = clock.firstWorkingDay(from: permitted) else {
      return
    }
    next = next.map { planned in
      Planned(
        step: planned.step, notBefore: max(planned.notBefore, earliest), notAfter: max(planned.notAfter, earliest))
    }
  }

  private func limit(
    _ rungs: [(rung: [Playbook.Step], used: Int)], writesRecruiterFirst: Bool
  ) -> Int? {
    var total = status.tries.count
    for (rung, used) in rungs {
      guard let step = rung.first(where: { $0.condition != .recruiterWrittenFirst || writesRecruiterFirst }),
        step.channel.isTry
      else { continue }
      guard let tries = step.tries else { return nil }
      total += max(0, tries - used)
    }
    return total
  }

  // MARK: - Days

  /// A step's days from its base day: moved on from days off and from weekdays on which it is never taken.
  private func planned(_ step: Playbook.Step, _ base: CivilDate) -> Planned? {
    let wait = step.wait
    guard var from = clock.day(base, plus: wait.from, working: wait.isInWorkingDays),
      var to = clock.day(base, plus: wait.to, working: wait.isInWorkingDays)
    else { return nil }
    if let beside = step.interviewWait, let interviewed = status.interviewed,
      let least = clock.day(interviewed, plus: beside.from, working: beside.isInWorkingDays),
      let most = clock.day(interviewed, plus: beside.to, working: beside.isInWorkingDays)
    {
      from = max(from, least)
      to = max(to, most, from)
    }
    let isAllowed = Self.isAllowed(step, status)
    guard let first = clock.firstWorkingDay(from: from, where: isAllowed),
      let last = clock.firstWorkingDay(from: max(to, first), where: isAllowed)
    else { return nil }
    return Planned(step: step, notBefore: first, notAfter: last)
  }

  /// Whether a step may be taken on a day, days off left aside.
  static func isAllowed(_ step: Playbook.Step, _ status: ApplicationStatus) -> (CivilDate) -> Bool {
    let other = step.onOtherWeekday ? status.lastTry?.day.weekday : nil
    return { !step.neverOn.contains($0.weekday) && $0.weekday != other }
  }

  private func stopDay() -> CivilDate? {
    guard let first = status.firstTry?.day, let last = status.lastTry?.day else { return nil }
    let rule = playbook.stop
    let afterLast: CivilDate? =
      isExhausted
      ? rule.afterLastTry.flatMap { clock.day(last, plus: $0.from, working: $0.isInWorkingDays) } : nil
    let afterFirst = rule.afterFirstTry.flatMap { clock.day(first, plus: $0.from, working: $0.isInWorkingDays) }
    if rule.afterLastTry != nil, rule.afterFirstTry != nil, rule.isLater {
      guard let afterLast, let afterFirst else { return nil }
      return max(afterLast, afterFirst)
    }
    return [afterLast, afterFirst].compactMap(\.self).min()
  }
}
