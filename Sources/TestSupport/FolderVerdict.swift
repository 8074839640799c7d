import EventLog
import EventStorage
import EventSync

/// What has to hold once the faults have stopped and every laptop has synced four times.
struct FolderVerdict {
  private let simulation: FolderSimulation
  private var laptops: [SimulatedLaptop] { simulation.laptops }
  private var carrier: FolderCarrier { simulation.carrier }

  init(_ simulation: FolderSimulation) { self.simulation = simulation }

  func check() throws {
    carrier.isCareful = true
    carrier.applyLateArrivals()
    for round in 1...4 {
      for laptop in laptops {
        try sync(laptop, round)
        // In every other history the carrier takes its time until all have synced.
        if simulation.history.seed % 2 == 0 { carrier.applyLateArrivals() }
      }
      carrier.applyLateArrivals()
      for laptop in laptops { laptop.clock.milliseconds += 60_000 }
    }
    try checkEvents()
    for laptop in laptops { try simulation.checkMinting(laptop, isAtEnd: true) }
    try checkQuiet("after four syncs")
    try checkFiles()
    if simulation.history.seed % 4 == 0 {
      // A week later what is left of damaged files may go; then there is silence again.
      for _ in 1...3 {
        for laptop in laptops {
          laptop.clock.milliseconds += 8 * 86_400_000
          try simulation.sync(laptop)
          carrier.applyLateArrivals()
        }
      }
      try checkEvents()
      try checkQuiet("weeks later")
    }
  }

  private func sync(_ laptop: SimulatedLaptop, _ round: Int) throws {
    do { try simulation.sync(laptop) } catch let failure as SyncFailure {
      // What the message says: wait for the carrier, and if it is lost everywhere, refill.
      guard [.incomplete, .emptied].contains(failure.code) else { throw failure }
      guard round > 1 || laptop.number == laptops.count - 1 else { return }
      try simulation.sync(laptop, refill: true)
    }
  }

  private func checkEvents() throws {
    let required = simulation.required
    var first: [EventLine] = []
    for laptop in laptops {
      let accepted = try laptop.store.accepted
      let hashes = Set(accepted.map(\.hash))
      let lost = required.subtracting(hashes)
      guard lost.isEmpty else {
        let lines = lost.compactMap { simulation.acknowledged[$0] }.map { "\($0.device.text.suffix(8)):\($0.seq)" }
        throw HistoryFailure("laptop \(laptop.number) lacks \(lost.count) events: \(lines.sorted())")
      }
      if laptop.number == 0 { first = accepted }
      guard hashes == Set(first.map(\.hash)) else {
        throw HistoryFailure("laptop \(laptop.number) has accepted other events than laptop 0")
      }
      guard try laptop.store.waitingCount == 0 || simulation.isAnythingForgone else {
        throw HistoryFailure("on laptop \(laptop.number) lines wait")
      }
      guard hashes.allSatisfy({ simulation.acknowledged[$0] != nil }) else {
        throw HistoryFailure("laptop \(laptop.number) has events that nobody wrote")
      }
    }
    let reference = MergedLog(first)
    guard reference.accepted.count == first.count else {
      throw HistoryFailure("what was accepted does not hang together")
    }
    for laptop in laptops {
      // Stores in memory have the reference's own digest.
      guard laptop.store is RealStore || laptop.number == 0 else { continue }
      guard try laptop.store.digest() == reference.digest else {
        throw HistoryFailure("laptop \(laptop.number) has another digest than the reference")
      }
    }
  }

  /// Nobody writes anything when nothing has happened.
  private func checkQuiet(_ when: String) throws {
    for laptop in laptops {
      let report = try simulation.sync(laptop)
      guard report.changes.isEmpty, report.bytesWritten == 0, report.removed == 0, !report.hasAcked,
        report.minting == nil
      else {
        let changes = report.changes.map { "\($0.kind.rawValue) \($0.path)" }
        throw HistoryFailure(
          "the folder is not quiet \(when): laptop \(laptop.number) wrote \(report.bytesWritten) bytes, "
            + "acked: \(report.hasAcked), \(changes)")
      }
    }
  }

  /// The number of whole segments grows with the logarithm of the events.
  private func checkFiles() throws {
    let outline = try laptops[0].store.view { try $0.outline() }
    var files: [DeviceID: Int] = [:]
    for (path, bytes) in carrier.contents {
      let parts = path.split(separator: "/").map { String($0) }
      guard parts.count == 3, let name = SegmentName(directory: parts[1], file: parts[2]) else { continue }
      // The remains of damaged files lie about for a week.
      let lines = bytes.split(separator: 0x0a)
      guard lines.count == Int(name.count), let last = lines.last, EventHash(of: last).prefix == name.hashPrefix else {
        continue
      }
      files[name.device, default: 0] += 1
    }
    for (device, branches) in Dictionary(grouping: outline.branches, by: \.device) {
      let bound = branches.reduce(0) { sum, branch in
        var levels = 1
        while 1 << (2 * levels) < branch.lastSeq { levels += 1 }
        return sum + 4 * (levels + 1)
      }
      guard files[device, default: 0] <= bound else {
        throw HistoryFailure(
          "device \(device) has \(files[device, default: 0]) files for \(branches.map(\.lastSeq)) events")
      }
    }
  }
}
