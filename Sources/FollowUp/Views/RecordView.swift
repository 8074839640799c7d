import CivilTime
import EventLog

/// A typed reading of a record's state.
///
/// Reading is tolerant: a field whose value is of another kind than the view's reads as nil; the raw value stays in
/// ``state``, and `FieldReading` shows it.
public protocol RecordView: Identifiable, Hashable, Sendable where ID == RecordID {
  /// The record types that the view reads.
  static var types: [RecordType] { get }
  /// What the log says of the record.
  var state: RecordState { get }
  /// The view of a record, or nil when its type is another.
  init?(_ state: RecordState)
}

extension RecordView {
  /// The record.
  public var id: RecordID { state.id }
  /// The record's type.
  public var type: RecordType { RecordType(of: state) ?? RecordType(rawValue: "") }
  /// When it happened (PLAYBOOKS: `at`), as it was recorded; ``ReaderClock`` says what that is on the reader's clock.
  public var at: Moment? { moment("at") }
  /// The name of the zone of the times in the record, or, of an application or a contact, where they are.
  public var tz: String? { text("tz") }
  /// What the person noted beside it.
  public var note: String? { text("note") }
  /// Whether lists leave it out.
  public var isRetracted: Bool { state.isRetracted }

  /// A field's text, or nil when it has none; an empty one counts as none.
  public func text(_ field: String) -> String? {
    state[field]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }
  /// A field's day or time, as it was recorded; ``ReaderClock`` says what that is on the reader's clock.
  public func moment(_ field: String) -> Moment? { Moment(state[field]) }
  /// A field's day; of a time, the day on the clock of its place.
  public func date(_ field: String) -> CivilDate? { moment(field)?.date }
  /// A field's `true` or `false`; the texts `yes` and `no` of an import count too.
  public func boolean(_ field: String) -> Bool? {
    state[field].flatMap { $0.bool ?? $0.string.flatMap { FieldText.boolean($0) } }
  }
  /// The record that a field names.
  public func reference(_ field: String) -> RecordID? { state[field]?.string.flatMap { RecordID($0) } }
  /// The records that a field names, as a list or a single one; what is no UUID is left out.
  func references(_ field: String) -> [RecordID] {
    if let single = reference(field) { return [single] }
    return state[field]?.array?.compactMap { $0.string.flatMap { RecordID($0) } } ?? []
  }

  /// Whether the record is of one of the view's types.
  static func accepts(_ state: RecordState) -> Bool {
    RecordType(of: state).map(types.contains) ?? false
  }

  /// All records of the view's types that are not retracted, in the order of their identifiers.
  public static func all(in states: some Sequence<RecordState>) -> [Self] {
    states.filter { !$0.isRetracted }.compactMap(Self.init).sorted { $0.id < $1.id }
  }
}
