import CivilTime
import EventLog
import EventStorage
import FollowUp

/// Writes what commands come to: one transaction and one step for each command, and beside it what a device says of itself.
package struct Recorder {
  private let store: EventStore
  private let zones: any ZoneRules
  private let machineZone: () throws -> Zone
  private let newStep: () -> StepID

  /// A recorder of a store.
  ///
  /// - Parameters:
  ///   - machineZone: the zone to be recorded with the first entry of a store.
  package init(
    store: EventStore, zones: any ZoneRules, machineZone: @escaping () throws -> Zone,
    newStep: @escaping () -> StepID
  ) {
    self.store = store
    self.zones = zones
    self.machineZone = machineZone
    self.newStep = newStep
  }

  /// Carries out a command: reads, decides, and writes all drafts with one step.
  ///
  /// - Parameters:
  ///   - query: what the command decides on, from the state within the transaction.
  ///   - body: the command.
  package func record(
    query: (StoreReader) throws -> QueryContext, body: (QueryContext, StoreWriter) throws -> CommandResult
  ) throws -> (result: CommandResult, receipt: WriteReceipt, step: StepID) {
    let step = newStep()
    let (result, receipt) = try store.write { writer in
      let query = try query(try writer.reader())
      let result = try body(query, writer)
      let recordsZone = result.drafts.contains { $0.record == SettingAssignment.recordID("tz") }
      if !result.drafts.isEmpty, !recordsZone {
        if let zone = try announceZone(query.reader, query.snapshot.settings) { try writer.append(zone, step: nil) }
      }
      if !result.drafts.isEmpty, let rules = try announceZoneRules(query.reader, writer) {
        try writer.append(rules, step: nil)
      }
      for draft in result.drafts { try writer.append(draft, step: result.step ?? step) }
      return result
    }
    return (result, receipt, step)
  }

  /// The draft of the setting `tz` for a store that is written for the first time; nil when the store has it, or has been
  /// written before. It has no step: undo leaves it alone.
  package func announceZone(_ reader: StoreReader, _ settings: Settings) throws -> Draft? {
    guard settings.tz == nil else { return nil }
    let zone = try machineZone()
    // A device that has only synced so far has written nothing.
    let own = try reader.ownDevices()
    guard try !reader.outline().branches.contains(where: { own.contains($0.device) }) else { return nil }
    return SettingAssignment.draft(zone: zone)
  }

  /// The draft that says by which rules of zones this device reckons; nil where it has said so, or nobody knows. It has no
  /// step, for undo takes back what a person did and not what a machine is.
  package func announceZoneRules(_ reader: StoreReader, _ writer: StoreWriter) throws -> Draft? {
    guard let release = zones.release else { return nil }
    let device = try writer.device()
    let known = try reader.record(DeviceLabelling.recordID(device)).flatMap { DeviceLabel($0)?.zoneRules }
    return known == release.text ? nil : DeviceLabelling.draft(device, zoneRules: release)
  }
}
