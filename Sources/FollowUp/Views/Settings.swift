import CivilTime
import EventLog

/// What an employer's behaviour says of it.
public struct EmployerNote: RecordView {
  /// The record types that the view reads.
  public static let types: [RecordType] = [.employerNote]
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// The employer.
  public var company: String? { text("company") }
  /// What their behaviour says of them.
  public var about: String? { text("about") }
}

/// The name that a person gave to a device.
public struct DeviceLabel: RecordView {
  /// The record types that the view reads.
  public static let types: [RecordType] = [.device]
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// What the person calls the device.
  public var label: String? { text("label") }
  /// The release of the time zone rules that it last wrote with, such as `2026b`.
  public var zoneRules: String? { text("zone_rules") }

  /// The label of a device among records, if one was given: in the record that ``DeviceLabelling`` writes, else in one
  /// that bears the device's own UUID, as other writers name it.
  public static func label(of device: DeviceID, in states: some Sequence<RecordState>) -> String? {
    let own = DeviceLabelling.recordID(device)
    let labels = DeviceLabel.all(in: states)
    let found = labels.first { $0.id == own } ?? labels.first { $0.id.text == device.text }
    return found?.label
  }
}

/// One setting that holds on every device.
public struct Setting: RecordView {
  /// The record types that the view reads.
  public static let types: [RecordType] = [.setting]
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// The setting's name.
  public var name: String? { text("name") }
  /// Its value; nil when it is cleared.
  public var value: JSONValue? { state["value"] }
}

/// All settings that are recorded, by name.
public struct Settings: Hashable, Sendable {
  /// The values by name.
  public let values: [String: JSONValue]

  /// The settings among records. Of several records for one name, the one that every device writes wins
  /// (``SettingAssignment/recordID(_:)``), else the one with the least identifier.
  public init(_ states: some Sequence<RecordState>) {
    var values: [String: JSONValue] = [:]
    for setting in Setting.all(in: states).reversed() {
      guard let name = setting.name, let value = setting.value else { continue }
      values[name] = value
    }
    for setting in Setting.all(in: states) {
      guard let name = setting.name, setting.id == SettingAssignment.recordID(name) else { continue }
      values[name] = setting.value
    }
    self.values = values
  }

  /// A setting's text.
  public func text(_ name: String) -> String? { values[name]?.string.flatMap { $0.isEmpty ? nil : $0 } }

  /// The name of the person's zone, as recorded.
  public var tz: String? { text("tz") }
  /// The person's name, for the scripts.
  public var myName: String? { text("my_name") }
  /// The person's number, for the scripts.
  public var myPhone: String? { text("my_phone") }
  /// The person's address, for the scripts.
  public var myEmail: String? { text("my_email") }
  /// The playbook for all applications that choose none.
  public var playbook: String? { text("playbook") }

  /// After how many days a backup is to be proved again; nil where nobody has said, or it cannot be read.
  public var proveBackupsDays: Int? { values["prove_backups_days"].flatMap { SettingAssignment.days($0) } }

  /// The person's zone.
  ///
  /// - Parameter rules: the rules of time zones.
  /// - Throws: `ZoneProblem` when the recorded name is not known here; nil when none is recorded.
  public func zone(_ rules: any ZoneRules) throws(ZoneProblem) -> Zone? {
    guard let tz else { return nil }
    return try rules.zone(tz)
  }

  /// The working week and the holidays. What cannot be read counts as not set: advice goes on.
  public var calendar: WorkingCalendar {
    WorkingCalendar(
      workingWeek: values["working_week"].flatMap { SettingAssignment.workingWeek($0) }
        ?? WorkingCalendar.mondayToFriday,
      holidays: values["holidays"].flatMap { SettingAssignment.holidays($0) } ?? [])
  }
}
