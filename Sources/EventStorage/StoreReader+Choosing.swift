import EventLog
import GRDB

/// Records chosen by one of their fields before anything else of them is read, so that what is left out costs little.
extension StoreReader {
  /// The records of a type in which a field has no value, or was cleared; in order of their identifiers, retracted
  /// ones included.
  public func records(ofType type: String, lacking field: String) throws -> [RecordState] {
    try states(
      where: """
        r.id IN (SELECT t.record FROM survivors t
          WHERE t.field = 'type' AND t.place = 0 AND t.value = ? AND NOT EXISTS (
            SELECT 1 FROM survivors f
            WHERE f.record = t.record AND f.field = CAST(? AS TEXT) AND f.place = 0 AND f.value <> 'null'))
        """, [JSONValue(type).description, field])
  }

  /// The records of a type whose field's value contains a text, letters A to Z in either case; in order of their
  /// identifiers, retracted ones included.
  ///
  /// - Parameter text: letters, digits and spaces only: the value is looked at as it is written in the log.
  public func records(ofType type: String, whose field: String, contains text: String) throws -> [RecordState] {
    try states(
      where: """
        r.id IN (SELECT t.record FROM survivors t CROSS JOIN survivors f
            ON f.record = t.record AND f.field = CAST(? AS TEXT) AND f.place = 0
          WHERE t.field = 'type' AND t.place = 0 AND t.value = ? AND f.value LIKE '%' || ? || '%')
        """, [field, JSONValue(type).description, text])
  }

  /// Whether there is any record of a type, retracted or not.
  public func hasRecords(ofType type: String) throws -> Bool {
    let select = try RawStatement(
      db, "SELECT 1 FROM survivors WHERE field = 'type' AND place = 0 AND value = ? LIMIT 1")
    select.bind(1, JSONValue(type).description)
    return try select.step()
  }

  /// The values of a field in all records of a type, retracted ones included, without the rest of the records.
  ///
  /// - Parameter body: gets a record's number in this store, for ``record(number:)``, and the value.
  public func forEachValue(
    of field: String, inType type: String, _ body: (_ number: Int64, _ value: JSONValue) throws -> Void
  ) throws {
    let select = try RawStatement(
      db,
      """
      SELECT f.record, f.value FROM survivors t CROSS JOIN survivors f
        ON f.record = t.record AND f.field = CAST(? AS TEXT) AND f.place = 0
      WHERE t.field = 'type' AND t.place = 0 AND t.value = ? AND f.value <> 'null'
      """)
    select.bind(1, field).bind(2, JSONValue(type).description)
    while try select.step() { try body(select.int(0), JSONValue(unchecked: Array(select.bytes(1)))) }
  }

  /// The state of the record that has a number in this store; nil when none has.
  public func record(number: Int64) throws -> RecordState? {
    try states(where: "r.id = ?", [number]).first
  }
}
