import EventLog
import GRDB

/// A folder with backups, of this store and perhaps of others.
package struct BackupFolder: Sendable {
  /// One backup of this store.
  package struct Entry: Sendable, Equatable {
    /// The file's name, which says of when and of which device it is.
    package let name: BackupName
    /// Bytes.
    package let size: Int64
  }

  /// The folder.
  package let path: String
  /// The backups of the store, oldest first: known by their names and by what is in them.
  package private(set) var backups: [Entry] = []
  /// Files that are named as backups and are not this store's, or cannot be read: name, and why they are left alone.
  package private(set) var others: [(name: String, reason: String)] = []

  /// Looks at a folder; it need not be there yet.
  ///
  /// A file is this store's when it is a store in which the device of its name is the one that wrote at this store's
  /// place: so copies on other machines and paths, and backups of another laptop in the same folder, are not.
  ///
  /// - Throws: ``StoreError`` when the folder cannot be listed.
  package init(_ path: String, of store: EventStore) throws {
    self.path = path
    guard Platform.status(path) != nil else { return }
    let names: [String]
    do { names = try Platform.names(in: path) } catch {
      throw StoreError(.io, path, "cannot list the folder (\(error))")
    }
    for file in names.sorted() {
      guard let name = BackupName(file) else { continue }
      let full = "\(path)/\(file)"
      guard !Platform.isLink(full), let status = Platform.status(full), status.kind == .file else {
        others.append((file, "it is not a regular file"))
        continue
      }
      do {
        if try Self.writer(in: full, at: store.locationID) == name.device {
          backups.append(Entry(name: name, size: status.size))
        } else {
          others.append((file, "it is a backup of another store"))
        }
      } catch {
        others.append((file, (error as? StoreError)?.message ?? "\(error)"))
      }
    }
    backups.sort { $0.name < $1.name }
  }

  /// The end of the device that writes at a place, as a backup says; nil when it speaks of none.
  private static func writer(in path: String, at locationID: String) throws -> String? {
    return try StoreError.wrapping(path) {
      guard case .store(let version) = try StoreDatabase.content(of: path) else { return nil }
      let queue = try StoreDatabase.openForeign(path, version: version)
      defer { try? queue.close() }
      let device = try queue.read { try WriterIdentity.remembered($0, locationID: locationID)?.last.device }
      return device.map { String($0.text.suffix(6)) }
    }
  }

  /// A name that is still free in the folder.
  package func free(_ name: BackupName) -> BackupName? {
    var name: BackupName? = name
    while let candidate = name, Platform.status("\(path)/\(candidate.text)") != nil {
      name = candidate.numbered(candidate.number + 1)
    }
    return name
  }

  /// Removes a backup.
  package func remove(_ entry: Entry) throws {
    do { try Platform.removeFile("\(path)/\(entry.name.text)") } catch {
      throw StoreError(.io, "\(path)/\(entry.name.text)", "cannot remove it (\(error)); the new backup is kept")
    }
  }

  // MARK: What a backup that was cut short leaves

  private static let temporaryMark = ".db.making-"
  private static let leftoverMilliseconds: Int64 = 24 * 3_600_000

  /// The name under which a backup is made.
  static func temporary(for path: String) -> String {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
    var name = parts.popLast() ?? ""
    if name.hasSuffix(".db") { name.removeLast(3) }
    return (parts + [".\(name)\(temporaryMark)\(Platform.processID())"]).joined(separator: "/")
  }

  /// Removes what backups that were cut short more than a day ago have left here.
  ///
  /// - Parameter wallMilliseconds: the wall clock, since 1970 in UTC.
  package func removeLeftovers(wallMilliseconds: Int64) {
    for name in (try? Platform.names(in: path)) ?? []
    where name.hasPrefix(".followup-") && name.contains(Self.temporaryMark) {
      guard let status = Platform.status("\(path)/\(name)"), status.kind == .file,
        status.modifiedNanoseconds / 1_000_000 < wallMilliseconds - Self.leftoverMilliseconds
      else { continue }
      Platform.remove("\(path)/\(name)")
    }
  }
}
