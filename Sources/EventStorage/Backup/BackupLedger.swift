import EventLog

/// What this machine remembers of the backups of one store: into which folders they were made, and when the newest one of
/// a folder was last proved where it lies.
///
/// It lies beside the anchors, a file for each store, and not in the log: whether a stick can still be read is known to the
/// machine that read it. What is lost of it is found out again by the next drill.
package struct BackupLedger: Sendable, Equatable {
  /// One folder with backups.
  package struct Entry: Sendable, Equatable {
    /// The folder's real path.
    package let folder: String
    /// The backup that was made or proved last there.
    package var file: String
    /// When the last one was made there, in milliseconds since 1970; nil where that is not known.
    package var madeMilliseconds: Int64?
    /// When one was last proved there by a drill, in milliseconds since 1970; nil where none was.
    package var provedMilliseconds: Int64?
  }

  /// The folders, in order of their paths.
  package private(set) var entries: [Entry] = []
  private let path: String

  private static let bytesMax = 1 << 20

  /// Reads what is remembered; nothing where there is nothing that can be read.
  ///
  /// - Parameters:
  ///   - directory: where the ledgers of this machine's stores lie.
  ///   - store: the store whose backups these are.
  package init(in directory: String, of store: EventStore) {
    path = "\(directory)/\(store.locationID)"
    read()
  }

  private mutating func read() {
    let bytes = (try? Platform.readFile(path, limit: Self.bytesMax)) ?? []
    var found: [String: Entry] = [:]
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      if let entry = Entry(line: Array(line)) { found[entry.folder] = entry }
    }
    entries = found.values.sorted { $0.folder < $1.folder }
  }

  /// Remembers that a backup was made.
  ///
  /// - Throws: ``StoreError`` where that cannot be written down.
  package mutating func noteMade(_ file: String, in folder: String, milliseconds: Int64) throws {
    try change(folder, file) { $0.madeMilliseconds = milliseconds }
  }

  /// Remembers that a backup was proved where it lies.
  ///
  /// - Throws: ``StoreError`` where that cannot be written down.
  package mutating func noteProved(_ file: String, in folder: String, milliseconds: Int64) throws {
    try change(folder, file) { $0.provedMilliseconds = milliseconds }
  }

  private mutating func change(_ folder: String, _ file: String, _ body: (inout Entry) -> Void) throws {
    let folder = Platform.realPath(folder) ?? folder
    guard let slash = path.lastIndex(of: "/") else { return }
    let directory = String(path[..<slash])
    var outcome = Result<Void, Platform.Failure>.success(())
    do throws(Platform.Failure) { try Platform.makeDirectory(directory) } catch {
      throw StoreError(.io, directory, "cannot save the record of backups there (\(error))")
    }
    // Two backups at once: each adds to what the other has written.
    Platform.withFileLock("\(directory)/lock") {
      read()
      var entry = entries.first { $0.folder == folder } ?? Entry(folder: folder, file: file)
      entry.file = file
      body(&entry)
      entries = (entries.filter { $0.folder != folder } + [entry]).sorted { $0.folder < $1.folder }
      do throws(Platform.Failure) {
        try Platform.replaceFile(
          path, with: entries.flatMap(\.line), temporary: "\(path).\(Platform.processID())", durable: true)
      } catch { outcome = .failure(error) }
    }
    do throws(Platform.Failure) { try outcome.get() } catch {
      throw StoreError(.io, directory, "cannot save the record of backups there (\(error))")
    }
  }
}

extension BackupLedger.Entry {
  init(folder: String, file: String) {
    self.init(folder: folder, file: file, madeMilliseconds: nil, provedMilliseconds: nil)
  }

  fileprivate init?(line: [UInt8]) {
    guard let members = (try? JSONValue(canonical: line))?.object else { return nil }
    let values = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    guard let folder = values["folder"]?.string, let file = values["file"]?.string, BackupName(file) != nil else {
      return nil
    }
    func moment(_ name: String) -> Int64? { values[name]?.string.flatMap { HybridTimestamp($0) }?.milliseconds }
    self.init(
      folder: folder, file: file, madeMilliseconds: moment("made"), provedMilliseconds: moment("proved"))
  }

  fileprivate var line: [UInt8] {
    func moment(_ milliseconds: Int64?) -> JSONValue {
      milliseconds.flatMap { HybridTimestamp(milliseconds: $0, counter: 0) }.map { JSONValue($0.text) } ?? .null
    }
    return JSONValue(object: [
      (name: "file", value: JSONValue(file)), (name: "folder", value: JSONValue(folder)),
      (name: "made", value: moment(madeMilliseconds)), (name: "proved", value: moment(provedMilliseconds)),
    ]).canonical + [UInt8(ascii: "\n")]
  }
}
