import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice

/// Puts a report together, one application after the other; of a closed one only its line and its sums are kept.
package struct ReportBuilder {
  private let advisor: Advisor
  private let calendar: WorkingCalendar
  private var assessments: [Assessment] = []
  private var charts: [TimelineChart] = []
  private var sums = ReportSums()
  private var closed: [ReportEnded] = []
  private var employers: [String: ReportSums.EmployerRow] = [:]

  private var today: CivilDate { advisor.now.today }

  /// A builder for a present and its settings.
  package init(advisor: Advisor, settings: Settings) {
    self.advisor = advisor
    calendar = settings.calendar
  }

  /// Adds an application that is not closed.
  package mutating func add(open records: ApplicationRecords) {
    let status = advisor.status(of: records)
    let evidence = ApplicationEvidence(status)
    assessments.append(advisor.assess(records))
    charts.append(TimelineChart(records, status, evidence))
    count(evidence)
  }

  /// Adds a closed application.
  ///
  /// - Parameter records: its records; of their fields only those are looked at that ``fields`` names.
  package mutating func add(closed application: Application, records: [RecordState]) {
    // Nobody is named in the sums.
    let records = ApplicationRecords(application, records: records, contacts: nil)
    let ending = count(ApplicationEvidence(advisor.status(of: records)))
    closed.append(
      ReportEnded(
        application: application.id, company: application.company ?? "", role: application.role ?? application.title,
        appliedOn: application.appliedOn, closedOn: application.closedOn, ending: ending,
        reason: application.closedReason))
  }

  /// The types of records that the sums need of a closed application.
  package static let types = ["interview", "reply", "promise", "silence", "call", "email", "message", "letter"]

  /// The fields that the sums need of them.
  package static let fields = [
    "type", "application", "at", "retracted", "direction", "outcome", "answer", "new_date", "by", "precision", "kept",
    "tz",
  ]

  @discardableResult
  private mutating func count(_ evidence: ApplicationEvidence) -> ReportSums.Ending {
    let ending = ReportSums.ending(evidence)
    if let company = evidence.application.company, !company.isEmpty {
      let key = Folding.fold(company)
      var row = employers[key] ?? ReportSums.EmployerRow(name: company)
      row.applications += 1
      for promise in evidence.promises { row.promises[promise.outcome, default: 0] += 1 }
      row.answers += evidence.answers.map(\.wait.businessDays)
      employers[key] = row
    }
    sums.answers += evidence.answers.map(\.wait.businessDays)
    let wasInterviewed = evidence.wasInterviewed
    guard !evidence.application.isLead || wasInterviewed else {
      sums.leads += 1
      return ending
    }
    sums.applied += 1
    sums.endings[ending, default: 0] += 1
    if wasInterviewed {
      sums.interviewed += 1
      sums.endingsAfterInterview[ending, default: 0] += 1
    }
    return ending
  }

  /// The report.
  ///
  /// - Parameters:
  ///   - accepted: closed applications whose reason may be an offer that was accepted.
  ///   - sheets: what to say, for advice that is due; asked once for each.
  package func model(accepted: [Application], sheets: (Advice) -> [CallSheet]) -> ReportModel {
    let due = advisor.next(assessments, closed: accepted)
    let agenda = advisor.agenda(assessments, closed: accepted, days: Self.agendaDays)
    var sums = sums
    sums.answers.sort()
    sums.employers = employers.values.filter { $0.made > 0 }.sorted { left, right in
      left.made != right.made
        ? left.made > right.made : left.name.unicodeScalars.lexicographicallyPrecedes(right.name.unicodeScalars)
    }
    var seen: Set<String> = []
    return ReportModel(
      now: advisor.now, cards: due.map { ReportCard(advice: $0, sheets: sheets($0)) },
      charts: ordered(next(due, agenda)), months: months(agenda), sums: sums,
      closed: closed.sorted { ($0.closedOn ?? .first, $0.application) > ($1.closedOn ?? .first, $1.application) },
      doubts: due.flatMap(\.doubts).map(\.text).filter { seen.insert($0).inserted })
  }

  /// How far ahead steps are looked for: the month of today and the next.
  private static let agendaDays = 62

  /// The first step of each application.
  private func next(_ due: [Advice], _ agenda: [AgendaEntry]) -> [RecordID: TimelineChart.Next] {
    var next: [RecordID: TimelineChart.Next] = [:]
    func offer(_ advice: Advice, on day: CivilDate) {
      guard let step = TimelineChart.Next(advice, on: day) else { return }
      for subject in advice.subjects where next[subject.application] == nil { next[subject.application] = step }
    }
    for advice in due { offer(advice, on: today) }
    for case (let day, .advice(let advice)) in agenda.map({ ($0.day, $0.kind) }) { offer(advice, on: day) }
    return next
  }

  private func ordered(_ next: [RecordID: TimelineChart.Next]) -> [TimelineChart] {
    charts.map { chart in
      var chart = chart
      chart.next = next[chart.application]
      return chart
    }.sorted { left, right in
      func key(_ chart: TimelineChart) -> (Int, Int, Int) {
        (
          chart.next?.day.dayNumber ?? .max, chart.next?.kind == .closed ? 1 : 0,
          -(chart.marks.last { !$0.isAhead }?.day ?? .first).dayNumber
        )
      }
      return key(left) == key(right) ? left.application < right.application : key(left) < key(right)
    }
  }

  private func months(_ agenda: [AgendaEntry]) -> [ReportMonth] {
    var items: [CivilDate: [ReportMonth.Item]] = [:]
    for entry in agenda { items[entry.day, default: []].append(Self.item(entry)) }
    let month = ReportMonth(of: today, items: items, calendar: calendar)
    // Towards the end of a month, most of what is ahead lies in the next.
    guard let soon = today.adding(days: 14), soon.month != today.month else { return [month] }
    return [month, ReportMonth(of: soon, items: items, calendar: calendar)]
  }

  private static func item(_ entry: AgendaEntry) -> ReportMonth.Item {
    let elsewhere = entry.reading?.elsewhere.map { " (\($0))" } ?? ""
    let time = entry.time.map { "\($0.local.time)\(elsewhere)" }
    func item(_ text: String) -> ReportMonth.Item {
      ReportMonth.Item(text: text, time: time, isAdvice: false, isOverdue: false, subject: entry.subject)
    }
    switch entry.kind {
    case .interview: return item("Interview")
    case .decision: return item("The day they named")
    case .respondBy: return item("Answer to the offer is due")
    case .snoozeEnds: return item("Snooze ends")
    case .advice(let advice):
      return ReportMonth.Item(
        text: advice.title, time: advice.window?.echo, isAdvice: true,
        isOverdue: advice.isOverdue, subject: entry.subject)
    }
  }
}

extension TimelineChart.Next {
  /// The step that advice asks for on a day; nil for advice to wait or to keep searching, which is no step.
  package init?(_ advice: Advice, on day: CivilDate) {
    let kind: TimelineChart.Kind
    switch advice.action {
    case .call, .askNextSteps: kind = .call
    case .email, .answerOffer: kind = .email
    case .message, .letter, .askInsider: kind = .letter
    case .thankYou: kind = .thankYou
    case .close, .closeOrRevive: kind = .closed
    case .keepSearching, .wait: return nil
    }
    self.init(
      day: day, kind: kind, text: advice.title, isDue: advice.isDue, isOverdue: advice.isOverdue)
  }
}
