import ArgumentParser
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// `script APP`
struct ScriptCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "script", abstract: "What to say or to write, filled in from the log.",
    discussion: """
      Without --kind it is a script for the channel of your last try. Nothing is recorded; what the script needs and the \
      log does not have is asked for, with the command that records it.

      Templates of your own lie in $XDG_CONFIG_HOME/followup/templates (otherwise ~/.config/followup/templates), one for \
      each kind, with _ for -. To change one, write it there and edit it:
        followup script --template-for voicemail > voicemail.txt
      Facts that a template may name, between braces:
      \(ScriptFact.allCases.map { "  {\($0.rawValue)}  \($0.doc)" }.joined(separator: "\n"))
      Questions that it may ask, such as [{?interview}…]:
      \(ScriptQuestion.allCases.map { "  {?\($0.rawValue)}  \($0.doc)" }.joined(separator: "\n"))
      """)

  @Argument(help: "The application.", completion: .applications) var application: String?
  @Option(help: "What it is for.") var kind: ScriptKind?
  @Option(help: ArgumentHelp("The person you turn to, by name or id.", valueName: "contact"), completion: .contacts)
  var to: String?
  @Option(help: ArgumentHelp("A template for this once.", valueName: "file"), completion: .file()) var template: String?
  @Option(
    help: ArgumentHelp("Print the built-in template of a kind, to be changed, and nothing else.", valueName: "kind"))
  var templateFor: ScriptKind?
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if templateFor != nil {
      if application != nil || kind != nil || to != nil || template != nil {
        throw ValidationError("--template-for prints a template and takes nothing else; leave the rest out.")
      }
    } else if application == nil {
      throw ValidationError("Say which application, or --template-for KIND.")
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
        session.hint("\(choice.kind.rawValue), because \(reason); --kind chooses another")
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
        return ScriptPage.Sheet(sheet: sheet, path: own?.file, outcome: kind.outcome(id, contact: named))
      }
      ScriptPage(application: application, facts: main, sheets: sheets).print(session)
    }
  }

  /// The person's own template of a kind. A bad one must not keep anybody from calling: it is told, and the built-in one
  /// is taken.
  private func ownTemplate(_ kind: ScriptKind, _ session: Session) -> ScriptTemplate? {
    do { return try session.ownTemplates.template(kind) } catch {
      session.say("followup: \(error); the built-in template was taken instead")
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
      session.say("followup: \(application.title) is closed; followup reopen \(query.shortID(application.id)) opens it")
    } else if status.stage.isDecided {
      session.say(
        "followup: \(application.title) is decided (\(status.stage.label)), and a script asks how things stand; followup next "
          + "says what there is to do")
    }
    guard let contact, contact.isGone(on: status.today) else { return }
    let now = book?.current(contact, on: status.today).person.map { "; \($0.displayName) has that work now" }
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
      session.hint("Keep it as \(path) and change it there; script takes it from then on")
    }
  }
}

extension ScriptKind: ExpressibleByArgument {
  /// The kind of a name, with `-` or `_`.
  public init?(argument: String) {
    self.init(rawValue: String(argument.lowercased().map { $0 == "_" ? "-" : $0 }))
  }
}
