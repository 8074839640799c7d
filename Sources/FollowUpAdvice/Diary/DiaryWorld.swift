import CivilTime
import EventLog
import FollowUp

/// What every application's calendar rests on beside its own log, in the order in which it was written: the settings, the
/// offers of other applications, and offers that were accepted.
struct DiaryWorld {
  struct Change {
    enum What {
      /// Days are reckoned otherwise from here on.
      case advisor(Advisor)
      /// Nothing but words changed: the person's name, say.
      case words
      /// An application's offer came or went.
      case offer(RecordID, (application: Application, offer: Assessment.Offer)?)
      /// An application was closed, or opened again.
      case closing(RecordID, Application?)
    }

    let stamp: HybridTimestamp
    let what: What
    /// Whether an event brought it; otherwise time did.
    var isOfLog = true
  }

  /// The advisor before anything was set.
  let first: Advisor
  private(set) var changes: [Change] = []

  /// The settings as they came about.
  ///
  /// - Parameter events: of settings and of a person's own playbooks, in the order of the clocks.
  init(_ events: [Event], final: Advisor) {
    first = Advisor(now: final.now, zones: final.zones, settings: Settings([]))
    var states: [RecordID: RecordState] = [:]
    var last: Reckoning?
    for (index, event) in events.enumerated() {
      for assignment in event.set {
        states[event.record, default: RecordState(id: event.record)].values[assignment.field] =
          assignment.value.isNull ? nil : assignment.value
      }
      // What one command writes is one change.
      if event.step != nil, index + 1 < events.count, events[index + 1].step == event.step { continue }
      let reckoning = Reckoning(states.values.filter { RecordType(of: $0) != nil })
      guard reckoning != last else {
        changes.append(Change(stamp: event.hlc, what: .words))
        continue
      }
      last = reckoning
      let own = states.values.filter { RecordType(of: $0)?.rawValue == PlaybookShelf.recordType }
      let advisor = Advisor(
        now: final.now, zones: final.zones, settings: reckoning.settings, own: own.sorted { $0.id < $1.id })
      changes.append(Change(stamp: event.hlc, what: .advisor(advisor)))
    }
  }

  /// Adds what came of applications with offers.
  mutating func add(_ more: [Change]) {
    guard !more.isEmpty else { return }
    // A stable order: what is there already comes first.
    changes = (changes + more).enumerated().sorted { ($0.element.stamp, $0.offset) < ($1.element.stamp, $1.offset) }
      .map(\.element)
  }

  /// What days are reckoned by.
  private struct Reckoning: Equatable {
    let settings: Settings
    let playbooks: [RecordState]

    init(_ states: [RecordState]) {
      settings = Settings(states)
      playbooks = states.filter { RecordType(of: $0)?.rawValue == PlaybookShelf.recordType }.sorted { $0.id < $1.id }
    }

    static func == (left: Reckoning, right: Reckoning) -> Bool {
      ["tz", "working_week", "holidays", "playbook"].allSatisfy {
        left.settings.values[$0] == right.settings.values[$0]
      } && left.playbooks == right.playbooks
    }
  }
}

extension Advisor {
  /// The present at a moment, on the clock of these settings; on that of `other` where they name no zone.
  func present(_ seconds: Int64, like other: Now) -> Now? {
    if let zone = settings.tz.flatMap(zone) ?? other.zone { return try? Now(secondsSince1970: seconds, zone: zone) }
    let (shown, overflow) = seconds.addingReportingOverflow(Int64(other.time.offsetMinutes) * 60)
    guard !overflow, let local = CivilDateTime(seconds: shown),
      let time = OffsetTime(local: local, offsetMinutes: other.time.offsetMinutes)
    else { return nil }
    return try? Now(time)
  }
}
