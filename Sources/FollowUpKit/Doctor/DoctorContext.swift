import CivilTime
import EventStorage
import FollowUp

/// The store that a doctor looks at, and what is around it.
package struct DoctorContext {
  /// The file of the store.
  package let path: String
  /// What the store takes from the world.
  package let environment: StoreEnvironment
  /// The rules of time zones.
  package let zones: () -> any ZoneRules
  /// The present on the person's clock.
  package let now: (Settings) throws -> Now
  /// The IANA name of this machine's zone; nil where it has none.
  package let machineZone: () -> String?
  /// Whether commands find the store without being told where it lies.
  package var isDefaultStore = false
  /// Where stores lie when nobody says otherwise; nil where nothing says.
  package var defaultPath: String?
  /// Where commands put temporary files; nil where they are not looked for.
  package var temporaryFolder: String?
  /// Where this machine remembers its backups; nil where it does not.
  package var backupLedgerFolder: String?
  /// The folder of time zone rules that the person has named; nil for the system's.
  package var zoneFolder: String?

  /// A store, and what has to be known of its surroundings; the rest is left out until it is set.
  package init(
    path: String, environment: StoreEnvironment, zones: @escaping () -> any ZoneRules,
    now: @escaping (Settings) throws -> Now, machineZone: @escaping () -> String?
  ) {
    self.path = path
    self.environment = environment
    self.zones = zones
    self.now = now
    self.machineZone = machineZone
  }
}
