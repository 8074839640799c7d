import ArgumentParser
import CivilTime
import FollowUp
import FollowUpKit

/// `open COMPANY ROLE [--lead]`
struct OpenCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Record an application, or a lead you have not applied to.")

  @Argument(help: "The employer.", completion: .employers) var company: String
  @Argument(help: "The position; optional for a lead.") var role: String?
  @Flag(help: "You have not applied yet.") var lead = false
  @Option(
    parsing: .unconditional, help: "When you applied, or found the lead (default: today).", completion: .pastDates)
  var at: String?
  @Option(help: "The job advertisement.") var url: String?
  @Option(help: "Where you found it.") var source: String?
  @Option(help: "Where the work is.") var location: String?
  @Option(help: "A note; - reads standard input.") var note: String?
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
      var recording = query.result(ofNew: drafted)
      let name = Self.folded(company, role)
      if let same = query.snapshot.namedApplications.first(where: {
        !$0.isClosed && Self.folded($0.company, $0.role) == name
      }) {
        recording.remarks.append(
          "\(same.title) already exists [\(query.shortID(same.id))]; if you meant that one, run followup undo")
      }
      return recording
    }
  }
}
