import Foundation
import Testing

/// The store and the log as other people's tools see them.
@Suite struct RealToolTests {
  @Test(.enabled(if: Tools.path("sha256sum") != nil || Tools.path("shasum") != nil))
  func theHashOfALineIsWhatSha256sumPrints() throws {
    let laptop = try Laptop()
    try laptop.done("open", "Zoë & Söhne 株式会社", "Engineer \"Swift\" \\ 👩‍💻")
    try laptop.done("log", "note", "zoe", "line one\nline two\ttabbed")
    try laptop.done("log", "call", "zoe", "voicemail")
    let log = laptop.folder + "/log.jsonl"
    try laptop.done("export", "-o", log)
    let script = """
      sum=$(command -v sha256sum || echo shasum -a 256)
      while IFS= read -r line; do printf %s "$line" | $sum | cut -c1-64; done < "$1"
      """
    let hashes = try Tools.shell(script, [log]).text.split(separator: "\n").map(String.init)
    let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map(String.init)
    #expect(hashes.count == lines.count && lines.count == 5)
    for (hash, next) in zip(hashes, lines.dropFirst()) { #expect(next.contains("\"prev\":\"\(hash)\"")) }
    #expect(lines.first?.contains("\"prev\":\"" + String(repeating: "0", count: 64)) == true)
  }

  @Test(
    .enabled(if: Tools.hasSQLite),
    arguments: [
      "UPDATE events SET line = '{}' WHERE id = 1",
      "UPDATE events SET seq = 7",
      "DELETE FROM events WHERE id = 1",
      "DELETE FROM events",
      "INSERT OR REPLACE INTO events (id, chain, seq, hash, record, line) SELECT id, chain, seq, hash, record, '{}' FROM events WHERE id = 1",
      "INSERT OR IGNORE INTO events (id, chain, seq, hash, record, line) SELECT id, chain, seq, hash, record, '{}' FROM events WHERE id = 1",
      "REPLACE INTO events (id, chain, seq, hash, record, line) VALUES (1, 1, 1, 0, 1, '{}')",
    ])
  func theLogIsAppendOnly(statement: String) throws {
    let laptop = try Laptop()
    try laptop.done("open", "Acme", "Engineer")
    let before = try laptop.done("export")
    let result = try Tools.shell("sqlite3 \"$1\" \"$2\"", [laptop.store, statement])
    #expect(result.status != 0, "\(statement)")
    #expect(result.err.contains("append-only"), "\(statement): \(result.err)")
    #expect(try laptop.done("export") == before)
    try laptop.done("verify")
  }

  @Test(.enabled(if: Tools.hasSQLite)) func aChangedEventIsFound() throws {
    let laptop = try Laptop()
    try laptop.done("open", "Acme", "Engineer")
    try Tools.shell(
      """
      sqlite3 "$1" "DROP TRIGGER events_are_never_updated;
        UPDATE events SET line = replace(line, 'Acme', 'Acmf')"
      """, [laptop.store])
    let result = try laptop.run(["verify"])
    #expect(result.status == 3)
    #expect(result.err.contains(laptop.store))
  }

  @Test func muchOutputAndMuchInputPassThroughPipes() throws {
    let (one, two) = (try Laptop(), try Laptop())
    try one.done("open", "Acme", "Engineer")
    for _ in 1...4 { try one.done("log", "note", "acme", String(repeating: "words ", count: 15_000)) }
    let script = """
      "$1" export | XDG_DATA_HOME="$2/data" XDG_STATE_HOME="$2/state" "$1" merge -
      """
    let result = try Tools.shell(script, [Tools.followup, two.folder], environment: one.environment)
    #expect(result.status == 0)
    #expect(try one.digest() == two.digest())
  }
}
