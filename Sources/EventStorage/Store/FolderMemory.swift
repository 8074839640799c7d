import EventLog
import GRDB

/// What a store remembers of one shared folder from one sync to the next (FORMAT 5).
///
/// It saves work and is told to people; without it a sync finds out everything again.
public struct FolderMemory: Sendable, Equatable {
  /// A file as it was when it was last read or written.
  public struct File: Sendable, Equatable {
    /// The file's size in bytes.
    public var size: Int64
    /// Nanoseconds since 1970, as the file system tells.
    public var modifiedNanoseconds: Int64
    /// The file's inode; 0 where the folder has none.
    public var inode: UInt64
    /// The wall clock when it was first found like this, in milliseconds since 1970.
    public var sinceMilliseconds: Int64
    /// The wall clock when it was last read or written, in milliseconds since 1970.
    public var readMilliseconds: Int64
    /// How often it was read like this; 0 when this store wrote it and has not read it back yet.
    public var reads: Int
    /// The hash of its last event when it is whole; otherwise nil.
    public var head: EventHash?
    /// Why it is not whole, unless it is merely incomplete.
    public var problem: String?

    /// What is remembered of a file.
    public init(
      size: Int64, modifiedNanoseconds: Int64, inode: UInt64, sinceMilliseconds: Int64, readMilliseconds: Int64,
      reads: Int, head: EventHash?, problem: String? = nil
    ) {
      self.size = size
      self.modifiedNanoseconds = modifiedNanoseconds
      self.inode = inode
      self.sinceMilliseconds = sinceMilliseconds
      self.readMilliseconds = readMilliseconds
      self.reads = reads
      self.head = head
      self.problem = problem
    }
  }

  /// The last ack of a device.
  public struct Ack: Sendable, Equatable {
    /// The ack's number; the next one is greater by one.
    public var n: Int64
    /// Within the folder.
    public var path: String
    /// The file's bytes.
    public var content: [UInt8]

    /// What is remembered of an ack.
    public init(n: Int64, path: String, content: [UInt8]) {
      self.n = n
      self.path = path
      self.content = content
    }
  }

  /// The SHA-256 of machine and real path.
  public var place: String
  /// As the person named it.
  public var path: String
  /// The wall clock at the end of the last sync, in milliseconds since 1970; nil before the first.
  public var syncedMilliseconds: Int64?
  /// By path within the folder.
  public var files: [String: File] = [:]
  /// The last ack of each device that was read.
  public var acks: [DeviceID: Ack] = [:]

  /// The memory of a folder that was never synced with.
  public init(place: String, path: String) {
    self.place = place
    self.path = path
  }
}

extension StoreReader {
  /// The shared folders that this store has synced with, the latest first, without their files and acks.
  ///
  /// Those of other machines are among them: see ``FolderMemory/place``.
  public func folders() throws -> [FolderMemory] {
    let select = try RawStatement(
      db, "SELECT place, path, synced_ms FROM folders ORDER BY synced_ms DESC, id DESC")
    var folders: [FolderMemory] = []
    while try select.step() {
      var folder = FolderMemory(place: select.text(0), path: select.text(1))
      folder.syncedMilliseconds = try select.moment(2)
      folders.append(folder)
    }
    return folders
  }

  /// What is remembered of a folder; nil when this store never synced with it.
  public func folder(place: String) throws -> FolderMemory? {
    let folder = try RawStatement(db, "SELECT id, path, synced_ms FROM folders WHERE place = ?")
    guard try folder.bind(1, place).step() else { return nil }
    let id = try folder.number(0)
    var memory = FolderMemory(place: place, path: folder.text(1))
    memory.syncedMilliseconds = try folder.moment(2)
    folder.reset()
    let files = try RawStatement(
      db,
      """
      SELECT path, size, modified_ns, inode, since_ms, read_ms, reads, head, problem FROM folder_files WHERE folder = ?
      """)
    files.bind(1, id)
    while try files.step() {
      memory.files[files.text(0)] = FolderMemory.File(
        size: try files.integer(1, in: -1...LineScanner.integerMax), modifiedNanoseconds: try files.anyInteger(2),
        inode: UInt64(bitPattern: try files.anyInteger(3)), sinceMilliseconds: try files.moment(4),
        readMilliseconds: try files.moment(5), reads: Int(try files.count(6)),
        head: files.isNull(7) ? nil : try files.hash(7), problem: files.isNull(8) ? nil : files.text(8))
    }
    let acks = try RawStatement(db, "SELECT device, n, path, content FROM folder_acks WHERE folder = ?")
    acks.bind(1, id)
    while try acks.step() {
      memory.acks[try acks.device(0)] = FolderMemory.Ack(
        n: try acks.count(1), path: acks.text(2), content: Array(acks.bytes(3)))
    }
    return memory
  }

  /// The last acks of all devices, from all folders that this store has synced with.
  public func acks() throws -> [FolderMemory.Ack] {
    let select = try RawStatement(db, "SELECT n, path, content FROM folder_acks ORDER BY folder, device")
    var result: [FolderMemory.Ack] = []
    while try select.step() {
      result.append(FolderMemory.Ack(n: try select.count(0), path: select.text(1), content: Array(select.bytes(2))))
    }
    return result
  }
}

/// Writing what is remembered, within a transaction.
struct FolderMemoryWriter {
  let db: Database

  /// Makes what is stored of a folder equal to `memory`, by what differs from `former`.
  func save(_ memory: FolderMemory, former: FolderMemory?) throws {
    let folder = try RawStatement(
      db,
      """
      INSERT INTO folders (place, path, synced_ms) VALUES (?, ?, ?)
      ON CONFLICT (place) DO UPDATE SET path = excluded.path, synced_ms = excluded.synced_ms RETURNING id
      """)
    guard try folder.bind(1, memory.place).bind(2, memory.path).bind(3, memory.syncedMilliseconds ?? 0).step() else {
      return
    }
    let id = try folder.number(0)
    // A statement that returns rows has done its work only when it was stepped to its end.
    try folder.run()
    let delete = try RawStatement(db, "DELETE FROM folder_files WHERE folder = ? AND path = ?")
    for path in former?.files.keys.filter({ memory.files[$0] == nil }) ?? [] {
      try delete.bind(1, id).bind(2, path).run()
    }
    let insert = try RawStatement(
      db,
      """
      INSERT OR REPLACE INTO folder_files
        (folder, path, size, modified_ns, inode, since_ms, read_ms, reads, head, problem)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for (path, file) in memory.files where former?.files[path] != file {
      insert.bind(1, id).bind(2, path).bind(3, file.size).bind(4, file.modifiedNanoseconds)
      insert.bind(5, Int64(bitPattern: file.inode)).bind(6, file.sinceMilliseconds).bind(7, file.readMilliseconds)
      insert.bind(8, Int64(file.reads))
      if let head = file.head { insert.bind(9, blob: head.bytes) } else { insert.bindNull(9) }
      if let problem = file.problem { insert.bind(10, problem) } else { insert.bindNull(10) }
      try insert.run()
    }
    let deleteAck = try RawStatement(db, "DELETE FROM folder_acks WHERE folder = ? AND device = ?")
    for device in former?.acks.keys.filter({ memory.acks[$0] == nil }) ?? [] {
      try deleteAck.bind(1, id).bind(2, device.text).run()
    }
    let ack = try RawStatement(
      db, "INSERT OR REPLACE INTO folder_acks (folder, device, n, path, content) VALUES (?, ?, ?, ?, ?)")
    for (device, one) in memory.acks where former?.acks[device] != one {
      try ack.bind(1, id).bind(2, device.text).bind(3, one.n).bind(4, one.path).bind(5, blob: one.content).run()
    }
  }
}

extension EventStore {
  /// Remembers a folder.
  ///
  /// Only the first time it is on the disk when this returns. Later on it saves work and no more: what a power cut takes
  /// of it is found out again, so it does not wait for the disk.
  ///
  /// - Parameter former: what was read before; only what differs is written.
  public func remember(_ memory: FolderMemory, former: FolderMemory?) throws {
    try writing { db, _ in
      // In a write-ahead log a commit at this level is whole or gone, and everything before it stands.
      if former?.syncedMilliseconds ?? 0 > 0 { try db.execute(sql: "PRAGMA synchronous = NORMAL") }
      let outcome = Result { try db.immediate { try FolderMemoryWriter(db: db).save(memory, former: former) } }
      try db.execute(sql: "PRAGMA synchronous = FULL")
      try outcome.get()
    }
  }

  /// How a folder on this machine is remembered: the SHA-256 of machine and real path.
  public func folderPlace(realPath: String) -> String {
    EventHash(of: (environment.machine + "\n" + realPath).utf8).text
  }

  /// The wall clock, in milliseconds since 1970 in UTC.
  public var wallMilliseconds: Int64 { environment.wallMilliseconds() }
}
