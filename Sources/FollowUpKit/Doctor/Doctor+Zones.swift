import CivilTime
import EventLog
import EventStorage
import FollowUp

// By which rules of time zones this machine reckons.
extension Doctor {
  /// Rules that are older than a year, or than another device's: their zones may be an hour off, and two devices may say
  /// two things.
  mutating func examineZoneRules(_ reader: StoreReader, _ snapshot: Snapshot) throws {
    guard let release = zones.release else { return }
    let about = "time zones (\(zones.source))"
    if release.isOlderThanAYear(on: try context.now(snapshot.settings).today) {
      add(
        Diagnostic(
          "zone-rules-old", .warning, about: about, what: "their rules are those of \(release)",
          why: "Some zones change each year; their hours are wrong until the rules are updated.",
          command: updateCommand))
    }
    let own = try reader.ownDevices()
    let others = Set(try reader.outline().branches.map(\.device)).subtracting(own)
    let later = others.compactMap { device in
      snapshot.zoneRules(of: device).map { (device: device, release: $0) }
    }.filter { $0.release > release }.max { ($0.release, $0.device) < ($1.release, $1.device) }
    if let later {
      add(
        Diagnostic(
          "zone-rules-behind", .warning, about: about,
          what:
            "their rules are those of \(release), and \(snapshot.name(of: later.device)) has those of \(later.release)",
          why: "The two may advise different hours in zones that changed between these releases.",
          command: updateCommand))
    }
  }

  private var updateCommand: String? {
    // What a person has named goes before the system's, however old it is.
    if context.zoneFolder == zones.source { return "unset TZDIR" }
    #if canImport(Darwin)
      return nil
    #else
      return "sudo apt-get update && sudo apt-get install --only-upgrade tzdata"
    #endif
  }
}
