import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice

/// The applications with what lists show of them.
package struct ApplicationList {
  /// What a list is to be.
  package struct Request {
    /// All open applications, the last touched first.
    package init() {}

    package var filter = ListFilter()
    package var order = ListOrder.touched
    package var isReversed = false
    package var isShowingAll = false
    /// Whether closed applications and advice are wanted all the same, as programs do.
    package var isWhole = false
    /// Whether advice is asked for all of them, which costs more than all else.
    package var isAdvised: Bool { filter.isDue || order == .due }
  }

  package var rows: [ApplicationSummary]
  /// How many are hidden because they are closed or retracted.
  package var hidden = 0
  package let today: CivilDate

  /// The applications that a moment of the store holds, the last touched first.
  package init(_ query: QueryContext, _ request: Request) throws {
    today = query.now.today
    var records: [String: [RecordState]] = [:]
    for state in try query.reader.records() where !state.isRetracted {
      if let application = state["application"]?.string { records[application, default: []].append(state) }
    }
    let ids = ShortID.shortIDs(query.snapshot.applications.map(\.id))
    let usual = query.snapshot.settings.playbook ?? PlaybookShelf.defaultName
    let context = query.context
    rows = query.snapshot.applications.map { application in
      let own = records[application.id.text] ?? []
      func row(_ stage: Stage, _ last: Moment?, _ silence: SilencePeriod?) -> ApplicationSummary {
        ApplicationSummary(
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
      let status = context.status(of: ApplicationRecords(application, records: own, contacts: nil))
      let stage = status.stage
      let isAwaited = stage.isOpen && !application.isRetracted
      return row(
        stage, last(status.past.last.flatMap { context.clock.moment(of: $0) }.map { [$0] } ?? []),
        isAwaited ? status.silence : nil)
    }.sorted {
      ($0.last?.date.dayNumber ?? .min, $0.application.id) > ($1.last?.date.dayNumber ?? .min, $1.application.id)
    }
    if request.isAdvised || request.isWhole { try advise(query) }
    if let device = request.filter.device {
      let written = try query.reader.records(writtenBy: device)
      for index in rows.indices {
        let application = rows[index].application.id
        let isWritten =
          written.contains(application)
          || (records[application.text] ?? []).contains { written.contains($0.id) }
        if isWritten { rows[index].devices.insert(device) }
      }
    }
    choose(request)
  }

  private mutating func advise(_ query: QueryContext) throws {
    let advice = try query.adviceReader()
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

  private mutating func choose(_ request: Request) {
    let fitting = rows.filter { request.filter.admits($0, today: today) }
    rows = request.order.sorted(
      fitting.filter { row in
        if request.isShowingAll { return true }
        if row.application.isRetracted { return false }
        // Who asks for a stage wants to see it, be it one of those that are over; and one that was refused can want to be
        // closed today.
        return request.isWhole || row.stage.isOpen || request.filter.stages.contains(row.stage)
          || request.filter.isDue
      })
    if request.isReversed { rows.reverse() }
    hidden = fitting.count - rows.count
  }
}
