import EventLog
import GRDB

/// Records chosen by a few of their fields before anything else of them is read, so that what is left out costs little.
extension StoreReader {
  /// Some fields of all records of some types, retracted ones included, in the order in which the records arrived: what
  /// belongs together mostly arrived together, and lies together in the file.
  ///
  /// - Parameters:
  ///   - wanted: the types, each with its fields.
  ///   - body: gets a record's number in this store, for ``record(number:)``, its type, and those of the fields
  ///     that have a value.
  public func forEachRecord(
    of wanted: [(type: String, fields: [String])],
    _ body: (_ number: Int64, _ type: String, _ values: [String: JSONValue]) throws -> Void
  ) throws {
    var found: [(number: Int64, type: Int)] = []
    let ofType = try RawStatement(
      db, "SELECT record FROM survivors WHERE field = 'type' AND place = 0 AND value = ?")
    for (index, one) in wanted.enumerated() {
      ofType.bind(1, JSONValue(one.type).description)
      while try ofType.step() { found.append((ofType.int(0), index)) }
    }
    found.sort { $0.number < $1.number }
    let field = try RawStatement(
      db, "SELECT value FROM survivors WHERE record = ? AND field = CAST(? AS TEXT) AND place = 0")
    for (number, type) in found {
      var values: [String: JSONValue] = [:]
      for name in wanted[type].fields {
        field.bind(1, number).bind(2, name)
        while try field.step() {
          // Of all JSON values, null alone begins like this.
          if field.bytes(0).first == UInt8(ascii: "n") { continue }
          values[name] = JSONValue(unchecked: Array(field.bytes(0)))
        }
      }
      try body(number, wanted[type].type, values)
    }
  }

  /// Whether there is any record of a type, retracted or not.
  public func hasRecords(ofType type: String) throws -> Bool {
    let select = try RawStatement(
      db, "SELECT 1 FROM survivors WHERE field = 'type' AND place = 0 AND value = ? LIMIT 1")
    select.bind(1, JSONValue(type).description)
    return try select.step()
  }

  /// The state of the record that has a number in this store; nil when none has.
  public func record(number: Int64) throws -> RecordState? {
    try states(where: "r.id = ?", [number]).first
  }
}

extension StoreReader {
  /// The identifier of the record that has a number in this store; nil when none has.
  public func recordID(number: Int64) throws -> RecordID? {
    let select = try RawStatement(db, "SELECT uuid FROM records WHERE id = ?")
    select.bind(1, number)
    return try select.step() ? RecordID(select.text(0)) : nil
  }
}
