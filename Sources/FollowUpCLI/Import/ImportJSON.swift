import EventLog
import FollowUp
import FollowUpFormats
import FollowUpKit

/// A file of an import as JSON.
enum ImportJSON {
  static func file(_ table: ImportTable, _ tally: ImportTally) -> JSONValue {
    func number(_ number: Int) -> JSONValue { JSONValue(integer: number) }
    return JSONValue(
      object: numbers(tally) + [
        (name: "file", value: JSONValue(table.file)), (name: "format", value: "csv"),
        (name: "map", value: JSONValue(table.map.name)), (name: "target", value: JSONValue(table.map.target.rawValue)),
        (name: "encoding", value: JSONValue(table.dialect.encoding.name)),
        (name: "delimiter", value: JSONValue(String(Unicode.Scalar(table.dialect.delimiter)))),
        (name: "header_line", value: number(table.headerLine)),
        (name: "dates", value: table.dates.map { JSONValue($0.rawValue) } ?? .null),
        (name: "zone", value: table.zone.map { JSONValue($0.name) } ?? .null),
        (
          name: "columns",
          value: JSONValue(
            array: table.binding.used.map { used in
              JSONValue(object: [
                (name: "column", value: JSONValue(used.column)), (name: "field", value: JSONValue(used.field.rawValue)),
              ])
            })
        ),
        (
          name: "left_out",
          value: JSONValue(
            array: table.binding.unused.map { name in
              JSONValue(object: [
                (name: "column", value: JSONValue(name)),
                (name: "reason", value: table.map.reason(forOmitting: name).map { JSONValue($0) } ?? .null),
              ])
            })
        ),
      ])
  }

  /// A calendar of an import as JSON.
  static func file(_ calendar: CalendarFile, _ outcome: CalendarOutcome) -> JSONValue {
    JSONValue(
      object: numbers(outcome.tally) + [
        (name: "file", value: JSONValue(calendar.file)), (name: "format", value: "ics"),
        (name: "map", value: JSONValue(ImportMap.calendarName)),
        (name: "target", value: calendar.isOfHolidays ? "holidays" : "interview"),
        (name: "found", value: JSONValue(array: outcome.lines.map { JSONValue($0) })),
        (
          name: "not_taken",
          value: JSONValue(
            array: outcome.untaken.map { one in
              JSONValue(object: [
                (name: "line", value: JSONValue(integer: one.line)), (name: "name", value: JSONValue(one.name)),
                (name: "reason", value: JSONValue(one.reason)),
              ])
            })
        ),
      ])
  }

  private static func numbers(_ tally: ImportTally) -> [(name: String, value: JSONValue)] {
    func number(_ number: Int) -> JSONValue { JSONValue(integer: number) }
    return [
      (name: "rows", value: number(tally.rows)), (name: "new", value: number(tally.newCount)),
      (
        name: "new_by_kind",
        value: JSONValue(object: tally.new.map { (name: $0.key, value: number($0.value)) })
      ),
      (name: "known", value: number(tally.known)), (name: "changed", value: number(tally.changed)),
      (name: "repeated", value: number(tally.repeated)), (name: "retracted", value: number(tally.retracted)),
      (name: "kept", value: number(tally.keptCount)),
      (name: "kept_values", value: JSONValue(array: tally.kept.map(kept))),
      (
        name: "joined",
        value: JSONValue(
          array: tally.joined.map { joined in
            JSONValue(object: [
              (name: "line", value: number(joined.line)), (name: "record", value: JSONValue(joined.record.text)),
            ])
          })
      ),
      (name: "refused_count", value: number(tally.refusedCount)),
      (
        name: "refused",
        value: JSONValue(
          array: tally.refused.map { refusal in
            JSONValue(object: [
              (name: "line", value: number(refusal.line)), (name: "reason", value: JSONValue(refusal.reason)),
            ])
          })
      ),
      (
        name: "remarks",
        value: JSONValue(
          array: tally.remarks.sorted { $0.key < $1.key }.map { JSONValue(ImportFormatter.remark($0.key, $0.value)) })
      ),
    ]
  }

  private static func kept(_ kept: ImportTally.Kept) -> JSONValue {
    JSONValue(object: [
      (name: "line", value: JSONValue(integer: kept.line)), (name: "record", value: JSONValue(kept.record.text)),
      (name: "field", value: JSONValue(kept.value.field)), (name: "value", value: kept.value.own ?? .null),
      (name: "imported", value: kept.value.imported ?? .null),
    ])
  }
}
