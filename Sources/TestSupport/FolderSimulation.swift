import EventLog
import EventStorage
import EventSync
import Foundation

/// Why a history failed.
package struct HistoryFailure: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

/// One laptop of a simulation: its store, its clock, and what it may mint.
final class SimulatedLaptop {
  let number: Int
  let store: any SimulatedStore
  let clock: TestClock
  /// What it was told is written, by its hash.
  var backup: Backup?
  /// Events that this store itself acknowledged.
  var written: Set<EventHash> = []
  /// How many own devices it had when it last came from somewhere, how many it may have minted since, and whether it has to
  /// have once it has written or synced.
  var ownAtStart = 0
  var mintsMax = 1
  var mustMint = false
  /// How many others came from the same disk: each may turn up as its branch, also after a restore.
  var twins = 0
  /// An older content of its view, for stale reads.
  var former = FolderImage()

  enum Backup {
    case memory(MemoryStoreState)
    case file(String)
  }

  init(_ number: Int, _ store: any SimulatedStore, _ clock: TestClock) {
    self.number = number
    self.store = store
    self.clock = clock
  }
}

/// Carries out a history, lets the faults stop, and holds what is left against what has to be.
package final class FolderSimulation {
  let history: FolderHistory
  var laptops: [SimulatedLaptop] = []
  let carrier = FolderCarrier()
  /// Everything that a store has acknowledged, and what of it a restore took away for good.
  private(set) var acknowledged: [EventHash: EventLine] = [:]
  private var forgone: Set<EventHash> = []
  private var scratch: TemporaryFolder?
  private var files = 0
  private var random: SeededGenerator

  /// What happened in it: so that tests can tell that everything did.
  package private(set) var met = Met()

  /// How often something happened.
  package struct Met: Sendable {
    package var syncs = 0, crashes = 0, failures = 0, damages = 0, copies = 0, published: Int64 = 0, healed: Int64 = 0
    package var rolledUp = 0, removed = 0, clones = 0, restores = 0, mintings = 0, problems = 0, postponed: Int64 = 0

    package init() {}

    package static func += (left: inout Met, right: Met) {
      left.syncs += right.syncs
      left.crashes += right.crashes
      left.failures += right.failures
      left.damages += right.damages
      left.copies += right.copies
      left.published += right.published
      left.healed += right.healed
      left.postponed += right.postponed
      left.rolledUp += right.rolledUp
      left.removed += right.removed
      left.clones += right.clones
      left.restores += right.restores
      left.mintings += right.mintings
      left.problems += right.problems
    }
  }

  package init(_ history: FolderHistory) throws {
    self.history = history
    random = SeededGenerator(seed: history.seed ^ 0x5eed)
    if history.usesRealStores { scratch = try TemporaryFolder(inMemory: true) }
    for number in 0..<history.devices {
      let clock = TestClock()
      laptops.append(SimulatedLaptop(number, try store(number, clock), clock))
      addView(number, name: "folder \(number)", copying: nil)
    }
  }

  deinit { for laptop in laptops { try? laptop.store.close() } }

  private func store(_ number: Int, _ clock: TestClock) throws -> any SimulatedStore {
    let seed = history.seed &* 1_000 &+ UInt64(number)
    guard let scratch else { return MemoryStore(place: "laptop \(number)", clock: clock, seed: seed) }
    return try RealStore(
      path: scratch.file("\(number).db"),
      environment: clock.environment(
        seed: seed, machine: "machine \(number)", anchorDirectory: scratch.file("anchors \(number)")))
  }

  private func addView(_ number: Int, name: String, copying other: Int?) {
    let clock = laptops[number].clock
    let folder = MemoryFolder(name: name) {
      clock.milliseconds.multipliedReportingOverflow(by: 1_000_000).partialValue
    }
    let services = CarrierService.allCases
    carrier.addView(
      folder, services[(Int(history.seed % 97) + number) % services.count],
      copying: other.map { carrier.views[$0] })
  }

  // MARK: - Actions

  /// - Throws: ``HistoryFailure`` when something is lost or not as it should be.
  package func run() throws {
    for action in history.actions { try perform(action) }
    try FolderVerdict(self).check()
    met.copies = carrier.copies
  }

  private func perform(_ action: FolderAction) throws {
    switch action {
    case .write(let device, let events, let crashStep):
      guard laptops.indices.contains(device) else { return }
      try write(laptops[device], events, crashStep)
    case .sync(let device, let faults, let crashStep, let seed):
      guard laptops.indices.contains(device) else { return }
      do { try sync(laptops[device], faults: faults, crashStep: crashStep, seed: seed) } catch is SyncFailure {
        met.failures += 1
      } catch is SimulatedCrash { met.crashes += 1 }
    case .carry(let view, let share, let seed):
      guard laptops.indices.contains(view) else { return }
      laptops[view].former = carrier.views[view].folder.image
      var random = SeededGenerator(seed: seed)
      carrier.carry(view, random: &random, share: share)
    case .damage(let view, let pick, let damage):
      guard let path = path(view, pick) else { return }
      let folder = carrier.views[view].folder
      met.damages += 1
      if let bytes = damage.applied(to: folder.image.nodes[path]?.bytes ?? [], pick: pick) {
        folder.change(path, to: bytes)
      } else {
        folder.image.nodes[path] = nil
      }
    case .copy(let view, let pick): if let path = path(view, pick) { carrier.copy(path, in: view) }
    case .resurrect(let pick): carrier.resurrect(pick)
    case .hostile(let view, let pick):
      if laptops.indices.contains(view) { addHostile(carrier.views[view].folder, pick) }
    case .backup(let device): if laptops.indices.contains(device) { try backUp(laptops[device]) }
    case .restore(let device): if laptops.indices.contains(device) { try restore(laptops[device]) }
    case .clone(let device, let kind):
      if laptops.indices.contains(device), laptops.count < history.devicesMax { try clone(laptops[device], kind) }
    case .clock(let device, let milliseconds):
      if laptops.indices.contains(device) { laptops[device].clock.milliseconds += milliseconds }
    }
  }

  private func path(_ view: Int, _ pick: Int) -> String? {
    guard laptops.indices.contains(view) else { return nil }
    let files = carrier.views[view].folder.image.files.filter { !$0.hasSuffix(".icloud") }
    return files.isEmpty ? nil : files[pick % files.count]
  }

  private func write(_ laptop: SimulatedLaptop, _ events: Int, _ crashStep: Int?) throws {
    let store = laptop.store as? MemoryStore
    store?.process = SimulatedProcess(crashStep: crashStep)
    defer { store?.process = nil }
    for _ in 0..<events {
      laptop.clock.milliseconds += Int64.random(in: 0...2_000, using: &random)
      let record = RecordID(high: 0x7000, low: 0x8000_0000_0000_0000 | UInt64.random(in: 0..<3, using: &random))
      let text = ["one", "two", "e\u{301}"].randomElement(using: &random) ?? ""
      do {
        let line = try laptop.store.write(record, ["type": "note", "text": JSONValue(text)])
        acknowledged[line.hash] = line
        laptop.written.insert(line.hash)
      } catch is SimulatedCrash {
        met.crashes += 1
        // What was committed is there, though nobody was told.
        for line in try laptop.store.accepted { acknowledged[line.hash] = line }
        return
      }
    }
  }

  /// One sync of a laptop.
  @discardableResult
  func sync(
    _ laptop: SimulatedLaptop, faults: FolderFaults = [], crashStep: Int? = nil, seed: UInt64 = 0,
    refill: Bool = false
  ) throws -> SyncReport {
    let view = carrier.views[laptop.number]
    let process = SimulatedProcess(crashStep: crashStep)
    view.folder.process = process
    (laptop.store as? MemoryStore)?.process = process
    defer {
      view.folder.process = nil
      (laptop.store as? MemoryStore)?.process = nil
      laptop.clock.milliseconds += 1_000
    }
    let folder = FaultyFolder(
      view.folder, faults: faults, seed: seed, foldsCase: history.folding.contains(laptop.number),
      former: laptop.former
    ) { [carrier] random in carrier.carry(laptop.number, random: &random, share: 40) }
    let sync = FolderSync(folder: folder, syncStore: MortalStore(laptop.store, process))
    let report: SyncReport
    do { report = try sync.run(FolderSync.Options(refill: refill)) } catch {
      // What a dying process says nobody hears.
      try process.check()
      throw error
    }
    try process.check()
    met.syncs += 1
    met.published += report.published
    met.healed += report.healed
    met.postponed += report.postponed
    met.rolledUp += report.rolledUp
    met.removed += report.removed
    met.problems += report.problems.count
    if let minting = report.minting, minting != .first { met.mintings += 1 }
    return report
  }

  /// Something that has no place in a shared folder.
  private func addHostile(_ folder: MemoryFolder, _ pick: Int) {
    let device =
      folder.image.files.compactMap { path -> String? in
        let parts = path.split(separator: "/")
        return parts.count == 3 && parts[0] == "log" ? String(parts[1]) : nil
      }.first ?? "x"
    let things: [(String, FolderImage.Node)] = [
      ("log/\(device)/0000000001-0000000002-00000000000000aa.jsonl", FolderImage.Node(kind: .link)),
      ("log/\(device)/pipe.jsonl", FolderImage.Node(kind: .other)),
      ("log/\(device)/huge.jsonl", FolderImage.Node(kind: .file, bytes: [0x61], size: 1 << 40)),
      ("log/escape", FolderImage.Node(kind: .link)),
      ("log/\(device)/notes.txt", FolderImage.Node(kind: .file, bytes: Array("hello\n".utf8))),
      ("log/\(device)/letter.jsonl", FolderImage.Node(kind: .file, bytes: Array("{\"not\":\"an event\"}\n".utf8))),
      (".DS_Store", FolderImage.Node(kind: .file, bytes: [0, 1, 2])),
    ]
    let (path, node) = things[pick % things.count]
    guard folder.image.nodes[path] == nil else { return }
    folder.image.makeParents(path)
    folder.image.nodes[path] = node
  }

  // MARK: - Clones and restores

  private func backUp(_ laptop: SimulatedLaptop) throws {
    if let store = laptop.store as? MemoryStore {
      laptop.backup = .memory(store.state)
    } else if let store = laptop.store as? RealStore, let scratch {
      files += 1
      let file = scratch.file("backup \(files).db")
      try store.copyDatabase(to: file)
      laptop.backup = .file(file)
    }
  }

  private func restore(_ laptop: SimulatedLaptop) throws {
    guard let backup = laptop.backup else { return }
    met.restores += 1
    try checkMinting(laptop, isAtEnd: false)
    let had = Set(try laptop.store.accepted.map(\.hash))
    switch backup {
    case .memory(let state): (laptop.store as? MemoryStore)?.state = state
    case .file(let file): try (laptop.store as? RealStore)?.replaceDatabase(by: file)
    }
    var held = Set<EventHash>()
    for other in laptops { held.formUnion(try other.store.accepted.map(\.hash)) }
    // Where nothing in the folder is ever damaged, what lies there is not lost either.
    if !history.isDestructive { held.formUnion(linesInFolder()) }
    forgone.formUnion(had.subtracting(held))
    // What follows on an event that is gone waits for it for ever.
    for line in acknowledged.values.sorted(by: { $0.seq < $1.seq }) where forgone.contains(line.prev) {
      forgone.insert(line.hash)
    }
    let now = Set(try laptop.store.accepted.map(\.hash))
    laptop.ownAtStart = try laptop.store.ownDevices.count
    laptop.mintsMax = 1 + laptop.twins
    laptop.mustMint = !laptop.written.isSubset(of: now)
    laptop.written.formIntersection(now)
  }

  /// The hashes of all lines in files of the carrier and the views.
  private func linesInFolder() -> Set<EventHash> {
    var contents = carrier.contents.map { ($0.key, $0.value) }
    for view in carrier.views {
      contents += view.folder.image.nodes.filter { $0.value.kind == .file }.map { ($0.key, $0.value.bytes) }
    }
    // What lies in temporary files nobody reads.
    return Set(
      contents.filter { $0.0.hasSuffix(".jsonl") }.flatMap { $0.1.split(separator: 0x0a) }.map { EventHash(of: $0) })
  }

  private func clone(_ laptop: SimulatedLaptop, _ kind: CloneKind) throws {
    met.clones += 1
    let number = laptops.count
    let clock = TestClock(laptop.clock.milliseconds)
    let clone: SimulatedLaptop
    if let original = laptop.store as? MemoryStore {
      // The copy of a disk has the same machine and path.
      let place = kind == .disk ? original.place : "laptop \(number)"
      let store = MemoryStore(place: place, clock: clock, seed: history.seed &* 1_000 &+ UInt64(number))
      store.state = original.state
      if kind == .disk { store.anchor = original.anchor }
      clone = SimulatedLaptop(number, store, clock)
    } else {
      // A real store has its real path, so its copy is always told.
      guard let original = laptop.store as? RealStore, let scratch else { return }
      try original.copyDatabase(to: scratch.file("\(number).db"))
      clone = SimulatedLaptop(number, try store(number, clock), clock)
    }
    let hasWritten = try !laptop.store.ownDevices.isEmpty
    clone.ownAtStart = try clone.store.ownDevices.count
    if kind == .disk, laptop.store is MemoryStore {
      clone.mintsMax = laptop.mintsMax - (try laptop.store.ownDevices.count - laptop.ownAtStart) + 1
      laptop.mintsMax += 1
      laptop.twins += 1
      clone.twins = laptop.twins
    } else {
      clone.mustMint = hasWritten
    }
    laptops.append(clone)
    let isDisk = kind == .disk && laptop.store is MemoryStore
    addView(
      number, name: isDisk ? carrier.views[laptop.number].folder.name : "folder \(number)", copying: laptop.number)
  }

  /// A store mints once after it was cloned or restored, and otherwise never.
  func checkMinting(_ laptop: SimulatedLaptop, isAtEnd: Bool) throws {
    let minted = try laptop.store.ownDevices.count - laptop.ownAtStart
    guard minted <= laptop.mintsMax else {
      throw HistoryFailure("laptop \(laptop.number) minted \(minted) devices, and should at most \(laptop.mintsMax)")
    }
    guard isAtEnd, laptop.mustMint, minted < 1 else { return }
    throw HistoryFailure("laptop \(laptop.number) minted \(minted) devices, and should one")
  }

  /// What has to be everywhere in the end.
  var required: Set<EventHash> { Set(acknowledged.keys).subtracting(forgone) }
  var isAnythingForgone: Bool { !forgone.isEmpty }
}
