import EventLog
import GRDB

/// All lines of a store that can still be read and still have the hash under which they were stored, accepted and waiting
/// ones: what is damaged is passed over, and noted.
///
/// It reads through a connection that it is given, so that the store can be locked meanwhile.
package final class RescueSource: LineSource {
  /// The store's path.
  package let name: String
  /// The number of the last row, if that could be read.
  package private(set) var estimatedLines = 0
  /// Events that were read and do not have the hash under which they were stored, by device and seq where those are known.
  package private(set) var damaged: [String] = []
  /// Rows that could not be read at all.
  package private(set) var unreadable: Int64 = 0
  /// What SQLite said of the first of them.
  package private(set) var reason: String?
  private let queue: DatabaseQueue
  private var devices: [Int64: String] = [:]
  /// Ranges of rows that are still to be read, the next one last.
  private var ranges: [ClosedRange<Int64>] = []
  private var waiting: [[UInt8]]?
  private var failures = 0
  /// After so many reads that failed, the rest of the log is given up.
  private let failuresMax: Int
  private let buffer = LineBuffer()

  /// To find the sound rows around a bad page takes fewer reads that fail than this.
  private static let failuresPerPage = 100
  private static let pageBytes = 4_096

  /// The lines of a store that a connection has open.
  ///
  /// - Parameter failuresMax: after so many reads that failed the rest is given up, and sooner in a small file, where so
  ///   many bad pages cannot be.
  package init(_ queue: DatabaseQueue, name: String, failuresMax: Int = 100_000) {
    self.queue = queue
    let pages = Int(clamping: Platform.status(name)?.size ?? 0) / Self.pageBytes + 1
    self.failuresMax = min(failuresMax, Self.failuresPerPage * min(pages, failuresMax))
    self.name = name
    // What is no table of ours is not read: it might not end.
    guard attempt({ try StoreSchema.hasOwn(["events", "chains", "waiting"], $0) }) == true else {
      reason = reason ?? "it does not have the tables of a store"
      waiting = []
      return
    }
    let last = attempt { db in try db.count("SELECT max(id) FROM events") }
    // Where even that cannot be read, rows are looked for as far as a log is likely to go.
    let end = last ?? 1 << 24
    if end > 0 { ranges = [1...end] }
    estimatedLines = last == nil ? 0 : Int(clamping: end)
    let rows = attempt { db in
      let select = try RawStatement(db, "SELECT id, device FROM chains")
      var devices: [Int64: String] = [:]
      while try select.step() {
        if let id = try? select.number(0), let device = try? select.device(1) { devices[id] = device.text }
      }
      return devices
    }
    devices = rows ?? [:]
  }

  private func attempt<Result>(_ body: (Database) throws -> Result) -> Result? {
    do { return try queue.read(body) } catch {
      failures += 1
      reason = reason ?? (error as? DatabaseError)?.message ?? "\(error)"
      return nil
    }
  }

  /// The next lines that are sound, or nil at the end; what cannot be read is noted and never thrown.
  package func nextBatch() -> LineBatch? {
    buffer.removeAll()
    while !buffer.isFull, let range = ranges.popLast() { read(range) }
    if buffer.isEmpty { readWaiting() }
    return buffer.isEmpty ? nil : buffer.batch
  }

  /// Reads rows in order. Where that fails, the rest is tried in halves, down to single rows.
  private func read(_ range: ClosedRange<Int64>) {
    var next = range.lowerBound
    let isDone = attempt { db in
      let select = try RawStatement(
        db, "SELECT id, chain, seq, hash, line FROM events WHERE id BETWEEN ? AND ? ORDER BY id")
      select.bind(1, range.lowerBound).bind(2, range.upperBound)
      defer { select.reset() }
      while !buffer.isFull, try select.step() {
        let line = select.bytes(4)
        // Within the range, so there is a next one.
        let id = try select.integer(0, in: range)
        next = max(next, id) + 1
        let hash = EventHash(hashing: line)
        guard (try? select.anyInteger(3)) == hash.prefix, line.count <= LineScanner.lengthMax else {
          note(branch: try? select.number(1), seq: try? select.number(2))
          continue
        }
        buffer.append(line, number: Int(clamping: id), hash: hash)
      }
      return !buffer.isFull
    }
    guard next <= range.upperBound, isDone != true else { return }
    if isDone == false {
      ranges.append(next...range.upperBound)
    } else if next == range.upperBound || failures > failuresMax {
      unreadable += range.upperBound - next + 1
    } else {
      let middle = next + (range.upperBound - next) / 2
      ranges.append(middle + 1...range.upperBound)
      ranges.append(next...middle)
    }
  }

  private func note(branch: Int64?, seq: Int64?) {
    guard damaged.count < LogReplay.problemsMax else { return }
    let event = seq.map { "event \($0)" } ?? "an event"
    damaged.append(
      "\(event) of \(branch.flatMap { devices[$0] }.map { "device \($0)" } ?? "a device that is not known")")
  }

  private func readWaiting() {
    if waiting == nil {
      waiting =
        attempt { db in
          let select = try RawStatement(db, "SELECT hash, line, seq, device FROM waiting")
          var found: [[UInt8]] = []
          while try select.step() {
            let line = Array(select.bytes(1))
            if EventHash(of: line).bytes.elementsEqual(select.bytes(0)) {
              found.append(line)
            } else if damaged.count < LogReplay.problemsMax {
              let (seq, device) = (try? select.number(2), try? select.device(3))
              damaged.append(
                "\(seq.map { "event \($0)" } ?? "an event") of \(device.map { "device \($0)" } ?? "a device that is not known")"
                  + ", which waits")
            }
          }
          return found
        } ?? []
    }
    while !buffer.isFull, let line = waiting?.popLast() {
      _ = line.withUnsafeBufferPointer {
        buffer.append($0, number: (waiting?.count ?? 0) + 1, hash: EventHash(hashing: $0))
      }
    }
  }
}
