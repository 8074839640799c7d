import CivilTime
import FollowUp
import Foundation
import Testing

@testable import FollowUpCLI

/// A page for people whose commands are run: `README.md` and each page of `docs/guide`.
///
/// - In a block ```` ```console ````, `$ followup …` is run, and prints what stands below it; `kitchen $ followup …` is run
///   on the laptop *kitchen*. What runs ends with 0, or as `# exit 3` behind it says.
/// - In a table, the commands of the first column are run as well, row by row.
/// - `<!-- setup` begins with new laptops and runs the commands up to `-->`, which the reader does not see; `<!-- meanwhile`
///   runs them on the laptops that there are. `<!-- at 2026-10-13T07:55:00-05:00 -->` sets their clocks.
///
/// Below a command, `…` stands for anything within a line, and alone in a line for any number of lines. Identifiers and
/// hashes are different each time and are not compared.
struct StoryPage {
  let name: String
  let text: String

  /// What the page shows and what was printed differ.
  struct Difference: CustomStringConvertible {
    let description: String
    /// Whether the command has failed, which no other output mends.
    var isFailure = false
  }

  /// Runs the page.
  ///
  /// - Returns: the page with what was printed where it differs, and the differences.
  func run() throws -> (text: String, commands: Int, differences: [Difference]) {
    var lines = text.components(separatedBy: "\n")[...]
    var result: [String] = []
    var laptops = try Laptops()
    var commands = 0
    var differences: [Difference] = []

    func run(_ line: String, _ below: [String]?) throws -> [String] {
      let found = try #require(line.wholeMatch(of: /(?:([a-z]+) )?\$ (.*?)(?:\s+# exit (\d+))?/), "\(name): \(line)")
      let outcome = try laptops.shell(found.1.map(String.init) ?? "").run(String(found.2))
      commands += 1
      let status = Int32(found.3 ?? "0")
      if outcome.status != status {
        differences.append(
          Difference(description: "\(name): \(line) ends with \(outcome.status): \(outcome.err)", isFailure: true))
      }
      var printed = (outcome.out + outcome.err).replacing("\r\n", with: "\n").components(separatedBy: "\n")
      if printed.last == "" { printed.removeLast() }
      guard let below else { return [] }
      let blanks = below.reversed().prefix { $0.isEmpty }.count
      if Self.matches(below.dropLast(blanks), printed[...]) { return below }
      let shown = printed.joined(separator: "\n")
      differences.append(Difference(description: "\(name): \(line) prints something else:\n\(shown)"))
      return printed + Array(repeating: "", count: blanks)
    }

    while let line = lines.popFirst() {
      result.append(line)
      if let moment = line.wholeMatch(of: /<!-- at (\S+) -->/)?.1 {
        try laptops.set(clock: String(moment))
      } else if line == "<!-- setup" || line == "<!-- meanwhile" {
        if line == "<!-- setup" { laptops = try Laptops(moment: laptops.moment) }
        while let hidden = lines.popFirst() {
          result.append(hidden)
          if hidden == "-->" { break }
          _ = try run(hidden, nil)
        }
      } else if line == "```console" {
        while let command = lines.popFirst() {
          result.append(command)
          if command == "```" { break }
          guard !command.isEmpty else { continue }
          let below = lines.prefix { $0 != "```" && $0.wholeMatch(of: /([a-z]+ )?\$ .*/) == nil }
          lines = lines.dropFirst(below.count)
          result += try run(command, Array(below))
        }
      } else if line.hasPrefix("| `followup") {
        for command in Self.spans(in: line.components(separatedBy: " | ")[0]) { _ = try run("$ " + command, nil) }
      }
    }
    return (result.joined(separator: "\n"), commands, differences)
  }

  /// The commands that the page names and that begin with `followup`: in code spans, and in blocks for a shell.
  var namedCommands: [String] {
    var commands: [String] = []
    var block: String?
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        block = block == nil ? String(line.dropFirst(3)) : nil
      } else if block == "sh", line.hasPrefix("followup ") {
        commands.append(line)
      } else if block == nil {
        commands += Self.spans(in: line).filter { $0.hasPrefix("followup ") }
      }
    }
    return commands
  }

  /// What `make` is told to do on the page.
  var makeTargets: [String] { text.matches(of: /[`\n]make ([a-z]+)/).map { String($0.1) } }

  private static func spans(in line: String) -> [String] {
    line.matches(of: /`([^`]+)`/).map { String($0.1).replacing("\\|", with: "|") }
  }

  /// Whether lines are as a page shows them.
  static func matches(_ shown: ArraySlice<String>, _ printed: ArraySlice<String>) -> Bool {
    guard let first = shown.first else { return printed.isEmpty }
    if first.trimmingCharacters(in: .whitespaces) == "…" {
      return (0...printed.count).contains { matches(shown.dropFirst(), printed.dropFirst($0)) }
    }
    guard let line = printed.first, CommandsPage.matches(masked(first), masked(line)) else { return false }
    return matches(shown.dropFirst(), printed.dropFirst())
  }

  /// A line without what is different each time.
  private static func masked(_ line: String) -> String {
    // Simple boundaries: to Unicode the word goes on behind a full stop, as in a file's name.
    line.replacing(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/.wordBoundaryKind(.simple), with: "#")
      .replacing(/\b([0-9a-f]{64}|[0-9a-f]{12}|[0-9a-f]{6})\b/.wordBoundaryKind(.simple), with: "#")
  }
}

/// The laptops of a story, which share `~/Dropbox`.
private struct Laptops {
  private(set) var moment: String?
  private var shells: [String: ExampleShell] = [:]
  private let shared: SharedFolder

  init(moment: String? = nil) throws {
    self.moment = moment
    shared = try SharedFolder()
  }

  mutating func set(clock moment: String) throws {
    self.moment = moment
    for shell in shells.values { try Self.set(shell, moment) }
  }

  mutating func shell(_ name: String) throws -> ExampleShell {
    if let shell = shells[name] { return shell }
    let shell = try ExampleShell(shared: shared.path)
    if let moment { try Self.set(shell, moment) }
    shells[name] = shell
    return shell
  }

  private static func set(_ shell: ExampleShell, _ moment: String) throws {
    shell.desktop.wallMilliseconds = try #require(OffsetTime(moment)).secondsSince1970 * 1_000
  }
}

private final class SharedFolder {
  let path = NSTemporaryDirectory() + "followup-drive-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
