import ArgumentParser
import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// `playbook`: the rules that advice is given by.
struct PlaybookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "playbook", abstract: "Show, choose and change the rules behind the advice.",
    discussion: """
      To make your own playbook, copy one, change its numbers, check it, add it and use it:
        followup playbook copy martin my-martin -o my-martin.yaml
        followup playbook check my-martin.yaml
        followup playbook add my-martin.yaml
        followup playbook use my-martin
      Your playbooks and your choice are stored in the log, so they apply on every device.
      """,
    subcommands: [
      PlaybookList.self, PlaybookShow.self, PlaybookUse.self, PlaybookCopy.self, PlaybookCheck.self, PlaybookAdd.self,
    ],
    defaultSubcommand: PlaybookList.self)
}

/// `playbook list`
struct PlaybookList: FollowupCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the playbooks.")

  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    var (shelf, usual) = try session.playbooks()
    let chosen = usual ?? PlaybookShelf.defaultName
    var table = Table()
    var list: [JSONValue] = []
    var problems: [PlaybookProblem] = []
    for name in shelf.names {
      var playbook: Playbook?
      var problem: PlaybookProblem?
      do throws(PlaybookProblem) { playbook = try shelf.playbook(name) } catch { problem = error }
      problems += [problem].compactMap(\.self)
      let version = playbook.map { "\($0.version)" } ?? ""
      list.append(
        JSONValue(object: [
          (name: "name", value: JSONValue(name)),
          (name: "version", value: playbook.map { JSONValue(integer: $0.version) } ?? .null),
          (name: "title", value: AdviceJSON.text(playbook?.title)),
          (name: "source", value: AdviceJSON.text(playbook?.source)),
          (name: "built_in", value: JSONValue(shelf.isBuiltIn(name))),
          (name: "used", value: JSONValue(name == chosen)),
          (name: "problem", value: AdviceJSON.text(problem?.description)),
        ]))
      let cells = [
        name, version, playbook?.source ?? "", name == chosen ? "in use" : "", playbook?.title ?? "cannot be used",
      ]
      if session.format == .plain { session.out.record(cells) } else { table.add(cells) }
    }
    switch session.format {
    case .json: session.printJSON([(name: "playbooks", value: JSONValue(array: list))])
    case .plain: break
    case .text: table.print(to: session.out)
    }
    for problem in problems { session.say("followup: \(problem)") }
    if !shelf.names.contains(chosen) {
      session.say(
        "followup: the setting playbook is \(chosen), which does not exist here; advice uses \(PlaybookShelf.defaultName)"
      )
    }
    if !problems.isEmpty { session.status = ExitStatus.needsPerson }
  }
}

/// `playbook show NAME`
struct PlaybookShow: FollowupCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Print a playbook's file.")

  @Argument(help: "The playbook.", completion: .playbooks) var name: String
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let (shelf, _) = try session.playbooks()
    let text = try shelf.needText(name)
    guard session.format == .json else { return session.out.text(text) }
    session.printJSON([
      (name: "name", value: JSONValue(name)), (name: "built_in", value: JSONValue(shelf.isBuiltIn(name))),
      (name: "text", value: JSONValue(text)),
    ])
  }
}

/// `playbook use NAME [--app APP]`
struct PlaybookUse: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "use", abstract: "Use a playbook for all applications or for one.",
    discussion: "The choice is recorded, so every device gives the same advice.")

  @Argument(help: "The playbook; with --app, \"usual\" returns to the setting.", completion: .playbooks) var name:
    String
  @Option(name: .customLong("app"), help: "Only for this application.", completion: .applications) var application:
    String?
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    try session.record(creating: application == nil) { query, _ in
      let shelf = try query.shelf()
      if let application {
        let state = try query.application(application).state
        let isUsual = name == "usual"
        if !isUsual { try query.checkPlaybook(name, shelf) }
        let draft = Draft(record: state.id, set: ["playbook": isUsual ? .null : JSONValue(name)])
        return query.result(ofChange: draft, to: state)
      }
      let drafted = try SettingAssignment.drafted(
        name: "playbook", value: name, context: query.fieldContext(), playbooks: shelf.names)
      try query.checkPlaybook(name, shelf)
      return CommandResult(drafts: drafted.drafts, lines: ["setting playbook = \(name)"], remarks: drafted.remarks)
    }
  }
}

/// `playbook copy NAME NEW [-o FILE]`
struct PlaybookCopy: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy", abstract: "Copy a playbook to a file under a new name, to change it.")

  @Argument(help: "The playbook.", completion: .playbooks) var name: String
  @Argument(help: "The name of the copy: lower-case letters, digits and hyphens.") var new: String
  @Option(
    name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("The file (default: -).", valueName: "file"),
    completion: .file())
  var output = "-"
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let (shelf, _) = try session.playbooks()
    guard Playbook.isName(new) else {
      throw CommandFailure(
        "\"\(new)\" is not a playbook name: use lower-case letters, digits and hyphens, such as my-\(name)",
        status: ExitStatus.wrongUsage)
    }
    guard !shelf.isBuiltIn(new) else {
      throw CommandFailure(
        "\(new) is built in and cannot be replaced; give the copy another name, such as my-\(name)",
        status: ExitStatus.wrongUsage)
    }
    // The key may be quoted or followed by a comment; only the line's value changes.
    var lines = try shelf.needText(name).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let index = lines.firstIndex(where: { $0.hasPrefix("playbook:") }) else {
      throw CommandFailure("\(name): the file has no line that begins with playbook:; change the name by hand")
    }
    lines[index] = "playbook: \(new)"
    let text = lines.joined(separator: "\n")
    guard output != "-" else { return session.out.text(text) }
    guard Platform.status(output) == nil else {
      throw CommandFailure("\(output): already exists, and may contain your changes; name another file with -o")
    }
    do {
      let file = try ReplacedFile(output)
      try Array(text.utf8).withUnsafeBufferPointer { try file.write($0) }
      try file.finish()
    } catch let failure as Platform.Failure { throw CommandFailure("\(failure); nothing was written") }
    switch session.format {
    case .json:
      session.printJSON([(name: "file", value: JSONValue(output)), (name: "playbook", value: JSONValue(new))])
    case .plain: session.out.record([output, new])
    case .text:
      session.out.line("\(output): a copy of \(name), called \(new)")
      session.hint("change its numbers, then: followup playbook add \(output)")
    }
  }
}

/// `playbook check FILE`
struct PlaybookCheck: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a playbook file and point out errors.")

  @Argument(help: "The file, or - for standard input.", completion: .file()) var file: String
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let playbook: Playbook
    do throws(PlaybookProblem) {
      playbook = try Playbook(yaml: try PlaybookFile.text(file), file: file)
    } catch {
      guard session.format == .json else { throw CommandFailure("\(error)") }
      session.status = ExitStatus.failed
      return session.printJSON([
        (name: "file", value: JSONValue(file)), (name: "ok", value: JSONValue(false)),
        (name: "line", value: error.line.map { JSONValue(integer: $0) } ?? .null),
        (name: "problem", value: JSONValue(error.reason)),
      ])
    }
    let steps = Plural.of(playbook.steps.count, "step")
    switch session.format {
    case .json:
      session.printJSON([
        (name: "file", value: JSONValue(file)), (name: "ok", value: JSONValue(true)),
        (name: "name", value: JSONValue(playbook.name)), (name: "version", value: JSONValue(integer: playbook.version)),
        (name: "steps", value: JSONValue(integer: playbook.steps.count)),
      ])
    case .plain: session.out.record([file, playbook.name, "\(playbook.version)", "\(playbook.steps.count)"])
    case .text: session.out.line("\(file): valid: \(playbook.name), version \(playbook.version), \(steps)")
    }
  }
}

/// `playbook add FILE`
struct PlaybookAdd: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Record your own playbook, or a new version of it.",
    discussion: "The playbook is stored in the log, so every device gives the same advice.")

  @Argument(help: "The file, or - for standard input.", completion: .file()) var file: String
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let text: String
    var draft: Draft
    do throws(PlaybookProblem) {
      text = try PlaybookFile.text(file)
      draft = try PlaybookShelf.draft(yaml: text, file: file)
    } catch { throw CommandFailure("\(error)") }
    try session.record(creating: true) { query, _ in
      let name = draft.set["name"]?.string ?? ""
      guard let state = try query.reader.record(draft.record) else {
        return CommandResult(drafts: [draft], lines: ["playbook \(name) recorded"])
      }
      if state.isRetracted { draft.set["retracted"] = .null }
      guard state.isRetracted || state["text"] != draft.set["text"] else {
        return CommandResult(drafts: [], lines: ["playbook \(name) is already recorded as it is"])
      }
      return CommandResult(drafts: [draft], lines: ["playbook \(name) updated"])
    }
    if session.format == .text { session.hint("followup playbook use NAME [--app APP] follows it") }
  }
}

/// A playbook's file.
private enum PlaybookFile {
  /// The text of a file; what is no UTF-8, too large or not there is a problem of the file.
  static func text(_ path: String) throws(PlaybookProblem) -> String {
    let bytes: [UInt8]
    do { bytes = try InputFile.read(path, limitBytes: 1 << 18, what: "a playbook") } catch {
      var reason = "\(error)"
      if reason.hasPrefix("\(path): ") { reason.removeFirst(path.count + 2) }
      throw PlaybookProblem(file: path, line: nil, reason: reason)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let line = 1 + bytes[..<Self.firstInvalid(bytes)].count { $0 == UInt8(ascii: "\n") }
      throw PlaybookProblem(file: path, line: line, reason: "not UTF-8 text; save the file as UTF-8")
    }
    return text
  }

  private static func firstInvalid(_ bytes: [UInt8]) -> Int {
    // The longest valid beginning, by halves.
    var low = 0
    var high = bytes.count
    while low < high {
      let middle = (low + high + 1) / 2
      let tail = String(decoding: bytes[..<middle], as: UTF8.self)
      let isValid = Array(tail.utf8).elementsEqual(bytes[..<middle])
      if isValid { low = middle } else { high = middle - 1 }
    }
    return low
  }
}

extension PlaybookShelf {
  /// The text of a playbook, which must be there.
  fileprivate func needText(_ name: String) throws -> String {
    guard let text = text(name) else {
      throw CommandFailure(
        "no playbook is called \"\(name)\"\(Nearest.way(from: name, among: names, list: "choose from"))",
        status: ExitStatus.wrongUsage)
    }
    return text
  }
}

extension Session {
  /// The playbooks of the store, if there is one, and the one that is chosen for all applications.
  fileprivate func playbooks() throws -> (shelf: PlaybookShelf, usual: String?) {
    guard let store = try openStoreIfAny() else { return (PlaybookShelf(), nil) }
    defer { try? store.close() }
    return try store.read { reader in
      let settings = Settings(try reader.records(ofType: RecordType.setting.rawValue))
      return (PlaybookShelf(own: try reader.records(ofType: PlaybookShelf.recordType)), settings.playbook)
    }
  }
}

extension QueryContext {
  /// The playbooks of the store.
  func shelf() throws -> PlaybookShelf { PlaybookShelf(own: try reader.records(ofType: PlaybookShelf.recordType)) }

  /// Refuses a playbook that is not there or cannot be used.
  fileprivate func checkPlaybook(_ name: String, _ shelf: PlaybookShelf) throws {
    guard shelf.names.contains(name) else {
      throw CommandFailure(
        "no playbook is called \"\(name)\"\(Nearest.way(from: name, among: shelf.names, list: "choose from"))",
        status: ExitStatus.wrongUsage)
    }
    var shelf = shelf
    do throws(PlaybookProblem) { _ = try shelf.playbook(name) } catch {
      throw CommandFailure("\(error); correct the file, then run followup playbook add")
    }
  }
}
