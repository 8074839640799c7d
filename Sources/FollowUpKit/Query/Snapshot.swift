import CivilTime
import EventLog
import EventStorage
import FollowUp

/// What most commands need of a store: the applications, the people, the settings and the devices' names.
package struct Snapshot: Sendable {
  /// All applications, retracted ones included, in order of their identifiers.
  package let applications: [Application]
  /// All contacts, retracted ones included.
  package let contacts: [Contact]
  package let settings: Settings
  private let labels: [RecordState]

  package init(_ reader: StoreReader) throws {
    applications = try reader.records(ofType: RecordType.application.rawValue).compactMap(Application.init)
    contacts = try reader.records(ofType: RecordType.contact.rawValue).compactMap(Contact.init)
    settings = Settings(try reader.records(ofType: RecordType.setting.rawValue))
    labels = try reader.records(ofType: RecordType.device.rawValue)
  }

  /// The applications and people that can be named: those that are not retracted.
  package var namedApplications: [Application] { applications.filter { !$0.isRetracted } }
  package var namedContacts: [Contact] { contacts.filter { !$0.isRetracted } }

  /// The name that a person gave to a device, or nil.
  package func label(of device: DeviceID) -> String? {
    // Some logs name a device in a record that has the device's own UUID.
    DeviceLabel.label(of: device, in: labels)
      ?? labels.first { $0.id == RecordID(high: device.high, low: device.low) }?["label"]?.string
  }

  /// The release of the time zone rules by which a device last wrote; nil where it has not said so.
  package func zoneRules(of device: DeviceID) -> ZoneRelease? {
    let record = DeviceLabelling.recordID(device)
    return labels.first { $0.id == record }.flatMap { DeviceLabel($0)?.zoneRules }.flatMap { ZoneRelease($0) }
  }

  /// What a device is called: its name, else the end of its UUID.
  package func name(of device: DeviceID) -> String { label(of: device) ?? "device \(device.text.suffix(6))" }

  /// What a record is called where another one refers to it; nil for records that have no name.
  package func name(of record: RecordID) -> String? {
    if let application = applications.first(where: { $0.id == record }) { return application.title }
    return contacts.first { $0.id == record }?.displayName
  }

  /// The type of a record that can be referred to.
  package func type(of record: RecordID) -> RecordType? {
    if applications.contains(where: { $0.id == record }) { return .application }
    return contacts.contains { $0.id == record } ? .contact : nil
  }
}
