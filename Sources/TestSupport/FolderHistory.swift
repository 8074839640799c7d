/// A history of laptops that share a folder, of everything that can happen to it and to them. The same seed gives the same
/// history.
package struct FolderHistory: Sendable, CustomStringConvertible {
  package let seed: UInt64
  /// How many laptops there are at the beginning, and how many there may be.
  package let devices: Int
  package let devicesMax: Int
  /// Whether the stores are real ones.
  package let usesRealStores: Bool
  /// The views whose file system folds case.
  package let folding: Set<Int>
  package var actions: [FolderAction]

  package init(seed: UInt64, usesRealStores: Bool) {
    self.seed = seed
    self.usesRealStores = usesRealStores
    var random = SeededGenerator(seed: seed)
    // Mostly few, for more is found out by many short histories than by few long ones.
    let counts = usesRealStores ? [2, 3] : [2, 2, 2, 3, 3, 4, 5, 8]
    let devices = counts.randomElement(using: &random) ?? 2
    self.devices = devices
    let devicesMax = min(8, devices + 2)
    self.devicesMax = devicesMax
    folding = Set((0..<devicesMax).filter { _ in Int.random(in: 0..<8, using: &random) == 0 })
    let length = Int.random(in: 4...(usesRealStores ? 40 : 100), using: &random)
    // Some histories have no clones and restores, and some no damage: what is promised of those is more.
    let isOrdinary = Int.random(in: 0..<3, using: &random) == 0
    let isGentle = Int.random(in: 0..<3, using: &random) == 0
    actions = (0..<length).map { _ in FolderAction.random(devices: devices, using: &random) }.filter {
      switch $0 {
      case .restore, .clone: !isOrdinary
      default: !isGentle || !$0.isDestructive
      }
    }
    // In some a whole disk is copied early on, and both go on writing: so there are branches of some length.
    if !isOrdinary, !usesRealStores, Int.random(in: 0..<4, using: &random) == 0 {
      func write(_ device: Int, _ events: ClosedRange<Int>) -> FolderAction {
        .write(device: device, events: Int.random(in: events, using: &random), crashStep: nil)
      }
      let beginning: [FolderAction] = [
        write(0, 0...20), .sync(device: 0, faults: [], crashStep: nil, seed: 0), .clone(device: 0, .disk),
        write(0, 1...30),
        write(devices, 1...30),
      ]
      actions = beginning + actions
    }
  }

  /// Whether events may get lost that are nowhere but in the folder.
  var isDestructive: Bool { actions.contains(where: \.isDestructive) }

  package var description: String {
    var lines = [
      "seed \(seed): \(devices) laptops\(usesRealStores ? " with real stores" : "")"
        + (folding.isEmpty ? "" : ", case is folded on \(folding.sorted())")
    ]
    lines += actions.enumerated().map { "  \($0.offset + 1). \($0.element)" }
    return lines.joined(separator: "\n")
  }

  /// Runs the history, and when it fails looks for a shorter one that fails.
  ///
  /// - Parameter met: what happened is added to it.
  /// - Returns: what went wrong, with the shortest history that was found; nil when all went well.
  package func failure(met: inout FolderSimulation.Met) -> String? {
    guard var reason = outcome(&met) else { return nil }
    var shortest = self
    var runs = 0
    var length = max(1, actions.count / 2)
    var unused = FolderSimulation.Met()
    while runs < 400 {
      var start = 0
      var hasShrunk = false
      while start < shortest.actions.count, runs < 400 {
        var shorter = shortest
        shorter.actions.removeSubrange(start..<min(start + length, shorter.actions.count))
        runs += 1
        if let other = shorter.outcome(&unused) {
          (shortest, reason) = (shorter, other)
          hasShrunk = true
        } else {
          start += length
        }
      }
      if length > 1 { length /= 2 } else if !hasShrunk { break }
    }
    return "\(reason)\n\(shortest)"
  }

  private func outcome(_ met: inout FolderSimulation.Met) -> String? {
    do {
      let simulation = try FolderSimulation(self)
      try simulation.run()
      met += simulation.met
      return nil
    } catch { return "\(error)" }
  }
}
