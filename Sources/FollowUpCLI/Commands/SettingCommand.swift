import ArgumentParser
import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// `setting [NAME [VALUE]]`
struct SettingCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "setting", abstract: "Show or change settings, which apply on every device.",
    discussion: """
      \(SettingAssignment.known.map { "\($0.name): \($0.doc)" }.joined(separator: "\n"))

      followup setting holidays 2026-12-25,2027-01-01
      followup setting holidays --from holidays.ics    adds public holidays to those that are set
      """)

  @Argument(help: "The setting; without it, all are listed.", completion: SettingCommand.names) var name: String?
  @Argument(help: "The new value; \"\" clears the setting.") var value: String?
  @Option(
    help: ArgumentHelp(
      "With holidays: an iCalendar file of public holidays; - reads standard input.", valueName: "file"),
    completion: .file())
  var from: String?
  @Option(
    help: ArgumentHelp(
      "With --from: the years, such as 2026..2028 (default: this year and the next two).", valueName: "years"))
  var years: String?
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if from != nil, name != "holidays" || value != nil {
      throw ValidationError("--from FILE works only with holidays: followup setting holidays --from FILE.")
    }
    if years != nil, from == nil { throw ValidationError("--years needs --from FILE.") }
  }

  func run(_ session: Session) throws {
    if let from { return try HolidayImport(path: from, years: try years.map(YearRange.read)).run(session) }
    guard let name else { return try list(session) }
    guard let value else { return try show(name, session) }
    try session.record(creating: true) { query, _ in
      let drafted = try SettingAssignment.drafted(
        name: name, value: value, context: query.fieldContext(), playbooks: try query.shelf().names)
      let lines = drafted.drafts.map { draft in
        let shown = draft.set["value"].map { $0.isNull ? "(not set)" : Self.displayed($0) } ?? ""
        return "setting \(draft.set["name"]?.displayed ?? name) = \(shown)"
      }
      return CommandResult(drafts: drafted.drafts, lines: lines, remarks: drafted.remarks)
    }
  }

  private func settings(_ session: Session) throws -> Settings {
    guard let store = try session.openStoreIfAny() else { return Settings([]) }
    defer { try? store.close() }
    return try session.read(store) { $0.snapshot.settings }
  }

  private func list(_ session: Session) throws {
    let values = try settings(session).values
    switch session.format {
    case .json:
      let list = values.sorted { $0.key < $1.key }.map { name, value in
        JSONValue(object: [(name: "name", value: JSONValue(name)), (name: "value", value: value)])
      }
      session.printJSON([(name: "settings", value: JSONValue(array: list))])
    case .plain:
      for (name, value) in values.sorted(by: { $0.key < $1.key }) {
        session.out.record([name, Self.displayed(value)])
      }
    case .text:
      var table = Table()
      let known = SettingAssignment.known.map(\.name)
      for name in known + values.keys.filter({ !known.contains($0) }).sorted() {
        let doc = SettingAssignment.known.first { $0.name == name }?.doc ?? ""
        let value = values[name].map(Self.displayed)
        table.add([name, value ?? "(not set)", doc], value == nil ? .dim : .plain)
      }
      table.print(to: session.out)
    }
  }

  private func show(_ name: String, _ session: Session) throws {
    let settings = try settings(session)
    let name = String(name.map { $0 == "-" ? "_" : $0 })
    let value = settings.values[name]
    guard value != nil || SettingAssignment.known.contains(where: { $0.name == name }) else {
      throw CommandFailure(
        "no setting is called \"\(name)\""
          + Nearest.way(from: name, among: SettingAssignment.known.map(\.name), list: "choose from"))
    }
    switch session.format {
    case .json:
      session.printJSON([(name: "name", value: JSONValue(name)), (name: "value", value: value ?? .null)])
    case .plain, .text: session.out.line(value.map(Self.displayed) ?? "")
    }
  }

  /// A list's elements with commas between, as they are typed.
  static func displayed(_ value: JSONValue) -> String {
    value.array.map { $0.map(\.displayed).joined(separator: ",") } ?? value.displayed
  }
}
