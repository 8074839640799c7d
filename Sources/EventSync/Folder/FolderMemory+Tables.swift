import EventLog
import EventStorage

// The tables of Schema/v0002_folders.sql, in the store's database: what was read of a folder is remembered in the
// transaction that takes it in.

private let tables = LinkedTables(["folders", "folder_files", "folder_acks"])

extension StoreReader {
  /// The shared folders that this store has synced with, the latest first, without their files and acks.
  ///
  /// Those of other machines are among them: see ``FolderMemory/locationID``.
  package func folders() throws -> [FolderMemory] {
    var folders: [FolderMemory] = []
    try forEachRow(
      of: tables["folders"], columns: ["place", "path", "synced_ms"], orderedBy: ["synced_ms", "id"], isDescending: true
    ) { row in
      var folder = FolderMemory(locationID: row.text(0), path: row.text(1))
      folder.syncedMilliseconds = try row.moment(2)
      folders.append(folder)
    }
    return folders
  }

  /// What is remembered of a folder; nil when this store never synced with it.
  package func folder(locationID: String) throws -> FolderMemory? {
    guard let (id, memory) = try folderRow(locationID) else { return nil }
    var result = memory
    try forEachRow(
      of: tables["folder_files"],
      columns: ["path", "size", "modified_ns", "inode", "since_ms", "read_ms", "reads", "head", "problem"],
      where: [("folder", .integer(id))]
    ) { row in
      result.files[row.text(0)] = FolderMemory.File(
        size: try row.integer(1, in: -1...LineScanner.integerMax), modifiedNanoseconds: try row.anyInteger(2),
        inode: UInt64(bitPattern: try row.anyInteger(3)), sinceMilliseconds: try row.moment(4),
        readMilliseconds: try row.moment(5), reads: Int(try row.count(6)),
        head: row.isNull(7) ? nil : try row.hash(7), problem: row.isNull(8) ? nil : row.text(8))
    }
    try forEachRow(
      of: tables["folder_acks"], columns: ["device", "n", "path", "content"], where: [("folder", .integer(id))]
    ) { row in
      result.acks[try row.device(0)] = FolderMemory.Ack(n: try row.count(1), path: row.text(2), content: row.bytes(3))
    }
    return result
  }

  /// The last acks of all devices, from all folders that this store has synced with.
  package func acks() throws -> [FolderMemory.Ack] {
    var result: [FolderMemory.Ack] = []
    try forEachRow(of: tables["folder_acks"], columns: ["n", "path", "content"], orderedBy: ["folder", "device"]) {
      row in
      result.append(FolderMemory.Ack(n: try row.count(0), path: row.text(1), content: row.bytes(2)))
    }
    return result
  }

  /// A folder's number in its table, and what that says of it.
  fileprivate func folderRow(_ locationID: String) throws -> (id: Int64, memory: FolderMemory)? {
    var found: (id: Int64, memory: FolderMemory)?
    try forEachRow(
      of: tables["folders"], columns: ["id", "path", "synced_ms"], where: [("place", .text(locationID))]
    ) { row in
      var memory = FolderMemory(locationID: locationID, path: row.text(1))
      memory.syncedMilliseconds = try row.moment(2)
      found = (try row.number(0), memory)
    }
    return found
  }
}

extension LinkedWriter {
  /// Makes what is stored of a folder equal to `memory`, by what differs from `former`.
  func save(_ memory: FolderMemory, former: FolderMemory?) throws {
    try put(
      [("place", .text(memory.locationID))],
      [("path", .text(memory.path)), ("synced_ms", .integer(memory.syncedMilliseconds ?? 0))], into: tables["folders"])
    guard let id = try reader.folderRow(memory.locationID)?.id else { return }
    let folder: LinkedCell = ("folder", .integer(id))
    let files = try tables["folder_files"]
    for path in former?.files.keys.filter({ memory.files[$0] == nil }) ?? [] {
      try remove([folder, ("path", .text(path))], from: files)
    }
    for (path, file) in memory.files where former?.files[path] != file {
      try put(
        [folder, ("path", .text(path))],
        [
          ("size", .integer(file.size)), ("modified_ns", .integer(file.modifiedNanoseconds)),
          ("inode", .integer(Int64(bitPattern: file.inode))), ("since_ms", .integer(file.sinceMilliseconds)),
          ("read_ms", .integer(file.readMilliseconds)), ("reads", .integer(Int64(file.reads))),
          ("head", LinkedValue(file.head)), ("problem", LinkedValue(file.problem)),
        ], into: files)
    }
    let acks = try tables["folder_acks"]
    for device in former?.acks.keys.filter({ memory.acks[$0] == nil }) ?? [] {
      try remove([folder, ("device", .text(device.text))], from: acks)
    }
    for (device, ack) in memory.acks where former?.acks[device] != ack {
      try put(
        [folder, ("device", .text(device.text))],
        [("n", .integer(ack.n)), ("path", .text(ack.path)), ("content", .blob(ack.content))], into: acks)
    }
  }
}

extension IngestOutcome {
  /// Remembers a folder in the transaction that took its events in: what was read of it and what came of that are kept
  /// together or not at all.
  package func remember(_ memory: FolderMemory, former: FolderMemory?) throws {
    try linked.save(memory, former: former)
  }
}

extension EventStore {
  /// Remembers a folder.
  ///
  /// Only the first time it is on the disk when this returns. Later on it saves work and no more: what a power cut takes
  /// of it is found out again, so it does not wait for the disk.
  ///
  /// - Parameters:
  ///   - memory: what is to be remembered.
  ///   - former: what was read before; only what differs is written.
  package func remember(_ memory: FolderMemory, former: FolderMemory?) throws {
    try writeLinked(isDurable: former?.syncedMilliseconds ?? 0 == 0) { try $0.save(memory, former: former) }
  }
}
