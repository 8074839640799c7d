import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventStorage

/// What a search finds, and that the index is at any time what the survivors say.
@Suite struct SearchTests {
  private static func id(_ number: UInt64) -> RecordID { RecordID(high: 0x7000, low: 0x8000_0000_0000_0000 | number) }

  /// The fields in which something is found, by the number of the record, as `2 note`; the best first.
  private func found(_ words: String..., in store: EventStore) throws -> [String] {
    try store.read { reader in
      try reader.search(SearchQuery(words)).flatMap { hit in
        hit.matches.map { "\(hit.state.id.low & 0xffff) \($0.field)" }
      }
    }
  }

  private func told(_ words: String..., in store: EventStore) throws -> [String] {
    try store.read { reader in
      try reader.search(SearchQuery(words)).flatMap(\.matches).map { match in
        match.pieces.map { $0.isMatch ? "[\($0.text)]" : $0.text }.joined()
      }
    }
  }

  @Test func wordsPhrasesAndBeginningsAreFound() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["type": "note", "text": "They promised to call back by Friday"], of: Self.id(1))
    try store.set(["type": "note", "text": "back then; call Zoë Ångström"], of: Self.id(2))
    try store.set(["type": "call", "outcome": "voicemail", "note": "said: “naïve”"], of: Self.id(3))
    #expect(try Set(found("call", "back", in: store)) == ["1 text", "2 text"])
    #expect(try found("call back", in: store) == ["1 text"])
    #expect(try found("\"call back\"", in: store) == ["1 text"])
    #expect(try found("\"call ba\"", in: store) == [])
    #expect(try found("call ba", in: store) == ["1 text"])
    #expect(try found("zoe", "angstr", in: store) == ["2 text"])
    #expect(try found("ZOE\u{308}", in: store) == ["2 text"])
    #expect(try found("naive", in: store) == ["3 note"])
    #expect(try found("voice", in: store) == ["3 outcome"])
    // Only the last word may go on; quoted words are whole.
    #expect(try found("\"voice\"", "said", in: store) == [])
    #expect(try found("outc", in: store) == [])
    #expect(try found("voicemail", "sai", in: store) == ["3 note", "3 outcome"])
    #expect(try told("call back", in: store) == ["They promised to [call back] by Friday"])
    #expect(try told("fri", "by", in: store) == ["They promised to call back [by] [Fri]day"])
    #expect(try told("\"fri\"", "by", in: store) == [])
    #expect(try told("by", "fri", in: store) == ["They promised to call back [by] [Friday]"])
    // A phrase lies within one text.
    #expect(try found("voicemail said", in: store) == [])
    #expect(try found("said voicemail", in: store) == [])
  }

  @Test func identifiersDaysAndTypesAreNotSearched() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set([
      "type": "interview", "application": JSONValue(Self.id(9).text), "at": "2026-11-20",
      "by": "2026-11-20T16:30:00-05:00",
      "hash": JSONValue(String(repeating: "a1", count: 32)), "round": JSONValue(integer: 2),
      "salary": JSONValue(integer: 85_000), "kept": JSONValue(true),
      "with": JSONValue(array: [JSONValue(Self.id(8).text), JSONValue("Ada")]),
      "tags": JSONValue(object: [(name: "remote", value: JSONValue("maybe 2026"))]),
      "words": "2026-11-20 at noon",
    ])
    #expect(try found("2026-11-20", in: store) == ["1 words"])
    #expect(try found("85000", in: store) == ["1 salary"])
    #expect(try found("ada", in: store) == ["1 with"])
    #expect(try found("maybe", in: store) == ["1 tags"])
    for word in ["interview", "8000", "true", "a1a1", Self.id(9).text, "T16"] {
      #expect(try found(word, in: store) == [])
    }
  }

  @Test func nothingThatIsTypedIsAMistake() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(
      ["text": "C++ & C#, a*b (x:y) O'Brien's e-mail 🎉 50% -- NEAR AND OR NOT \"quoted\" ^caret"], of: Self.id(1))
    try store.set(["text": "C and b, e mail; brien"], of: Self.id(2))
    for (words, expected) in [
      ("c++", [1]), ("C#", [1]), ("c", [1, 2]), ("a*b", [1]), ("x:y", [1]), ("o'brien", [1]), ("e-mail", [1, 2]),
      ("🎉", [1]), ("🎉 50", [1]), ("50%", [1]), ("--", [1]), ("near", [1]), ("NEAR(a b)", []), ("AND", [1, 2]),
      ("NOT", [1]),
      ("\"", []), ("\"\"", []), ("\"quoted", [1]), ("*", [1]), ("^caret", [1]), ("text:c", []), ("{text}:c", []),
      ("", []), (" ", []),
      ("\u{0}", []), ("c\u{0}", [1, 2]), ("\u{301}", []), ("\u{200d}", []), ("(((", []), ("-", [1]), ("\\", []),
      ("'; --", []),
      (String(repeating: "c ", count: 500), []), (String(repeating: "\"c\" ", count: 500), [1, 2]),
      (String(repeating: "x", count: 100_000), []),
    ] as [(String, [Int])] {
      let hits = try found(words, in: store).map { Int($0.prefix { $0 != " " }) ?? 0 }
      #expect(hits.sorted() == expected, "\(words.prefix(40).debugDescription)")
    }
  }

  @Test func whatChangesIsFoundAsItIs() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["type": "note", "text": "first words"])
    let receipt = try store.set(["text": "second words"])
    #expect(try found("first", in: store) == [])
    #expect(try found("second", in: store) == ["1 text"])
    try store.set(["at": "2026-11-20"])
    #expect(try found("words", in: store) == ["1 text"])
    try store.set(["text": .null])
    #expect(try found("words", in: store) == [])
    try store.set(["text": "third"], of: Workbench.second)
    _ = try bench.open("b.db").ingest([StoreLineSource(path: bench.file("a.db"), into: store)])
    #expect(receipt.events.count == 1)
    #expect(try store.problems() == [])
    // What is retracted is found; whoever searches says whether it counts.
    try store.set(["retracted": JSONValue(true)], of: Workbench.second)
    #expect(try found("third", in: store) == ["2 text"])
    let counted = try store.read { try $0.search(SearchQuery(["third"])) { !$0.isRetracted } }
    #expect(counted == [])
  }

  @Test func aWordInsideALongerOneIsFoundAfterWholeOnes() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["text": "Kaufmann"], of: Self.id(1))
    try store.set(["text": "Dampfschifffahrtskaufmann, OBERKAUFMÄNNIN"], of: Self.id(2))
    try store.set(["text": "a note", "note": "Hochbau; Stra\u{308}ssenbau"], of: Self.id(3))
    #expect(try found("kaufmann", in: store) == ["1 text", "2 text"])
    #expect(try told("kaufmann", in: store) == ["[Kaufmann]", "Dampfschifffahrts[kaufmann], OBER[KAUFMÄNN]IN"])
    #expect(try told("schifffahrt", in: store) == ["Dampf[schifffahrt]skaufmann, OBERKAUFMÄNNIN"])
    // Marks that are scalars of their own are counted right.
    #expect(try told("assenb", in: store) == ["Hochbau; Str[a\u{308}ssenb]au"])
    #expect(try found("\"schifffahrt\"", in: store) == [])
    // Each word may be inside another one; a short one counts where nothing else is found.
    #expect(try told("kaufm", "schiff", in: store) == ["Dampf[schiff]fahrts[kaufm]ann, OBER[KAUFM]ÄNNIN"])
    #expect(try found("bau", in: store) == ["3 note"])
    try store.set(["text": "bau"], of: Self.id(4))
    #expect(try found("bau", in: store) == ["4 text"])
    let hits = try store.read { try $0.search(SearchQuery(["kaufmann"])) }
    #expect(hits.map(\.isInsideWord) == [false, true])
    #expect(try store.read { try $0.search(SearchQuery(["kaufmann"]), limit: 1) } == [hits[0]])
    // What one does not want is not asked of again.
    var asked = 0
    let none = try store.read { reader in
      try reader.search(SearchQuery(["kaufmann"])) { _ in
        asked += 1
        return false
      }
    }
    #expect(none == [] && asked == 2)
  }

  @Test(arguments: [
    ("经理", "高级产品经理，北京", "高级产品[经理]，北京"), ("\"经理\"", "高级产品经理", "高级产品[经理]"), ("理", "产品经理", "产品经[理]"),
    ("产品 北京", "高级产品经理，北京", "高级[产品]经理，[北京]"), ("经理 北", "高级产品经理，北京", "高级产品[经理，北]京"),
    ("マネージャー", "プロダクトマネージャー候補", "プロダクト[マネージャー]候補"), ("候補", "マネージャー候補", "マネージャー[候補]"),
    ("매니저", "프로덕트매니저를 만났다", "프로덕트[매니저]를 만났다"), ("จัดการ", "ผู้จัดการโครงการ", "ผู้[จัดการ]โครงการ"),
    ("手机", "iPhone手机开发", "iPhone[手机]开发"), ("iphone", "用iPhone手机", "用[iPhone]手机"),
  ]) func scriptsWithoutSpacesAreFoundWhereverTheyStand(words: String, text: String, expected: String) throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["text": JSONValue(text)], of: Self.id(1))
    try store.set(["text": "another text, 别的"], of: Self.id(2))
    let query =
      words == "产品 北京" ? SearchQuery(["产品", "北京"]) : SearchQuery([words])
    let hits = try store.read { try $0.search(query) }
    let told = hits.flatMap(\.matches).map { match in
      match.pieces.map { $0.isMatch ? "[\($0.text)]" : $0.text }.joined()
    }
    #expect(told == [expected])
    #expect(hits.map(\.state.id) == [Self.id(1)])
  }

  @Test func aWholeRunOfCharactersComesBeforeAPartOfOne() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["text": "经理"], of: Self.id(1))
    try store.set(["text": "产品经理"], of: Self.id(2))
    try store.set(["text": "经理助理"], of: Self.id(3))
    let hits = try store.read { try $0.search(SearchQuery(["经理"])) }
    #expect(hits.map(\.isInsideWord) == [false, false, true])
    #expect(hits.last?.state.id == Self.id(2))
  }

  @Test func manyWordsAreLookedUpInOnePassAsFewAreOneByOne() throws {
    let bench = try Workbench()
    let store = try bench.open()
    for number in 1...40 {
      let text = number % 3 == 0 ? "call \(number)" : "招聘\(number)经理 recall 经理\(number % 7)"
      try store.set(["text": JSONValue(text)], of: Self.id(UInt64(number)))
    }
    let wanted = ["经理", "call", "nowhere", "招聘4"].map { ArraySlice($0.utf8) }
    let (single, together) = try store.read { reader in
      let vocabulary = try SearchVocabulary(reader.db)
      return (
        try vocabulary.records(holding: wanted), try vocabulary.records(holding: wanted, wordsMax: 0)
      )
    }
    #expect(single == together)
    #expect(single.map(\.count) == [27, 40, 0, 2])
  }

  @Test func bothSidesOfAConflictAreFoundAndOneOfThemIsTheValue() throws {
    let bench = try Workbench()
    let one = try bench.open("a.db")
    let two = try bench.open("b.db", machine: "another")
    try one.set(["text": "kalmar"])
    bench.clock.milliseconds += 1_000
    try two.set(["text": "visby"])
    _ = try one.ingest([StoreLineSource(path: bench.file("b.db"), into: one)])
    let matches = try ["kalmar", "visby"].map { word in
      try one.read { try $0.search(SearchQuery([word])) }.flatMap(\.matches).map(\.isValue)
    }
    #expect(matches == [[false], [true]])
    // Settled, only what was chosen is left.
    try one.set(["text": "kalmar"])
    #expect(try found("visby", in: one) == [])
    #expect(try found("kalmar", in: one) == ["1 text"])
    #expect(try one.problems() == [])
  }

  @Test func theBestComeFirstAndOfEqualsTheNewest() throws {
    let bench = try Workbench()
    let store = try bench.open()
    for number in 1...5 { try store.set(["text": "one word here"], of: Self.id(UInt64(number))) }
    try store.set(["text": "word"], of: Self.id(6))
    #expect(try found("word", in: store) == [6, 5, 4, 3, 2, 1].map { "\($0) text" })
    let few = try store.read { try $0.search(SearchQuery(["word"]), limit: 2) { $0.id != Self.id(5) } }
    #expect(few.map(\.state.id) == [Self.id(6), Self.id(4)])
    #expect(few[0].rank < few[1].rank)
  }

  @Test func thePastIsSearchedAsItWas() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["text": "before"])
    let stamp = try #require(try store.lines().last?.hlc)
    bench.clock.milliseconds += 10_000
    try store.set(["text": "after"])
    let then = try store.read(asOf: stamp) { reader in
      try ["before", "after"].map { try reader.search(SearchQuery([$0])).count }
    }
    #expect(then == [1, 0])
  }

  @Test func aDamagedIndexIsToldAndMadeAgain() throws {
    let bench = try Workbench()
    let store = try bench.open()
    for number in 1...3 { try store.set(["text": JSONValue("word \(number)")], of: Self.id(UInt64(number))) }
    try store.execute("INSERT INTO search (search, rowid, text) VALUES ('delete', 2, 'word 2\n')")
    try store.execute("INSERT INTO search (rowid, text) VALUES (77, 'nothing')")
    #expect(
      try store.verify().problems == [
        "2 records of the search index differ from the log; run followup rebuild"
      ])
    // What was deleted is searched for no more, and what is not recorded is not found; nothing else is lost.
    #expect(try Set(found("word", in: store)) == ["1 text", "3 text"])
    try store.rebuild()
    #expect(try store.verify().problems == [])
    #expect(try Set(found("word", in: store)) == ["1 text", "2 text", "3 text"])
    // The digest says nothing of it.
    let digest = try store.digest()
    try store.execute("INSERT INTO search (search) VALUES ('delete-all')")
    #expect(try store.digest() == digest)
  }

  @Test func whereFullTextSearchIsLackingAStoreIsRefusedWithASentence() throws {
    let error = DatabaseError(resultCode: .SQLITE_ERROR, message: "no such module: fts5")
    let told = try #require(StoreError.wrapping(error, "a.db") as? StoreError)
    #expect(told.code == .io && told.message.contains("has no full-text search (FTS5)"))
    #expect(told.message.contains("nothing was changed"))
  }
}
