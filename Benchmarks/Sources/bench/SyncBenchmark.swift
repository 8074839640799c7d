import EventLog
import EventStorage
import EventSync
import Foundation
import GRDB

/// One new event after the other through a shared folder: one store records it and syncs, the other one syncs. Beside
/// each stands what the bare system takes for as much: a durable append in raw SQLite, and a new file of the same size
/// that is written and brought to the disk.
///
/// Each sync begins anew, as in the program; the stores stay open, for the start of a process would drown the rest.
struct SyncBenchmark {
  /// Where the stores and the shared folder are made; nothing is there yet.
  let place: String
  let count: Int
  /// Log files that both stores hold before.
  let logs: [String]

  func run() throws {
    let shared = place + "/folder"
    try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: true)
    let publisher = try store("publisher")
    let receiver = try store("receiver")
    for store in [publisher, receiver] where !logs.isEmpty {
      _ = try store.ingest(logs.map { try LogFileSource(path: $0) })
    }
    for store in [publisher, receiver, publisher, receiver] { _ = try sync(store, shared) }
    let raw = try RawAppends(place: place)
    let record = StoreEnvironment.live(anchorDirectory: nil).newIdentifier() as RecordID
    var sides: [(publish: Double, receive: Double, raw: Double)] = []
    var bytes: Int64 = 0
    var size = 400
    for index in 0..<count {
      _ = try publisher.append([
        Draft(
          record: record,
          set: ["type": "call", "outcome": "voicemail", "note": JSONValue("call number \(index)")])
      ])
      let start = DispatchTime.now().uptimeNanoseconds
      let published = try sync(publisher, shared)
      let middle = DispatchTime.now().uptimeNanoseconds
      let received = try sync(receiver, shared)
      let end = DispatchTime.now().uptimeNanoseconds
      guard published.published == 1, received.ingest.accepted == 1 else {
        throw Failure(description: "event \(index) did not arrive: \(published) \(received)")
      }
      bytes += published.bytesWritten + received.bytesWritten
      if let one = published.changes.first(where: { $0.kind == .publish }) {
        let attributes = try FileManager.default.attributesOfItem(atPath: shared + "/" + one.path)
        size = (attributes[.size] as? NSNumber)?.intValue ?? size
      }
      let bare = try raw.append(size)
      sides.append((Double(middle - start) / 1e6, Double(end - middle) / 1e6, bare))
    }
    for store in [publisher, receiver] { try store.close() }
    let files = FileManager.default.enumerator(atPath: shared)?.compactMap { $0 as? String }.filter {
      $0.hasSuffix(".jsonl")
    }
    onLongWait("publisher", sides.map(\.publish), sides.map(\.raw))
    onLongWait("receiver", sides.map(\.receive), sides.map(\.raw))
    print("files=\(files?.count ?? 0) bytes=\(bytes)")
  }

  private struct Failure: Error, CustomStringConvertible { let description: String }

  private func store(_ name: String) throws -> EventStore {
    try EventStore(
      creatingAt: "\(place)/\(name).ours", environment: .live(anchorDirectory: "\(place)/anchors-\(name)"))
  }

  private func sync(_ store: EventStore, _ folder: String) throws -> SyncReport {
    try FolderSync(folder: DiskFolder(path: folder), store: store).run()
  }

  /// The medians, the median of the ratios pair by pair, and the ratio of the sums: roll-ups come now and then only.
  private func onLongWait(_ name: String, _ ours: [Double], _ raw: [Double]) {
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    func text(_ value: Double) -> String { String(format: "%.3f", value) }
    let ratio = median(zip(ours, raw).map { $0 / $1 })
    let sums = ours.reduce(0, +) / raw.reduce(0, +)
    print("\(name)=\(text(median(ours))) raw=\(text(median(raw))) ratio=\(text(ratio)) sums=\(text(sums))")
  }
}

/// What a system takes at least for one event: a row in SQLite, and a file.
private final class RawAppends {
  private let queue: DatabaseQueue
  private let place: String
  private var number = 0

  init(place: String) throws {
    self.place = place
    queue = try DatabaseQueue(path: place + "/raw.db")
    try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
          CREATE TABLE events(device TEXT NOT NULL, seq INTEGER NOT NULL, line TEXT NOT NULL,
            PRIMARY KEY(device, seq)) STRICT, WITHOUT ROWID
          """)
    }
    try FileManager.default.createDirectory(atPath: place + "/files", withIntermediateDirectories: true)
  }

  /// - Returns: how long both took, in milliseconds.
  func append(_ size: Int) throws -> Double {
    number += 1
    let line = String(repeating: "x", count: size)
    let bytes = [UInt8](repeating: 7, count: size)
    let start = DispatchTime.now().uptimeNanoseconds
    try queue.writeWithoutTransaction { db in
      try db.inTransaction(.immediate) {
        let insert = try db.cachedStatement(sql: "INSERT INTO events VALUES ('device', ?, ?)")
        try insert.execute(arguments: [number, line])
        return .commit
      }
    }
    let descriptor = open("\(place)/files/\(number)", O_WRONLY | O_CREAT | O_EXCL, 0o600)
    _ = write(descriptor, bytes, bytes.count)
    fsync(descriptor)
    close(descriptor)
    return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6
  }
}
