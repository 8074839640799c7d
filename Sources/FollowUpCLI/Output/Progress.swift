/// How far long work is: one line on a person's terminal, wiped when the work is done.
final class Progress {
  private let err: Output
  private let isWanted: Bool
  private var isShowing = false

  init(_ err: Output, isQuiet: Bool) {
    self.err = err
    isWanted = err.canWipe && !isQuiet
  }

  /// Shows how far it is, in place of what was shown before.
  func show(_ text: @autoclosure () -> String) {
    guard isWanted else { return }
    isShowing = true
    err.progress(text())
  }

  /// Wipes the line; what comes next stands where it stood.
  func end() {
    guard isShowing else { return }
    isShowing = false
    err.progress("")
  }
}
