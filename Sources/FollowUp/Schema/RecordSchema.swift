import CivilTime

/// What a field holds.
package indirect enum FieldKind: Hashable, Sendable {
  /// Any text.
  case text
  /// A day, `YYYY-MM-DD`.
  case date
  /// A day, or a time with its offset: see `Moment`.
  case moment
  /// The UUID of a record of one of these types.
  case reference([RecordType])
  /// An array of UUIDs of records of these types.
  case references([RecordType])
  /// One of these texts.
  case oneOf([String])
  /// An IANA time zone name.
  case zone
  /// `true` or `false`.
  case boolean
  /// A number.
  case number
  /// One of several kinds; a text is read as the first of them that it fits.
  case either([FieldKind])
  /// Any JSON value.
  case any

  /// What is allowed, as the end of a sentence that begins "it must be …".
  package var allowed: String {
    switch self {
    case .text: "text"
    case .date: "a date, such as 2026-11-20 or fri"
    case .moment: "a date or a time, such as 2026-11-20, fri or tue 16:30"
    case .reference(let types): "one \(Self.names(types)), by name or id"
    case .references(let types): "\(Self.names(types))s, by name or id, separated by commas"
    case .oneOf(let values): "one of \(values.joined(separator: ", "))"
    case .zone: "an IANA time zone, such as America/New_York"
    case .boolean: "true or false (or yes or no)"
    case .number: "a number"
    case .either(let kinds): kinds.map(\.allowed).joined(separator: ", or ")
    case .any: "any value"
    }
  }

  private static func names(_ types: [RecordType]) -> String { types.map(\.kind).joined(separator: " or ") }
}

/// A field of a record type.
package struct FieldSpec: Hashable, Sendable {
  /// The name, in snake_case.
  package let name: String
  /// What it holds.
  package let kind: FieldKind
  /// Half a sentence for people.
  package let doc: String
  /// Whether a weekday in it is the next one, as for what is due, or the last one, as for what happened.
  package let direction: When.Direction

  init(_ name: String, _ kind: FieldKind, _ doc: String, due: Bool = false) {
    self.name = name
    self.kind = kind
    self.doc = doc
    direction = due ? .future : .past
  }
}

/// A record type with its fields, as data (PLAYBOOKS, "Record types and fields").
package struct RecordSchema: Hashable, Sendable {
  /// The type.
  package let type: RecordType
  /// Half a sentence for people.
  package let doc: String
  /// The type's own fields in the order in which they are shown; ``commonFields`` are beside them.
  package let fields: [FieldSpec]

  init(_ type: RecordType, _ doc: String, _ fields: [FieldSpec]) {
    self.type = type
    self.doc = doc
    self.fields = fields
  }

  /// The fields that every type has. `tz` names the zone of a time in the record; an application's or a contact's
  /// own `tz`, the zone where they are, is of the same kind.
  package static let commonFields = [
    FieldSpec("type", .text, "what kind of record this is"),
    FieldSpec("at", .moment, "when it happened, not when you recorded it"),
    FieldSpec("tz", .zone, "the time zone of its times"),
    FieldSpec("note", .text, "a free note"),
    FieldSpec("retracted", .boolean, "whether lists hide the record"),
  ]

  /// The type's own fields and the common ones.
  package var allFields: [FieldSpec] {
    fields + Self.commonFields.filter { common in !fields.contains { $0.name == common.name } }
  }

  /// The field of a name, common ones included; nil when the type has none such.
  package func field(_ name: String) -> FieldSpec? {
    fields.first { $0.name == name } ?? Self.commonFields.first { $0.name == name }
  }

  /// Whether a field's time is one on the clock of its place (``ReaderClock``): whatever is agreed on ahead, and of an
  /// interview its `at`; any other time says when something happened.
  package static func isWallTime(_ field: String, of type: RecordType?) -> Bool {
    field == "at" ? type == .interview : wallTimeFields.contains(field)
  }

  /// The fields beside `at` that hold wall times.
  private static let wallTimeFields = Set(
    all.flatMap(\.fields).filter { $0.kind == .moment && $0.direction == .future }.map(\.name))

  /// Whether records of this type belong to an application, by their field `application`.
  package var isApplicationBound: Bool { fields.contains { $0.name == "application" } }

  /// The schema of a type; nil for types that this release does not know.
  package static func of(_ type: RecordType) -> RecordSchema? { byType[type] }

  private static let byType = Dictionary(all.map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })
}
