import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// What a search found, as it is printed: by application, each record in a line with the words in their context.
struct SearchView {
  let result: SearchResult

  /// A context in a pipe, where no terminal says how wide a line may be.
  private static let columnsUsual = 120
  /// Below this there is no context to speak of.
  private static let contextMin = 20
  /// Of a record no more texts than these are shown, the first in the order of their fields.
  private static let matchesMax = 3

  func print(_ session: Session) {
    switch session.format {
    case .json: printJSON(session)
    case .plain: printPlain(session.out)
    case .text: printText(session)
    }
    tellRest(session)
  }

  private func tellRest(_ session: Session) {
    let text = result.query.joined(separator: " ")
    if let remark = result.remark { session.hint(remark) }
    if result.groups.isEmpty {
      var line = "Nothing found for \"\(text)\""
      if !result.near.isEmpty { line += "; did you mean \(result.near.joined(separator: ", "))?" }
      session.say(line)
    }
    if result.retracted > 0 {
      session.hint(
        "\(result.retracted) more in retracted records; --all shows \(result.retracted == 1 ? "it" : "them")")
    }
    if result.hasMore { session.hint("there are more; raise --limit, or add words to narrow the search") }
  }

  // MARK: Text

  private func printText(_ session: Session) {
    let out = session.out
    for (index, group) in result.groups.enumerated() {
      if index > 0 { out.line() }
      if let application = group.application {
        var title = application.title
        if application.isClosed { title += " (closed)" }
        if application.isRetracted { title += " (retracted)" }
        out.line("\(title)  [\(group.shortID)]", .bold)
      } else {
        out.line("Not tied to an application", .bold)
      }
      let heads = group.rows.map { [$0.shortID, $0.at?.date.echo ?? "", Visible.text($0.kind)] }
      let widths = (0..<3).map { column in
        min(heads.map { DisplayWidth.of($0[column]) }.max() ?? 0, column == 2 ? 24 : .max)
      }
      let indent = 2 + widths.reduce(0, +) + 2 * widths.count
      for (row, head) in zip(group.rows, heads) {
        let cells = zip(head, widths).map { DisplayWidth.pad(DisplayWidth.fit($0, $1), $1) }
        for (number, match) in row.hit.matches.prefix(Self.matchesMax).enumerated() {
          let start = number == 0 ? "  " + cells.joined(separator: "  ") + "  " : String(repeating: " ", count: indent)
          let name = match.field + (match.isValue ? ": " : " (in conflict): ")
          let room = (out.columns ?? Self.columnsUsual) - indent - DisplayWidth.of(name)
          let context = SearchExcerpt.pieces(match.pieces, width: max(Self.contextMin, room))
          out.line([(start, .plain), (name, .dim)] + context.map { ($0.text, $0.isMatch ? .bold : .plain) })
        }
      }
    }
  }

  // MARK: For scripts

  private func printPlain(_ out: Output) {
    for group in result.groups {
      for row in group.rows {
        out.record([
          row.hit.state.id.text, group.application?.id.text ?? "", row.hit.state["type"]?.displayed ?? "",
          row.hit.state["at"]?.displayed ?? "", row.hit.matches.first?.field ?? "",
          row.hit.matches.first?.pieces.map(\.text).joined() ?? "",
        ])
      }
    }
  }

  private func printJSON(_ session: Session) {
    let results = result.groups.flatMap { group in
      group.rows.map { row in
        RecordJSON.record(
          row.hit.state,
          [
            (name: "id", value: JSONValue(row.shortID)),
            (name: "application", value: Self.application(group)),
            (name: "at", value: row.at?.recorded.value ?? .null),
            (name: "rank", value: JSONValue(row.hit.rank) ?? .null),
            (name: "inside_word", value: JSONValue(row.hit.isInsideWord)),
            (name: "matches", value: JSONValue(array: row.hit.matches.map(Self.match))),
          ])
      }
    }
    session.printJSON([
      (name: "query", value: JSONValue(array: result.query.map { JSONValue($0) })),
      (name: "results", value: JSONValue(array: results)),
      (name: "more", value: JSONValue(result.hasMore)),
      (name: "hidden", value: JSONValue(integer: result.retracted)),
      (name: "remark", value: RecordJSON.text(result.remark)),
      (name: "near", value: JSONValue(array: result.near.map { JSONValue($0) })),
    ])
  }

  private static func application(_ group: SearchResult.Group) -> JSONValue {
    guard let application = group.application else { return .null }
    return JSONValue(object: [
      (name: "record", value: JSONValue(application.id.text)), (name: "id", value: JSONValue(group.shortID)),
      (name: "company", value: RecordJSON.text(application.company)),
      (name: "role", value: RecordJSON.text(application.role)),
      (name: "closed", value: JSONValue(application.isClosed)),
    ])
  }

  private static func match(_ match: SearchHit.Match) -> JSONValue {
    JSONValue(object: [
      (name: "field", value: JSONValue(match.field)), (name: "is_value", value: JSONValue(match.isValue)),
      (
        name: "pieces",
        value: JSONValue(
          array: match.pieces.map { piece in
            JSONValue(object: [
              (name: "text", value: JSONValue(piece.text)), (name: "match", value: JSONValue(piece.isMatch)),
            ])
          })
      ),
    ])
  }
}
