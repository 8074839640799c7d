import EventLog
import GRDB

/// One consistent moment of a store.
///
/// It is valid only within the closure that it was given to, and on its thread; used anywhere else, its methods throw
/// ``StoreError`` with ``StoreError/Code/misuse``. Its methods may be called within each other's closures.
public struct StoreReader {
  private let connection: Database
  /// Nil within this library, where it is not handed out.
  let access: StoreAccess?

  init(_ db: Database, _ access: StoreAccess? = nil) {
    connection = db
    self.access = access
  }

  /// The database, as long as the access lasts.
  var db: Database {
    get throws {
      try access?.check()
      return connection
    }
  }

  // MARK: - Records

  /// The state of one record, or nil when the log never assigned to it.
  public func record(_ id: RecordID) throws -> RecordState? {
    try states(where: "r.uuid = ?", [id.text]).first
  }

  /// The records whose field `type` has this value, in order of their identifiers; retracted ones included.
  public func records(ofType type: String) throws -> [RecordState] {
    try states(
      where: "r.id IN (SELECT record FROM survivors WHERE field = 'type' AND place = 0 AND value = ?)",
      [JSONValue(type).description])
  }

  /// The records one of whose fields is a reference to `id`, in order of their identifiers; retracted ones included.
  public func records(referringTo id: RecordID) throws -> [RecordState] {
    try states(
      where: """
        r.id IN (SELECT record FROM survivors
          WHERE length(value) = 38 AND field <> 'type' AND place = 0 AND value = ?)
        """, [JSONValue(id.text).description])
  }

  /// All records, in order of their identifiers.
  public func records() throws -> [RecordState] { try states(where: "true", []) }

  /// The records of a condition. The statement is kept: who looks at records one by one asks the same many times.
  func states(where condition: String, _ arguments: StatementArguments) throws -> [RecordState] {
    let select = try RawStatement(
      db,
      """
      SELECT r.uuid, s.field, s.place, s.value FROM records r CROSS JOIN survivors s ON s.record = r.id
      WHERE \(condition) ORDER BY r.uuid, s.field, s.place
      """, arguments)
    var result: [RecordState] = []
    var uuid: [UInt8] = []
    var winner: [UInt8] = []
    while try select.step() {
      // A record has several rows; it is read once.
      if result.isEmpty || !select.bytes(0).elementsEqual(uuid) {
        guard let id = RecordID(utf8: select.bytes(0)) else { continue }
        uuid = Array(select.bytes(0))
        // Most records have so many fields.
        result.append(RecordState(id: id, values: Dictionary(minimumCapacity: 8)))
      }
      let value = select.bytes(3)
      if try select.count(2) > 0 {
        if !value.elementsEqual(winner) { result[result.count - 1].conflicts.insert(select.text(1)) }
        continue
      }
      winner = Array(value)
      // Of canonical values null alone begins so.
      if value.first != UInt8(ascii: "n") {
        result[result.count - 1].values[select.text(1)] = JSONValue(unchecked: winner)
      }
    }
    return result
  }

  // MARK: - State lines and digest

  /// Calls `body` with each state line, without its LF, in order of records (FORMAT 3).
  public func forEachStateLine(_ body: ([UInt8]) throws -> Void) throws {
    let select = try RawStatement(
      db,
      """
      SELECT r.uuid, s.field, s.value FROM records r CROSS JOIN survivors s ON s.record = r.id AND s.place = 0
      ORDER BY r.uuid, s.field
      """)
    var uuid: [UInt8] = []
    var line: [UInt8] = []
    var isFirst = true
    func finish() throws {
      guard !uuid.isEmpty else { return }
      line += "},\"record\":\"".utf8
      line += uuid
      line += "\"}".utf8
      try body(line)
    }
    while try select.step() {
      if !select.bytes(0).elementsEqual(uuid) {
        try finish()
        uuid = Array(select.bytes(0))
        line.removeAll(keepingCapacity: true)
        line += "{\"fields\":{".utf8
        isFirst = true
      }
      let value = select.bytes(2)
      guard value.first != UInt8(ascii: "n") else { continue }
      line += isFirst ? "\"".utf8 : ",\"".utf8
      isFirst = false
      line += select.bytes(1)
      line += "\":".utf8
      line += value
    }
    try finish()
  }

  /// The state digest: the same accepted set gives the same digest on every device (FORMAT 3).
  public func digest() throws -> EventHash {
    var digest = DigestBuilder()
    try forEachStateLine { digest.add(line: $0) }
    return digest.finalize()
  }

  // MARK: - The log

  /// Hands all event lines to `body` in pieces, each line with its LF, predecessors first (FORMAT 4).
  ///
  /// - Parameters:
  ///   - moment: leaves out the events with a later stamp, and those that have none that this release can read.
  ///   - body: gets pieces of about 256 KiB, valid until it returns.
  public func exportLog(
    upTo moment: HybridTimestamp? = nil, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
  ) throws {
    let select = try RawStatement(db, "SELECT line FROM events ORDER BY id")
    let capacity = 1 << 18
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: capacity + LineScanner.lengthMax + 1)
    defer { buffer.deallocate() }
    guard let start = buffer.baseAddress else { return }
    var used = 0
    var scanner = LineScanner()
    while try select.step() {
      let line = select.bytes(0)
      if let moment {
        var stamp = LineHeader(peeking: line)?.hlc
        if stamp == nil, (try? scanner.scan(line)) != nil { stamp = scanner.hlc }
        guard let stamp, stamp <= moment else { continue }
      }
      guard line.count <= LineScanner.lengthMax else {
        throw StoreError(.damaged, "events", "a line of the log is longer than any event; run followup verify")
      }
      if let bytes = line.baseAddress {
        (start + used).update(from: bytes, count: line.count)
        used += line.count
        start[used] = UInt8(ascii: "\n")
        used += 1
      }
      if used >= capacity {
        try body(UnsafeBufferPointer(start: start, count: used))
        used = 0
      }
    }
    if used > 0 { try body(UnsafeBufferPointer(start: start, count: used)) }
  }

  // MARK: - Status

  /// The numbers of a store.
  public func status() throws -> StoreStatus {
    var status = StoreStatus()
    status.digest = try digest()
    status.events = try db.count("SELECT count(*) FROM events")
    status.opaque = try db.count("SELECT count(*) FROM events WHERE record IS NULL")
    status.conflicts = try conflictKeys().count
    let branches = try BranchTable(db)
    let writers = Set(try db.texts("SELECT device FROM own_devices"))
    for device in branches.devices {
      let heads = device.branches.map { branches[$0] }.sorted { $0.lastSeq > $1.lastSeq }
      var events: Int64 = 0
      for head in heads { events += head.lastSeq - head.firstSeq + 1 }
      status.devices.append(
        StoreStatus.Device(
          device: device.id, events: events, heads: heads.map(\.end),
          isOwn: writers.contains(device.id.text)))
    }
    status.devices.sort { $0.device < $1.device }
    status.waiting = try waiting()
    return status
  }

  /// What waits, and for what: by device, the first missing event.
  public func waiting() throws -> [StoreStatus.Waiting] {
    let rows = try RawStatement(
      db, "SELECT device, count(*), min(seq) FROM waiting GROUP BY device ORDER BY device")
    var result: [StoreStatus.Waiting] = []
    while try rows.step() {
      result.append(
        StoreStatus.Waiting(
          device: try rows.device(0), lines: Int(try rows.count(1)), missingSeq: try rows.number(2) - 1))
    }
    return result
  }
}

/// The numbers of a store.
public struct StoreStatus: Sendable, Equatable {
  /// One device whose events are here.
  public struct Device: Sendable, Equatable {
    /// The device.
    public let device: DeviceID
    /// How many of its events are accepted.
    public let events: Int64
    /// The ends of its branches; more than one when its store was copied and both went on.
    public let heads: [EventPosition]
    /// Whether it wrote in this store.
    public let isOwn: Bool

    /// What a store has of one device.
    package init(device: DeviceID, events: Int64, heads: [EventPosition], isOwn: Bool) {
      self.device = device
      self.events = events
      self.heads = heads
      self.isOwn = isOwn
    }
  }

  /// Lines of a device whose predecessor is not here.
  public struct Waiting: Sendable, Equatable {
    /// The device whose event is missing.
    public let device: DeviceID
    /// How many lines wait.
    public let lines: Int
    /// The last event that is missing before the first of them.
    public let missingSeq: Int64

    /// So many lines that wait for one event.
    package init(device: DeviceID, lines: Int, missingSeq: Int64) {
      self.device = device
      self.lines = lines
      self.missingSeq = missingSeq
    }
  }

  /// The state digest.
  public var digest = EventHash.zero
  /// Accepted events.
  public var events: Int64 = 0
  /// Accepted events of a later version, which this release does not understand.
  public var opaque: Int64 = 0
  /// Fields in conflict.
  public var conflicts = 0
  /// The devices, in order of their identifiers.
  public var devices: [Device] = []
  /// What waits.
  public var waiting: [Waiting] = []

  /// - Parameter digest: the state digest; that of no lines for a store that is not there yet.
  public init(digest: EventHash = .zero) { self.digest = digest }
}
