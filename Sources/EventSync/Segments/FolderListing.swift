import EventLog

/// What a shared folder holds, by names alone (FORMAT 5, "Reading").
struct FolderListing {
  /// A file that is read for its events.
  struct LogFile {
    /// Within the folder.
    let path: String
    let entry: FolderEntry
    /// What its name promises; nil for a copy under a carrier's own name.
    let name: SegmentName?
  }

  struct Placeholder {
    /// Within the folder: of the placeholder itself.
    let path: String
    let entry: FolderEntry
    /// Of the segment.
    let name: SegmentName
  }

  struct AckFile {
    let path: String
    let name: AckName
    let size: Int64
  }

  var logs: [LogFile] = []
  /// What stands for segments that a carrier knows of and has not brought yet.
  var placeholders: [Placeholder] = []
  var acks: [AckFile] = []
  /// Temporary files: path, and when they were last changed.
  var temporaries: [(path: String, modifiedNanoseconds: Int64)] = []
  /// Files that are nobody's business here.
  var foreign: [String] = []
  /// What a person should look at: links, pipes, files beyond any size.
  var problems: [FolderNote] = []
  /// Whether every directory could be listed: only then does absence say anything.
  var isComplete = true

  /// A file above this size is no segment, and reading it would take for ever.
  static let bytesMax: Int64 = 64 << 20

  /// Lists a folder.
  ///
  /// - Throws: ``FolderFailure`` when the folder itself cannot be listed.
  init(_ folder: any FolderAccess) throws {
    for entry in try folder.entries(of: "").sorted(by: { $0.name < $1.name }) {
      let folded = entry.name.lowercased()
      if entry.name.hasPrefix(".") || folded == FolderMarker.path { continue }
      switch entry.kind {
      case .directory where folded.hasPrefix("log"): list(folder, entry.name, file: Self.addLog)
      case .directory where folded.hasPrefix("acks"): list(folder, entry.name, file: Self.addAck)
      case .directory where folded == "keys": break
      case .directory, .file: foreign.append(entry.name)
      case .link, .other: refuse(entry, entry.name)
      }
    }
  }

  /// Lists the files in a directory and in those within it.
  private mutating func list(
    _ folder: any FolderAccess, _ directory: String,
    file add: (inout FolderListing, _ directory: String, _ path: String, FolderEntry) -> Void
  ) {
    for (parent, entry) in children(folder, directory) {
      let path = "\(parent)/\(entry.name)"
      switch entry.kind {
      case .file: add(&self, "", path, entry)
      case .directory where !entry.name.hasPrefix("."):
        for (_, inner) in children(folder, path) {
          let innerPath = "\(path)/\(inner.name)"
          switch inner.kind {
          case .file: add(&self, entry.name, innerPath, inner)
          case .directory: if !inner.name.hasPrefix(".") { foreign.append(innerPath) }
          case .link, .other: refuse(inner, innerPath)
          }
        }
      case .directory: break
      case .link, .other: refuse(entry, path)
      }
    }
  }

  private mutating func children(_ folder: any FolderAccess, _ directory: String) -> [(String, FolderEntry)] {
    do {
      return try folder.entries(of: directory).sorted { $0.name < $1.name }.map { (directory, $0) }
    } catch {
      isComplete = false
      let failure = error as? FolderFailure
      // A directory that went away between two listings is the carrier's work.
      if failure?.isMissing != true {
        problems.append(
          failure?.condition.map { FolderNote(path: failure?.path ?? directory, $0) }
            ?? FolderNote(path: directory, reason: "cannot list it (\(failure?.reason ?? "\(error)"))"))
      }
      return []
    }
  }

  private mutating func refuse(_ entry: FolderEntry, _ path: String) {
    problems.append(FolderNote(path: path, entry.kind == .link ? .link : .special))
  }

  private static let placeholderSuffix = ".icloud"

  /// The segment that a placeholder at a path within the folder stands for.
  static func placeholderName(path: String) -> SegmentName? {
    let parts = path.split(separator: "/")
    guard parts.count == 3, let last = parts.last, last.hasPrefix("."), last.lowercased().hasSuffix(placeholderSuffix)
    else { return nil }
    let file = last.dropFirst().dropLast(placeholderSuffix.utf8.count)
    return SegmentName(directory: String(parts[1]), file: String(file))
  }

  private static func addLog(_ listing: inout FolderListing, _ directory: String, _ path: String, _ entry: FolderEntry)
  {
    let folded = entry.name.lowercased()
    if entry.name.hasPrefix(".") {
      if folded.hasPrefix(Temporary.prefix) {
        listing.temporaries.append((path, entry.modifiedNanoseconds))
      } else if let name = placeholderName(path: path) {
        listing.placeholders.append(Placeholder(path: path, entry: entry, name: name))
      }
    } else if folded.hasSuffix(".jsonl.age") {
      listing.problems.append(FolderNote(path: path, .encrypted))
    } else if !folded.hasSuffix(SegmentName.suffix) {
      listing.foreign.append(path)
    } else if entry.size > bytesMax {
      listing.problems.append(FolderNote(path: path, .oversized))
    } else {
      let name = SegmentName(directory: directory, file: entry.name)
      // An empty file under another name promises nothing and holds nothing.
      if entry.size > 0 || name != nil { listing.logs.append(LogFile(path: path, entry: entry, name: name)) }
    }
  }

  private static func addAck(_ listing: inout FolderListing, _ directory: String, _ path: String, _ entry: FolderEntry)
  {
    if entry.name.hasPrefix(".") {
      if entry.name.lowercased().hasPrefix(Temporary.prefix) {
        listing.temporaries.append((path, entry.modifiedNanoseconds))
      }
    } else if let name = AckName(directory: directory, file: entry.name) {
      if entry.size > 0, entry.size <= FolderAck.bytesMax {
        listing.acks.append(AckFile(path: path, name: name, size: entry.size))
      }
    } else if !entry.name.lowercased().hasSuffix(".json") {
      listing.foreign.append(path)
    }
  }
}
