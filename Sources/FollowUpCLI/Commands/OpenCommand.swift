import ArgumentParser
import CivilTime
import FollowUp
import FollowUpKit

/// `open COMPANY ROLE [--lead]`
struct OpenCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Record an application, or a lead not applied to yet.")

  @Argument(help: "The employer.", completion: .employers) var company: String
  @Argument(help: "The position; a lead may have none yet.") var role: String?
  @Flag(help: "Not applied to yet.") var lead = false
  @Option(parsing: .unconditional, help: "When it was sent or found (default: today).", completion: .pastDates) var at:
    String?
  @Option(help: "The advertisement.") var url: String?
  @Option(help: "Where it was found.") var source: String?
  @Option(help: "Where the work is.") var location: String?
  @Option(help: "Anything worth keeping; - is standard input.") var note: String?
  @Flag(name: .shortAndLong, help: "Write the note in $VISUAL or $EDITOR.") var edit = false
  @OptionGroup var options: GlobalOptions

  private static func folded(_ company: String?, _ role: String?) -> String {
    Folding.fold(company ?? "") + "\n" + Folding.fold(role ?? "")
  }

  func run(_ session: Session) throws {
    var details: [String: String] = [:]
    details["url"] = url
    details["source"] = source
    details["location"] = location
    let note = try session.text(note)
    let subject = [company, role].compactMap(\.self).joined(separator: " — ")
    details["note"] = edit ? try session.edited(subject, former: note ?? "") : note
    let new = OpenApplication(company: company, role: role ?? "", isLead: lead, at: at, details: details)
    try session.record(creating: true) { query, _ in
      let drafted = try new.drafted(id: query.newRecord(), context: query.fieldContext())
      var recording = query.recording(ofNew: drafted)
      let name = Self.folded(company, role)
      if let same = query.snapshot.namedApplications.first(where: {
        !$0.isClosed && Self.folded($0.company, $0.role) == name
      }) {
        recording.remarks.append(
          "there is \(same.title) already [\(query.shortID(same.id))]; if that is meant, followup undo")
      }
      return recording
    }
  }
}
