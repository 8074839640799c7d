import EventLog
import EventStorage
import Foundation
import Testing

@testable import FollowUpCLI

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The report as a person and a browser get it.
@Suite struct ReportCommandTests {
  private static let tuesday = "2026-10-13T07:55:00-05:00"

  /// A page read by a strict reader of XML: the elements in order, and all text.
  private final class Page: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    var text = ""
    private(set) var problem: String?

    init(_ html: String) {
      super.init()
      let parser = XMLParser(data: Data(html.utf8))
      parser.delegate = self
      if !parser.parse() {
        problem = "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "not well formed")"
      }
    }

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String] = [:]
    ) { elements.append((name, attributes)) }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func all(_ name: String) -> [[String: String]] { elements.filter { $0.name == name }.map(\.attributes) }
  }

  /// What no page may hold, whatever the log does.
  private func check(_ html: String, at location: SourceLocation = #_sourceLocation) -> Page {
    let page = Page(html)
    #expect(page.problem == nil, sourceLocation: location)
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"), sourceLocation: location)
    let names = Set(page.elements.map(\.name))
    #expect(
      names.isDisjoint(with: ["script", "img", "image", "iframe", "link", "object", "embed", "base", "form", "a:href"]),
      sourceLocation: location)
    for (name, attributes) in page.elements {
      #expect(!attributes.keys.contains { $0.hasPrefix("on") || $0 == "src" || $0 == "xlink:href" }, "\(name)")
      guard let target = attributes["href"] else { continue }
      #expect(["#", "tel:", "mailto:"].contains { target.hasPrefix($0) }, "\(target)", sourceLocation: location)
    }
    // Every link and every shape leads somewhere, and every place has one name.
    let ids = page.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count, sourceLocation: location)
    for target in page.elements.compactMap({ $0.attributes["href"] }) where target.hasPrefix("#") {
      #expect(ids.contains(String(target.dropFirst())), "\(target)", sourceLocation: location)
    }
    for label in page.elements.compactMap({ $0.attributes["aria-labelledby"] }) {
      for id in label.split(separator: " ") { #expect(ids.contains(String(id)), sourceLocation: location) }
    }
    for table in 0..<page.all("table").count { #expect(page.all("caption").count > table) }
    return page
  }

  private func larkspur() throws -> Desktop { try Desktop.story("s0-martin", until: "2026-10-12") }

  @Test func theDayIsThereWithWhomWhenHowAndWhy() throws {
    let desktop = try larkspur()
    let html = desktop.done("report", "--now", Self.tuesday)
    let page = check(html)
    #expect(!html.contains("http:") && !html.contains("https:") && !html.contains("src="))
    for part in [
      "Tuesday, 13 October 2026", "1 thing to do today", "Call Tobias Lindqvist", "Larkspur Mutual — Claims support",
      "today 08:00–08:30", "1 of 3", "Due today", "S0: C. Martin", "October 2026", "Where applications ended",
      "Days to an answer", "n = ", "Promises kept, by employer",
    ] { #expect(page.text.contains(part), "\(part)") }
    #expect(page.all("a").contains { $0["href"] == "tel:3125550142" })
    #expect(page.all("article").count { $0["class"] == "lane" } == 2)
    // The script is the one that is printed.
    let id = try #require(html.firstMatch(of: /followup log call ([0-9a-f]{6})/)?.1)
    let script = desktop.run(
      "script", String(id), "--kind", "direct-line", "--json", "--now", Self.tuesday)
    #expect(script.status == 0 && page.text.contains(script.json["text"]?.string ?? "?"))
    // Every mark says what it is.
    let marks = html.matches(of: /<use [^>]*x="[^>]*>(<title>)?/).filter {
      !$0.0.contains("#s-dot") && !$0.0.contains("#s-ring")
    }
    #expect(marks.count > 5 && marks.allSatisfy { $0.1 != nil })
    #expect(html == desktop.done("report", "--now", Self.tuesday))
  }

  @Test func overdueIsSaidInWords() throws {
    let page = check(try larkspur().done("report", "--now", "2026-10-16T07:55:00-05:00"))
    #expect(page.text.contains("Overdue since Tue 2026-10-13") && page.text.contains("overdue: Call Tobias"))
  }

  @Test func whereNothingIsDueItSaysWhatComesNext() throws {
    let page = check(try larkspur().done("report", "--now", "2026-10-09T12:00:00-05:00"))
    #expect(page.text.contains("On Tue 2026-10-13: call") && page.text.contains("nothing is due today"))
    let empty = check(try Desktop().done("report", "--now", Self.tuesday))
    #expect(empty.text.contains("Nothing is recorded yet") && empty.all("article").isEmpty)
  }

  @Test(arguments: ["s0-martin", "s1-collegegrad", "s2-quast", "s3-three-tips", "s4-phone"])
  func everyStoryIsAPage(name: String) throws {
    let desktop = try Desktop.story(name)
    for now in ["2026-09-30T08:00:00Z", "2026-10-21T08:00:00Z", "2026-12-31T23:00:00Z", "0001-01-01T12:00:00Z"] {
      _ = check(desktop.done("report", "--now", now))
    }
  }

  @Test func noZoneOfTheMachineChangesAByte() throws {
    let desktop = try larkspur()
    let expected = desktop.done("report", "--now", Self.tuesday)
    for zone in ["Asia/Tokyo", "Pacific/Auckland", nil] {
      desktop.zone = zone
      #expect(desktop.run("report", "--now", Self.tuesday, environment: ["LC_ALL": "tr_TR.UTF-8"]).out == expected)
    }
  }

  /// Markup, script, controls and direction marks in every field of every record.
  @Test func whateverIsInAFieldIsText() throws {
    let desktop = try larkspur()
    let nasty = "</title></style><script>alert(1)</script>'\" onload=x & \u{202e}\u{0}\u{ffff}\u{1b}[31m ]]> <!-- \\"
    let store = try EventStore(openingAt: desktop.storePath, environment: .live(anchorDirectory: nil))
    let states = try store.read { try $0.records() }
    let kept: Set<String> = [
      "type", "application", "contact", "at", "applied_on", "by", "with", "made_by", "name", "value", "direction",
    ]
    var drafts: [Draft] = []
    for state in states where state["type"]?.string != "setting" {
      var set: [String: JSONValue] = [:]
      for (field, value) in state.values where value.string != nil && !kept.contains(field) {
        set[field] = JSONValue(nasty)
      }
      for field in [
        "note", "words", "company", "role", "phone", "email", "title", "closed_reason", "snooze_reason", "text",
      ] {
        set[field] = JSONValue(nasty)
      }
      if state["type"]?.string == "contact" { set["name"] = JSONValue(nasty) }
      drafts.append(Draft(record: state.id, set: set))
    }
    _ = try store.append(drafts)
    try store.close()
    for now in [Self.tuesday, "2026-11-20T08:00:00Z"] {
      let html = desktop.run("report", "--now", now).out
      let page = check(html)
      #expect(page.text.contains("<script>alert(1)</script>") && !html.contains("<script"))
      #expect(!html.unicodeScalars.contains { $0.value == 0x202e || $0.value == 0 || $0.value == 0x1b })
    }
  }

  @Test func aFileIsReplacedWholeAndTheStoreNever() throws {
    let desktop = try larkspur()
    let path = desktop.folder + "/page.html"
    let line = desktop.done("report", "-o", path, "--now", Self.tuesday)
    let written = try String(contentsOfFile: path, encoding: .utf8)
    #expect(line == "\(path): 1 due today, 2 open applications, 0 closed, \(written.utf8.count) bytes\n")
    #expect(written == desktop.done("report", "-o", "-", "--now", Self.tuesday))
    let json = desktop.run("report", "-o", path, "--json", "--now", Self.tuesday).json
    #expect(
      json["due"]?.number == 1 && json["open"]?.number == 2 && json["bytes"]?.number == Double(written.utf8.count))
    #expect(desktop.run("report", "-o", desktop.storePath).status == 2)
    #expect(desktop.run("report", "--json").status == 2)
    #expect(desktop.run("report", "-o", desktop.folder + "/none/page.html").status == 1)
    #expect(desktop.run("report", "-o", desktop.folder).status == 1)
  }

  @Test func whatEndedIsCounted() throws {
    let desktop = try Desktop()
    for (company, applied) in [
      ("Ash", "2026-09-01"), ("Birch", "2026-09-02"), ("Cedar", "2026-09-03"), ("Dogwood", "2026-09-04"),
    ] {
      desktop.done("open", company, "Clerk", "--at", applied)
    }
    desktop.done("open", "Elm", "Clerk", "--lead", "--at", "2026-09-05")
    desktop.done("log", "interview", "ash", "--at", "2026-09-08")
    desktop.done("log", "promise", "ash", "--at", "2026-09-08", "--by", "2026-09-11")
    desktop.done("log", "reply", "ash", "rejected", "--at", "2026-09-10")
    desktop.done("close", "ash", "--at", "2026-09-10")
    desktop.done("log", "promise", "birch", "--at", "2026-09-03", "--by", "2026-09-07")
    desktop.done("close", "birch", "silence", "--at", "2026-10-01")
    desktop.done("close", "cedar", "the hours", "--at", "2026-09-04")
    let text = check(desktop.done("report", "--now", "2026-10-13T08:00:00-05:00")).text
    #expect(text.contains("Of 4 applications sent, n = 4. 1 lead not applied to is left out."))
    for row in ["Applied41", "Still open10", "Rejected11", "Silence10", "Closed by you10", "Offer00"] {
      #expect(text.contains(row), "\(row)")
    }
    #expect(text.contains("n = 2 promised days: 1 kept, 1 broken, 0 put off, 0 open"))
    // From the interview on the 8th to the 10th; one answer is no rule.
    #expect(text.contains("2 business days in the middle (median), n = 1") && text.contains("Few answers"))
  }
}
