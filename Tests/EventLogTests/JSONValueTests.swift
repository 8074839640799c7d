import EventLog
import TestSupport
import Testing

/// Canonical JSON (FORMAT 2, rule 4; RFC 8785): one spelling for each value.
@Suite struct JSONValueTests {
  /// A value apart from its spelling, for the way there and back.
  private indirect enum Tree {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Tree])
    case object([(name: String, value: Tree)])

    var value: JSONValue {
      switch self {
      case .null: .null
      case .bool(let bool): JSONValue(bool)
      case .number(let number): JSONValue(number) ?? .null
      case .string(let string): JSONValue(string)
      case .array(let elements): JSONValue(array: elements.map(\.value))
      case .object(let members): JSONValue(object: members.map { (name: $0.name, value: $0.value.value) })
      }
    }

    static func random(_ random: inout SeededGenerator, depth: Int) -> Tree {
      switch Int.random(in: 0..<(depth > 3 ? 5 : 9), using: &random) {
      case 0: return .null
      case 1: return .bool(Bool.random(using: &random))
      case 2:
        let number = Double(bitPattern: random.next())
        return .number(number.isFinite ? number : 0)
      case 3: return .number(Double(Int64.random(in: -1_000...1_000, using: &random)) / 8)
      case 4: return .string(text(&random))
      case 5, 6:
        return .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in Tree.random(&random, depth: depth + 1) })
      default:
        return .object(
          (0..<Int.random(in: 0..<5, using: &random)).map { _ in (text(&random), Tree.random(&random, depth: depth + 1))
          })
      }
    }

    /// Some of what goes wrong with text: escapes, NUL, both sides of the surrogates, combining marks.
    static func text(_ random: inout SeededGenerator) -> String {
      let pieces = [
        "a", "\"", "\\", "/", "\u{0}", "\u{1f}", "\n", "\u{7f}", "\u{80}", "é", "e\u{301}", "\u{2028}", "\u{d7ff}",
        "\u{e000}", "\u{ffff}", "\u{10000}", "😀", "\u{10ffff}", "\u{feff}",
      ]
      return (0..<Int.random(in: 0..<4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
    }
  }

  /// Takes a value apart and puts it together again, by another way than the scanner's.
  static func rebuilt(_ value: JSONValue) -> JSONValue? {
    if value.isNull { return .null }
    if let bool = value.bool { return JSONValue(bool) }
    if let number = value.number { return JSONValue(number) }
    if let string = value.string { return JSONValue(string) }
    if let elements = value.array { return JSONValue(array: elements.compactMap(rebuilt)) }
    return value.object.map { members in
      JSONValue(object: members.reversed().compactMap { member in rebuilt(member.value).map { (member.name, $0) } })
    }
  }

  private static func isRefused(_ text: String) -> Bool { (try? JSONValue(canonical: Array(text.utf8))) == nil }

  @Test func randomValuesGoThereAndBack() throws {
    for seed in UInt64(0)..<3_000 {
      var random = SeededGenerator(seed: seed)
      let value = Tree.random(&random, depth: 0).value
      do {
        #expect(try JSONValue(canonical: value.canonical) == value, "seed \(seed)")
        #expect(Self.rebuilt(value) == value, "seed \(seed)")
      } catch { Issue.record("seed \(seed): \(value): \(error)") }
    }
  }

  @Test func membersStandInTheOrderOfTheirUTF16CodeUnits() throws {
    // Above U+FFFF stands before U+E000 and U+FFFF, and a prefix before what goes on; the order of code points and of
    // Swift's own strings is another one.
    let names = [
      "", "\n", "1", "a", "a\u{0}", "aa", "e\u{301}", "\u{7f}", "é", "\u{d7ff}", "😀", "\u{e000}", "\u{ffff}",
    ]
    for seed in UInt64(0)..<20 {
      var random = SeededGenerator(seed: seed)
      let value = JSONValue(object: names.shuffled(using: &random).map { (name: $0, value: JSONValue(true)) })
      #expect(value.object?.map { Array($0.name.utf16) } == names.map { Array($0.utf16) }, "seed \(seed)")
      #expect(try JSONValue(canonical: value.canonical) == value)
    }
    for (left, right) in zip(names, names.dropFirst()) {
      let members = [left, right].map { "\(JSONValue($0)):1" }
      #expect(!Self.isRefused("{\(members[0]),\(members[1])}"), "\(members)")
      #expect(Self.isRefused("{\(members[1]),\(members[0])}"), "\(members)")
      #expect(Self.isRefused("{\(members[0]),\(members[0])}"), "\(members)")
    }
  }

  @Test func ofTwoMembersWithOneNameTheLastStays() {
    let value = JSONValue(object: [
      (name: "b", value: JSONValue(integer: 1)), (name: "a", value: .null), (name: "b", value: JSONValue(integer: 2)),
      // Not the same names, though Swift's strings call them equal.
      (name: "é", value: JSONValue(integer: 3)), (name: "e\u{301}", value: JSONValue(integer: 4)),
    ])
    #expect(value.description == "{\"a\":null,\"b\":2,\"e\u{301}\":4,\"é\":3}")
    #expect(value.canonical == Array("{\"a\":null,\"b\":2,\"e\u{301}\":4,\"\u{e9}\":3}".utf8))
  }

  @Test func textIsComparedByCodePoints() throws {
    let composed = JSONValue("\u{e9}")
    let decomposed = JSONValue("e\u{301}")
    #expect("\u{e9}" == "e\u{301}")
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
    #expect(composed.canonical == [0x22, 0xc3, 0xa9, 0x22])
    #expect(decomposed.canonical == [0x22, 0x65, 0xcc, 0x81, 0x22])
    #expect(try JSONValue(canonical: decomposed.canonical).string?.unicodeScalars.map(\.value) == [0x65, 0x301])
  }

  @Test func stringsHaveTheCanonicalEscapesAndNoOthers() throws {
    for byte in UInt8(0)..<0x80 {
      let value = JSONValue(String(Unicode.Scalar(byte)))
      let escape: String =
        switch byte {
        case 0x08: "\\b"
        case 0x09: "\\t"
        case 0x0a: "\\n"
        case 0x0c: "\\f"
        case 0x0d: "\\r"
        case 0x22: "\\\""
        case 0x5c: "\\\\"
        case 0..<0x10: "\\u000" + String(byte, radix: 16)
        case 0x10..<0x20: "\\u00" + String(byte, radix: 16)
        default: String(Unicode.Scalar(byte))
        }
      #expect(value.description == "\"\(escape)\"")
      #expect(value.string == String(Unicode.Scalar(byte)))
      #expect(try JSONValue(canonical: value.canonical) == value)
      let digits = String(byte, radix: 16)
      let long = "\"\\u00\(digits.count == 1 ? "0" : "")\(digits)\""
      #expect(Self.isRefused(long) == (long != value.description), "\(long)")
    }
    for text in [#""\/""#, #""\u001F""#, #""\u00e9""#, #""\ud83d\ude00""#, #""\ud800""#, #""\x""#, #""\u00""#, #""\"#] {
      #expect(Self.isRefused(text), "\(text)")
    }
  }

  @Test func otherSpellingsAreRefusedAndDoNotTrap() {
    let refused = [
      "", " ", "nul", "nulll", "True", "truefalse", "+1", "01", "-01", "-0", "-", "1.", ".5", "1.0", "1e3", "1E3",
      "1e+3",
      "1e", "1e+", "0.10", "100000000000000000000000", "1e400", "-1e400", "9007199254740993", "NaN", "Infinity", "0x1",
      "1 ", " 1", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 ,2]", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1",
      "{\"a\":1,}",
      "{a:1}", "{\"a\" :1}", "{\"a\":1}x", "{\"b\":1,\"a\":1}", "\"", "\"a", "\"\t\"", "'a'", "\u{feff}1", "[]]",
      "{}{}",
    ]
    for text in refused { #expect(Self.isRefused(text), "\(text)") }
    let accepted = [
      "null", "true", "false", "0", "-1", "1e+21", "100000000000000000000", "0.000001", "1e-7", "5e-324",
      "1.7976931348623157e+308", "9007199254740992", "333333333333333300", "[]", "{}", "[[],{}]", "\"\"", "{\"\":\"\"}",
    ]
    for text in accepted { #expect(!Self.isRefused(text), "\(text)") }
    let invalidUTF8: [[UInt8]] = [
      [0x80], [0xc3], [0xc0, 0x80], [0xc1, 0xbf], [0xe0, 0x9f, 0xbf], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf],
      [0xe2, 0x82],
      [0xf0, 0x8f, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff], [0xf0, 0x9f, 0x98],
    ]
    for bytes in invalidUTF8 {
      #expect(throws: MalformedLine.self) { try JSONValue(canonical: [0x22] + bytes + [0x22]) }
    }
  }

  @Test func depthIsCountedFromTheOutermost() {
    for depth in [1, 63, 64, 65, 5_000, 200_000] {
      let arrays = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      #expect(Self.isRefused(arrays) == (depth > 64), "\(depth) arrays")
      let objects = String(repeating: "{\"a\":", count: depth - 1) + "{}" + String(repeating: "}", count: depth - 1)
      #expect(Self.isRefused(objects) == (depth > 64), "\(depth) objects")
    }
  }

  @Test func accessorsAnswerForTheirOwnKindOnly() {
    let values: [JSONValue] = [
      .null, JSONValue(true), JSONValue(false), JSONValue(integer: -3), JSONValue("x"), JSONValue(array: [.null]),
      JSONValue(object: [(name: "a", value: .null)]),
    ]
    #expect(values.map(\.isNull) == [true, false, false, false, false, false, false])
    #expect(values.map(\.bool) == [nil, true, false, nil, nil, nil, nil])
    #expect(values.map(\.number) == [nil, nil, nil, -3, nil, nil, nil])
    #expect(values.map(\.string) == [nil, nil, nil, nil, "x", nil, nil])
    #expect(values.map { $0.array?.count } == [nil, nil, nil, nil, nil, 1, nil])
    #expect(values.map { $0.object?.count } == [nil, nil, nil, nil, nil, nil, 1])
    #expect(values.map(\.displayed) == ["null", "true", "false", "-3", "x", "[null]", "{\"a\":null}"])
    #expect(JSONValue(Double.infinity) == nil && JSONValue(Double.nan) == nil)
    #expect(JSONValue(-0.0)?.description == "0")
    #expect(JSONValue(integer: .max).description == "9223372036854776000")
    #expect(JSONValue(integer: .min).description == "-9223372036854776000")
  }
}
