import CivilTime
import EventLog

/// An application, or a lead that has not been applied to yet.
public struct Application: RecordView {
  /// The record types that the view reads.
  public static let types: [RecordType] = [.application]
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// The employer.
  public var company: String? { text("company") }
  /// The position.
  public var role: String? { text("role") }
  /// `Company — Role`, as far as they are known.
  public var title: String {
    let parts = [company, role].compactMap(\.self)
    return parts.isEmpty ? "(no name) \(ShortID.shortID(id))" : parts.joined(separator: " — ")
  }
  /// Where it was found.
  public var source: String? { text("source") }
  /// The advertisement.
  public var url: String? { text("url") }
  /// Where the work is.
  public var location: String? { text("location") }
  /// The playbook chosen for it alone; nil follows the setting.
  public var playbook: String? { text("playbook") }
  /// The day it was sent; nil for a lead. PLAYBOOKS' A.
  public var appliedOn: CivilDate? { date("applied_on") }
  /// Whether it has not been applied to yet.
  public var isLead: Bool { appliedOn == nil }
  /// Where the person met them.
  public var metWhere: String? { text("met_where") }
  /// When the person met them.
  public var metOn: CivilDate? { date("met_on") }
  /// What they offered: an introduction, a tip.
  public var offered: String? { text("offered") }
  /// Whether to stay in touch beyond it.
  package var keepWarm: Bool { boolean("keep_warm") ?? false }
  /// The day until which it rests.
  public var snoozeUntil: CivilDate? { date("snooze_until") }
  /// Why it rests.
  public var snoozeReason: String? { text("snooze_reason") }
  /// The day it was closed.
  public var closedOn: CivilDate? { date("closed_on") }
  /// Why it was closed.
  public var closedReason: String? { text("closed_reason") }
  /// Whether it is closed: it has a day of closing, readable or not.
  public var isClosed: Bool { state["closed_on"].map { !$0.isNull } ?? false }

  /// Whether it rests on a day: until, and not on, ``snoozeUntil``.
  public func isSnoozed(on day: CivilDate) -> Bool { snoozeUntil.map { day < $0 } ?? false }
}
