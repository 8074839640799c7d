import EventLog
import GRDB

extension LogEnd {
  /// All that a store tells of, be it damaged: what cannot be read is passed over.
  static func all(in queue: DatabaseQueue) -> [LogEnd] {
    var ends: [LogEnd] = []
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
          ends.append(LogEnd(device: device, seq: seq, hash: hash))
        }
      }
    }
    return Array(Set(ends)).sorted { ($0.device, $0.seq, $0.hash) < ($1.device, $1.seq, $1.hash) }
  }
}
