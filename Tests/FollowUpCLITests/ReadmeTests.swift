import CivilTime
import FollowUp
import Foundation
import TestSupport
import Testing

@testable import FollowUpCLI

/// What the README shows of its first minute is what the program prints.
@Suite struct ReadmeTests {
  private static let path = Fixtures.path + "/../README.md"
  private static let mark = "<!-- run in Tests/FollowUpCLITests/ReadmeTests.swift, at "

  /// A command that stands there, and what stands below it.
  private struct Example: Equatable {
    let command: String
    var output: String
  }

  @Test func theFirstMinuteIsAsItIsShown() throws {
    var text = try String(contentsOfFile: Self.path, encoding: .utf8)
    let mark = try #require(text.firstRange(of: Self.mark))
    let moment = String(text[mark.upperBound...].prefix { $0 != " " })
    let begin = try #require(text[mark.upperBound...].firstRange(of: "```\n"))
    let end = try #require(text[begin.upperBound...].firstRange(of: "```\n"))
    let shown = Self.examples(text[begin.upperBound..<end.lowerBound])
    #expect(shown.count > 3)

    let desktop = try Desktop()
    desktop.wallMilliseconds = try #require(OffsetTime(moment)).secondsSince1970 * 1_000
    let run = try shown.map { example in
      let words = try ExampleShell.words(example.command)
      let result = desktop.run(arguments: Array(words.dropFirst()))
      #expect(result.status == 0, "\(example.command): \(result.err)")
      return Example(command: example.command, output: result.out)
    }
    if ProcessInfo.processInfo.environment["FOLLOWUP_WRITE"] != nil {
      let lines = run.map { "$ \($0.command)\n\($0.output)" }.joined(separator: "\n")
      text.replaceSubrange(begin.upperBound..<end.lowerBound, with: lines)
      return try Data(text.utf8).write(to: URL(fileURLWithPath: Self.path))
    }
    #expect(run.map(Self.withoutIDs) == shown.map(Self.withoutIDs))
  }

  private static func examples(_ text: Substring) -> [Example] {
    text.split(separator: "\n\n$ ").map { block in
      let block = block.hasPrefix("$ ") ? block.dropFirst(2) : block
      let lines = block.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let output = lines.count > 1 ? String(lines[1]) : ""
      return Example(command: String(lines[0]), output: output.hasSuffix("\n") ? output : output + "\n")
    }
  }

  /// Short ids are others each time.
  private static func withoutIDs(_ example: Example) -> Example {
    Example(
      command: example.command,
      output: example.output.replacing(#/\b[0-9a-f]{6}\b/#, with: "…"))
  }
}
