import CivilTime
import EventLog
import FollowUp

/// Keeps the calendar of one application by going through its log once more, as if the calendar had been looked at all
/// the time: what stood in it, where it was put, and what became of it.
struct DiaryKeeper {
  /// Events that one command wrote together, in order.
  struct Step {
    let stamp: HybridTimestamp
    var events: [Event]
    var changes: [DiaryWorld.Change]
    /// When it was written, in seconds since 1970, and never after the present.
    var seconds: Int64 = 0
  }

  private let id: RecordID
  private let base: String
  private var replica: DiaryReplica
  private var advisor: Advisor
  private var offers: [RecordID: (application: Application, offer: Assessment.Offer)] = [:]
  private var accepted: [RecordID: Application] = [:]
  private var plan = DiaryPlan()
  private var now: Now?
  /// The day of the last step.
  private var written: CivilDate?
  private var stamp: HybridTimestamp
  private var current: [String: Int] = [:]
  private var occurrences: [String: Int] = [:]
  private var doers: [Int: RecordID] = [:]
  private(set) var entries: [DiaryEntry] = []
  /// The offers of the application itself, as they came and went.
  private(set) var influences: [DiaryWorld.Change] = []

  private let log: ApplicationLog
  private let final: Advisor

  private var application: Application { log.application }

  /// - Parameters:
  ///   - first: the advisor before anything was set.
  ///   - final: the advisor of the present.
  ///   - stamp: the clock of the first step.
  init(_ log: ApplicationLog, _ first: Advisor, final: Advisor, stamp: HybridTimestamp?) {
    id = log.application.id
    self.log = log
    base = id.text
    replica = DiaryReplica(id, contacts: Set(log.people.map(\.id)))
    advisor = first
    self.final = final
    self.stamp = stamp ?? .least
  }

  // MARK: - Time

  /// The present at a moment, on the clock of the settings of that time.
  private func present(_ seconds: Int64) -> Now? { advisor.present(seconds, like: final.now) }

  private func planned(at now: Now) -> DiaryPlan {
    guard let records = replica.applicationRecords else { return DiaryPlan() }
    let others = offers.filter { $0.key != id }.sorted { $0.key < $1.key }.map(\.value)
    return DiaryPlan(
      records, advisor.at(now), offers: others,
      closed: accepted.filter { $0.key != id }.sorted { $0.key < $1.key }.map(\.value))
  }

  /// Lets time go by until a moment, without anything happening.
  mutating func advance(to then: Now) {
    guard let now, then.time.secondsSince1970 > now.time.secondsSince1970 else { return }
    let isSameDay = then.today == now.today
    let end = plan.items.map(\.end).min() ?? .max
    if isSameDay, end > then.time.secondsSince1970 { return }
    // What is closed is not opened by time.
    if plan.items.isEmpty, !replica.isOpen { return }
    if let week = probe(now, then) {
      advance(to: week)
      return advance(to: then)
    }
    let new = planned(at: then)
    if new.isAlike(plan) { return take(new, then, nil) }
    // Something came or went on the way. The day is sought by halves, and within it what ends first.
    let range = now.time.secondsSince1970 + 1..<max(then.time.secondsSince1970, now.time.secondsSince1970 + 1)
    guard let seconds = [midnight(between: now, then), end].compactMap(\.self).first(where: range.contains),
      let middle = present(seconds)
    else { return take(new, then, nil) }
    advance(to: middle)
    advance(to: then)
  }

  /// A moment between two that are far apart, so that what comes and goes again in between is not passed over: a week
  /// later, or the day after the next one that was written down ahead, while what was written may still come to pass.
  private func probe(_ now: Now, _ then: Now) -> Now? {
    guard written.map({ $0.days(until: now.today) < Self.probedDays }) ?? false,
      let day = [replica.nextDay(after: now, clock: advisor.readerClock), now.today.adding(days: Self.probeDays)]
        .compactMap(\.self).min(),
      day < then.today
    else { return nil }
    let clock = advisor.at(then).clock
    return clock.moment(day, .midnight, at: clock.own).flatMap(present)
  }

  private static let probeDays = 7
  private static let probedDays = 60

  /// The beginning of the day in the middle; of one day, its own.
  private func midnight(between now: Now, _ then: Now) -> Int64? {
    let clock = advisor.at(then).clock
    return now.today.adding(days: (now.today.days(until: then.today) + 1) / 2).flatMap {
      clock.moment($0, .midnight, at: clock.own)
    }
  }

  // MARK: - Events

  /// Takes in what was written at a moment.
  mutating func take(_ step: Step) {
    guard let then = present(step.seconds) else { return }
    advance(to: then)
    written = then.today
    if step.changes.allSatisfy(\.isOfLog) { stamp = max(stamp, step.stamp) }
    var isOfMatter = false
    for change in step.changes { isOfMatter = take(change) || isOfMatter }
    for event in step.events {
      replica.apply(event)
      // A note moves nothing; it only shows that the application is not forgotten.
      let isNote = replica[event.record].map { RecordType(of: $0) == .note } ?? false
      isOfMatter = isOfMatter || !isNote || plan.items.isEmpty
    }
    guard isOfMatter, replica.current != nil else { return }
    take(planned(at: then), then, step)
  }

  private mutating func take(_ change: DiaryWorld.Change) -> Bool {
    switch change.what {
    case .advisor(let advisor): self.advisor = advisor
    case .words: return false
    case .offer(let id, let made): offers[id] = made
    case .closing(let id, let application): accepted[id] = application
    }
    return true
  }

  /// The end of the replay: what holds at the present.
  mutating func finish() {
    advance(to: final.now)
    if replica.settle(log) { take(planned(at: final.now), final.now, Step(stamp: stamp, events: [], changes: [])) }
  }

  // MARK: - The calendar

  private mutating func take(_ new: DiaryPlan, _ then: Now, _ step: Step?) {
    let clock = advisor.at(then).clock
    note(new.offer, then, isByTime: step == nil)
    var standing: Set<Int> = []
    for item in new.items { standing.insert(put(item, clock, isByTime: step == nil)) }
    for index in entries.indices where entries[index].status == .standing && !standing.contains(index) {
      end(index, then, step)
    }
    plan = new
    now = then
  }

  /// Notes that the application's offer came or went, for the others; what a rest that ended brought back, when it did.
  private mutating func note(_ offer: Assessment.Offer?, _ then: Now, isByTime: Bool) {
    guard offer?.respondBy != plan.offer?.respondBy || offer?.received != plan.offer?.received else { return }
    let (milliseconds, overflow) = then.time.secondsSince1970.multipliedReportingOverflow(by: 1_000)
    let time = overflow ? nil : HybridTimestamp(milliseconds: milliseconds, counter: 0)
    influences.append(
      DiaryWorld.Change(
        stamp: isByTime ? max(stamp, time ?? stamp) : stamp,
        what: .offer(id, offer.map { (application: application, offer: $0) }), isOfLog: !isByTime))
  }

  /// Puts an item where it belongs, and returns the number of its entry.
  private mutating func put(_ item: DiaryPlan.Item, _ clock: ClockContext, isByTime: Bool) -> Int {
    guard let index = current[item.key], !isAnew(index) else { return open(item) }
    switch entries[index].status {
    case .standing:
      let isMovedByTime = isByTime && plan.items.contains { $0.base == item.base }
      let moves = isMovedByTime ? item.moves(from: entries[index].place, clock, present) : 1
      if entries[index].place != item.place { entries[index].sequence += moves }
    case .done, .past, .withdrawn:
      // What was called off is called anew; what was done stood where it was.
      let isAnew = entries[index].status == .withdrawn || entries[index].place != item.place
      if isAnew { entries[index].sequence += 1 }
      entries[index].status = .standing
      entries[index].ended = nil
      doers[index] = nil
    }
    entries[index].place = item.place
    entries[index].kind = item.kind
    return index
  }

  /// Whether what an entry stood for was done, so that the same in a later round is another entry.
  private func isAnew(_ index: Int) -> Bool {
    guard entries[index].status == .done, let doer = doers[index], case .advice(let advice) = entries[index].kind else {
      return false
    }
    return replica[doer]?.does(advice.action) ?? false
  }

  private mutating func open(_ item: DiaryPlan.Item) -> Int {
    let number = (occurrences[item.key] ?? 0) + 1
    occurrences[item.key] = number
    let name = "\(base)|\(item.key)" + (number == 1 ? "" : "|\(number)")
    current[item.key] = entries.count
    entries.append(
      DiaryEntry(name: name, application: application, kind: item.kind, place: item.place, changed: stamp))
    return entries.count - 1
  }

  private mutating func end(_ index: Int, _ then: Now, _ step: Step?) {
    entries[index].changed = stamp
    entries[index].ended = then.today
    entries[index].status = status(index, then, step)
    if entries[index].status == .withdrawn { entries[index].sequence += 1 }
  }

  /// What has become of an entry that stands no longer. Whose day is ahead must not call anybody to it, done or not.
  private mutating func status(_ index: Int, _ then: Now, _ step: Step?) -> DiaryEntry.Status {
    guard entries[index].place.day <= then.today else { return .withdrawn }
    guard case .advice(let advice) = entries[index].kind else { return .past }
    doers[index] = step?.events.map(\.record).first { replica[$0]?.does(advice.action) ?? false }
    if doers[index] != nil { return .done }
    return step == nil && advice.action == .askNextSteps ? .past : .withdrawn
  }

  /// The clock of the last event that anything of the application rests on.
  var lastStamp: HybridTimestamp { stamp }
}
