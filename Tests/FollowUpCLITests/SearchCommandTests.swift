import EventLog
import TestSupport
import Testing

@testable import EventStorage
@testable import FollowUpCLI

@Suite struct SearchCommandTests {
  private static func desktop() throws -> Desktop {
    let desktop = try Desktop()
    desktop.done("open", "Acme GmbH", "Swift engineer", "--at", "2026-10-26")
    desktop.done("open", "Blaufeld", "Swift engineer, backend", "--at", "2026-10-27")
    desktop.done(
      "contact", "add", "Ingrid Lindqvist", "--company", "Acme GmbH", "--phone", "+1 (312) 555-0142", "--app", "acme")
    desktop.done(
      "log", "call", "acme", "voicemail", "--at", "2026-11-03", "--note", "left my number, asked when they decide")
    desktop.done("log", "note", "blaufeld", "they decide by committee; the café is good", "--at", "2026-11-05")
    desktop.done("log", "note", "acme", "second interview likely", "--at", "2026-11-10")
    return desktop
  }

  /// The lines without their short ids, which are random.
  private static func shown(_ out: String) -> [String] {
    out.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.replacing(/[0-9a-f]{6}/, with: "------").trimmingCharacters(in: .whitespaces)
    }
  }

  @Test func whatIsFoundStandsUnderItsApplicationWithItsContext() throws {
    let desktop = try Self.desktop()
    #expect(
      Self.shown(desktop.done("search", "decide")) == [
        "Blaufeld — Swift engineer, backend  [------]",
        "------  Thu 2026-11-05  note  text: they decide by committee; the café is good", "",
        "Acme GmbH — Swift engineer  [------]",
        "------  Tue 2026-11-03  call  note: left my number, asked when they decide", "",
      ])
    #expect(Self.shown(desktop.done("search", "CAFE", "is"))[1].hasSuffix("the café is good"))
    #expect(desktop.done("search", "they decide", "--app", "blaufeld").contains("committee"))
    #expect(!desktop.done("search", "they decide", "--app", "blaufeld").contains("Acme"))
    #expect(desktop.done("search", "they decide", "--kind", "call").split(separator: "\n").count == 2)
    // The employer's name finds the application and the person who works there.
    let acme = desktop.done("search", "acme")
    #expect(acme.contains("application") && acme.contains("Ingrid Lindqvist") && !acme.contains("Blaufeld"))
    #expect(Self.shown(desktop.done("search", "swift", "--limit", "1")).filter { $0.hasPrefix("---") }.count == 1)
    #expect(desktop.run("search", "swift", "--limit", "1").err.contains("there are more"))
  }

  @Test(arguments: ["312-555-0142", "+13125550142", "555 0142", "(312) 5550142", "tel:+1-312-555-0142"])
  func aNumberFindsWhoeverItReaches(number: String) throws {
    let desktop = try Self.desktop()
    let found = desktop.done("search", number)
    #expect(found.contains("Ingrid Lindqvist") && found.contains("phone: +1 (312) 555-0142"), "\(found)")
    // Once, though its words are found as well.
    let results = desktop.run("search", number, "--json").json["results"]?.array ?? []
    #expect(results.count == 1)
  }

  @Test func closedIsFoundAndRetractedIsTold() throws {
    let desktop = try Self.desktop()
    desktop.done("close", "blaufeld", "no")
    #expect(desktop.done("search", "committee").contains("Blaufeld — Swift engineer, backend (closed)"))
    desktop.done("retract", "blaufeld")
    let gone = desktop.run("search", "committee")
    #expect(gone.status == 0 && gone.out.isEmpty)
    #expect(gone.err.contains("Nothing found for \"committee\""))
    #expect(gone.err.contains("1 more in retracted records; --all shows it"))
    #expect(desktop.done("search", "committee", "--all").contains("(retracted)"))
    #expect(desktop.run("search", "committee", "--json").json["hidden"] == JSONValue(integer: 1))
  }

  @Test func nothingFoundIsNoFailureAndNamesWhatIsNear() throws {
    let desktop = try Self.desktop()
    let near = desktop.run("search", "lindqvst")
    #expect(near.status == 0 && near.out.isEmpty)
    #expect(near.err.contains("did you mean Lindqvist?"), "\(near.err)")
    let json = desktop.run("search", "lindqvst", "--json").json
    #expect(json["results"] == JSONValue(array: []) && json["near"] == JSONValue(array: [JSONValue("Lindqvist")]))
    for words in ["\"", "*", "-- -", "NEAR(", "a AND", "🎉", "^", "col:", "'; drop", String(repeating: "(", count: 300)]
    {
      let result = desktop.run("search", "--", words)
      #expect(result.status == 0 && result.out.isEmpty, "\(words): \(result.err)")
    }
    #expect(desktop.run("search", "x", "--kind", "cal").status == 2)
    #expect(desktop.run("search", "x", "--kind", "cal").err.contains("did you mean call?"))
    #expect(desktop.run("search", "x", "--limit", "0").status == 2)
    #expect(desktop.run("search", "x", "--app", "nobody").status == 1)
    #expect(desktop.run("search").status == 2)
    // Before anything is recorded.
    let empty = try Desktop()
    #expect(empty.run("search", "x").status == 0)
    #expect(empty.run("search", "x", "--json").json["results"] == JSONValue(array: []))
  }

  @Test func wordsThatStandInSeveralRecordsOfAnApplicationAreFoundTogether() throws {
    let desktop = try Self.desktop()
    let voicemail = desktop.run("search", "acme", "voicemail")
    #expect(voicemail.out.contains("outcome: voicemail") && !voicemail.out.contains("Blaufeld"))
    #expect(voicemail.err.contains("no record has all the words; these belong to Acme GmbH — Swift engineer"))
    #expect(desktop.done("search", "blaufeld voicemail").isEmpty)
    #expect(desktop.run("search", "acme voicemail").out == voicemail.out)
    let loose = desktop.run("search", "number asked my")
    #expect(loose.out.contains("left my number") && loose.err.contains("are not adjacent"))
    #expect(desktop.done("search", "\"number asked my\"").isEmpty)
  }

  @Test func scriptsGetRecordsWithTheirMatches() throws {
    let desktop = try Self.desktop()
    let result = try #require(desktop.run("search", "committee", "--json").json["results"]?.array?.first?.object)
    let members = Dictionary(uniqueKeysWithValues: result.map { ($0.name, $0.value) })
    #expect(
      members.keys.sorted() == [
        "application", "at", "conflicts", "fields", "id", "inside_word", "matches", "rank", "record", "retracted",
        "type",
      ])
    #expect(members["at"] == JSONValue("2026-11-05") && members["type"] == JSONValue("note"))
    #expect(
      members["matches"]?.description
        == #"[{"field":"text","is_value":true,"pieces":[{"match":false,"text":"they decide by "},"#
        + #"{"match":true,"text":"committee"},{"match":false,"text":"; the café is good"}]}]"#)
    let plain = desktop.done("search", "committee", "--plain").dropLast().split(
      separator: "\t", omittingEmptySubsequences: false)
    #expect(plain.dropFirst(2) == ["note", "2026-11-05", "text", "they decide by committee; the café is good"])
  }

  @Test func aLongTextIsCutAroundTheMatch() throws {
    let long =
      String(repeating: "before 日本 ", count: 40) + "needle\n\tin 👩‍💻 hay " + String(repeating: "after ", count: 40)
    let parts = long.components(separatedBy: "needle")
    let pieces = [
      SearchHit.Piece(text: parts[0], isMatch: false), SearchHit.Piece(text: "needle", isMatch: true),
      SearchHit.Piece(text: parts[1], isMatch: false),
    ]
    for width in [20, 31, 47, 80, 120] {
      let cut = SearchExcerpt.pieces(pieces, width: width)
      let text = cut.map(\.text).joined()
      #expect(DisplayWidth.of(text) <= width && DisplayWidth.of(text) > width - 14, "\(width): \(text)")
      #expect(cut.filter(\.isMatch).map(\.text) == ["needle"])
      #expect(text.hasPrefix("…") && text.hasSuffix("…"))
    }
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    desktop.done("log", "note", "acme", long)
    desktop.isTerminal = true
    desktop.columns = 60
    let lines = desktop.done("search", "needle").split(separator: "\n").map(String.init)
    #expect(lines.count == 2 && lines.allSatisfy { DisplayWidth.of($0) <= 60 })
    #expect(lines[1].contains("needle in 👩‍💻"))
  }

  @Test func theWordsAreBoldOnATerminal() {
    let sink = MemorySink()
    let out = Output(sink, isTerminal: true, columns: 80, isColoured: true)
    let pieces = SearchExcerpt.pieces(
      [SearchHit.Piece(text: "a ", isMatch: false), SearchHit.Piece(text: "b\u{1b}", isMatch: true)], width: 40)
    out.line(pieces.map { ($0.text, $0.isMatch ? .bold : .plain) })
    out.flush()
    #expect(sink.text == "a \u{1b}[1mb\\u{1b}\u{1b}[0m\n")
  }

  @Test func thePastIsSearchedAsItWas() throws {
    let desktop = try Self.desktop()
    desktop.wallMilliseconds += 86_400_000
    desktop.done("log", "note", "acme", "a day later")
    #expect(desktop.done("search", "later").contains("a day later"))
    #expect(desktop.done("search", "later", "--as-of", "yesterday").isEmpty)
    #expect(desktop.done("search", "committee", "--as-of", "yesterday").contains("Blaufeld"))
  }

  @Test func wordsInsideOthersAreFound() throws {
    let desktop = try Desktop()
    desktop.done("open", "产品株式会社", "产品经理")
    desktop.done("open", "Donauwerke", "Dampfschifffahrtskaufmann")
    for (word, role) in [
      ("产品", "产品经理"), ("经理", "产品经理"), ("dampf", "Dampfschifffahrtskaufmann"),
      ("schifffahrt", "Dampfschifffahrtskaufmann"),
    ] { #expect(desktop.done("search", word).contains("role: \(role)"), "\(word)") }
    let found = desktop.run("search", "kaufmann", "--json").json["results"]?.array ?? []
    let marks = found.map { hit in hit.object?.first { $0.name == "inside_word" }?.value.bool }
    #expect(marks == [true])
    #expect(desktop.run("search", "\"kaufmann\"").err.contains("Nothing found for"))
  }

  @Test func aDamagedIndexIsNamedAndTheSearchAnswersAllTheSame() throws {
    let desktop = try Self.desktop()
    let before = Self.shown(desktop.done("search", "committee"))
    let store = try EventStore(openingAt: desktop.storePath, environment: .fixed())
    try store.database.writeWithoutTransaction { try $0.execute(sql: "UPDATE search_docsize SET sz = x''") }
    try store.close()
    let result = desktop.run("search", "committee")
    #expect(result.status == 0 && Self.shown(result.out) == before)
    #expect(result.err.contains("the search index is damaged") && result.err.contains("followup rebuild"))
    let verified = desktop.run("verify")
    #expect(verified.status == 3 && (verified.out + verified.err).contains("followup rebuild"))
    let doctor = desktop.run("doctor")
    #expect(doctor.out.contains("search index") && doctor.out.contains("followup rebuild"))
    desktop.done("log", "note", "acme", "written meanwhile")
    desktop.done("rebuild")
    #expect(desktop.run("search", "meanwhile").err == "")
    desktop.done("verify")
    #expect(!desktop.run("doctor").out.contains("search index"))
  }
}
