/// What the log says of one record now: the value of each field, the last writer's (FORMAT 3).
public struct RecordState: Identifiable, Hashable, Sendable {
  /// The record.
  public let id: RecordID
  /// The values by field; cleared fields are left out.
  public var values: [String: JSONValue]
  /// The fields in conflict: two or more survivors whose values differ.
  public var conflicts: Set<String>

  /// A state with these values; none of them is null.
  public init(id: RecordID, values: [String: JSONValue] = [:], conflicts: Set<String> = []) {
    self.id = id
    self.values = values
    self.conflicts = conflicts
  }

  /// The value of a field, or nil when it was never set or is cleared.
  public subscript(field: String) -> JSONValue? { values[field] }

  /// Whether lists leave the record out: its field `retracted` is true.
  public var isRetracted: Bool { values["retracted"]?.bool == true }
}
