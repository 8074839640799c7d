/// A file of a shared folder, and what there is to say of it.
public struct FolderNote: Sendable, Hashable, CustomStringConvertible {
  /// Within the folder.
  public let path: String
  /// What it is, and what now.
  public let reason: String

  /// A note about a path within the folder.
  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// A note about a file in that condition.
  package init(path: String, _ condition: FileCondition) {
    let now = condition.whatNow(isSegment: SegmentName.isSegment(path))
    self.init(path: path, reason: now.map { "\(condition.what); \($0)" } ?? condition.what)
  }

  /// A note about a file that was in that condition, and was mended.
  init(path: String, mended condition: FileCondition, isRemoved: Bool) {
    self.init(
      path: path,
      reason: "\(condition.what); "
        + (isRemoved ? "it was removed, because other intact files contain its events" : "it was written again"))
  }

  /// `PATH: REASON`
  public var description: String { "\(path): \(reason)" }
}
