import CivilTime
import EventLog
import FollowUp

/// What stands in the calendar for one application at one moment.
struct DiaryPlan {
  /// What puts an item on another day while time goes by and nothing happens.
  enum Mover {
    case fixed
    case outreach(Assessment.Outreach, isUrgent: Bool)
    case working(Advice)
  }

  /// What an item's place follows from, the present aside.
  struct Base: Hashable {
    var key: String
    var notBefore: CivilDate?
    var notAfter: CivilDate?
    var floor: CivilDate?
    var spans: [ClockSpan] = []
    var tz: String?
    var fixed: DiaryEntry.Place?
  }

  struct Item {
    let kind: DiaryEntry.Kind
    let place: DiaryEntry.Place
    /// From this moment on it is elsewhere, or over; in seconds since 1970.
    let end: Int64
    let mover: Mover
    let base: Base

    var key: String { base.key }
  }

  var items: [Item] = []
  /// The offer that wants its answer.
  var offer: Assessment.Offer?

  /// Whether the same stands in it, on whatever days.
  func isAlike(_ other: DiaryPlan) -> Bool { items.map(\.base) == other.items.map(\.base) }
}

extension DiaryPlan {
  /// What stands in the calendar for an application.
  ///
  /// - Parameters:
  ///   - offers: the offers of other applications that stand.
  ///   - closed: closed applications whose offers were accepted.
  init(
    _ records: ApplicationRecords, _ advisor: Advisor, offers: [(application: Application, offer: Assessment.Offer)],
    closed: [Application]
  ) {
    let assessment = advisor.assess(records, withFacts: false)
    guard !assessment.application.isClosed, !assessment.isOld,
      let outreach = advisor.outreach(of: assessment, beside: offers, closed: closed)
    else { return }
    offer = assessment.offer
    for outreach in outreach {
      let isUrgent = !assessment.outreach.contains { $0.advice == outreach.advice }
      add(outreach, isUrgent: isUrgent, advisor.clock)
    }
    for advice in assessment.hygiene { add(advice, advisor.clock) }
    addInterviews(records, advisor)
    for entry in assessment.dates { add(entry, advisor.clock) }
  }

  private mutating func add(_ outreach: Assessment.Outreach, isUrgent: Bool, _ clock: ClockContext) {
    let advice = outreach.advice
    guard let place = clock.place(of: advice), let end = clock.end(of: place, outreach.windows?.place) else { return }
    let rung = if case .event = outreach.step.trigger { "first" } else { outreach.step.name }
    append(
      Item(
        kind: .advice(advice), place: place, end: end, mover: .outreach(outreach, isUrgent: isUrgent),
        base: Base(
          key: "advice|\(rung)|\(advice.tryNumber.map(String.init) ?? "-")", notBefore: advice.notBefore,
          notAfter: advice.notAfter, floor: outreach.floor, spans: outreach.windows?.spans ?? [],
          tz: outreach.windows?.place.name)))
  }

  private mutating func add(_ advice: Advice, _ clock: ClockContext) {
    guard let place = clock.place(of: advice), let end = clock.end(of: place) else { return }
    // The stop of a ladder rests on no single record; everything else is about an interview or an answer.
    let about = advice.step ?? advice.facts.first?.record.text ?? "-"
    // On the day of the interview, and on no other.
    let isFixed = advice.action == .askNextSteps
    append(
      Item(
        kind: .advice(advice), place: place, end: end, mover: isFixed ? .fixed : .working(advice),
        base: Base(
          key: "\(advice.action.rawValue)|\(about)", notBefore: advice.notBefore, notAfter: advice.notAfter,
          fixed: isFixed ? place : nil)))
  }

  /// All interviews that lie ahead or go on.
  private mutating func addInterviews(_ records: ApplicationRecords, _ advisor: Advisor) {
    for state in Timeline.sorted(records.states, clock: advisor.readerClock) {
      guard let interview = Interview(state), let at = advisor.readerClock.reading(of: interview) else { continue }
      let place: DiaryEntry.Place
      let end: Int64?
      switch at.theirs {
      case .date(let day):
        place = .day(day)
        end = advisor.clock.end(of: place)
      case .time(let time):
        place = .time(time, tz: at.tz)
        end = time.secondsSince1970 + ApplicationStatus.interviewSeconds
      }
      guard let end, end > advisor.now.time.secondsSince1970 else { continue }
      addFixed("interview|\(state.id.text)", .interview(state), place, end)
    }
  }

  private mutating func add(_ entry: AgendaEntry, _ clock: ClockContext) {
    guard let fact = entry.fact, let end = clock.end(of: .day(entry.day)) else { return }
    let place = entry.reading?.theirs.time.map { DiaryEntry.Place.time($0, tz: entry.reading?.tz) } ?? .day(entry.day)
    switch entry.kind {
    case .decision: addFixed("decision|\(fact.record.text)", .decision(fact), place, end)
    case .respondBy: addFixed("respond_by|\(fact.record.text)", .respondBy(fact), place, end)
    case .advice, .interview, .snoozeEnds: return
    }
  }

  private mutating func addFixed(
    _ key: String, _ kind: DiaryEntry.Kind, _ place: DiaryEntry.Place, _ end: Int64
  ) {
    append(Item(kind: kind, place: place, end: end, mover: .fixed, base: Base(key: key, fixed: place)))
  }

  /// Whatever shares a name is one entry, the first of them.
  private mutating func append(_ item: Item) {
    if !items.contains(where: { $0.key == item.key }) { items.append(item) }
  }
}

extension DiaryPlan.Item {
  /// How often the calendar showed it elsewhere on the way from a place to where it is now, nothing having happened.
  ///
  /// - Parameters:
  ///   - first: where it was.
  ///   - clock: of now.
  ///   - present: the present at a moment; nil outside the years 1 to 9999.
  func moves(from first: DiaryEntry.Place, _ clock: ClockContext, _ present: (Int64) -> Now?) -> Int {
    guard first != place else { return 0 }
    var count = 0
    var current = first
    while current != place, current.day <= place.day, count < Self.movesMax {
      guard let end = clock.end(of: current, zone), let then = present(end),
        let next = moved(ClockContext(ReadingContext(now: then, calendar: clock.calendar, clock: clock.reader))),
        next != current
      else { break }
      current = next
      count += 1
    }
    // What does not lead here was at least one move.
    return max(1, count)
  }

  /// More moves than this are not counted: of what nobody touches for so long nothing is said.
  private static let movesMax = 400

  private var zone: ClockContext.Place? {
    if case .outreach(let outreach, _) = mover { outreach.windows?.place } else { nil }
  }

  private func moved(_ clock: ClockContext) -> DiaryEntry.Place? {
    switch mover {
    case .fixed: return nil
    case .outreach(var outreach, let isUrgent):
      clock.put(&outreach, notEarlierThan: outreach.floor, isUrgent: isUrgent)
      return clock.place(of: outreach.advice)
    case .working(var advice):
      clock.put(&advice)
      return clock.place(of: advice)
    }
  }
}

extension ClockContext {
  /// Where advice stands in the calendar; nil where it has no day.
  func place(of advice: Advice) -> DiaryEntry.Place? {
    if let window = advice.window { return .window(day: window.day, span: window.span, tz: window.tz) }
    return advice.on.map { .day($0) }
  }

  /// When a place is over, in seconds since 1970: a day at its end on one's own clock, hours when they end.
  func end(of place: DiaryEntry.Place, _ theirs: Place? = nil) -> Int64? {
    switch place {
    case .window(let day, let span, _): return moment(day, span.to, at: theirs ?? own)
    case .day, .time:
      // The last day of the calendar has no next one; whoever asks is not after its end.
      guard let next = place.day.adding(days: 1) else { return .max }
      return moment(next, .midnight, at: own)
    }
  }
}
