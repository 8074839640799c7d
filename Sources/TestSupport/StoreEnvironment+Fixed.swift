import EventStorage
import Synchronization

extension StoreEnvironment {
  /// An environment whose clock stands where it is put and whose randomness has a seed.
  package static func fixed(
    wallMilliseconds: Int64 = 1_780_000_000_000, seed: UInt64 = 1, machine: String = "test machine",
    anchorDirectory: String? = nil
  ) -> StoreEnvironment {
    let clock = TestClock(wallMilliseconds)
    return clock.environment(seed: seed, machine: machine, anchorDirectory: anchorDirectory)
  }
}

/// A clock that is moved by hand.
package final class TestClock: Sendable {
  private let now: Mutex<Int64>

  package init(_ milliseconds: Int64 = 1_780_000_000_000) { now = Mutex(milliseconds) }

  /// The time, in milliseconds since 1970.
  package var milliseconds: Int64 {
    get { now.withLock { $0 } }
    set { now.withLock { $0 = newValue } }
  }

  /// An environment that reads this clock.
  package func environment(seed: UInt64 = 1, machine: String = "test machine", anchorDirectory: String? = nil)
    -> StoreEnvironment
  {
    let random = RandomSource(seed: seed)
    return StoreEnvironment(
      wallMilliseconds: { self.milliseconds }, random: { random.next() }, machine: machine,
      anchorDirectory: anchorDirectory)
  }
}

/// A seeded generator that several threads may share.
final class RandomSource: Sendable {
  private let generator: Mutex<SeededGenerator>
  init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }
  func next() -> UInt64 { generator.withLock { $0.next() } }
}
