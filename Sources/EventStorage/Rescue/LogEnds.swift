import EventLog
import GRDB

extension EventPosition {
  /// The ends of logs that a store tells of beside its events, be it damaged: what cannot be read is passed over.
  static func logEnds(in queue: DatabaseQueue) -> [EventPosition] {
    var ends: [EventPosition] = []
    for (table, sql) in [
      ("chains", "SELECT device, last_seq, head FROM chains"), ("writers", "SELECT device, seq, hash FROM writers"),
    ] {
      try? queue.read { db in
        guard try StoreSchema.hasOwn([table], db) else { return }
        let rows = try RawStatement(db, sql)
        while try rows.step() {
          guard let device = try? rows.device(0), let seq = try? rows.number(1), let hash = try? rows.hash(2) else {
            continue
          }
          ends.append(EventPosition(device: device, seq: seq, hash: hash))
        }
      }
    }
    return Set(ends).sorted()
  }
}
