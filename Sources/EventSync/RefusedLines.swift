import EventLog
import EventStorage

extension IngestReport {
  /// What is to be said of the lines that were refused, for people: file, line and reason.
  ///
  /// Where a program has converted a file's line ends, all of its lines are refused for that: it is said once.
  public var refusalWords: [String] {
    var words: [String] = []
    var converted: [String: Int] = [:]
    for refusal in refusals where refusal.reason.hasSuffix(MalformedLine.convertedLineEnd) {
      converted[refusal.source, default: 0] += 1
    }
    for refusal in refusals {
      guard refusal.reason.hasSuffix(MalformedLine.convertedLineEnd) else {
        words.append(refusal.description)
        continue
      }
      guard let count = converted.removeValue(forKey: refusal.source) else { continue }
      let condition = FileCondition.convertedLineEnds(line: refusal.line ?? 1)
      let more = count > 1 ? " (and \(count - 1) more)" : ""
      let now = condition.whatNow(isSegment: false).map { "; \($0)" } ?? ""
      words.append("\(refusal.source): \(condition.what)\(more)\(now)")
    }
    if refused > refusals.count { words.append("\(refused - refusals.count) more lines were refused") }
    return words
  }
}
