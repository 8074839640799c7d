import FollowUp
import Foundation
import TestSupport
import Testing

@testable import FollowUpCLI

/// What the README and the guide show is what the program does.
///
/// `FOLLOWUP_WRITE=1 swift test --disable-xctest --filter GuideTests` writes what the commands print now below them; look at
/// what it changed as you would at code.
@Suite struct GuideTests {
  private static let checkout = Fixtures.path + "/.."
  private static let names: [String] =
    ["README.md"]
    + ((try? FileManager.default.contentsOfDirectory(atPath: checkout + "/docs/guide")) ?? [])
    .filter { $0.hasSuffix(".md") }.sorted().map { "docs/guide/" + $0 }

  private static func page(_ name: String) throws -> StoryPage {
    StoryPage(name: name, text: try String(contentsOfFile: "\(checkout)/\(name)", encoding: .utf8))
  }

  @Test(arguments: names) func aPageShowsWhatTheProgramPrints(_ name: String) throws {
    let page = try Self.page(name)
    let run = try page.run()
    #expect(run.commands > 0)
    if ProcessInfo.processInfo.environment["FOLLOWUP_WRITE"] != nil {
      try Data(run.text.utf8).write(to: URL(fileURLWithPath: "\(Self.checkout)/\(name)"))
      for difference in run.differences where difference.isFailure { Issue.record("\(difference)") }
      return
    }
    for difference in run.differences { Issue.record("\(difference)") }
  }

  @Test(arguments: names) func whatAPageNamesIsThere(_ name: String) throws {
    let page = try Self.page(name)
    for command in page.namedCommands {
      let words = Array(try ExampleShell.words(command).dropFirst().prefix { !["|", "||", ">", "&&"].contains($0) })
      #expect(throws: Never.self, "\(name): \(command)") { try Self.parse(words) }
    }
    let makefile = try String(contentsOfFile: Self.checkout + "/Makefile", encoding: .utf8)
    for target in page.makeTargets {
      let isThere = makefile.contains("\n\(target):")
      #expect(isThere, "\(name): make \(target)")
    }
  }

  /// Reads a command as the program does. A verb alone is the verb's name, though it wants arguments.
  private static func parse(_ words: [String]) throws {
    let words = try Verbs.inFull(words, Answers())
    guard words.count > 1 || !Root.verbs.contains(where: { $0._commandName == words.first }) else { return }
    do { _ = try Root.parseAsRoot(GlobalOptionOrder.arranged(words)) } catch {
      // Help is thrown too, and is no failure.
      if Root.exitCode(for: error).rawValue != 0 { throw error }
    }
  }

  @Test func thePagesAreThere() { #expect(Self.names.count > 5) }

  /// A newcomer reads it to the end.
  @Test func theReadmeIsShort() throws {
    #expect(try Self.page("README.md").text.components(separatedBy: "\n").count <= 181)
  }

  // MARK: What holds the pages can fail

  private static let story = """
    # A
    <!-- at 2026-10-13T07:55:00-05:00 -->
    <!-- setup
    $ followup setting tz America/Chicago
    -->

    ```console
    $ followup setting my_name Ann
    setting my_name = Bob

    kitchen $ followup show acme
    followup: …

    $ followup open Acme Dev --at today
    Acme — Dev, applied Tue 2026-10-13  [123456]
    …
    $ followup log call nobody  # exit 1
    …
    ```
    | `followup log call acme nonsense`, `followup list` | b |
    """

  @Test func whatDiffersIsFoundAndMended() throws {
    let run = try StoryPage(name: "A", text: Self.story).run()
    #expect(run.commands == 7)
    let found = run.differences.map(\.description)
    try #require(found.count == 3, "\(found)")
    #expect(found[0].hasPrefix("A: $ followup setting my_name Ann prints something else"))
    #expect(found[1].hasPrefix("A: kitchen $ followup show acme ends with 1"))
    #expect(found[2].hasPrefix("A: $ followup log call acme nonsense ends with 2"))
    #expect(run.text == Self.story.replacing("= Bob", with: "= Ann"))
  }

  @Test func linesAreElided() {
    #expect(StoryPage.matches(["a", "…", "d"], ["a", "b", "c", "d"]))
    #expect(StoryPage.matches(["…"], []) && StoryPage.matches(["a 0f76d3"], ["a 92de01"]))
    #expect(!StoryPage.matches(["a", "…", "d"], ["a", "b"]) && !StoryPage.matches(["a"], ["a", "b"]))
    #expect(!StoryPage.matches(["a 0f76d3"], ["a 92de0"]))
  }

  @Test func namedCommandsAreFound() {
    let page = StoryPage(
      name: "A",
      text:
        "a `followup list --due` and `x`\n```sh\nfollowup next\nmake test\n```\n```console\n$ followup show\n```\n`make demo`"
    )
    #expect(page.namedCommands == ["followup list --due", "followup next"])
    #expect(page.makeTargets == ["test", "demo"])
  }
}
