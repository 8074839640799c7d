import EventLog
import EventStorage

/// All events of a shared folder, for whoever only reads it: `merge`, `verify`. Nothing is written to it.
///
///     let contents = try FolderContents(of: DiskFolder(path: "/media/stick/followup"))
///     let report = try store.ingest(contents.sources)
package struct FolderContents {
  private let readers: [SegmentSource]
  private let listing: FolderListing
  private let folder: any FolderAccess

  /// - Throws: ``SyncFailure`` when the folder is no shared folder that this release can read.
  package init(of folder: any FolderAccess) throws {
    let gate = FolderGate(folder: folder, isRemembered: false, refill: false)
    guard try gate.examine() == .ready else {
      throw SyncFailure(
        .foreign, folder.name,
        "this folder is empty, not a shared folder. Name another, or make it one with followup sync")
    }
    do { listing = try FolderListing(folder) } catch let failure as FolderFailure {
      throw SyncFailure(
        .io, folder.name, "cannot list the folder (\(failure.reason)); is it connected, and may you read it?")
    }
    self.folder = folder
    readers = SegmentSource.sources(folder, listing.logs)
  }

  /// The events, from as many sources as there are devices.
  package var sources: [any LineSource] { readers }

  /// Segments that the carrier knows of and has not brought yet.
  package var notDownloaded: Int { listing.placeholders.count }

  /// The segments whose files do not hold what their names say, and those that the carrier has not brought: paths within
  /// the folder, once the sources were read to their ends.
  var segments: [String] {
    readers.flatMap(\.findings).filter { finding in
      if case .whole = finding.verdict { return false }
      return finding.name != nil
    }.map(\.path) + listing.placeholders.map(\.name.path)
  }

  /// What stands in the way in the folder: links, pipes, files that are no segments; known at once.
  package var obstacles: [FolderNote] { listing.problems }

  /// What is to be said of the folder's files, once the sources were read to their ends.
  package var problems: [FolderNote] {
    listing.problems
      + readers.flatMap(\.findings).compactMap { finding in
        // The report of the ingestion names refused lines.
        if case .refused = finding.verdict { return nil }
        return FileCondition(finding).map { FolderNote(path: finding.path, $0) }
      } + listing.placeholders.map { FolderNote(path: $0.path, .notDownloaded) }
  }

  /// How many files hold exactly the events of their names, once the sources were read to their ends.
  package var wholeFiles: Int {
    readers.flatMap(\.findings).count {
      if case .whole = $0.verdict { return true }
      return false
    }
  }

  /// What the devices say that they have: the last ack of each.
  package func acks() -> [FolderAck] {
    Dictionary(grouping: listing.acks, by: \.name.device).sorted { $0.key < $1.key }.compactMap { _, files in
      for file in files.sorted(by: { ($0.name.n, $0.path) > ($1.name.n, $1.path) }) {
        if let content = try? FolderReading.bytes(folder, file.path, limit: FolderAck.bytesMax),
          let ack = FolderAck(content: content)
        {
          return ack
        }
      }
      return nil
    }
  }
}
