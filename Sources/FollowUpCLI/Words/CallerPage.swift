import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice

/// Who is on the telephone, as `who` prints it: what is needed first comes first.
struct CallerPage {
  /// One application, put into words.
  struct Matter {
    let matter: Caller.Matter
    let shortID: String
    let ahead: [Ahead]
    let said: String?
    let last: String?
  }

  let caller: Caller
  let shortID: String?
  let matters: [Matter]

  init(_ caller: Caller, records: [RecordState], desk: Desk) {
    self.caller = caller
    shortID = caller.contact.map { ShortID.shortID($0.id, among: desk.snapshot.contacts.map(\.id)) }
    matters = caller.matters.map { matter in
      func line(_ state: RecordState?) -> String? {
        guard let state else { return nil }
        let at = desk.clock.reading(of: state)?.echo ?? ""
        let line = RecordPage.withoutWhenAndWhere(desk.summary(state), at, matter.application.title)
        return "\(at.isEmpty ? "" : "\(at)  ")\(line)"
      }
      return Matter(
        matter: matter, shortID: desk.shortID(matter.application.id),
        ahead: Ahead.all(
          of: matter.application, stage: matter.stage, records: records, today: desk.now.today,
          calendar: desk.snapshot.settings.calendar, clock: desk.clock),
        said: line(matter.lastSaid), last: matter.last?.id == matter.lastSaid?.id ? nil : line(matter.last))
    }
  }

  /// Closed applications beyond these are only counted.
  private static let closedMax = 3

  // MARK: Text

  /// Prints people who have to do with the same applications, and then these, once.
  static func printText(_ pages: [CallerPage], to out: Output) {
    for page in pages { page.printHead(to: out) }
    guard let matters = pages.first?.matters else { return }
    let open = matters.filter { $0.matter.stage.isOpen }
    for (index, matter) in open.enumerated() {
      if index > 0 { out.line() }
      print(matter, to: out)
    }
    let closed = matters.filter { !$0.matter.stage.isOpen }
    for matter in closed.prefix(Self.closedMax) {
      out.paragraph(title(matter) + (matter.said.map { ": \($0)" } ?? ""), indent: 2, .dim)
    }
    if closed.count > Self.closedMax { out.line("  and \(closed.count - Self.closedMax) more that are over", .dim) }
    if matters.isEmpty { out.line("  no application", .dim) }
  }

  /// The applications, which tell whether two people are told of together.
  var applications: [RecordID] { matters.map(\.matter.application.id) }

  private func printHead(to out: Output) {
    guard let contact = caller.contact else {
      let matter = matters.first
      out.paragraph(matter?.matter.application.company ?? "No employer by name", .bold)
      let command = "followup contact add NAME --app \(matter?.shortID ?? "APP")"
      return out.paragraph("nobody there is recorded: \(command)", indent: 2, .dim)
    }
    let company = contact.company ?? matters.first?.matter.application.company
    var head = [contact.displayName]
    for part in [contact.title ?? contact.role?.swapping("_", for: " "), company].compactMap(\.self)
    where !head.contains(part) { head.append(part) }
    out.paragraph("\(head.joined(separator: ", "))\(shortID.map { "  [\($0)]" } ?? "")", .bold)
    if caller.isGone { out.paragraph(gone(contact), indent: 2, .warning) }
    let reach = [Self.numbers(contact), contact.email, contact.note].compactMap(\.self)
    if !reach.isEmpty { out.paragraph(reach.joined(separator: ", "), indent: 2) }
    if !contact.state.conflicts.isEmpty {
      let fields = contact.state.conflicts.sorted().joined(separator: ", ")
      out.paragraph("in conflict: \(fields) (followup conflicts)", indent: 2, .warning)
    }
  }

  private static func print(_ matter: Matter, to out: Output) {
    out.paragraph(title(matter), indent: 2, .bold)
    var table = Table()
    // A promise that is told below is not told twice.
    let isTold = matter.ahead.contains { $0.record == matter.matter.lastSaid?.id && $0.saidOn != nil }
    if let said = matter.said, !isTold { table.add(["they said", said]) }
    for ahead in matter.ahead { table.add([ahead.label, (ahead.saidOn.map { "\($0.echo)  " } ?? "") + ahead.text]) }
    if let last = matter.last { table.add(["last", last]) }
    table.print(to: out, indent: 4, wrapsLast: true)
  }

  private static func title(_ matter: Matter) -> String {
    "\(matter.matter.application.title): \(matter.matter.stage.label)  [\(matter.shortID)]"
  }

  /// `No longer there since Thu 2026-10-08; Idris Fontaine has that work now: 860-555-0144`
  private func gone(_ contact: Contact) -> String {
    let since = contact.leftOn.map { " since \($0.echo)" } ?? ""
    let moved = contact.movedTo.map { ", now \($0)" } ?? ""
    guard let successor = caller.successor else {
      let command = shortID.map { "followup contact edit \($0) successor=NAME" } ?? "followup contact add NAME"
      return "No longer there\(since)\(moved). Who has that work now? \(command)"
    }
    let reach = successor.directLine ?? successor.phone ?? successor.email
    return "No longer there\(since)\(moved); \(successor.displayName) has that work now"
      + (reach.map { ": \($0)" } ?? "")
  }

  /// The number that is called, marked where it reaches the person at once, and another direct line beside it.
  private static func numbers(_ contact: Contact) -> String? {
    if contact.boolean("direct_line") != nil {
      return contact.phone.map { contact.hasDirectLine ? "\($0) (direct)" : $0 }
    }
    let direct = contact.directLine.map { "direct \($0)" }
    return direct.map { direct in contact.phone.map { "\($0), \(direct)" } ?? direct } ?? contact.phone
  }

  // MARK: For scripts

  func printPlain(_ out: Output) {
    let contact = caller.contact
    out.record([
      "caller", contact?.id.text ?? "", contact?.name ?? "", contact?.company ?? "", contact?.phone ?? "",
      contact?.email ?? "", caller.isGone ? "gone" : "", caller.successor?.displayName ?? "",
    ])
    for matter in matters {
      let application = matter.matter.application
      out.record([
        "application", application.id.text, application.company ?? "", application.role ?? "",
        matter.matter.stage.rawValue,
      ])
      if let said = matter.said { out.record(["said", application.id.text, said]) }
      for ahead in matter.ahead {
        out.record(["ahead", application.id.text, ahead.kind.rawValue, ahead.on?.text ?? "", ahead.text])
      }
      if let last = matter.last { out.record(["last", application.id.text, last]) }
    }
  }

  var json: JSONValue {
    JSONValue(object: [
      (name: "contact", value: RecordJSON.person(caller.contact)),
      (name: "gone", value: JSONValue(caller.isGone)),
      (name: "left_on", value: RecordJSON.day(caller.contact?.leftOn)),
      (name: "moved_to", value: RecordJSON.text(caller.contact?.movedTo)),
      (name: "successor", value: RecordJSON.person(caller.successor)),
      (name: "applications", value: JSONValue(array: matters.map(Self.json))),
    ])
  }

  private static func json(_ matter: Matter) -> JSONValue {
    let application = matter.matter.application
    return JSONValue(object: [
      (name: "application", value: JSONValue(application.id.text)), (name: "id", value: JSONValue(matter.shortID)),
      (name: "company", value: RecordJSON.text(application.company)),
      (name: "role", value: RecordJSON.text(application.role)),
      (name: "stage", value: JSONValue(matter.matter.stage.rawValue)),
      (name: "open", value: JSONValue(matter.matter.stage.isOpen)),
      (name: "said", value: matter.matter.lastSaid.map { RecordJSON.record($0) } ?? .null),
      (name: "last", value: matter.matter.last.map { RecordJSON.record($0) } ?? .null),
      (name: "ahead", value: JSONValue(array: matter.ahead.map(\.json))),
    ])
  }
}
