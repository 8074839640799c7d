import EventLog
import EventStorage

extension IngestReport {
  /// What is to be said of the lines that were refused, for people: file, line and reason of each; and for a file whose line
  /// ends a program has converted, once, what now.
  package var refusalWords: [String] {
    var words = refusals.map(\.description)
    if refused > refusals.count { words.append("\(refused - refusals.count) more lines were refused") }
    var told: Set<String> = []
    for refusal in refusals where refusal.reason.hasSuffix(MalformedLine.convertedLineEnd) {
      guard told.insert(refusal.source).inserted,
        let now = FileCondition.convertedLineEnds(line: refusal.line ?? 1).whatNow(isSegment: false)
      else { continue }
      words.append("\(refusal.source): a program has converted its line ends; \(now)")
    }
    return words
  }
}
