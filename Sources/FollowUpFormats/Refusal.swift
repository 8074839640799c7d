import FollowUp

/// A line of a file from elsewhere that was left out, and why. The rest of the file is taken all the same.
package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the file is called, as the caller gave it.
  package let file: String
  /// The line, from 1; of a folded line, the first.
  package let line: Int
  /// Half a sentence: what is wrong, and what became of it.
  package let reason: String

  package init(file: String, line: Int, reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  /// `holidays.ics:12: there is no month 13`.
  package var description: String { "\(file):\(line): \(reason)" }
}

/// The refusals of one file, as many as anybody would read.
struct Refusals {
  /// How many are kept; a file that is bad throughout would only repeat itself.
  static let countMax = 1_000

  let file: String
  private(set) var all: [Refusal] = []
  private var isFull = false

  init(file: String, _ earlier: [Refusal] = []) {
    self.file = file
    all = earlier
    isFull = earlier.count > Self.countMax
  }

  /// - Parameter isOfWhole: whether it is about the whole file, and told however many others there are.
  mutating func add(_ line: Int, _ reason: String, isOfWhole: Bool = false) {
    if isOfWhole { return all.append(Refusal(file: file, line: line, reason: reason)) }
    guard !isFull else { return }
    if all.count == Self.countMax {
      isFull = true
      all.append(Refusal(file: file, line: line, reason: "there are more bad lines than are listed here"))
    } else {
      all.append(Refusal(file: file, line: line, reason: reason))
    }
  }
}
