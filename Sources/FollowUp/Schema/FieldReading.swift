import CivilTime
import EventLog

/// A field of a record as it is shown: whatever is in the log is shown, whether this release understands it or not.
package struct FieldReading: Hashable, Sendable {
  /// The field's name.
  package let name: String
  /// The value, as the log has it.
  package let value: JSONValue
  /// What a person reads: `Fri 2026-11-20`, a name, a list … and the raw JSON where the value is not of the field's
  /// kind.
  package let displayed: String
  /// Whether the type has such a field.
  package let isKnown: Bool
  /// Whether the value is of the field's kind; true for unknown fields.
  package let isWellTyped: Bool
  /// Whether devices disagree on it (FORMAT 3).
  package let isInConflict: Bool

  /// All fields of a record but `type`: the known ones in the order of the schema, then the others by name.
  ///
  /// - Parameters:
  ///   - state: the record.
  ///   - clock: shows times on the reader's clock, with theirs beside; nil shows them as they are recorded.
  ///   - name: what a referenced record is called; nil shows its UUID.
  package static func fields(
    of state: RecordState, clock: ReaderClock? = nil, name: (RecordID) -> String? = { _ in nil }
  ) -> [FieldReading] {
    let type = RecordType(of: state)
    let known = type.flatMap(RecordSchema.of)?.allFields ?? RecordSchema.commonFields
    let order = Dictionary(
      known.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    let names = state.values.keys.filter { $0 != "type" }.sorted {
      (order[$0] ?? known.count, $0) < (order[$1] ?? known.count, $1)
    }
    return names.compactMap { field in
      state.values[field].map { value in
        let spec = order[field].map { known[$0] }
        let isMoment = spec?.kind == .moment
        let time = isMoment ? clock.flatMap { $0.reading(field, of: state)?.echo } : nil
        let shown = time ?? spec.map { display(value, as: $0.kind, name: name) } ?? value.displayed
        return FieldReading(
          name: field, value: value, displayed: shown ?? value.description, isKnown: spec != nil,
          isWellTyped: shown != nil, isInConflict: state.conflicts.contains(field))
      }
    }
  }

  /// What a person reads, or nil when the value is not of the kind.
  private static func display(_ value: JSONValue, as kind: FieldKind, name: (RecordID) -> String?) -> String? {
    switch kind {
    case .any: value.displayed
    case .either(let kinds): kinds.compactMap { display(value, as: $0, name: name) }.first
    case .text, .zone: value.string
    case .oneOf(let values): value.string.flatMap { values.contains($0) ? $0 : nil }
    case .date: value.string.flatMap { CivilDate($0)?.echo }
    case .moment: Moment(value)?.echo
    case .boolean: value.bool.map { $0 ? "yes" : "no" }
    case .number: value.number.map { _ in value.description }
    case .reference: reference(value, name)
    case .references:
      value.array.flatMap { elements in
        let shown = elements.map { reference($0, name) }
        return shown.contains(nil) ? nil : shown.compactMap(\.self).joined(separator: ", ")
      }
    }
  }

  private static func reference(_ value: JSONValue, _ name: (RecordID) -> String?) -> String? {
    value.string.flatMap { RecordID($0) }.map { name($0) ?? $0.text }
  }
}
