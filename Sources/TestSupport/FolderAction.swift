/// One step of a faulty-folder history. Each carries its own randomness, so that leaving others out does not change it.
package enum FolderAction: Sendable, CustomStringConvertible {
  case write(device: Int, events: Int, crashStep: Int?)
  case sync(device: Int, faults: FolderFaults, crashStep: Int?, seed: UInt64)
  case carry(view: Int, share: Int, seed: UInt64)
  case damage(view: Int, pick: Int, FolderDamage)
  case copy(view: Int, pick: Int)
  case resurrect(pick: Int)
  case hostile(view: Int, pick: Int)
  case backup(device: Int)
  case restore(device: Int)
  case clone(device: Int, CloneKind)
  case clock(device: Int, milliseconds: Int64)

  /// Whether events may be lost by it that are nowhere but in the folder.
  var isDestructive: Bool {
    switch self {
    case .damage, .resurrect: true
    default: false
    }
  }

  package var description: String {
    switch self {
    case .write(let device, let events, let crashStep):
      "laptop \(device) records \(events)" + (crashStep.map { ", killed at step \($0)" } ?? "")
    case .sync(let device, let faults, let crashStep, let seed):
      "laptop \(device) syncs" + (faults.isEmpty ? "" : " with \(faults)")
        + (crashStep.map { ", killed at step \($0)" } ?? "") + " (seed \(seed))"
    case .carry(let view, let share, let seed): "the carrier moves \(share) % for laptop \(view) (seed \(seed))"
    case .damage(let view, let pick, let damage): "on laptop \(view) file \(pick) is \(damage.rawValue)"
    case .copy(let view, let pick): "on laptop \(view) file \(pick) is copied as after a conflict"
    case .resurrect(let pick): "old file \(pick) comes back"
    case .hostile(let view, let pick): "somebody puts strange thing \(pick) into the folder of laptop \(view)"
    case .backup(let device): "laptop \(device) is backed up"
    case .restore(let device): "laptop \(device) gets its backup put back"
    case .clone(let device, let kind): "laptop \(device) is cloned: \(kind.rawValue)"
    case .clock(let device, let milliseconds): "the clock of laptop \(device) jumps by \(milliseconds) ms"
    }
  }

  /// An action as probable as it is in a random history.
  ///
  /// - Parameter devices: how many there are at the beginning; there may be two more in the end.
  static func random(devices: Int, using random: inout SeededGenerator) -> FolderAction {
    let isClone = Int.random(in: 0..<8, using: &random) == 0
    let device = isClone ? devices + Int.random(in: 0..<2, using: &random) : Int.random(in: 0..<devices, using: &random)
    let pick = Int.random(in: 0..<1_000, using: &random)
    let seed = random.next() & 0xffff_ffff
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<18:
      let counts = [1, 1, 1, 2, 3, 5, 17]
      let crashes = Int.random(in: 0..<8, using: &random) == 0
      return .write(
        device: device, events: counts.randomElement(using: &random) ?? 1,
        crashStep: crashes ? Int.random(in: 0..<6, using: &random) : nil)
    case 18..<50:
      var faults: FolderFaults = []
      if Int.random(in: 0..<3, using: &random) > 0 {
        for bit in 0..<7 where Int.random(in: 0..<(bit == 6 ? 16 : 5), using: &random) == 0 {
          faults.insert(FolderFaults(rawValue: 1 << bit))
        }
      }
      let crashes = Int.random(in: 0..<3, using: &random) == 0
      return .sync(
        device: device, faults: faults, crashStep: crashes ? Int.random(in: 0..<24, using: &random) : nil, seed: seed)
    case 50..<71:
      return .carry(view: device, share: [100, 100, 60, 30].randomElement(using: &random) ?? 100, seed: seed)
    case 71..<81:
      return .damage(view: device, pick: pick, FolderDamage.allCases.randomElement(using: &random) ?? .removed)
    case 81..<84: return .copy(view: device, pick: pick)
    case 84..<86: return .resurrect(pick: pick)
    case 86: return .hostile(view: device, pick: pick)
    case 87..<91: return .backup(device: device)
    case 91..<95: return .restore(device: device)
    case 95..<97: return .clone(device: device, CloneKind.allCases.randomElement(using: &random) ?? .file)
    default:
      let day: Int64 = 86_400_000
      let jumps = [
        60_000, 3_600_000, day, 8 * day, 40 * day, 400 * day, -3_600_000, -8 * day, -400 * day, 20_000 * day,
      ]
      return .clock(device: device, milliseconds: jumps.randomElement(using: &random) ?? day)
    }
  }
}

/// What happens to a file of a folder behind everybody's back.
package enum FolderDamage: String, CaseIterable, Sendable {
  case truncated
  case tornWithinLine = "torn within a line"
  case emptied, zeroed
  case zeroedAtItsEnd = "zeroed at its end"
  case zeroedInside = "zeroed inside"
  case removed

  /// What is left; nil when that is no file.
  func applied(to bytes: [UInt8], pick: Int) -> [UInt8]? {
    let middle = bytes.isEmpty ? 0 : pick % bytes.count
    func zeroed(_ range: Range<Int>) -> [UInt8] {
      bytes.enumerated().map { range.contains($0.offset) ? 0 : $0.element }
    }
    switch self {
    case .truncated:
      let ends = bytes.indices.filter { bytes[$0] == 0x0a }
      return ends.isEmpty ? [] : Array(bytes[..<ends[pick % ends.count]])
    case .tornWithinLine: return Array(bytes[..<middle])
    case .emptied: return []
    case .zeroed: return zeroed(0..<bytes.count)
    case .zeroedAtItsEnd: return zeroed(middle..<bytes.count)
    case .zeroedInside: return zeroed(middle..<min(bytes.count, middle + 64))
    case .removed: return nil
    }
  }
}

/// How a store comes to be on two machines.
package enum CloneKind: String, CaseIterable, Sendable {
  /// The database file is copied; there is no anchor where it arrives.
  case file = "its database file is copied"
  /// The whole disk: the machine's identity and the anchor come along, and nothing tells the two apart.
  case disk = "its whole disk is copied"
}
