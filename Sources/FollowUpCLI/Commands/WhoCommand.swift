import ArgumentParser
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// `who NUMBER|NAME`
struct WhoCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "who", abstract: "Identify a caller, and show what was said last.",
    discussion: """
      followup who 312-555-0142
      followup who lindqvist
      followup who acme
      Numbers match by their digits, with or without country and area code.
      """)

  @Argument(
    help: ArgumentHelp("A number, a person, an employer or an application.", valueName: "number-or-name"),
    completion: .callers)
  var words: [String]
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let text = words.joined(separator: " ")
    let store = try session.openStore()
    defer { try? store.close() }
    try session.read(store) { query in
      let callers = try query.callers(text)
      guard case .nobody(let near) = callers else {
        return print(callers, text, session, query)
      }
      try tellNobody(text, near: near, session)
    }
  }

  private func print(_ found: CallerMatch.Result, _ text: String, _ session: Session, _ query: QueryContext) {
    let views = found.callers.map { CallerView($0, query: query) }
    switch session.format {
    case .json:
      session.printJSON(members(text, found) + [(name: "callers", value: JSONValue(array: views.map(\.json)))])
    case .plain: for view in views { view.printPlain(session.out) }
    case .text where views.count > QueryContext.callersMax:
      var table = Table()
      for view in views {
        let application = view.subjects.first?.match.application
        table.add([
          view.shortID ?? view.subjects.first?.shortID ?? "", view.caller.contact?.displayName ?? "",
          view.caller.contact?.company ?? application?.company ?? "", application?.role ?? "",
        ])
      }
      table.print(to: session.out)
      session.hint("\"\(text)\" matches all of these; type more of the name, or the short id")
    case .text:
      // Colleagues with the same applications are told of together.
      var order: [[RecordID]] = []
      for view in views where !order.contains(view.applications) { order.append(view.applications) }
      for (index, applications) in order.enumerated() {
        if index > 0 { session.out.line() }
        CallerView.printText(views.filter { $0.applications == applications }, to: session.out)
      }
      if case .number = found, views.count > 1 {
        session.hint("\(views.count) people have this number")
      }
    }
  }

  private func members(_ text: String, _ found: CallerMatch.Result) -> [(name: String, value: JSONValue)] {
    var by: String?
    var near: [String] = []
    switch found {
    case .number: by = "number"
    case .name: by = "name"
    case .nobody(let names): near = names
    }
    return [
      (name: "query", value: JSONValue(text)), (name: "by", value: RecordJSON.text(by)),
      (name: "near", value: JSONValue(array: near.map { JSONValue($0) })),
    ]
  }

  private func tellNobody(_ text: String, near names: [String], _ session: Session) throws {
    var seen: Set<String> = []
    let near = names.filter { seen.insert($0).inserted }
    if session.format == .json {
      session.printJSON(members(text, .nobody(near: near)) + [(name: "callers", value: JSONValue(array: []))])
    }
    let isNumber = PhoneNumber.isNumber(text)
    let what = isNumber ? "nobody is recorded with the number" : "no person or employer is called"
    let command = "followup contact add NAME --phone \(isNumber ? "\"\(text)\"" : "NUMBER") --app APP"
    let hint = near.isEmpty ? "" : "; did you mean one of these?"
    throw CommandFailure("\(what) \"\(text)\" (to record the caller: \(command))\(hint)", choices: near)
  }
}
