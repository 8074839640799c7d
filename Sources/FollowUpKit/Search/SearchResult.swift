import EventStorage
import FollowUp

/// What a search found, by application.
public struct SearchResult: Sendable {
  /// One record.
  public struct Row: Sendable {
    /// The record, and where in it the words are.
    public let hit: SearchHit
    /// Its short id.
    public let shortID: String
    /// When it happened; nil where no day is recorded.
    public let at: TimeReading?
    /// What kind of record it is, in words.
    public let kind: String
  }

  /// The records of one application; of none, where they belong to none.
  public struct Group: Sendable {
    /// The application; nil where the records belong to none.
    public let application: Application?
    /// Its short id; empty where there is none.
    public let shortID: String
    /// The records, the best first.
    public let rows: [Row]
  }

  /// What was looked for.
  public let query: [String]
  /// What was found; empty where nothing was.
  public let groups: [Group]
  /// Names that come near, where nothing was found.
  public let near: [String]
  /// Whether more was found than is shown.
  public let hasMore: Bool
  /// Where nothing was found but what was retracted: how many records.
  public let retracted: Int
  /// How what is shown differs from what was asked for.
  public var remark: String?

  package init(
    query: [String], groups: [Group], near: [String], hasMore: Bool, retracted: Int, remark: String? = nil
  ) {
    self.query = query
    self.groups = groups
    self.near = near
    self.hasMore = hasMore
    self.retracted = retracted
    self.remark = remark
  }
}
