import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// Who is on the telephone, as `who` prints it: what is needed first comes first.
struct CallerView {
  /// One application, put into words.
  struct Subject {
    let match: CallerMatch.Subject
    let shortID: String
    let ahead: [Ahead]
    let said: String?
    let last: String?
  }

  let caller: CallerMatch
  let shortID: String?
  let subjects: [Subject]

  init(_ caller: CallerMatch, query: QueryContext) {
    self.caller = caller
    shortID = caller.contact.map { ShortID.shortID($0.id, among: query.snapshot.contacts.map(\.id)) }
    subjects = caller.subjects.map { subject in
      func line(_ state: RecordState?) -> String? {
        guard let state else { return nil }
        let at = query.clock.reading(of: state)?.echo ?? ""
        let line = RecordDetailView.withoutWhenAndWhere(query.summary(state), at, subject.application.title)
        return "\(at.isEmpty ? "" : "\(at)  ")\(line)"
      }
      return Subject(
        match: subject, shortID: query.shortID(subject.application.id),
        ahead: Ahead.all(subject.status),
        said: line(subject.lastSaid), last: subject.last?.id == subject.lastSaid?.id ? nil : line(subject.last))
    }
  }

  /// Closed applications beyond these are only counted.
  private static let closedMax = 3

  // MARK: Text

  /// Prints people who have to do with the same applications, and then these, once.
  static func printText(_ views: [CallerView], to out: Output) {
    for view in views { view.printHead(to: out) }
    guard let subjects = views.first?.subjects else { return }
    let open = subjects.filter { $0.match.stage.isOpen }
    for (index, subject) in open.enumerated() {
      if index > 0 { out.line() }
      print(subject, to: out)
    }
    let closed = subjects.filter { !$0.match.stage.isOpen }
    for subject in closed.prefix(Self.closedMax) {
      out.paragraph(title(subject) + (subject.said.map { ": \($0)" } ?? ""), indent: 2, .dim)
    }
    if closed.count > Self.closedMax { out.line("  and \(closed.count - Self.closedMax) more closed ones", .dim) }
    if subjects.isEmpty { out.line("  no application", .dim) }
  }

  /// The applications, which tell whether two people are told of together.
  var applications: [RecordID] { subjects.map(\.match.application.id) }

  private func printHead(to out: Output) {
    guard let contact = caller.contact else {
      let subject = subjects.first
      out.paragraph(subject?.match.application.company ?? "No employer recorded", .bold)
      let command = "followup contact add NAME --app \(subject?.shortID ?? "APP")"
      return out.paragraph("no contact recorded: \(command)", indent: 2, .dim)
    }
    let company = contact.company ?? subjects.first?.match.application.company
    var head = [contact.displayName]
    for part in [contact.title ?? contact.role?.label, company].compactMap(\.self)
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

  private static func print(_ subject: Subject, to out: Output) {
    out.paragraph(title(subject), indent: 2, .bold)
    var table = Table()
    // A promise that is told below is not told twice.
    let isTold = subject.ahead.contains { $0.record == subject.match.lastSaid?.id && $0.saidOn != nil }
    if let said = subject.said, !isTold { table.add(["they said", said]) }
    for ahead in subject.ahead { table.add([ahead.label, (ahead.saidOn.map { "\($0.echo)  " } ?? "") + ahead.text]) }
    if let last = subject.last { table.add(["last", last]) }
    table.print(to: out, indent: 4, wrapsLast: true)
  }

  private static func title(_ subject: Subject) -> String {
    "\(subject.match.application.title): \(subject.match.stage.label)  [\(subject.shortID)]"
  }

  /// `No longer there since Thu 2026-10-08; Idris Fontaine has that work now: 860-555-0144`
  private func gone(_ contact: Contact) -> String {
    let since = contact.leftOn.map { " since \($0.echo)" } ?? ""
    let moved = contact.movedTo.map { ", now \($0)" } ?? ""
    guard let successor = caller.successor else {
      let command = shortID.map { "followup contact edit \($0) successor=NAME" } ?? "followup contact add NAME"
      return "No longer there\(since)\(moved). Who took over? \(command)"
    }
    let reach = successor.directLine ?? successor.phone ?? successor.email
    return "No longer there\(since)\(moved); \(successor.displayName) has taken over"
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
    for subject in subjects {
      let application = subject.match.application
      out.record([
        "application", application.id.text, application.company ?? "", application.role ?? "",
        subject.match.stage.rawValue,
      ])
      if let said = subject.said { out.record(["said", application.id.text, said]) }
      for ahead in subject.ahead {
        out.record(["ahead", application.id.text, ahead.kind.rawValue, ahead.on?.text ?? "", ahead.text])
      }
      if let last = subject.last { out.record(["last", application.id.text, last]) }
    }
  }

  var json: JSONValue {
    JSONValue(object: [
      (name: "contact", value: RecordJSON.person(caller.contact)),
      (name: "gone", value: JSONValue(caller.isGone)),
      (name: "left_on", value: RecordJSON.day(caller.contact?.leftOn)),
      (name: "moved_to", value: RecordJSON.text(caller.contact?.movedTo)),
      (name: "successor", value: RecordJSON.person(caller.successor)),
      (name: "applications", value: JSONValue(array: subjects.map(Self.json))),
    ])
  }

  private static func json(_ subject: Subject) -> JSONValue {
    let application = subject.match.application
    return JSONValue(object: [
      (name: "application", value: JSONValue(application.id.text)), (name: "id", value: JSONValue(subject.shortID)),
      (name: "company", value: RecordJSON.text(application.company)),
      (name: "role", value: RecordJSON.text(application.role)),
      (name: "stage", value: JSONValue(subject.match.stage.rawValue)),
      (name: "open", value: JSONValue(subject.match.stage.isOpen)),
      (name: "said", value: subject.match.lastSaid.map { RecordJSON.record($0) } ?? .null),
      (name: "last", value: subject.match.last.map { RecordJSON.record($0) } ?? .null),
      (name: "ahead", value: JSONValue(array: subject.ahead.map(\.json))),
    ])
  }
}
