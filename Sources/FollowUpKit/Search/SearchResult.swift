import EventStorage
import FollowUp

/// What a search found, by application.
package struct SearchResult {
  /// One record.
  package struct Row {
    package let hit: SearchHit
    package let shortID: String
    package let at: TimeReading?
    package let kind: String
  }

  /// The records of one application; of none, where they belong to none.
  package struct Group {
    package let application: Application?
    package let shortID: String
    package let rows: [Row]
  }

  package let query: [String]
  package let groups: [Group]
  /// Names that come near, where nothing was found.
  package let near: [String]
  /// Whether more was found than is shown.
  package let hasMore: Bool
  /// Where nothing was found but what was retracted: how many records.
  package let retracted: Int
  /// How what is shown differs from what was asked for.
  package var remark: String?

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
