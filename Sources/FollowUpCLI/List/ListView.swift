import EventLog
import FollowUp
import FollowUpKit

/// The applications, as `list` prints them.
struct ListView {
  let listing: ApplicationList
  let request: ApplicationList.Request

  /// What is said where nothing is recorded yet.
  static func printNothing(_ session: Session) {
    switch session.format {
    case .json: session.printJSON([(name: "applications", value: JSONValue(array: []))])
    case .plain: break
    case .text: session.say("Nothing is recorded yet: followup open COMPANY ROLE")
    }
  }

  func print(_ session: Session) {
    switch session.format {
    case .json:
      session.printJSON([(name: "applications", value: JSONValue(array: listing.rows.map(json)))])
    case .plain:
      for row in listing.rows {
        session.out.record([
          row.application.id.text, row.application.company ?? "", row.application.role ?? "", row.stage.rawValue,
          row.last?.text ?? "", silentDays(row).map(String.init) ?? "",
        ])
      }
    case .text: printText(session)
    }
  }

  private func printText(_ session: Session) {
    var table = Table()
    for row in listing.rows {
      var stage = row.stage.label
      if row.application.isRetracted { stage += ", retracted" }
      if !row.application.state.conflicts.isEmpty { stage += ", in conflict" }
      table.add(
        [
          row.shortID, row.application.company ?? "", row.application.role ?? "", stage,
          row.last.map { $0.date.echo } ?? "",
        ] + asked(row), row.stage.isOpen && !row.application.isRetracted ? .plain : .dim)
    }
    table.print(to: session.out)
    if listing.rows.isEmpty {
      if request.filter.isNarrowing {
        session.say("No application matches; followup list shows the open ones")
      } else {
        session.say(
          listing.hidden == 0 ? "Nothing is recorded yet: followup open COMPANY ROLE" : "No open applications")
      }
    }
    if listing.hidden > 0 {
      session.hint("\(listing.hidden) decided, closed or retracted; --all shows \(listing.hidden == 1 ? "it" : "them")")
    }
  }

  /// What the person has asked about gets a column.
  private func asked(_ row: ApplicationSummary) -> [String] {
    var cells: [String] = []
    if request.isAdvised {
      cells.append(row.isDue == true ? "due" : row.nextOn.map { "next \($0.echo)" } ?? "")
    }
    if request.filter.silence != nil || request.order == .silent {
      cells.append(silentDays(row).map { "silent for \(Plural.of($0, "day"))" } ?? "")
    }
    if request.filter.playbook != nil { cells.append(row.playbook) }
    if request.order == .applied { cells.append(row.application.appliedOn.map { "applied \($0.echo)" } ?? "") }
    return cells
  }

  private func silentDays(_ row: ApplicationSummary) -> Int? {
    row.silence?.days
  }

  private func json(_ row: ApplicationSummary) -> JSONValue {
    RecordJSON.application(
      row.application, stage: row.stage, last: row.last, shortID: row.shortID,
      [
        (name: "due", value: row.isDue.map { JSONValue($0) } ?? .null),
        (name: "next_on", value: RecordJSON.day(row.nextOn)),
        (name: "playbook", value: JSONValue(row.playbook)),
      ] + RecordJSON.silence(row.silence))
  }
}
