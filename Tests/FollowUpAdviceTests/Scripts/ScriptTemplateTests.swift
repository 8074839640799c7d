import EventLog
import FollowUp
import FollowUpAdvice
import TestSupport
import Testing

@Suite struct ScriptTemplateTests {
  private typealias Bench = ScriptBench

  private func filled(_ text: String, _ states: [RecordState] = Bench.states) throws -> CallSheet {
    let template = try ScriptTemplate(parsing: Array(text.utf8), file: "mine.txt")
    return CallSheet(.voicemail, facts: try Bench.facts(.voicemail, states), template: template)
  }

  @Test(arguments: [
    ("Hi {contact}.", "Hi Tobias Lindqvist."), ("  Hi {my_name}", "  Hi Marisol Vega"), ("a  b\t c ", "a b c"),
    ("[{my_email}|{my_phone}]", "312-555-0117"), ("x [{my_email}] y", "x y"), ("[a [b [c {my_email}] d] e]", "a b d e"),
    ("[{?interview}yes][{?!interview}no]", "yes"), ("[{?my_email}yes|{?!my_email}no]", "no"),
    ("\\[\\{\\}\\]\\|\\\\\\#", "[{}]|\\#"), ("# a remark\nb", "b"), ("\\# c", "# c"), ("a|b", "a|b"),
    ("a\n\n\n\nb\n\n", "a\n\nb"), ("a\r\n{my_email}\r\nb", "a\nb"), ("a\n[{my_email}]\nb", "a\nb"),
    ("\u{feff}a", "a"), ("{ my_name }", "Marisol Vega"), ("[|x]y", "y"), ("[{my_email}][|]a", "a"),
    ("a\\\n  b", "ab"), ("a \\\r\n\tb \\\nc\nd", "a b c\nd"), ("[{my_email}\\\n|x\\\n]y", "xy"), ("a\\\\\nb", "a\\\nb"),
    ("Zoë 🙂 {company}", "Zoë 🙂 Larkspur Mutual"),
  ])
  func texts(_ template: String, _ expected: String) throws { #expect(try filled(template).text == expected) }

  @Test func whatIsAskedFor() throws {
    #expect(try filled("a {my_email}").missing.map(\.fact) == [.myEmail])
    #expect(try filled("a [{my_email}]").missing == [])
    #expect(try filled("a [{my_email!}]").missing.map(\.fact) == [.myEmail])
    #expect(try filled("[{my_email!}|{my_phone}]").missing.map(\.fact) == [.myEmail])
    #expect(try filled("[{my_phone}|{my_email!}]").missing == [])
    #expect(try filled("[{?!interview}{my_email!}|b]").missing == [])
    #expect(try filled("{my_email} {my_email}\n{offered}").missing.map(\.fact) == [.myEmail, .offered])
  }

  @Test(arguments: [
    ("a\n{my_nam}", 2, "no fact is called “my_nam”; did you mean my_name? Choose from my_name, my_phone,"),
    ("[{?first_choise}a]", 1, "did you mean first_choice? Choose from interview, call_today, first_choice, my_name"),
    ("{xyzzy}", 1, "no fact is called “xyzzy”; choose from my_name"),
    ("{first_choice}", 1, "is a condition, not a fact; write [{?first_choice} …]"),
    ("{?interview}", 1, "{?interview} is a condition, which belongs between [ and ]"),
    ("a {my_name", 1, "a { is not closed on this line"), ("my_name}", 1, "there is a } without its {"),
    ("x\ny\n[a\nb]", 3, "a [ is not closed on this line"), ("a]", 1, "there is a ] without its ["),
    ("a\\", 1, "there is a backslash at the end of the file"), ("a\nb\\\nc\\\nd]", 2, "there is a ] without its ["),
    ("", 1, "the template is empty"),
    ("# only\n\n", 1, "the template is empty"), ("{}", 1, "no fact is called “”"),
    (String(repeating: "[", count: 9), 1, "brackets are nested more than 8 deep"),
  ])
  func problemsNameFileAndLine(_ text: String, _ line: Int, _ reason: String) throws {
    let problem = try #require(throws: TemplateProblem.self) {
      try ScriptTemplate(parsing: Array(text.utf8), file: "mine.txt")
    }
    #expect(problem.line == line)
    #expect(problem.description.hasPrefix("mine.txt:\(line): "))
    #expect(problem.reason.contains(reason), "\(problem.reason)")
  }

  @Test func whatIsTooLargeOrNoText() throws {
    let large = try #require(throws: TemplateProblem.self) {
      try ScriptTemplate(parsing: [UInt8](repeating: 0x61, count: ScriptTemplate.bytesMax + 1), file: "f")
    }
    #expect(large.reason == "a template can have at most 64 KiB")
    let latin = try #require(throws: TemplateProblem.self) {
      try ScriptTemplate(parsing: [0x61, 0x0a, 0xe9], file: "f")
    }
    #expect(latin.description == "f:2: not UTF-8 text; save the file as UTF-8")
  }

  @Test func anyBytesEitherReadOrAreRefused() throws {
    let seed: UInt64 = 0x7e41
    var random = SeededGenerator(seed: seed)
    let pieces = ["{", "}", "[", "]", "|", "\\", "!", "?", "#", " ", "\n", "\r", "my_name", "offered", "x", "é"]
    let facts = try Bench.facts(.voicemail)
    for round in 0..<3_000 {
      let text = (0..<Int.random(in: 0..<24, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
      let joined = text.joined()
      do throws(TemplateProblem) {
        let template = try ScriptTemplate(parsing: Array(joined.utf8), file: "f")
        let sheet = CallSheet(.email, facts: facts, template: template)
        #expect(sheet.missing.allSatisfy { template.facts.contains($0.fact) }, "seed \(seed), round \(round)")
      } catch {
        #expect(error.line >= 1, "seed \(seed), round \(round)")
      }
    }
  }

  @Test func theBuiltInTextsAreTheStartOfAPersonsOwn() throws {
    for kind in ScriptKind.allCases {
      let text = ScriptTemplate.builtInText(kind)
      let own = try ScriptTemplate(parsing: text, file: "mine.txt")
      #expect(own.facts == (try ScriptTemplate.builtIn(kind)).facts)
      #expect(String(decoding: text, as: UTF8.self).hasPrefix("# "))
      #expect(!own.facts.isEmpty)
    }
  }
}
