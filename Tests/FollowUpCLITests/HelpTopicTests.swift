import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import Foundation
import TestSupport
import Testing

@testable import FollowUpCLI

/// What the pages of `help` say is so.
@Suite struct HelpTopicTests {
  /// The lines of a page that stay as they are, with what is behind two spaces.
  private func examples(_ topic: HelpTopic) -> [String] {
    HelpTopic.blocks(of: topic.text).compactMap { block in
      guard case .line(let line) = block, !line.isEmpty else { return nil }
      return String(line.dropFirst(2))
    }
  }

  /// The commands on a page, as words of a shell; what stands behind three spaces is a remark.
  private func commands(_ topic: HelpTopic) -> [[String]] {
    examples(topic).filter { $0.hasPrefix("followup ") }.map { line in
      Self.split(line.firstRange(of: "   ").map { String(line[..<$0.lowerBound]) } ?? line)
    }
  }

  /// The words of a line, as a shell would take them apart.
  private static func split(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    for character in line + " " {
      if quote == nil, character == " " {
        if !word.isEmpty { words.append(TypedLine.unquoted(word)) }
        word = ""
        continue
      }
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
      }
      word.append(character)
    }
    return words
  }

  @Test(arguments: HelpTopic.allCases) func aPageFitsOnAScreen(_ topic: HelpTopic) {
    let sink = MemorySink()
    let out = Output(sink, isTerminal: true, columns: 80, isColoured: false)
    topic.print(to: out)
    out.flush()
    let lines = sink.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 42)
    for line in lines { #expect(DisplayWidth.of(String(line)) <= 80, "\(line)") }
    #expect(sink.text.hasPrefix(topic.rawValue.uppercased() + "\n\n"))
  }

  @Test func narrowTerminalsGetTheSameWords() {
    let sink = MemorySink()
    let out = Output(sink, isTerminal: true, columns: 40, isColoured: false)
    HelpTopic.names.print(to: out)
    out.flush()
    #expect(
      sink.text.split(whereSeparator: \.isWhitespace) == HelpTopic.names.text.split(whereSeparator: \.isWhitespace))
  }

  @Test func everyDateMeansWhatThePageSays() throws {
    let zone = try TestZones.zone("America/Chicago")
    let now = try Now(try #require(OffsetTime("2026-11-20T09:00:00-06:00")), zone: zone)
    func meaning(_ text: String, _ direction: When.Direction) throws -> String {
      switch try WhenParser.parse(text, now: now, direction: direction).moment {
      case .date(let date): date.echo
      case .time(let time): "\(time.local.date.echo) \(time.local.time)"
      }
    }
    let rows = examples(.dates).filter { !$0.hasPrefix("followup ") && !$0.hasPrefix("you type ") }
    #expect(rows.count >= 14)
    for row in rows {
      let cells = row.split(separator: #/  +/#).map(String.init)
      try #require(cells.count == 3, "\(row)")
      #expect(try meaning(cells[0], .past) == cells[1], "\(row)")
      #expect(try meaning(cells[0], .future) == cells[2], "\(row)")
    }
  }

  @Test func thePlaybooksAreCalledAsThePageSays() throws {
    var shelf = PlaybookShelf()
    for name in shelf.names {
      let playbook = try shelf.playbook(name)
      let row = try #require(examples(.playbooks).first { $0.hasPrefix(name + " ") })
      let cells = row.split(separator: #/  +/#).map(String.init)
      #expect(cells[1] == playbook.source)
      #expect(cells[2] == playbook.title + (name == PlaybookShelf.defaultName ? " (the default)" : ""))
    }
  }

  @Test(arguments: HelpTopic.allCases) func everyCommandOnAPageWorks(_ topic: HelpTopic) throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme GmbH", "Swift engineer", "--at", "3 weeks ago")
    desktop.done("contact", "add", "Tom Reyes", "--app", "acme", "--phone", "212-555-0142")
    try conflict(on: desktop)
    var count = 0
    for words in commands(topic) {
      // Places of this machine in place of those on the page.
      var words = words.map { word in
        ["~/Drive/followup": "/shared", "/media/stick/followup": "/backups"][word].map { desktop.folder + $0 }
          ?? (word.contains(".") && !word.contains(" ") ? desktop.folder + "/" + word : word)
      }
      if let index = words.firstIndex(of: "FILE") {
        let folder = desktop.folder + "/backups"
        words[index] = folder + "/" + (try #require(FileManager.default.contentsOfDirectory(atPath: folder).first))
      }
      let result = desktop.run(arguments: Array(words.dropFirst()))
      let wanted: Int32 = words.contains("--check") ? 10 : 0
      #expect(result.status == wanted, "\(words): \(result.err)")
      count += 1
    }
    #expect(count >= 2)
  }

  /// Two laptops that have said something else of one field; the other lies in its own folder.
  private func conflict(on desktop: Desktop) throws {
    let other = try Desktop()
    let log = desktop.folder + "/there.jsonl"
    desktop.done("export", "-o", log)
    other.done("merge", log)
    other.done("edit", "acme", "location=Hamburg")
    desktop.done("edit", "acme", "location=Berlin")
    let back = other.folder + "/back.jsonl"
    other.done("export", "-o", back)
    desktop.done("merge", back)
  }

  @Test func helpFindsTopicsCommandsAndBoth() throws {
    let desktop = try Desktop()
    #expect(desktop.done("help", "dates").hasPrefix("DATES\n"))
    #expect(desktop.done("help", "Dates") == desktop.done("help", "dates"))
    #expect(desktop.done("help", "log") == desktop.done("log", "--help"))
    #expect(desktop.done("help", "playbook", "use") == desktop.done("playbook", "use", "--help"))
    #expect(desktop.done("help") == desktop.done("--help"))
    #expect(desktop.done("help", "sync").hasPrefix("SYNC\n"))
    #expect(desktop.done("help", "sync").hasSuffix("\n\n" + desktop.done("sync", "--help")))
    #expect(desktop.run("help", "files", "--json").json["text"]?.string == HelpTopic.files.text)
    for topic in HelpTopic.allCases {
      #expect(desktop.done("help").contains(topic.rawValue))
      let words = desktop.done("help", "help").split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("\(topic.rawValue) \(topic.abstract)"))
    }
    for (words, hint) in [
      (["dtes"], "did you mean dates?"), (["lgo"], "did you mean log?"), (["zzz"], "followup help lists"),
      (["playbook", "us"], "did you mean use?"),
    ] {
      let result = desktop.run(arguments: ["help"] + words)
      #expect(result.status == 2)
      #expect(result.err.contains(hint), "\(words): \(result.err)")
    }
  }
}
