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
  package func forEachRecord(
    of wanted: [(type: String, fields: [String])],
    _ body: (_ number: Int64, _ type: String, _ values: [String: JSONValue]) throws -> Void
  ) throws {
    var found: [(number: Int64, type: Int)] = []
    let ofType = try RawStatement(
      db, "SELECT record FROM survivors WHERE field = 'type' AND place = 0 AND value = ?")
    for (index, one) in wanted.enumerated() {
      ofType.bind(1, JSONValue(one.type).description)
      while try ofType.step() { found.append((try ofType.number(0), index)) }
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

  /// The records of some types with some of their fields, retracted ones included, in the order in which the records
  /// arrived: all that is stored is gone through once, which is the cheapest way to see something of nearly all of it.
  ///
  /// - Parameters:
  ///   - types: the types.
  ///   - fields: the fields that the states hold beside `type`; conflicts are not told.
  ///   - body: gets each record.
  package func forEachState(
    ofTypes types: [String], fields: [String], _ body: (RecordState) throws -> Void
  ) throws {
    let types = types.map { JSONValue($0).canonical }
    let wanted = (fields + ["type"]).map { (name: $0, bytes: Array($0.utf8)) }
    let uuid = try RawStatement(db, "SELECT uuid FROM records WHERE id = ?")
    let scan = try RawStatement(
      db, "SELECT record, field, value FROM survivors WHERE place = 0 ORDER BY record, field")
    var number: Int64?
    var isWanted = false
    var found: [(name: String, value: JSONValue)] = []
    func finish() throws {
      guard isWanted, let number else { return }
      uuid.bind(1, number)
      guard try uuid.step(), let id = RecordID(uuid.text(0)) else { return }
      uuid.reset()
      try body(RecordState(id: id, values: Dictionary(found.map { ($0.name, $0.value) }) { first, _ in first }))
    }
    while try scan.step() {
      let record = try scan.number(0)
      if record != number {
        try finish()
        number = record
        isWanted = false
        found.removeAll(keepingCapacity: true)
      }
      let field = scan.bytes(1)
      guard let one = wanted.first(where: { $0.bytes.count == field.count && field.elementsEqual($0.bytes) }) else {
        continue
      }
      let value = scan.bytes(2)
      // Of all JSON values, null alone begins like this.
      if value.first == UInt8(ascii: "n") { continue }
      if one.bytes.count == 4, one.name == "type" { isWanted = types.contains { value.elementsEqual($0) } }
      found.append((one.name, JSONValue(unchecked: Array(value))))
    }
    try finish()
  }

  /// Whether there is any record of a type, retracted or not.
  package func hasRecords(ofType type: String) throws -> Bool {
    let select = try RawStatement(
      db, "SELECT 1 FROM survivors WHERE field = 'type' AND place = 0 AND value = ? LIMIT 1")
    select.bind(1, JSONValue(type).description)
    return try select.step()
  }

  /// The state of the record that has a number in this store; nil when none has.
  package func record(number: Int64) throws -> RecordState? {
    try states(where: "r.id = ?", [number]).first
  }
}

extension StoreReader {
  /// The identifier of the record that has a number in this store; nil when none has.
  package func recordID(number: Int64) throws -> RecordID? {
    let select = try RawStatement(db, "SELECT uuid FROM records WHERE id = ?")
    select.bind(1, number)
    return try select.step() ? RecordID(select.text(0)) : nil
  }

  /// The records that a device has written to, in any of its logs.
  package func records(writtenBy device: DeviceID) throws -> Set<RecordID> {
    let select = try RawStatement(
      db,
      """
      SELECT uuid FROM records WHERE id IN (
        SELECT e.record FROM chains c CROSS JOIN events e ON e.chain = c.id WHERE c.device = ?)
      """)
    select.bind(1, device.text)
    var found: Set<RecordID> = []
    while try select.step() { if let id = RecordID(select.text(0)) { found.insert(id) } }
    return found
  }
}
