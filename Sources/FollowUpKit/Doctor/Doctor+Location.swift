import CivilTime
import EventLog
import EventStorage
import EventSync

// Where the store lies, who may read it, and what else lies there.
extension Doctor {
  /// STRICT tables, which every store has, came with this version.
  private static let sqliteMin: Int32 = 3_037_000

  /// Whether a version of SQLite has the fault by which two connections that end a write-ahead log at the same moment can
  /// damage a database, https://www.sqlite.org/wal.html#walresetbug
  private static func hasResetFault(_ number: Int32) -> Bool {
    number < 3_051_003 && !(3_044_006..<3_045_000).contains(number) && !(3_050_007..<3_051_000).contains(number)
  }

  mutating func examineMachine() {
    let (version, number) = (StoreExamination.sqliteVersion, StoreExamination.sqliteNumber)
    if number < Self.sqliteMin {
      add(
        Diagnostic(
          "sqlite-old", .error, about: "SQLite \(version)", what: "it is older than 3.37",
          why: "It does not support the tables of a store. Install a newer version."))
    } else if Self.hasResetFault(number) {
      add(
        Diagnostic(
          "sqlite-fault", .note, about: "SQLite \(version)",
          what: "two programs writing at the same moment can, very rarely, damage a database",
          why: "Fixed in 3.51.3, 3.50.7 and 3.44.6; some systems fix older versions without a new number. Backups help."
        ))
    }
  }

  mutating func examineLocation() {
    switch StoreHazard.of(path) {
    case .syncedFolder(let folder, let sign)?:
      add(
        Diagnostic(
          "store-synced", .error, about: path, what: "it is in \(folder), which is synced (\(sign))",
          why:
            "Copying a database during a write damages it. Move it to this machine's own disk, and share "
            + "events with followup sync FOLDER.",
          command: move))
    case .networkFileSystem(let type)?:
      add(
        Diagnostic(
          "store-network", .error, about: path, what: "it is on a network share (\(type))",
          why: "A database is not safe there. Move it to this machine's own disk.", command: move))
    case nil: break
    }
    for suffix in ["", "-wal"] { examinePermissions(path + suffix, mode: 0o600) }
    // Folders that are not this program's own are nobody's business here.
    let own = [path.parentDirectory, anchors.parentDirectory, anchors].filter {
      $0 == anchors || $0.hasSuffix("/followup")
    }
    for folder in Set(own).sorted() { examinePermissions(folder, mode: 0o700) }
    if Platform.status(path) != nil, !Platform.isWritable(path) {
      add(
        Diagnostic(
          "store-read-only", .warning, about: path, what: "it is not writable",
          why: "You can look at it but record nothing: SQLite writes the file and others next to it."
            + wayToPermissions,
          command: permitting("u+rwX", path, path.parentDirectory)))
    }
    examineSpace()
    examineLeftovers()
  }

  private var anchors: String { context.environment.anchorDirectory ?? "" }

  private var move: String {
    let own = context.defaultPath
    let target = own == path ? "NEWFILE" : own ?? "NEWFILE"
    return "followup restore \(CommandLineWord.quoted(path)) --store \(CommandLineWord.quoted(target))"
  }

  /// The command that gives permissions; nil where the file system keeps none, or takes no change.
  func permitting(_ mode: String, _ paths: String...) -> String? {
    guard !Platform.isOnReadOnlyFileSystem(path), FilePermissions.fileSystemWithout(at: path) == nil else { return nil }
    return "chmod \(mode) " + paths.map(CommandLineWord.quoted).joined(separator: " ")
  }

  /// What to do where that command would change nothing.
  var wayToPermissions: String {
    if Platform.isOnReadOnlyFileSystem(path) { return " Its file system is mounted read-only." }
    return FilePermissions.fileSystemWithout(at: path).map {
      " Its file system (\($0)) stores no permissions; the mount options set them."
    } ?? ""
  }

  private mutating func examinePermissions(_ path: String, mode: UInt16) {
    guard let found = Platform.permissions(path), found & 0o077 & ~mode != 0, Platform.isOwn(path) else { return }
    if let type = FilePermissions.fileSystemWithout(at: path) {
      // Of all of its files and folders the same is to be said.
      guard !diagnostics.contains(where: { $0.code == "permissions-not-kept" }) else { return }
      add(
        Diagnostic(
          "permissions-not-kept", .note, about: path,
          what: "its file system (\(type)) stores no permissions, so other users of this machine can read it",
          why:
            "chmod has no effect there. If others use this machine, keep the store on its own disk (--store FILE)."
        ))
      return
    }
    let octal = String(found & 0o777, radix: 8)
    add(
      Diagnostic(
        "permissions", .warning, about: path, what: "other users of this machine can read it (\(octal))",
        why: "It contains what you record about your applications.",
        command: "chmod \(String(mode, radix: 8)) \(CommandLineWord.quoted(path))"))
  }

  /// Below this a disk is nearly full, whatever the store's size.
  private static let freeBytesMin: Int64 = 100 << 20

  private mutating func examineSpace() {
    let size = Platform.status(path)?.size ?? 0
    let folder = Platform.status(path) == nil ? path.parentDirectory : path
    guard let free = Platform.freeBytes(folder), free < max(Self.freeBytesMin, size) else { return }
    add(
      Diagnostic(
        "disk-full", .warning, about: path.parentDirectory, what: "the disk has \(free >> 20) MiB left",
        why: "A store that cannot grow records nothing; what is recorded is safe. Free some space.",
        command: "df -h \(CommandLineWord.quoted(path.parentDirectory))"))
  }

  private static let dayMilliseconds: Int64 = 86_400_000

  /// What commands that were cut short have left.
  private mutating func examineLeftovers() {
    let folder = path.parentDirectory
    let stem = String(path.split(separator: "/").last ?? "")
    let marks = [".restoring-", ".salvaging-", ".before-schema-\(StoreExamination.currentSchema)."].map { stem + $0 }
    var found = ((try? Platform.names(in: folder)) ?? []).filter { name in marks.contains { name.hasPrefix($0) } }.map {
      "\(folder)/\($0)"
    }
    if let scratch = context.temporaryFolder {
      found += ((try? Platform.names(in: scratch)) ?? []).filter { name in
        name.hasPrefix("followup-import-")
          || name.hasPrefix("followup-") && DeviceID(String(name.dropFirst("followup-".utf8.count))) != nil
      }.map { "\(scratch)/\($0)" }
    }
    for leftover in found.sorted() {
      guard let status = Platform.status(leftover), Platform.isOwn(leftover),
        status.modifiedNanoseconds / 1_000_000 < wall - Self.dayMilliseconds
      else { continue }
      add(
        Diagnostic(
          "leftover", .note, about: leftover, what: "left behind by an interrupted command",
          why: "Nothing needs it.", command: "rm -r \(CommandLineWord.quoted(leftover))"))
    }
  }
}
