import CivilTime
import EventLog

/// Checks what a person writes. What is read is never refused: see `FieldReading`.
public enum Validator {
  /// Tells the type of a record, or nil when there is no such record.
  public typealias Lookup = @Sendable (RecordID) -> RecordType?

  /// Checks one value for one field.
  ///
  /// `null` clears and is always allowed but for `type`. In types that this release does not know only the common
  /// fields are checked.
  ///
  /// - Parameters:
  ///   - type: the type of the record.
  ///   - field: the name of the field.
  ///   - value: what it is to hold.
  ///   - zones: tells which names are those of time zones.
  ///   - allowUnknown: whether fields that the type does not have may be written.
  ///   - lookup: tells the type of the record that a reference names.
  /// - Throws: ``FieldProblem``.
  package static func check(
    type: RecordType, field: String, value: JSONValue, zones: any ZoneRules, allowUnknown: Bool = false, lookup: Lookup
  ) throws(FieldProblem) {
    guard let spec = try spec(type: type, field: field, allowUnknown: allowUnknown) else { return }
    if field == "type", value.isNull || (value.string ?? "").isEmpty {
      throw FieldProblem(.notAllowed, type, field, "a record must have a type")
    }
    if field == "type", let text = value.string, !allowUnknown, !RecordType(rawValue: text).isKnown {
      // A misspelt type would make the record vanish from every list.
      let known = RecordSchema.all.map(\.type.rawValue)
      throw FieldProblem(
        .notAllowed, type, field, "\(quoted(text)) is not known here",
        allowed: "one of \(known.joined(separator: ", "))", suggestion: Nearest.suggestion(for: text, among: known))
    }
    if value.isNull { return }
    try check(spec, spec.kind, type, value, zones, lookup)
  }

  /// Checks all assignments of a draft, in the order of their names; the draft's own `type` counts, else `type`.
  ///
  /// - Throws: ``FieldProblem``, the first.
  package static func check(
    _ draft: Draft, type: RecordType? = nil, zones: any ZoneRules, allowUnknown: Bool = false, lookup: Lookup
  ) throws(FieldProblem) {
    let type = draft.set["type"]?.string.map(RecordType.init(rawValue:)) ?? type ?? RecordType(rawValue: "")
    for (field, value) in draft.set.sorted(by: { $0.key < $1.key }) {
      try check(type: type, field: field, value: value, zones: zones, allowUnknown: allowUnknown, lookup: lookup)
    }
  }

  /// The field's specification; nil for an unknown field that is allowed.
  static func spec(type: RecordType, field: String, allowUnknown: Bool) throws(FieldProblem) -> FieldSpec? {
    guard isFieldName(field) else {
      throw FieldProblem(
        .badFieldName, type, field.count > 64 ? String(field.prefix(64)) : field,
        "a field name is a lower-case letter followed by up to 63 letters, digits or _",
        suggestion: suggestion(type: type, field: field))
    }
    guard let schema = RecordSchema.of(type) else { return RecordSchema.commonFields.first { $0.name == field } }
    if let spec = schema.field(field) { return spec }
    guard !allowUnknown else { return nil }
    let known = schema.allFields.map(\.name).joined(separator: ", ")
    throw FieldProblem(
      .unknownField, type, field, "no such field (the fields are \(known))",
      suggestion: suggestion(type: type, field: field))
  }

  /// Whether a name may be a field's (FORMAT 2).
  static func isFieldName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7a).contains(first), name.utf8.count <= 64 else { return false }
    return name.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f }
  }

  private static func suggestion(type: RecordType, field: String) -> String? {
    Nearest.suggestion(for: field, among: RecordSchema.of(type)?.allFields.map(\.name) ?? [])
  }

  private static func check(
    _ spec: FieldSpec, _ kind: FieldKind, _ type: RecordType, _ value: JSONValue, _ zones: any ZoneRules,
    _ lookup: Lookup
  ) throws(FieldProblem) {
    let wrongKind = FieldProblem(
      .wrongKind, type, spec.name, "\(quoted(value.displayed)) is of the wrong kind", allowed: spec.kind.allowed)
    switch kind {
    case .any: return
    case .either(let kinds):
      for kind in kinds {
        do throws(FieldProblem) {
          return try check(spec, kind, type, value, zones, lookup)
        } catch { continue }
      }
      throw wrongKind
    case .boolean: guard value.bool != nil else { throw wrongKind }
    case .number: guard value.number != nil else { throw wrongKind }
    case .text: guard value.string != nil else { throw wrongKind }
    case .date:
      guard let text = value.string else { throw wrongKind }
      do throws(MomentProblem) { _ = try CivilDate.parse(text) } catch {
        throw FieldProblem(.notAllowed, type, spec.name, error.description, allowed: spec.kind.allowed)
      }
    case .moment:
      guard let text = value.string else { throw wrongKind }
      do throws(MomentProblem) { _ = try Moment.parse(text) } catch {
        throw FieldProblem(.notAllowed, type, spec.name, error.description, allowed: spec.kind.allowed)
      }
    case .zone:
      guard let text = value.string else { throw wrongKind }
      do throws(ZoneProblem) { _ = try zones.zone(text) } catch {
        throw FieldProblem(.notAllowed, type, spec.name, error.description)
      }
    case .oneOf(let values):
      guard let text = value.string else { throw wrongKind }
      guard values.contains(text) else {
        throw FieldProblem(
          .notAllowed, type, spec.name, "\(quoted(text)) is not one of the values", allowed: spec.kind.allowed,
          suggestion: Nearest.suggestion(for: text, among: values))
      }
    case .reference(let types):
      guard let text = value.string else { throw wrongKind }
      try check(reference: text, types, spec, type, lookup)
    case .references(let types):
      guard let elements = value.array else { throw wrongKind }
      for element in elements {
        guard let text = element.string else { throw wrongKind }
        try check(reference: text, types, spec, type, lookup)
      }
    }
  }

  private static func check(
    reference text: String, _ types: [RecordType], _ spec: FieldSpec, _ type: RecordType, _ lookup: Lookup
  ) throws(FieldProblem) {
    guard let id = RecordID(text) else {
      throw FieldProblem(.wrongKind, type, spec.name, "\(quoted(text)) is not a UUID", allowed: spec.kind.allowed)
    }
    guard let found = lookup(id) else {
      throw FieldProblem(
        .notAllowed, type, spec.name, "no record has the id \(id.text)", allowed: spec.kind.allowed)
    }
    guard types.contains(found) else {
      throw FieldProblem(
        .notAllowed, type, spec.name, "\(id.text) is of type \(quoted(found.rawValue))", allowed: spec.kind.allowed)
    }
  }
}
