import EventLog
import EventStorage

extension FileCondition {
  /// The condition of a file that was read; nil when nothing is to be said of it.
  init?(_ finding: FileFinding) {
    switch finding.verdict {
    case .whole: return nil
    case .incomplete:
      guard finding.name != nil else { return nil }
      self = finding.entry.size == 0 ? .empty : .cut
    case .refused(let line, let reason): self.init(line: line, reason: reason)
    case .mistaken(let reason): self = .damaged(reason)
    case .unsettled(let reason):
      switch reason {
      case nil: return nil
      case FileFinding.changed?: self = .changing
      case let reason?: self = .unreadable(reason)
      }
    }
  }

  private init(line: Int, reason: String) {
    // The store says at which byte.
    self =
      reason.hasSuffix(MalformedLine.convertedLineEnd)
      ? .convertedLineEnds(line: line) : .damaged("line \(line): \(reason)")
  }

  /// The condition of a file as it was remembered; nil when nothing is to be said of it.
  init?(_ file: FolderMemory.File, path: String) {
    guard file.head == nil, !file.isGone else { return nil }
    if let problem = file.problem {
      let words = problem.split(separator: " ", maxSplits: 2)
      if words.count == 3, words[0] == "line", words[1].hasSuffix(":"), let line = Int(words[1].dropLast()) {
        self.init(line: line, reason: String(words[2]))
      } else {
        self = .damaged(problem)
      }
    } else if FolderListing.placeholderName(path: path) != nil {
      self = .notDownloaded
    } else if SegmentName.isSegment(path) {
      self = file.size == 0 ? .empty : .cut
    } else {
      return nil
    }
  }
}
