import ArgumentParser
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// `contact`: the people.
struct ContactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contact", abstract: "Record people, find them and change them.",
    subcommands: [ContactAdd.self, ContactList.self, ContactShow.self, ContactEdit.self],
    defaultSubcommand: ContactList.self)
}

/// `contact add NAME`
struct ContactAdd: FollowupCommand {
  static let configuration = CommandConfiguration(commandName: "add", abstract: "Record a person.")

  @Argument(help: "The person's name.") var name: String
  @Option(
    name: .customLong("app"), help: "The person's application; the company comes from it.", completion: .applications)
  var application: String?
  @Option(
    help: "One of \(RecordSchema.contactRoles.joined(separator: ", ")).", completion: .list(RecordSchema.contactRoles))
  var role: String?
  @Option(help: "The person's position.") var title: String?
  @Option(help: "The employer.", completion: .employers) var company: String?
  @Option(help: "The phone number.") var phone: String?
  @Option(help: "The e-mail address.") var email: String?
  @Option(help: "A note; - reads standard input.") var note: String?
  @Option(name: .customLong("set"), help: ArgumentHelp("Set another field.", valueName: "field=value"))
  var fields: [String] = []
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    var details = try FieldAssignments.read(fields)
    let named = ["role": role, "title": title, "company": company, "phone": phone, "email": email]
    for (field, value) in named { if let value { details[field] = value } }
    if let note = try session.text(note) { details["note"] = note }
    try session.record(creating: application == nil) { query, _ in
      if let application {
        let found = try query.application(application)
        if details["company"] == nil { details["company"] = found.company }
      }
      let new = NewContact(name: name, details: details)
      return query.result(ofNew: try new.drafted(id: query.newRecord(), context: query.fieldContext()))
    }
  }
}

/// `contact list`
struct ContactList: FollowupCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the people.")

  @Flag(help: "Include retracted people.") var all = false
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    var contacts: [Contact] = []
    if let store = try session.openStoreIfAny() {
      defer { try? store.close() }
      contacts = try session.read(store) { all ? $0.snapshot.contacts : $0.snapshot.namedContacts }
    }
    switch session.format {
    case .json:
      session.printJSON([
        (name: "contacts", value: JSONValue(array: contacts.map { RecordJSON.record($0.state) }))
      ])
    case .plain:
      for contact in contacts {
        session.out.record([
          contact.id.text, contact.name ?? "", contact.role?.rawValue ?? "", contact.company ?? "", contact.phone ?? "",
          contact.email ?? "",
        ])
      }
    case .text:
      var table = Table()
      for contact in contacts {
        table.add(
          [
            ShortID.shortID(contact.id, among: contacts.map(\.id)), contact.displayName, contact.role?.rawValue ?? "",
            contact.company ?? "", contact.phone ?? "", contact.email ?? "",
          ], contact.isRetracted ? .dim : .plain)
      }
      table.print(to: session.out)
      if contacts.isEmpty { session.say("No people are recorded yet: followup contact add NAME") }
    }
  }
}

/// `contact show NAME`
struct ContactShow: FollowupCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a person.")
  static let isPaged = true

  @Argument(help: "The person, by name or id.", completion: .contacts) var name: String
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let store = try session.openStore()
    defer { try? store.close() }
    try session.read(store) { query in
      let contact = try query.contact(name)
      let records = Timeline.sorted(try query.records(naming: contact).filter { !$0.isRetracted }, clock: query.clock)
      let page = RecordDetailView(query, contact.state, timeline: records)
      page.print(session, noun: "contact")
    }
  }
}

/// `contact edit NAME FIELD=VALUE…`
struct ContactEdit: FollowupCommand {
  static let configuration = CommandConfiguration(commandName: "edit", abstract: "Change the fields of a person.")

  @Argument(help: "The person, by name or id.", completion: .contacts) var name: String
  @Argument(help: ArgumentHelp("The new value; FIELD= clears the field.", valueName: "field=value"))
  var assignments: [String]
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    try session.record { query, _ in
      let contact = try query.contact(name)
      let drafted = try EditCommands.edit(contact.state, assignments, context: query.fieldContext())
      return query.result(ofEdit: drafted, to: contact.state)
    }
  }
}
