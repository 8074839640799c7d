import EventLog
import EventSync

/// The content of a folder as a value: what stands at each path.
package struct FolderImage: Hashable, Sendable {
  /// What stands at one path.
  package struct Node: Hashable, Sendable {
    package var kind: FolderEntry.Kind
    package var bytes: [UInt8]
    package var modifiedNanoseconds: Int64
    package var inode: UInt64
    /// What the file system says; larger than ``bytes`` for a file with a hole that nobody should read.
    package var size: Int64

    package init(
      kind: FolderEntry.Kind, bytes: [UInt8] = [], modifiedNanoseconds: Int64 = 0, inode: UInt64 = 0,
      size: Int64? = nil
    ) {
      self.kind = kind
      self.bytes = bytes
      self.modifiedNanoseconds = modifiedNanoseconds
      self.inode = inode
      self.size = size ?? Int64(bytes.count)
    }

    package func hash(into hasher: inout Hasher) {
      hasher.combine(inode)
      hasher.combine(size)
    }
  }

  /// By path; the folder itself is not among them.
  package var nodes: [String: Node] = [:]

  package init() {}

  /// The paths of regular files, in order.
  package var files: [String] { nodes.filter { $0.value.kind == .file }.keys.sorted() }

  package static func parent(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  package static func lastName(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  package func entry(_ path: String) -> FolderEntry? {
    nodes[path].map {
      FolderEntry(
        name: Self.lastName(path), kind: $0.kind, size: $0.size, modifiedNanoseconds: $0.modifiedNanoseconds,
        inode: $0.inode)
    }
  }

  /// Whether a directory stands at a path, or the path is the folder itself.
  package func isDirectory(_ path: String) -> Bool { path.isEmpty || nodes[path]?.kind == .directory }

  package func children(_ directory: String) -> [String] {
    nodes.keys.filter { Self.parent($0) == directory && !$0.isEmpty }.sorted()
  }

  /// Makes the directories above a path.
  package mutating func makeParents(_ path: String) {
    var parent = Self.parent(path)
    while !parent.isEmpty, nodes[parent] == nil {
      nodes[parent] = Node(kind: .directory)
      parent = Self.parent(parent)
    }
  }
}

/// A shared folder in memory: honest, and as careful as a good file system. Its process may die at each write.
package final class MemoryFolder: FolderAccess {
  package let name: String
  package var image = FolderImage()
  /// What dies; nil when nothing does.
  package var process: SimulatedProcess?
  /// The wall clock of its machine, in nanoseconds since 1970.
  package var nanoseconds: () -> Int64
  /// Whether an inode follows from a file's bytes, so that folders with the same content are equal however they came to
  /// it: for a search that meets each state once. Two files of the same bytes then share theirs.
  private let isCanonical: Bool
  private var inodes: UInt64 = 0

  package init(
    name: String = "memory", isCanonical: Bool = false,
    nanoseconds: @escaping () -> Int64 = { 1_780_000_000_000_000_000 }
  ) {
    self.name = name
    self.isCanonical = isCanonical
    self.nanoseconds = nanoseconds
  }

  /// Puts a file where it is, as a carrier or another program would.
  package func put(_ bytes: [UInt8], at path: String, modifiedNanoseconds: Int64? = nil) {
    image.makeParents(path)
    image.nodes[path] = FolderImage.Node(
      kind: .file, bytes: bytes, modifiedNanoseconds: modifiedNanoseconds ?? (isCanonical ? 0 : nanoseconds()),
      inode: inode(bytes))
  }

  /// Changes a file in place: it keeps its inode, and shows that it was changed.
  package func change(_ path: String, to bytes: [UInt8]) {
    guard let node = image.nodes[path] else { return }
    image.nodes[path] = FolderImage.Node(
      kind: .file, bytes: bytes, modifiedNanoseconds: max(nanoseconds(), node.modifiedNanoseconds + 1),
      inode: node.inode)
  }

  private func inode(_ bytes: [UInt8]) -> UInt64 {
    if isCanonical { return UInt64(bitPattern: EventHash(of: bytes).prefix) }
    inodes = max(inodes, image.nodes.values.map(\.inode).max() ?? 0) + 1
    return inodes
  }

  // MARK: FolderAccess

  package func entries(of directory: String) throws -> [FolderEntry] {
    try process?.check()
    guard image.isDirectory(directory) else { throw Self.missing(directory) }
    return image.children(directory).compactMap { image.entry($0) }
  }

  package func entry(at path: String) throws -> FolderEntry? {
    try process?.check()
    if path.isEmpty {
      return FolderEntry(name: "", kind: .directory, size: 0, modifiedNanoseconds: 0, inode: 0)
    }
    return image.entry(path)
  }

  package func open(_ path: String) throws -> any FolderFile {
    try process?.check()
    guard let node = image.nodes[path], let entry = image.entry(path) else { throw Self.missing(path) }
    guard node.kind == .file else { throw FolderFailure(path: path, reason: "this is not a regular file") }
    return MemoryFile(entry, node.bytes)
  }

  package func makeDirectory(_ path: String) throws {
    try process?.step()
    try checkWay(path)
    image.makeParents(path + "/")
  }

  /// What is below a file is not there, and cannot be made.
  private func checkWay(_ path: String) throws {
    var way = path
    while !way.isEmpty {
      if let node = image.nodes[way], node.kind != .directory {
        throw FolderFailure(path: way, reason: "Not a directory", isMissing: true)
      }
      way = FolderImage.parent(way)
    }
  }

  package func write(_ bytes: [UInt8], to path: String, temporaryName: String, isDurable: Bool) throws -> FolderEntry {
    let directory = FolderImage.parent(path)
    guard image.isDirectory(directory) else {
      try process?.check()
      throw Self.missing(path)
    }
    if image.nodes[path]?.kind == .directory { throw FolderFailure(path: path, reason: "Is a directory") }
    let temporary = directory.isEmpty ? temporaryName : "\(directory)/\(temporaryName)"
    // Killed before anything, in the middle of the temporary file, before the rename, after it.
    try process?.step()
    do {
      put(Array(bytes.prefix(bytes.count / 2)), at: temporary)
      try process?.step()
      put(bytes, at: temporary)
      try process?.step()
    } catch {
      if process?.isDead != true { image.nodes[temporary] = nil }
      throw error
    }
    let written = image.nodes[temporary]
    image.nodes[temporary] = nil
    image.nodes[path] = written
    do { try process?.step() } catch {
      // What was not brought to the disk may be an empty file after a power cut.
      if !isDurable, bytes.count % 2 == 0 { put([], at: path) }
      throw error
    }
    guard let entry = image.entry(path) else { throw Self.missing(path) }
    return entry
  }

  package func remove(_ path: String) throws {
    try process?.step()
    guard let node = image.nodes[path] else { return }
    guard node.kind != .directory else { throw FolderFailure(path: path, reason: "Is a directory") }
    image.nodes[path] = nil
    try process?.step()
  }

  package static func missing(_ path: String) -> FolderFailure {
    FolderFailure(path: path, reason: "No such file or directory", isMissing: true)
  }
}

/// A file of a folder in memory, as it stood when it was opened.
package final class MemoryFile: FolderFile {
  package let entry: FolderEntry
  private let bytes: [UInt8]
  private var position = 0
  /// Reading fails from here on; nil when it does not.
  private let failsAt: Int?

  package init(_ entry: FolderEntry, _ bytes: [UInt8], failsAt: Int? = nil) {
    self.entry = entry
    self.bytes = bytes
    self.failsAt = failsAt
  }

  package func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
    var count = min(memory.count, bytes.count - position)
    if let failsAt {
      count = min(count, failsAt - position)
      if count <= 0 { throw FolderFailure(path: entry.name, reason: "reading stopped: Input/output error") }
    }
    guard count > 0 else { return 0 }
    memory.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}
