import ArgumentParser
import EventLog
import EventStorage
import EventSync
import FollowUpKit

/// `doctor`
struct DoctorCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Find problems with the store, and the command that repairs each.",
    discussion: """
      Checks the database, its location and permissions, the clocks, the devices, waiting lines, the shared folders and \
      the settings. Writes nothing. Exit status 3: something needs your attention.

      followup doctor --salvage rescued.db    rescue the sound events of a damaged store into a new one
      followup doctor --adopt "old phone"     record waiting lines again when the events they wait for are lost
      followup doctor --mend                  restore lost database numbers and indexes
      """)

  @Option(
    help: ArgumentHelp(
      "Rescue every sound event of a damaged store into a new file; the damaged store is only read.",
      valueName: "newstore"), completion: .file())
  var salvage: String?
  @Option(
    help: ArgumentHelp(
      "Record again a device's waiting lines when the events they wait for are lost; asks at a terminal.",
      valueName: "device"), completion: .devices)
  var adopt: String?
  @Flag(
    name: .customLong("mend"),
    help: ArgumentHelp(
      "Restore what another program removed from the database: identifying numbers, indexes, triggers; sets a copy aside first."
    ))
  var isMending = false
  @Flag(name: .customLong("dry-run"), help: "With --adopt: show what would be recorded; write nothing.")
  var isDryRun = false
  @Flag(name: .customLong("yes"), help: "With --adopt: do not ask for confirmation.") var isAgreed = false
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if (adopt == nil ? 0 : 1) + (salvage == nil ? 0 : 1) + (isMending ? 1 : 0) > 1 {
      throw ValidationError("--adopt, --salvage and --mend cannot be combined; choose one.")
    }
    if adopt == nil, isDryRun || isAgreed { throw ValidationError("--dry-run and --yes go with --adopt DEVICE.") }
  }

  func run(_ session: Session) throws {
    if let adopt { return try AdoptJob(session: session, device: adopt, isDryRun: isDryRun, isAgreed: isAgreed).run() }
    if isMending { return try MendJob(session: session).run() }
    if let salvage { return try SalvageJob(session: session, new: salvage).run() }
    var doctor = Doctor(context(session))
    try doctor.examine()
    if !doctor.diagnostics.contains(where: { $0.severity != .note }), session.format == .text, session.isDefaultStore,
      Platform.status(session.storePath) == nil
    {
      session.say("Nothing is recorded yet: followup open COMPANY ROLE")
      return
    }
    DoctorView(session: session, diagnostics: doctor.diagnostics, events: doctor.events).print()
  }

  private func context(_ session: Session) -> DoctorContext {
    var context = DoctorContext(
      path: session.storePath, environment: session.storeEnvironment, zones: { session.zones }, now: session.now,
      machineZone: { session.machineZoneName })
    context.isDefaultStore = session.isDefaultStore
    context.defaultPath = session.defaultStorePath
    context.temporaryFolder = session.temporaryFolder
    context.backupLedgerFolder = session.backupLedgerFolder
    context.zoneFolder = session.context.environment["TZDIR"]
    return context
  }
}
