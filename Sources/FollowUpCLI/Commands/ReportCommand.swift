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
      Writes one HTML file that needs no network and no scripts, for a browser, a phone or paper. It contains names, \
      numbers and notes from your log: share it with care.

      Without -o the file is \(Self.fileName) in the current folder, or standard output when that is not a terminal.
      """)

  /// What the file is called where nobody names it.
  static let fileName = "followup-report.html"

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file; - is standard output.", valueName: "file"), completion: .file())
  var output: String?
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if output == nil || output == "-", options.json || options.plain {
      throw ValidationError("--json and --plain need -o FILE, because the report itself goes to standard output.")
    }
  }

  func run(_ session: Session) throws {
    let path = output ?? (session.out.isTerminal ? Self.fileName : "-")
    if path != "-" { try session.refuseStore(as: path) }
    let model = try Self.model(session)
    let bytes = ReportPage(model).bytes
    guard path != "-" else { return bytes.withUnsafeBufferPointer { session.out.foreign($0) } }
    let file: ReplacedFile
    do {
      file = try ReplacedFile(path)
      try write(bytes, to: file)
    } catch let failure as Platform.Failure { throw CommandFailure("\(failure); no report was written") }
    tell(path, file, model, session)
  }

  /// The report of a session's store; of one that is not there yet, an empty one.
  private static func model(_ session: Session) throws -> ReportModel {
    guard let store = try session.openStoreIfAny() else {
      let settings = Settings([])
      return ReportReader.empty(
        Advisor(now: try session.now(settings), zones: session.zones, settings: settings), settings)
    }
    defer { try? store.close() }
    return try store.read { reader in
      try ReportReader(session.adviceReader(reader), template: session.ownTemplates.template).model()
    }
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
