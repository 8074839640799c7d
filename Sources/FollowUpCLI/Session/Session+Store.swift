import EventLog
import EventStorage
import EventSync
import FollowUp
import FollowUpKit

extension Session {
  /// Where the store lies.
  var storePath: String {
    if let path = options.store ?? nonEmpty("FOLLOWUP_STORE") { return path }
    return defaultStorePath
  }

  /// Where it lies when nobody says otherwise.
  var defaultStorePath: String { directory("XDG_DATA_HOME", ".local/share") + "/followup/followup.db" }

  /// Whether nobody has named a store: then its absence is the normal beginning.
  var isDefaultStore: Bool { options.store == nil && nonEmpty("FOLLOWUP_STORE") == nil }

  /// Where this machine's own knowledge of its stores lies.
  var stateFolder: String { directory("XDG_STATE_HOME", ".local/state") + "/followup" }

  /// What the store takes from the world. All stores that a command opens wait for locks as one.
  var storeEnvironment: StoreEnvironment {
    var environment = context.storeEnvironment(stateFolder + "/anchors")
    if let locks {
      environment.locks = locks
      return environment
    }
    if !options.quiet {
      // Unsafe, for the compiler cannot see that only the command's own thread calls it, while it waits for the lock.
      nonisolated(unsafe) let notice = LockNotice(out: out, err: context.err, progress: progress)
      environment.whileLocked = { notice.say() }
    }
    locks = environment.locks
    return environment
  }

  /// Where a person's own files for the program lie.
  var configurationFolder: String { directory("XDG_CONFIG_HOME", ".config") + "/followup" }

  private func nonEmpty(_ name: String) -> String? {
    context.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A base directory. The specification has relative ones ignored.
  private func directory(_ variable: String, _ fallback: String) -> String {
    if let path = nonEmpty(variable), path.hasPrefix("/") { return path }
    return (nonEmpty("HOME") ?? ".") + "/" + fallback
  }

  /// The store, which must be there.
  func openStore() throws -> EventStore {
    guard Platform.status(storePath) != nil else {
      throw CommandFailure(
        "\(storePath): there is no store yet; followup open COMPANY ROLE creates one, and --store FILE names another")
    }
    try refuseHazards()
    return try EventStore(openingAt: storePath, environment: storeEnvironment, connections: .single)
  }

  /// The store; nil when it is the default one and nothing was recorded yet.
  func openStoreIfAny() throws -> EventStore? {
    if isDefaultStore, Platform.status(storePath) == nil { return nil }
    return try openStore()
  }

  /// The store, which is made when there is none.
  func makeStore() throws -> EventStore {
    try refuseHazards()
    do { return try EventStore(creatingAt: storePath, environment: storeEnvironment, connections: .single) } catch let
      error
      as StoreError
    {
      throw CommandFailure("\(error)")
    }
  }

  /// Refuses a store where something would copy it while it is written, or where writing is not what it should be.
  func refuseHazards() throws {
    guard !options.storeAnyway, let hazard = StoreHazard.of(storePath) else { return }
    let way = """
      Keep the store on this machine's own disk (--store FILE, or FOLLOWUP_STORE), and share events with followup sync \
      FOLDER. To use it anyway: --store-anyway
      """
    switch hazard {
    case .syncedFolder(let folder, let sign):
      throw CommandFailure(
        "\(storePath): the store would be in \(folder), which is synced (\(sign)): copying a database during a write "
          + "damages it, and two machines would write it at once. \(way)")
    case .networkFileSystem(let type):
      throw CommandFailure(
        "\(storePath): the store would be on a network share (\(type)), where a database is not safe. \(way)")
    }
  }

  /// Where temporary files may lie.
  var temporaryFolder: String { nonEmpty("TMPDIR") ?? "/tmp" }

  /// A new step, for a command that writes with ``EventStore/write(_:)`` itself.
  func newStep() -> StepID { storeEnvironment.newIdentifier() }

  /// Runs `body` with an empty store that is thrown away afterwards.
  func withScratchStore<Result>(_ body: (EventStore) throws -> Result) throws -> Result {
    try withScratchFolder { folder in
      let scratch = try EventStore(
        creatingAt: "\(folder)/scratch.db", environment: context.storeEnvironment(nil), connections: .single)
      defer { try? scratch.close() }
      return try body(scratch)
    }
  }

  /// Runs `body` with an empty folder that is thrown away afterwards.
  func withScratchFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let base = temporaryFolder
    let id: RecordID = storeEnvironment.newIdentifier()
    let folder = "\(base)/followup-\(id.text)"
    do { try Platform.makeDirectory(folder) } catch {
      throw CommandFailure("\(base): cannot create temporary files there (\(error)); set TMPDIR to another place")
    }
    defer { Platform.removeDirectory(folder) }
    return try body(folder)
  }

  /// What the devices are called in this store, if there is one.
  func deviceNames() throws -> (DeviceID) -> String? {
    guard Platform.status(storePath) != nil, let store = try? openStore() else { return { _ in nil } }
    defer { try? store.close() }
    let snapshot = try read(store) { $0.snapshot }
    return { snapshot.label(of: $0) }
  }

  /// Refuses a folder that the store itself lies in: the carrier would copy the database while it is written.
  func refuseStoreWithin(_ folder: String) throws {
    guard let folder = Platform.realPath(folder) else { return }
    let store = Platform.realPath(storePath) ?? Platform.realPath(storePath.parentDirectory).map { $0 + "/store" }
    guard let store, store == folder || store.hasPrefix(folder == "/" ? "/" : folder + "/") else { return }
    throw CommandFailure(
      "\(folder): the store \(storePath) is in this folder; a shared folder holds segments, never the database. "
        + "Choose a folder beside it, or move the store with --store FILE")
  }

  /// Reads from one moment of the store.
  func read<Result>(_ store: EventStore, _ body: (QueryContext) throws -> Result) throws -> Result {
    try store.read { try body(query($0)) }
  }

  /// What advice is read from at a moment of the store.
  func adviceReader(_ reader: StoreReader) throws -> AdviceReader {
    let settings = Settings(try reader.records(ofType: RecordType.setting.rawValue))
    return try AdviceReader(reader, settings: settings, now: try now(settings), zones: zones)
  }

  /// What a command decides on at a moment of the store.
  func query(_ reader: StoreReader) throws -> QueryContext {
    let snapshot = try Snapshot(reader)
    let environment = storeEnvironment
    return QueryContext(
      reader: reader, snapshot: snapshot, now: try now(snapshot.settings), zone: try zone(snapshot.settings),
      zones: zones, answers: answers, newRecord: { environment.newIdentifier() })
  }

  /// Writes what this command comes to.
  func recorder(_ store: EventStore) -> Recorder {
    Recorder(store: store, zones: zones, machineZone: namedMachineZone, newStep: newStep)
  }

  /// Carries out a command that records something, as one transaction: reads, decides, writes all drafts with one
  /// step, and then tells what was recorded.
  ///
  /// - Parameter isFirst: whether the command may be the first of a store, which is then made.
  @discardableResult
  func record(creating isFirst: Bool = false, _ body: (QueryContext, StoreWriter) throws -> CommandResult) throws
    -> CommandResult
  {
    let store = isFirst ? try makeStore() : try openStore()
    defer { try? store.close() }
    let (recording, receipt, step) = try recorder(store).record { reader in
      try query(reader)
    } body: { query, writer in
      try query.asking { try body(query, writer) }
    }
    explain(receipt.minting)
    for remark in recording.remarks { say("followup: \(remark)") }
    if !recording.drafts.isEmpty { trace.hasRecorded = true }
    tell(recording, receipt, step, nextStep(after: recording, store))
    return recording
  }

  /// Says in one sentence why this store now writes as a new device.
  func explain(_ minting: DeviceMinting?) {
    switch minting {
    case nil, .first?: return
    case .moved?:
      say(
        "followup: this store was copied or moved here, or its anchor is gone; it writes as a new device "
          + "from now on, and nothing was lost")
    case .restored?:
      say(
        "followup: another copy of this store, perhaps an older one, was put here, so it writes as a new device from now on; "
          + "nothing was lost, and a merge brings back what the copy lacks")
    case .branched?:
      say(
        "followup: this store, or a copy of it, has written as the same device elsewhere, so it writes as a new device "
          + "from now on; everything is kept")
    }
  }

  private func tell(_ recording: CommandResult, _ receipt: WriteReceipt, _ step: StepID, _ next: NextStep?) {
    switch format {
    case .text:
      for line in recording.lines { out.line(line) }
      if let next { out.line("next: \(next.line)") }
    case .plain:
      for draft in recording.drafts {
        out.record([draft.record.text, JSONValue(object: draft.set.map { (name: $0, value: $1) }).description])
      }
    case .json:
      let recorded = recording.drafts.map { draft in
        JSONValue(object: [
          (name: "record", value: JSONValue(draft.record.text)),
          (name: "set", value: JSONValue(object: draft.set.map { (name: $0, value: $1) })),
        ])
      }
      printJSON(
        recording.members + [
          (name: "recorded", value: JSONValue(array: recorded)),
          (name: "events", value: JSONValue(array: receipt.events.map { JSONValue($0.text) })),
          (name: "device", value: receipt.device.map { JSONValue($0.text) } ?? .null),
          (name: "step", value: recording.drafts.isEmpty ? .null : JSONValue((recording.step ?? step).text)),
          (name: "next", value: next?.advice.map(AdviceJSON.value) ?? .null),
        ])
    }
  }
}

/// Says once that another program has the store locked.
private final class LockNotice {
  private let out: Output
  private let err: Output
  private let progress: Progress
  private var isSaid = false

  init(out: Output, err: Output, progress: Progress) {
    self.out = out
    self.err = err
    self.progress = progress
  }

  func say() {
    guard !isSaid else { return }
    isSaid = true
    out.flush()
    progress.end()
    err.line("followup: another program has locked the store; waiting for it")
  }
}
