import ArgumentParser
import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpKit
import FollowUpReport

/// `show APP`
struct ShowCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show an application, its people and its history.",
    discussion: """
      A short id shows any record. --timeline draws an application as a timeline: their actions above the line, yours \
      below it.
      """)

  @Argument(help: "The application, or the short id of any record.", completion: .records) var application: String
  @Flag(help: "Draw the application as a timeline.") var timeline = false
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var options: GlobalOptions
  static let isPaged = true

  func run(_ session: Session) throws {
    let store = try session.openStore()
    defer { try? store.close() }
    try session.read(store, asOf) { query in
      if timeline { return try drawTimeline(try query.application(self.application), query.reader, session) }
      let state = try query.record(self.application)
      let records = try query.reader.records(referringTo: state.id)
      guard let application = Application(state) else {
        let timeline = Timeline.sorted(records.filter { !$0.isRetracted }, clock: query.clock)
        return RecordDetailView(query, state, timeline: timeline).print(session, noun: "record")
      }
      let book = ContactBook(query.snapshot.contacts)
      let status = query.context.status(of: ApplicationRecords(application, records: records, contacts: book))
      let page = RecordDetailView(
        query, state, people: Self.people(of: application, status, query), timeline: status.timeline)
      page.print(
        session, noun: "application",
        [
          (name: "id", value: JSONValue(query.shortID(application.id))),
          (name: "company", value: application.company.map { JSONValue($0) } ?? .null),
          (name: "role", value: application.role.map { JSONValue($0) } ?? .null),
          (name: "stage", value: JSONValue(status.stage.rawValue)),
          (name: "closed", value: JSONValue(application.isClosed)),
        ] + RecordJSON.silence(status.isOpen && !application.isRetracted ? status.silence : nil))
    }
  }

  private func drawTimeline(_ application: Application, _ reader: StoreReader, _ session: Session) throws {
    let advice = try session.adviceReader(reader)
    let now = advice.advisor.now
    var chart = TimelineChart(try advice.records(of: application), advice.advisor.context)
    let first = try advice.advice(on: application).first
    if let first, let day = first.isDue ? now.today : first.on { chart.next = TimelineChart.Next(first, on: day) }
    TimelineChartView(chart: chart, next: first.map { AdviceFormatter(now: now).line($0) }).print(session)
  }

  /// The people whom its records name, and those of its company.
  private static func people(of application: Application, _ status: ApplicationStatus, _ query: QueryContext)
    -> [Contact]
  {
    let named = Set(status.timeline.flatMap(\.namedPeople))
    let company = application.company.map { Folding.fold($0) }
    return query.snapshot.namedContacts.filter {
      named.contains($0.id) || (company != nil && $0.company.map { Folding.fold($0) } == company)
    }
  }
}
