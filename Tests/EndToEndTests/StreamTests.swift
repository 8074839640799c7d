import Foundation
import Testing

/// A process that is started without some of its streams, or with limits: the store is never taken for a stream, and
/// whatever fails is a sentence and a status.
@Suite struct StreamTests {
  private func shell(_ laptop: Laptop, _ script: String) throws -> Finished {
    try Tools.shell(script, [Tools.followup, laptop.folder], environment: laptop.environment)
  }

  private func laptop() throws -> Laptop {
    let laptop = try Laptop()
    try laptop.done("open", "Acme", "Engineer")
    return laptop
  }

  @Test func aClosedInputIsNoSource() throws {
    let laptop = try laptop()
    for command in ["merge -", "import - --yes"] {
      let result = try shell(laptop, "\"$1\" --no-input \(command) <&-")
      #expect([1, 2, 3].contains(result.status) && !result.err.isEmpty, "\(command): \(result.status) \(result.err)")
      #expect(!result.err.contains("SQLite format") && !result.err.contains("line 2"), "\(command): \(result.err)")
    }
    #expect(try laptop.done("verify").contains("3 events, all in order"))
  }

  @Test(arguments: ["<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-", "<&- >&- 2>&-"])
  func aClosedStreamIsNeverTheStore(closed: String) throws {
    let laptop = try laptop()
    for command in [
      "log note acme hello", "list", "sync \"$2/shared\"", "backup \"$2/backups\"", "export", "merge \"$2/nothing\"",
    ] {
      let result = try shell(laptop, "mkdir -p \"$2/shared\"; \"$1\" --no-input \(command) \(closed)")
      #expect(result.status < 128, "\(command) \(closed)")
      #expect(closed.contains(" >&-") || closed.hasPrefix(">&-") || result.status <= 3)
    }
    #expect(try laptop.done("verify").contains("4 events, all in order"))
    #expect(try laptop.done("verify", laptop.folder + "/shared").contains("all in order"))
    #expect(try shell(laptop, "\"$1\" list >&-").status == 1)
  }

  @Test func aLimitOnTheSizeOfFilesIsASentence() throws {
    let laptop = try laptop()
    let long = String(repeating: "a", count: 30_000)
    try laptop.done("log", "note", "acme", long)
    // Enough for the words of this process, and not for its files.
    for command in ["log note acme \(long)", "export -o \"$2/x.jsonl\"", "sync \"$2/s\"", "backup \"$2/b\""] {
      let result = try shell(laptop, "ulimit -f 16; \"$1\" --no-input \(command)")
      #expect([1, 3].contains(result.status), "\(command.prefix(20)): \(result.status)")
      #expect(result.err.contains("followup: "), "\(command.prefix(20)): \(result.err)")
    }
    #expect(try laptop.done("verify").contains("4 events, all in order"))
    try laptop.done("log", "note", "acme", "x")
  }
}
