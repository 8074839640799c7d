import EventLog

/// The events behind records, for whoever asks how the state came to be.
extension StoreReader {
  /// The events of a record, in no order; ``ordered(_:)`` brings them into one.
  ///
  /// Taken in that order, the last assignment of a field is its value, unless a writer's clock ran against the order of
  /// causes (FORMAT 3); ``history(of:)`` tells what each one replaced.
  package func events(of record: RecordID) throws -> [EventLine] {
    try events("SELECT line FROM events WHERE record = (SELECT id FROM records WHERE uuid = ?)", record.text)
  }

  /// The events of all records one of whose fields is a reference to `id` now, in no order.
  package func events(ofRecordsReferringTo id: RecordID) throws -> [EventLine] {
    try events(
      """
      SELECT line FROM events WHERE record IN (SELECT record FROM survivors
        WHERE length(value) = 38 AND field <> 'type' AND place = 0 AND value = ?)
      """, JSONValue(id.text).description)
  }

  /// The events of all records whose field `type` has this value now, in no order.
  package func events(ofRecordsOfType type: String) throws -> [EventLine] {
    try events(
      """
      SELECT line FROM events
      WHERE record IN (SELECT record FROM survivors WHERE field = 'type' AND place = 0 AND value = ?)
      """, JSONValue(type).description)
  }

  private func events(_ query: String, _ argument: String) throws -> [EventLine] {
    let select = try RawStatement(db, query)
    select.bind(1, argument)
    var lines: [EventLine] = []
    while try select.step() { lines.append(try EventLine(reading: Array(select.bytes(0)))) }
    return lines
  }

  /// The events of some lines in the order of the clocks, the device and the hash deciding between equals; lines of a
  /// later version, which nobody understands yet, are left out.
  public static func ordered(_ lines: some Sequence<EventLine>) -> [Event] {
    lines.compactMap { line in
      line.event.map { (order: WriteOrder(hlc: $0.hlc, device: $0.device, hash: line.hash), event: $0) }
    }.sorted { $0.order < $1.order }.map(\.event)
  }
}
