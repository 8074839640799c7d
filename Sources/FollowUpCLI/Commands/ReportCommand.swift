import ArgumentParser
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpKit
import FollowUpReport

/// `report`
struct ReportCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write an HTML report: today, a timeline per application, totals.",
    discussion: """
      One HTML file that needs no network and no script, for a browser, a telephone and paper. It holds your log's words, \
      names and numbers: pass it on with care.

      Without -o it is written to \(Self.fileName) in this folder, or to stdout where that is no terminal.
      """)

  /// What the file is called where nobody names it.
  static let fileName = "followup-report.html"

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file; - is stdout.", valueName: "file"), completion: .file())
  var output: String?
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if output == nil || output == "-", options.json || options.plain {
      throw ValidationError("The report is a page of HTML; --json and --plain go with -o FILE.")
    }
  }

  func run(_ session: Session) throws {
    let path = output ?? (session.out.isTerminal ? Self.fileName : "-")
    if path != "-" { try session.refuseStore(as: path) }
    let model = try ReportReader.model(session)
    let bytes = ReportPage(model).bytes
    guard path != "-" else { return bytes.withUnsafeBufferPointer { session.out.foreign($0) } }
    let file: ReplacedFile
    do {
      file = try ReplacedFile(path)
      try write(bytes, to: file)
    } catch let failure as Platform.Failure { throw CommandFailure("\(failure); no report was written") }
    tell(path, file, model, session)
  }

  private func write(_ bytes: [UInt8], to file: ReplacedFile) throws {
    try bytes.withUnsafeBufferPointer { try file.write($0) }
    try file.finish()
  }

  private func tell(_ path: String, _ file: ReplacedFile, _ model: ReportModel, _ session: Session) {
    switch session.format {
    case .json:
      session.printJSON([
        (name: "file", value: JSONValue(path)), (name: "bytes", value: JSONValue(integer: file.bytes)),
        (name: "due", value: JSONValue(integer: model.due)),
        (name: "open", value: JSONValue(integer: model.charts.count)),
        (name: "closed", value: JSONValue(integer: model.closed.count)),
      ])
    case .plain:
      session.out.record([path, "\(file.bytes)", "\(model.due)", "\(model.charts.count)", "\(model.closed.count)"])
    case .text:
      session.out.line(
        "\(path): \(model.due) due today, \(Plural.of(model.charts.count, "open application")), "
          + "\(model.closed.count) closed, \(Plural.of(file.bytes, "byte"))")
    }
  }
}

/// Gathers what a report shows: open applications wholly and one at a time, of closed ones only what the sums need.
struct ReportReader {
  private let query: AdviceReader
  private let templates: OwnTemplates

  /// The report of a session's store; of one that is not there yet, an empty one.
  static func model(_ session: Session) throws -> ReportModel {
    guard let store = try session.openStoreIfAny() else {
      let settings = Settings([])
      let advisor = Advisor(now: try session.now(settings), zones: session.zones, settings: settings)
      return ReportBuilder(advisor: advisor, settings: settings).model(accepted: []) { _ in [] }
    }
    defer { try? store.close() }
    return try store.read { reader in
      try ReportReader(query: session.adviceReader(reader), templates: session.ownTemplates).model()
    }
  }

  private func model() throws -> ReportModel {
    var builder = ReportBuilder(advisor: query.advisor, settings: query.settings)
    for application in try query.open() { builder.add(open: try query.records(of: application)) }
    try addClosed(to: &builder)
    return builder.model(accepted: try query.closed()) { advice in (try? sheets(advice)) ?? [] }
  }

  private func addClosed(to builder: inout ReportBuilder) throws {
    var applications: [Application] = []
    var records: [RecordID: [RecordState]] = [:]
    let own = RecordType.application.rawValue
    try query.reader.forEachState(
      ofTypes: ReportBuilder.types + [own],
      fields: ReportBuilder.fields + ["company", "role", "applied_on", "closed_on", "closed_reason"]
    ) { state in
      guard !state.isRetracted else { return }
      if let application = Application(state) {
        if application.isClosed { applications.append(application) }
      } else if let id = state["application"]?.string.flatMap({ RecordID($0) }) {
        records[id, default: []].append(state)
      }
    }
    for application in applications.sorted(by: { $0.id < $1.id }) {
      builder.add(closed: application, records: records[application.id] ?? [])
    }
  }

  /// What to say or to write, as `script` would print it, and what they may answer.
  private func sheets(_ advice: Advice) throws -> [CallSheet] {
    guard let kind = AdviceFormatter.scriptKind(advice), let subject = advice.subjects.first,
      let application = try query.reader.record(subject.application).flatMap(Application.init)
    else { return [] }
    let records = try query.records(of: application)
    let status = query.advisor.status(of: records)
    let source = advice.playbook.flatMap { try? query.advisor.playbook($0) }?.source ?? ""
    return try ([kind] + kind.branches).map { kind in
      let facts = ScriptFacts(
        status, contacts: records.contacts, settings: query.settings, kind: kind,
        addressee: advice.to.first.map { .contact($0.contact) } ?? .advised(advice.addresseeKind),
        manner: .of(source: source, tryNumber: advice.tryNumber ?? 1))
      // A template of the person's own that is bad keeps nobody from calling; script says what is wrong with it.
      if let own = try? templates.template(kind) { return CallSheet(kind, facts: facts, template: own) }
      return try CallSheet(kind, facts: facts)
    }
  }
}
