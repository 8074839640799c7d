import CivilTime
import EventLog
import EventStorage
import EventSync

/// Two stores and the folder that they share, as a value: the states of a search through everything that two laptops can do
/// in whatever order.
///
/// A laptop can write, and it can sync, in two steps between which anything may happen: it reads (lists the folder, reads,
/// and commits what it has read), and it publishes (writes and removes files, and remembers the folder). Within a step it
/// may be killed at each of its writes. What comes of a carrier that is at work within a step the random histories show.
///
/// A sync under way cannot be copied, but it is a function of what it has seen: so it is held as the moment at which it
/// began, and for its second step the first one is run again.
package struct SmallWorld: Hashable, Sendable {
  /// What a sync saw at its beginning.
  struct Moment: Hashable, Sendable {
    let store: MemoryStoreState
    let anchor: EventPosition?
    let image: FolderImage
  }

  package private(set) var stores: [MemoryStoreState]
  private var anchors: [EventPosition?]
  package private(set) var image = FolderImage()
  /// How many events each may still write, and how many syncs it may begin.
  package private(set) var events: [Int]
  private var syncs: [Int]
  /// How many processes may still be killed.
  private var crashes: Int
  /// The syncs that have read and not published yet.
  private var reading: [Moment?]

  package init(events: Int, syncs: Int, crashes: Int) {
    stores = [MemoryStoreState(), MemoryStoreState()]
    anchors = [nil, nil]
    self.events = [events, events]
    self.syncs = [syncs, syncs]
    self.crashes = crashes
    reading = [nil, nil]
  }

  /// Whether nobody is at work and everything was written.
  package var isAtRest: Bool { reading.allSatisfy { $0 == nil } && events == [0, 0] }

  /// The same with nothing left to do: worlds at rest that go the same way from here.
  package var settled: SmallWorld {
    var world = self
    world.syncs = [0, 0]
    world.crashes = 0
    return world
  }

  /// All worlds that one step leads to.
  package func successors() throws -> [SmallWorld] {
    var result: [SmallWorld] = []
    for laptop in 0..<2 {
      if events[laptop] > 0 { result.append(try writing(laptop)) }
      if crashes > 0, reading[laptop] != nil {
        // Killed between the two steps.
        var world = self
        world.crashes -= 1
        world.reading[laptop] = nil
        result.append(world)
      }
      guard reading[laptop] != nil || syncs[laptop] > 0 else { continue }
      let (world, steps) = try goingOn(laptop, crashStep: nil)
      result.append(world)
      guard crashes > 0 else { continue }
      for step in 0..<steps { result.append(try goingOn(laptop, crashStep: step).world) }
    }
    return result
  }

  private func store(_ laptop: Int) -> MemoryStore {
    let store = MemoryStore(place: "laptop \(laptop)", clock: TestClock(), seed: UInt64(laptop) + 1)
    store.state = stores[laptop]
    store.anchor = anchors[laptop]
    return store
  }

  private func writing(_ laptop: Int) throws -> SmallWorld {
    var world = self
    let store = store(laptop)
    _ = try store.write(
      RecordID(high: 0x7000, low: 0x8000_0000_0000_0001), ["text": JSONValue("\(laptop) \(events[laptop])")])
    world.stores[laptop] = store.state
    world.anchors[laptop] = store.anchor
    world.events[laptop] -= 1
    return world
  }

  /// A sync reads, or publishes if it has read.
  ///
  /// - Returns: with the world how many writes there were at which it might have been killed.
  private func goingOn(_ laptop: Int, crashStep: Int?) throws -> (world: SmallWorld, steps: Int) {
    var world = self
    let present = Moment(store: stores[laptop], anchor: anchors[laptop], image: image)
    let sync = CutSync(
      store(laptop), [reading[laptop], present].compactMap(\.self), SimulatedProcess(crashStep: crashStep))
    let end = try sync.run()
    if crashStep != nil { world.crashes -= 1 }
    if reading[laptop] == nil { world.syncs[laptop] -= 1 }
    world.stores[laptop] = sync.store.state
    world.anchors[laptop] = sync.store.anchor
    world.image = sync.folder.image
    world.reading[laptop] = end == .cut ? present : nil
    return (world, sync.process.steps)
  }

  /// The world after a whole sync that nothing comes between.
  package func synced(_ laptop: Int) throws -> SmallWorld {
    var world = self
    world.syncs[laptop] += 1
    repeat { world = try world.goingOn(laptop, crashStep: nil).world } while world.reading[laptop] != nil
    return world
  }
}

/// A sync up to its cut; or from its start, without effect, to its cut and on from there.
private final class CutSync: SyncStore {
  enum End { case done, cut, killed }

  let store: MemoryStore
  let folder = MemoryFolder(name: "folder", isCanonical: true)
  let process: SimulatedProcess
  private var moments: ArraySlice<SmallWorld.Moment>
  private var cut: SmallWorld.Moment?

  init(_ store: MemoryStore, _ moments: [SmallWorld.Moment], _ process: SimulatedProcess) {
    self.store = store
    self.moments = moments[...]
    self.process = process
  }

  func run() throws -> End {
    take()
    do {
      _ = try FolderSync(folder: folder, syncStore: self).run()
      return process.isDead ? .killed : .done
    } catch is SimulatedCrash {
      if let cut {
        // What was done after the cut was done by nobody.
        store.state = cut.store
        store.anchor = cut.anchor
        folder.image = cut.image
        return .cut
      }
      return .killed
    } catch {
      guard process.isDead else { throw error }
      return .killed
    }
  }

  /// Goes on from the next moment; from the last one on what is done is done, and may be the end of the process.
  private func take() {
    guard let moment = moments.popFirst() else { return }
    store.state = moment.store
    store.anchor = moment.anchor
    folder.image = moment.image
    folder.process = moments.isEmpty ? process : nil
    store.process = folder.process
  }

  func writerState(claims: [EventClaim]) throws -> StoreWriterState {
    // The first step ends here: all was read and committed, nothing is written yet but a marker where there was none.
    let isMarked = folder.image.nodes["followup-folder.json"] != nil
    if isMarked {
      guard !moments.isEmpty else {
        if cut == nil, !hasGoneOn { throw end() }
        return try store.writerState(claims: claims)
      }
      take()
      hasGoneOn = true
    }
    return try store.writerState(claims: claims)
  }

  private var hasGoneOn = false

  private func end() -> SimulatedCrash {
    cut = SmallWorld.Moment(store: store.state, anchor: store.anchor, image: folder.image)
    return SimulatedCrash()
  }

  // MARK: SyncStore

  var wallMilliseconds: Int64 { store.wallMilliseconds }
  func locationID(ofRealPath path: String) -> String { store.locationID(ofRealPath: path) }

  func view<Result>(_ body: (any SyncView) throws -> Result) throws -> Result {
    try folder.process?.check()
    return try store.view(body)
  }

  func takeIn(
    _ sources: [any LineSource], isKept: Bool, former: FolderMemory?, progress: ((IngestReport) -> Void)?,
    then body: (any SyncView) throws -> FolderMemory?
  ) throws -> IngestReport {
    try folder.process?.step()
    let report = try store.takeIn(sources, isKept: isKept, former: former, progress: progress, then: body)
    try folder.process?.step()
    return report
  }

  func remember(_ memory: FolderMemory, former: FolderMemory?) throws {
    try folder.process?.step()
    try store.remember(memory, former: former)
    try folder.process?.step()
  }
}
