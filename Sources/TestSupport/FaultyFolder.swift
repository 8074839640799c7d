import EventSync

/// What goes wrong with a folder while one sync looks at it. Each is something that real carriers and drives do.
package struct FolderFaults: OptionSet, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Listings leave out what has just come, and show what has just gone.
  package static let lateListings = FolderFaults(rawValue: 1)
  /// Listings fail.
  package static let failingListings = FolderFaults(rawValue: 2)
  /// What is read is older than what is listed.
  package static let staleReads = FolderFaults(rawValue: 4)
  /// Reading fails, at once or on the way.
  package static let failingReads = FolderFaults(rawValue: 8)
  /// The carrier is at work meanwhile.
  package static let busyCarrier = FolderFaults(rawValue: 16)
  /// Some writes fail for want of space.
  package static let full = FolderFaults(rawValue: 32)
  /// All writes fail.
  package static let readOnly = FolderFaults(rawValue: 64)

  private static let names = [
    "late listings", "failing listings", "stale reads", "failing reads", "busy carrier", "full folder",
    "read-only folder",
  ]

  package var description: String {
    Self.names.enumerated().filter { rawValue >> $0.offset & 1 == 1 }.map(\.element).joined(separator: ", ")
  }
}

/// One machine's view of a shared folder during one sync, with its faults. The same seed gives the same faults, whatever
/// the order of the calls.
package final class FaultyFolder: FolderAccess {
  package var name: String { base.name }
  private let base: MemoryFolder
  private let faults: FolderFaults
  private let seed: UInt64
  /// Whether names come back in capitals, and are found in whatever case.
  private let foldsCase: Bool
  /// Moves a few files now.
  private let carry: (inout SeededGenerator) -> Void
  /// What stood there when the sync began: what a late listing shows.
  private let before: FolderImage
  /// What files held before the carrier's last visit: a stale read gives that.
  private let former: FolderImage
  private var calls: [String: UInt64] = [:]
  private var staleReads = 0

  /// - Parameters:
  ///   - former: an older content of the folder.
  ///   - carry: moves a few files of the view.
  package init(
    _ base: MemoryFolder, faults: FolderFaults, seed: UInt64, foldsCase: Bool, former: FolderImage,
    carry: @escaping (inout SeededGenerator) -> Void
  ) {
    self.base = base
    self.faults = faults
    self.seed = seed
    self.foldsCase = foldsCase
    self.former = former
    self.carry = carry
    before = base.image
  }

  /// Whether a fault strikes this call.
  private func strikes(_ fault: FolderFaults, _ call: String, _ path: String, oneIn count: Int) -> Bool {
    guard faults.contains(fault) else { return false }
    var random = generator("\(fault.rawValue) \(call) \(path)")
    return Int.random(in: 0..<count, using: &random) == 0
  }

  private func generator(_ key: String) -> SeededGenerator {
    calls[key, default: 0] += 1
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return SeededGenerator(seed: seed ^ hash &+ calls[key, default: 0] &* 0x9e37_79b9)
  }

  private func letCarrierWork(_ call: String, _ path: String) {
    guard base.process?.isDead != true, strikes(.busyCarrier, call, path, oneIn: 4) else { return }
    var random = generator("carrier \(call) \(path)")
    carry(&random)
  }

  /// The path as it is spelt in the folder.
  private func resolve(_ path: String) -> String {
    guard foldsCase, base.image.nodes[path] == nil, !path.isEmpty else { return path }
    let folded = path.lowercased()
    if let same = base.image.nodes.keys.filter({ $0.lowercased() == folded }).min() { return same }
    let parent = FolderImage.parent(path)
    let name = FolderImage.lastName(path)
    return parent.isEmpty ? name : "\(resolve(parent))/\(name)"
  }

  private func shown(_ entry: FolderEntry) -> FolderEntry {
    guard foldsCase else { return entry }
    return FolderEntry(
      name: entry.name.uppercased(), kind: entry.kind, size: entry.size,
      modifiedNanoseconds: entry.modifiedNanoseconds, inode: entry.inode)
  }

  // MARK: FolderAccess

  package func entries(of directory: String) throws -> [FolderEntry] {
    letCarrierWork("entries", directory)
    let path = resolve(directory)
    if strikes(.failingListings, "entries", directory, oneIn: 5) {
      throw FolderFailure(path: directory, reason: "Input/output error")
    }
    var entries = try base.entries(of: path)
    if faults.contains(.lateListings) {
      entries.removeAll { $0.kind == .file && strikes(.lateListings, "late", path + $0.name, oneIn: 4) }
      for child in before.children(path) where base.image.nodes[child] == nil {
        if let entry = before.entry(child), strikes(.lateListings, "gone", child, oneIn: 2) { entries.append(entry) }
      }
      var random = generator("order \(path)")
      entries.shuffle(using: &random)
    }
    return entries.map(shown)
  }

  package func entry(at path: String) throws -> FolderEntry? {
    try base.entry(at: resolve(path)).map(shown)
  }

  package func open(_ path: String) throws -> any FolderFile {
    letCarrierWork("open", path)
    let path = resolve(path)
    let file = try base.open(path)
    guard let bytes = base.image.nodes[path]?.bytes else { return file }
    if strikes(.failingReads, "open", path, oneIn: 6) {
      throw FolderFailure(path: path, reason: "Input/output error")
    }
    if strikes(.failingReads, "read", path, oneIn: 6) {
      return MemoryFile(shown(file.entry), bytes, failsAt: bytes.count / 2)
    }
    if staleReads < 3, strikes(.staleReads, "open", path, oneIn: 3) {
      // Blocks that have not come yet read as what was there before, or as zeros, or as the end of the file. Nothing is
      // ever read that is better than what is there: damage is seen at once.
      staleReads += 1
      let old = former.nodes[path]?.bytes ?? []
      let stale =
        old.count == bytes.count
        ? zip(old, bytes).map { $0 == $1 ? $0 : 0 } : Array(bytes.prefix(min(old.count, bytes.count / 2)))
      return MemoryFile(shown(file.entry), stale)
    }
    return MemoryFile(shown(file.entry), bytes)
  }

  package func makeDirectory(_ path: String) throws {
    try refuse("makeDirectory", path)
    try base.makeDirectory(resolve(path))
  }

  package func write(_ bytes: [UInt8], to path: String, temporaryName: String, isDurable: Bool) throws -> FolderEntry {
    letCarrierWork("write", path)
    try refuse("write", path)
    return shown(
      try base.write(bytes, to: resolve(path), temporaryName: temporaryName, isDurable: isDurable))
  }

  package func remove(_ path: String) throws {
    letCarrierWork("remove", path)
    if faults.contains(.readOnly) { throw FolderFailure(path: path, reason: "Read-only file system") }
    try base.remove(resolve(path))
  }

  private func refuse(_ call: String, _ path: String) throws {
    if faults.contains(.readOnly) { throw FolderFailure(path: path, reason: "Read-only file system") }
    if strikes(.full, call, path, oneIn: 2) { throw FolderFailure(path: path, reason: "No space left on device") }
  }
}
