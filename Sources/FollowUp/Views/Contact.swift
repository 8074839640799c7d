import CivilTime
import EventLog

/// A person at an employer or beside it; the contact outlives the application (S3).
public struct Contact: RecordView {
  /// The record types that the view reads.
  public static let types: [RecordType] = [.contact]
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// The person's name.
  public var name: String? { text("name") }
  /// The person's position.
  public var title: String? { text("title") }
  /// The person's part.
  public var role: ContactRole? { text("role").map(ContactRole.init) }
  /// The employer.
  public var company: String? { text("company") }
  /// The number that is called.
  public var phone: String? { text("phone") }
  /// The address that is written to.
  public var email: String? { text("email") }
  /// The number that goes past the switchboard (S3).
  public var directLine: String? { text("direct_line") }
  /// Whether a call reaches the person without a switchboard: there is such a number, or the field is simply `true`.
  public var hasDirectLine: Bool { boolean("direct_line") ?? (directLine != nil) }
  /// Where they met.
  public var metWhere: String? { text("met_where") }
  /// When they met.
  public var metOn: CivilDate? { date("met_on") }
  /// The day the person left.
  public var leftOn: CivilDate? { date("left_on") }
  /// Who has the task now.
  public var successor: RecordID? { reference("successor") }
  /// Where the person went.
  public var movedTo: String? { text("moved_to") }

  /// What a list shows: the name, else the company, else a short id.
  public var displayName: String { name ?? company ?? "(no name) \(ShortID.shortID(id))" }
}
