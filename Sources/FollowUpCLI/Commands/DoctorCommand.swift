import ArgumentParser
import EventLog
import EventStorage
import EventSync
import FollowUpKit

/// `doctor`
struct DoctorCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Find what is wrong with the store, and the command that mends it.",
    discussion: """
      Looks at the database, where it lies, who may read it, the clocks, the devices, what waits, the shared folders and \
      the settings. Nothing is written. Exit status 3: something needs a person.

      followup doctor --salvage rescued.db    what is sound of a damaged store, into a new one
      followup doctor --adopt "old phone"     what waits for events that nobody has any more, recorded anew
      followup doctor --mend                  the numbers and indexes that a store has lost, brought back
      """)

  @Option(
    help: ArgumentHelp(
      "Rescue every event of a damaged store that is still sound into a new file; the damaged one is only read.",
      valueName: "newstore"), completion: .file())
  var salvage: String?
  @Option(
    help: ArgumentHelp(
      "Record anew what waits of a device for events that nobody has any more; asks at a terminal.",
      valueName: "device"), completion: .devices)
  var adopt: String?
  @Flag(
    name: .customLong("mend"),
    help: ArgumentHelp(
      "Bring back what a store has lost beside its tables: the numbers by which it is known, indexes, triggers; a copy is set aside first."
    ))
  var isMending = false
  @Flag(name: .customLong("dry-run"), help: "With --adopt: show what would be recorded, and write nothing.")
  var isDryRun = false
  @Flag(name: .customLong("yes"), help: "With --adopt: do not ask.") var isAgreed = false
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if (adopt == nil ? 0 : 1) + (salvage == nil ? 0 : 1) + (isMending ? 1 : 0) > 1 {
      throw ValidationError("--adopt, --salvage and --mend exclude each other; choose one.")
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
    DoctorPage(session: session, diagnostics: doctor.diagnostics, events: doctor.events).print()
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
