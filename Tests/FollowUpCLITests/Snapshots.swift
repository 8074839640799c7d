import Foundation
import TestSupport
import Testing

/// Texts that are kept in Fixtures/ as they were once printed and read by a person. `FOLLOWUP_WRITE=1` writes them anew.
enum Snapshots {
  static func compare(_ text: String, _ name: String, at location: SourceLocation = #_sourceLocation) throws {
    let path = Fixtures.path + "/" + name
    if ProcessInfo.processInfo.environment["FOLLOWUP_WRITE"] != nil {
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
    let kept = try String(contentsOfFile: path, encoding: .utf8)
    guard text != kept else { return }
    let now = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) + ["(the end)"]
    let then = kept.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) + ["(the end)"]
    let first = zip(now, then).prefix { $0.0 == $0.1 }.count
    Issue.record(
      """
      Fixtures/\(name):\(first + 1) differs; after looking at it: FOLLOWUP_WRITE=1 swift test
        kept: \(then.dropFirst(first).first ?? "")
        now:  \(now.dropFirst(first).first ?? "")
      """, sourceLocation: location)
  }
}
