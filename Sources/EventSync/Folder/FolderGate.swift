/// Decides whether a folder is one to sync with, before anything in it is read or written (FORMAT 5).
struct FolderGate {
  let folder: any FolderAccess
  /// Whether this store has synced with it before.
  let isRemembered: Bool
  /// Whether the person wants it filled again though it is empty.
  let refill: Bool

  enum Outcome: Equatable {
    case ready
    /// It is to get its marker, and then is one.
    case lacksMarker
  }

  /// - Throws: ``SyncFailure``.
  func examine() throws -> Outcome {
    do {
      guard let root = try folder.entry(at: "") else {
        throw failure(
          .missing,
          isRemembered
            ? "the folder is missing; if it is on a drive or a share, connect it and sync again"
            : "neither the folder nor the one above it exists; create that one, connect the drive, or check the path"
        )
      }
      // A link to the folder is the person's own affair.
      guard root.kind == .directory || root.kind == .link else {
        throw failure(.foreign, "not a folder; name the shared folder, or a new one")
      }
      if let marker = try folder.entry(at: FolderMarker.path) { return try examine(marker) }
      return try examineUnmarked()
    } catch let problem as FolderFailure { throw failure(.io, "cannot use the folder (\(problem))") }
  }

  private func examine(_ marker: FolderEntry) throws -> Outcome {
    guard marker.kind == .file else {
      throw failure(.foreign, "\(FolderMarker.path) in it is not a file; it was left unchanged")
    }
    switch FolderMarker.read(try readSmall(FolderMarker.path)) {
    case .plain: return .ready
    case .newer(let version):
      throw failure(
        .newer, "a later release created this folder (version \(version)); update this program to sync with it")
    case .encrypted(let name):
      throw failure(
        .encrypted,
        "this folder is encrypted (\(name)), which this release does not support; update this program, or choose another folder"
      )
    case .foreign:
      throw failure(.foreign, "\(FolderMarker.path) in it belongs to another program; choose another folder")
    case .damaged:
      // The content is always the same, so who knows the folder can write it again.
      if refill { return .lacksMarker }
      if isRemembered, try holdsLog() { return .lacksMarker }
      throw failure(
        .incomplete,
        "\(FolderMarker.path) is damaged or incomplete; wait for it to arrive, or sync once on the machine "
          + "that created the folder. If it is lost everywhere, run sync with --refill")
    }
  }

  private func examineUnmarked() throws -> Outcome {
    let entries = try folder.entries(of: "")
    if entries.contains(where: { $0.name.lowercased() == ".\(FolderMarker.path).icloud" }) {
      throw failure(.incomplete, "its files are not downloaded yet; open the folder once and sync again")
    }
    let visible = entries.filter { !$0.name.hasPrefix(".") }
    if visible.isEmpty {
      guard isRemembered, !refill else { return .lacksMarker }
      throw failure(
        .emptied,
        "the folder is empty, but was not at the last sync; if it is on a drive or a share, connect it. To fill it "
          + "again from this store, run sync with --refill")
    }
    if try holdsLog() {
      if isRemembered || refill { return .lacksMarker }
      throw failure(
        .incomplete,
        "\(FolderMarker.path) is missing, so some files may not have arrived yet; wait, then sync again. "
          + "If it is lost everywhere, run sync with --refill")
    }
    throw failure(
      .foreign,
      "it contains other files, such as \(visible.map(\.name).min() ?? ""); choose a new folder, such as "
        + "\(folder.name)/followup")
  }

  private func holdsLog() throws -> Bool {
    try folder.entries(of: "").contains {
      $0.kind == .directory && ($0.name.lowercased() == "log" || $0.name.lowercased() == "acks")
    }
  }

  /// Whether the folder is still what it was found to be: it may be unmounted at any moment.
  func check() throws {
    do {
      if try folder.entry(at: FolderMarker.path)?.kind == .file { return }
    } catch {}
    throw failure(
      .vanished,
      "the folder disappeared during the sync; what was taken in is kept. Connect it and sync again")
  }

  private func readSmall(_ path: String) throws -> [UInt8] { try FolderReading.bytes(folder, path, limit: 1 << 16) }

  private func failure(_ code: SyncFailure.Code, _ message: String) -> SyncFailure {
    SyncFailure(code, folder.name, message)
  }
}
