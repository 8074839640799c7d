/// What a command wants written: fields of one record. The store makes an event of it.
public struct Draft: Hashable, Sendable {
  /// The record assigned to.
  public var record: RecordID
  /// The assignments; null clears a field.
  public var set: [String: JSONValue]

  /// A draft that assigns these values; null clears a field.
  public init(record: RecordID, set: [String: JSONValue]) {
    self.record = record
    self.set = set
  }
}
