import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice

/// The applications with what lists show of them.
struct ApplicationListing {
  /// One application.
  struct Row {
    let application: Application
    let stage: Stage
    /// The last thing that happened.
    let last: Moment?
    let shortID: String
    /// The playbook that it follows: its own, or the usual one.
    let playbook: String
    /// How long they have been silent; nil where nothing more is expected.
    let silence: SilencePeriod?
    /// Whether something is due on it today, as `next` decides; nil where that was not asked.
    var isDue: Bool?
    /// The day of its next step, where that was asked and there is one.
    var nextOn: CivilDate?
    /// Those of the devices asked for that have written on it.
    var devices: Set<DeviceID> = []
  }

  /// What a list is to be.
  struct Request {
    var filter = ListFilter()
    var order = ListOrder.touched
    var isReversed = false
    var isShowingAll = false
    /// Whether advice is asked for all of them, which costs more than all else.
    var isAdvised: Bool { filter.isDue || order == .due }
  }

  var rows: [Row]
  /// How many are hidden because they are closed or retracted.
  var hidden = 0
  let today: CivilDate

  /// The applications that a moment of the store holds, the last touched first.
  init(_ desk: Desk, _ session: Session, _ request: Request) throws {
    today = desk.now.today
    var records: [String: [RecordState]] = [:]
    for state in try desk.reader.records() where !state.isRetracted {
      if let application = state["application"]?.string { records[application, default: []].append(state) }
    }
    let ids = ShortID.shortIDs(desk.snapshot.applications.map(\.id))
    let usual = desk.snapshot.settings.playbook ?? PlaybookShelf.defaultName
    let context = desk.context
    let book = ContactBook(desk.snapshot.contacts)
    rows = desk.snapshot.applications.map { application in
      let own = records[application.id.text] ?? []
      func row(_ stage: Stage, _ last: Moment?, _ silence: SilencePeriod?) -> Row {
        Row(
          application: application, stage: stage, last: last,
          shortID: ids[application.id] ?? ShortID.shortID(application.id), playbook: application.playbook ?? usual,
          silence: silence)
      }
      let began = [context.clock.moment(of: application), application.appliedOn.map { .date($0) }].compactMap(\.self)
      func last(_ happened: [Moment]) -> Moment? { (happened + began).max { $0.date < $1.date } }
      // What is over needs no reading: the newest of its days is all that a list shows of it.
      if application.isClosed {
        let happened = own.compactMap { context.clock.moment(of: $0) }.filter { $0.date <= context.today }
        return row(.closed, last(happened), nil)
      }
      let status = context.status(of: ApplicationRecords(application, records: own, contacts: book))
      let stage = status.stage
      let isAwaited = stage.isOpen && !application.isRetracted
      return row(
        stage, last(status.past.last.flatMap { context.clock.moment(of: $0) }.map { [$0] } ?? []),
        isAwaited ? status.silence : nil)
    }.sorted {
      ($0.last?.date.dayNumber ?? .min, $0.application.id) > ($1.last?.date.dayNumber ?? .min, $1.application.id)
    }
    if request.isAdvised || session.format == .json { try advise(desk, session) }
    if let device = request.filter.device {
      let written = try desk.reader.records(writtenBy: device)
      for index in rows.indices {
        let application = rows[index].application.id
        let isWritten =
          written.contains(application)
          || (records[application.text] ?? []).contains { written.contains($0.id) }
        if isWritten { rows[index].devices.insert(device) }
      }
    }
    choose(request, session)
  }

  private mutating func advise(_ desk: Desk, _ session: Session) throws {
    let advice = try AdviceDesk(desk.reader, session)
    let assessments = try advice.assessments(withFacts: false)
    let closed = try advice.closed()
    var due: Set<RecordID> = []
    for one in advice.advisor.next(assessments, closed: closed)
    where one.isDue && !Self.noAppointments.contains(one.action) {
      due.formUnion(one.subjects.map(\.application))
    }
    var next: [RecordID: CivilDate] = [:]
    for entry in advice.advisor.agenda(assessments, closed: closed, days: Self.daysAhead) {
      guard case .advice(let one) = entry.kind, !Self.noAppointments.contains(one.action) else { continue }
      for subject in one.subjects where next[subject.application] == nil { next[subject.application] = entry.day }
    }
    for index in rows.indices {
      let id = rows[index].application.id
      rows[index].isDue = due.contains(id)
      rows[index].nextOn = due.contains(id) ? today : next[id]
    }
  }

  /// To keep searching, and to tidy up old applications, is no appointment.
  private static let noAppointments: Set<Advice.Action> = [.keepSearching, .closeOrRevive, .wait]

  /// Ten years: as far as there is advice.
  private static let daysAhead = 3_650

  private mutating func choose(_ request: Request, _ session: Session) {
    let fitting = rows.filter { request.filter.admits($0, today: today) }
    rows = request.order.sorted(
      fitting.filter { row in
        if request.isShowingAll { return true }
        if row.application.isRetracted { return false }
        // Who asks for a stage wants to see it, be it one of those that are over; and one that was refused can want to be
        // closed today.
        return session.format == .json || row.stage.isOpen || request.filter.stages.contains(row.stage)
          || request.filter.isDue
      })
    if request.isReversed { rows.reverse() }
    hidden = fitting.count - rows.count
  }
}
