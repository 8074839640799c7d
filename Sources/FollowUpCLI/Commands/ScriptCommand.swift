import ArgumentParser
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// `script APP`
struct ScriptCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "script", abstract: "Write the words for a call or an e-mail, filled in from the log.",
    discussion: """
      Without --kind, the script is for the channel of your last try. Nothing is recorded. If the log lacks a fact that the \
      script needs, the command asks for it and shows how to record it.

      Your own templates go into $XDG_CONFIG_HOME/followup/templates (default: ~/.config/followup/templates), one per \
      kind, with _ for -. To change a template, write it there and edit it:
        followup script --template-for voicemail > voicemail.txt
      Facts that a template can name, in braces:
      \(ScriptFact.allCases.map { "  {\($0.rawValue)}  \($0.doc)" }.joined(separator: "\n"))
      Conditions that it can test, such as [{?interview}…]:
      \(ScriptQuestion.allCases.map { "  {?\($0.rawValue)}  \($0.doc)" }.joined(separator: "\n"))
      """)

  @Argument(help: "The application.", completion: .applications) var application: String?
  @Option(help: "What the script is for.") var kind: ScriptKind?
  @Option(help: ArgumentHelp("The addressee, by name or id.", valueName: "contact"), completion: .contacts)
  var to: String?
  @Option(help: ArgumentHelp("A template to use this time.", valueName: "file"), completion: .file()) var template:
    String?
  @Option(
    help: ArgumentHelp(
      "Print only the built-in template of a kind, as a starting point for your own.", valueName: "kind"))
  var templateFor: ScriptKind?
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if templateFor != nil {
      if application != nil || kind != nil || to != nil || template != nil {
        throw ValidationError("--template-for prints a template; leave out everything else.")
      }
    } else if application == nil {
      throw ValidationError("Name an application, or use --template-for KIND.")
    }
  }

  func run(_ session: Session) throws {
    if let templateFor { return printTemplate(templateFor, session) }
    // Before the store is looked at: a bad template is bad anywhere.
    let given = try template.map(OwnTemplates.read)
    let store = try session.openStore()
    defer { try? store.close() }
    try session.read(store) { query in
      let application = try query.application(self.application ?? "")
      let contact = try to.map { try query.contact($0) }
      let advice = try query.adviceReader()
      let advised = try advice.advice(on: application).first { $0.action.isOutreach }
      let source = advised.flatMap { try? advice.advisor.playbook($0.playbook ?? "") }?.source ?? ""
      let records = ApplicationRecords(
        application, records: try query.reader.records(referringTo: application.id),
        contacts: ContactBook(query.snapshot.contacts))
      let status = advice.advisor.status(of: records)
      let choice = ScriptChoice(
        status, contacts: records.contacts, kind: kind, to: contact, advised: advised, source: source)
      tellState(status, contact, records.contacts, session, query)
      let ids = query.known.map(\.id) + status.timeline.map(\.id)
      if let reason = choice.reason {
        session.hint("\(choice.kind.rawValue), because \(reason); --kind chooses another script")
      }
      let facts = { (kind: ScriptKind, addressee: ScriptAddressee) in
        ScriptFacts(
          status, contacts: records.contacts, settings: query.snapshot.settings, kind: kind, addressee: addressee,
          manner: choice.manner, among: ids)
      }
      let main = facts(choice.kind, choice.addressee)
      let id = query.shortID(application.id)
      let named = contact.map { ShortID.shortID($0.id, among: ids) }
      let sheets = try ([choice.kind] + choice.kind.branches).map { kind in
        let isMain = kind == choice.kind
        let own = isMain && given != nil ? given : ownTemplate(kind, session)
        // Whoever the sheet is for is the one who answers.
        let facts = isMain ? main : facts(kind, main.contact.map { .contact($0.id) } ?? choice.addressee)
        let sheet =
          try own.map { CallSheet(kind, facts: facts, template: $0) } ?? CallSheet(kind, facts: facts)
        return ScriptView.Sheet(sheet: sheet, path: own?.file, outcome: kind.outcome(id, contact: named))
      }
      ScriptView(application: application, facts: main, sheets: sheets).print(session)
    }
  }

  /// The person's own template of a kind. A bad one must not keep anybody from calling: it is told, and the built-in one
  /// is taken.
  private func ownTemplate(_ kind: ScriptKind, _ session: Session) -> ScriptTemplate? {
    do { return try session.ownTemplates.template(kind) } catch {
      session.say("followup: \(error); the built-in template is used instead")
      session.status = ExitStatus.needsPerson
      return nil
    }
  }

  private func tellState(
    _ status: ApplicationStatus, _ contact: Contact?, _ book: ContactBook?, _ session: Session, _ query: QueryContext
  ) {
    let application = status.application
    if application.isRetracted {
      session.say(
        "followup: \(application.title) is retracted; followup edit \(query.shortID(application.id)) retracted=no")
    } else if application.isClosed {
      session.say(
        "followup: \(application.title) is closed; followup reopen \(query.shortID(application.id)) opens it")
    } else if status.stage.isDecided {
      session.say(
        "followup: \(application.title) is decided (\(status.stage.label)), but the script asks for the status; followup next "
          + "shows what is due")
    }
    guard let contact, contact.isGone(on: status.today) else { return }
    let now = book?.current(contact, on: status.today).person.map { "; \($0.displayName) has taken over" }
    session.say("followup: \(contact.displayName) is no longer there\(now ?? "")")
  }

  private func printTemplate(_ kind: ScriptKind, _ session: Session) {
    let text = String(decoding: ScriptTemplate.builtInText(kind), as: UTF8.self)
    let path = session.ownTemplates.path(kind)
    switch session.format {
    case .json:
      session.printJSON([
        (name: "kind", value: JSONValue(kind.rawValue)), (name: "path", value: JSONValue(path)),
        (name: "template", value: JSONValue(text)),
      ])
    case .plain, .text:
      for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0) {
        session.out.line(String(line))
      }
      session.hint("Save it as \(path) and change it there; script then uses it")
    }
  }
}

extension ScriptKind: ExpressibleByArgument {
  /// The kind of a name, with `-` or `_`.
  public init?(argument: String) {
    self.init(rawValue: String(argument.lowercased().map { $0 == "_" ? "-" : $0 }))
  }
}
