import EventSync

/// The death of a simulated process in the middle of its work.
package struct SimulatedCrash: Error, Sendable, CustomStringConvertible {
  package init() {}
  package var description: String { "the process was killed" }
}

/// One run of a program, which may die at any of its writes: then nothing that it does afterwards has any effect.
///
/// Each write asks several times, so that a crash falls before it, in the middle of it, and after it but before the
/// program learns that it was done.
package final class SimulatedProcess {
  /// How many steps are still done; nil when it lives to the end.
  private var stepsLeft: Int?
  package private(set) var isDead = false
  /// How many steps were asked for.
  package private(set) var steps = 0

  /// - Parameter crashStep: dies instead of this step, counted from 0.
  package init(crashStep: Int? = nil) { stepsLeft = crashStep }

  /// One step that leaves something behind.
  ///
  /// - Throws: ``SimulatedCrash`` when the process dies here or is dead.
  package func step() throws {
    try check()
    steps += 1
    guard let left = stepsLeft else { return }
    guard left > 0 else {
      isDead = true
      throw SimulatedCrash()
    }
    stepsLeft = left - 1
  }

  /// - Throws: ``SimulatedCrash`` when the process is dead.
  package func check() throws { if isDead { throw SimulatedCrash() } }
}
