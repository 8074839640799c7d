import EventLog

/// What is wrong with a file of a shared folder, or with a name in it (FORMAT 5): one list, so that `sync`, `verify`,
/// `merge`, `restore`, `status` and `doctor` find the same, and say it in the same words.
package enum FileCondition: Sendable, Hashable {
  /// It has no bytes, though its name promises events.
  case empty
  /// Its lines are good, and end before its name says.
  case cut
  /// The carrier knows of it, and has not brought it.
  case notDownloaded
  /// It changed while it was read.
  case changing
  /// Its lines are ours, but for the CR before each line end: how many lines in is the first.
  case convertedLineEnds(line: Int)
  /// It does not hold what it should: what is the matter, as half a sentence.
  case damaged(String)
  /// The system does not give it: in its own words.
  case unreadable(String)
  /// A symbolic link.
  case link
  /// Neither a file nor a folder.
  case special
  /// An encrypted segment in a folder that is not.
  case encrypted
  /// Far larger than any segment.
  case oversized

  /// Whether that is how carriers leave a file for a while: it may be whole at the next look.
  package var mayBeOnItsWay: Bool {
    switch self {
    case .empty, .cut, .notDownloaded, .changing: true
    default: false
    }
  }

  /// What is the matter, as half a sentence.
  package var what: String {
    switch self {
    case .empty: "it has no bytes"
    case .cut: "it ends before its name says"
    case .notDownloaded: "it is not downloaded yet"
    case .changing: "it changed while being read"
    case .convertedLineEnds(let line): "line \(line): \(MalformedLine.convertedLineEnd)"
    case .damaged(let reason): reason
    case .unreadable(let reason): "it cannot be read (\(reason))"
    case .link: "this is a symbolic link, which is not followed"
    case .special: "this is neither a file nor a folder"
    case .encrypted: "this file is encrypted but the folder is not; it was left unchanged"
    case .oversized: "it is far larger than any segment; it was left unchanged"
    }
  }

  /// What now, as half a sentence; nil where nothing can be said.
  ///
  /// - Parameter isSegment: whether its name promises events, so that anybody who has them writes it again.
  func whatNow(isSegment: Bool) -> String? {
    switch self {
    case .empty, .cut:
      "it may still be arriving; if it stays like this, a sync on a machine that has its events writes it again"
    case .notDownloaded: "download it (open it once, or keep it on this machine), then sync again"
    case .changing: "the next sync reads it again"
    case .convertedLineEnds:
      "put a file .gitattributes with the line \"* -text\" into the folder"
        + (isSegment ? "; a sync on a machine that has its events writes the file again" : ", and fetch the file again")
    case .damaged:
      // Of a copy nobody knows what it was to be.
      "it was left unchanged: \(isSegment ? "another machine may repair it" : "if it is only a copy, remove it")"
    case .unreadable, .encrypted: nil
    case .link: "remove it, or put the file or folder itself here"
    case .special: "remove it"
    case .oversized: "if it is a log, merge it by its name"
    }
  }

  /// How a finding is remembered: why a file is not whole, unless it is merely incomplete.
  var problem: String? {
    switch self {
    case .convertedLineEnds, .damaged: what
    default: nil
    }
  }
}
