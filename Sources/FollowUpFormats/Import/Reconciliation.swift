import EventLog
import FollowUp

/// What an earlier event of a record assigned to one of its fields.
package struct EarlierValue: Hashable, Sendable {
  /// The value; null cleared the field.
  package let value: JSONValue
  /// The map by which an import assigned it; nil when a person did.
  package let map: String?

  /// A value, and the map by which it came.
  package init(value: JSONValue, map: String?) {
    self.value = value
    self.map = map
  }
}

/// What becomes of one record of a row: the row held against what the log says of the record.
package enum Reconciliation: Hashable, Sendable {
  /// A value of the row that is not taken, because the person has another one.
  package struct Kept: Hashable, Sendable {
    package let field: String
    /// What the person has; nil where the person cleared it.
    package let own: JSONValue?
    package let imported: JSONValue?
  }

  /// It is not there: all of it is written.
  case new([String: JSONValue])
  /// The log says the same already, apart from what the person changed.
  case known([Kept])
  /// The source has changed: these fields are assigned.
  case changed([String: JSONValue], [Kept])
  /// The person retracted it, so it stays as it is.
  case retracted

  /// What is to be written; nil for nothing.
  package var assignments: [String: JSONValue]? {
    switch self {
    case .new(let set), .changed(let set, _): set
    case .known, .retracted: nil
    }
  }

  /// What of the row is not taken.
  package var kept: [Kept] {
    switch self {
    case .known(let kept), .changed(_, let kept): kept
    case .new, .retracted: []
    }
  }

  /// The field that names the map in every event of an import.
  package static let marker = "imported"

  /// Holds a row against the log: only what changed at the source since it was last imported is assigned, so that a
  /// person's own edits stay.
  ///
  /// - Parameters:
  ///   - record: the record as the row has it.
  ///   - map: the map's name, which marks what it imports.
  ///   - current: the values of the record; nil when there is none.
  ///   - history: what was assigned to a field, the oldest first, without what was taken back. It is asked only for
  ///     fields whose values differ.
  package static func of(
    _ record: ImportedRecord, map: String, current: [String: JSONValue]?,
    history: (_ field: String) throws -> [EarlierValue]
  ) rethrows -> Reconciliation {
    guard let current, current["type"] != nil else {
      var set = ["type": JSONValue(record.type.rawValue), marker: JSONValue(map)]
      for one in record.values { if let value = one.value { set[one.field] = value } }
      return .new(set)
    }
    if current["retracted"]?.bool == true {
      // Only what the source itself had called off is taken up again.
      let isOfSource = record.values.contains { $0.field == "retracted" }
      guard isOfSource, ImportMap.isOneSource(try history("retracted").last?.map, map) else { return .retracted }
    }
    var set: [String: JSONValue] = [:]
    var kept: [Kept] = []
    for one in record.values {
      let own = current[one.field]
      if own == one.value || (one.isAddition && one.value == nil) { continue }
      let earlier = try history(one.field)
      guard let last = earlier.last else {
        // Nobody ever said anything of it.
        if let value = one.value { set[one.field] = value }
        continue
      }
      if ImportMap.isOneSource(last.map, map) {
        // As it was imported, and the source says something else now.
        set[one.field] = one.value ?? .null
      } else if last.map == nil, let value = one.value, !isSameName(one.field, own, value) {
        kept.append(Kept(field: one.field, own: own, imported: value))
      }
    }
    guard !set.isEmpty else { return .known(kept) }
    set[marker] = JSONValue(map)
    return .changed(set, kept)
  }

  /// Whether two spellings of a name differ only in case and the like, which is no difference to speak of.
  private static func isSameName(_ field: String, _ own: JSONValue?, _ imported: JSONValue) -> Bool {
    guard field == "company" || field == "role", let own = own?.string, let imported = imported.string else {
      return false
    }
    return RowIdentity.fold(own) == RowIdentity.fold(imported)
  }
}
