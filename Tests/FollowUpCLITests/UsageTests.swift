import EventLog
import Foundation
import Testing

@testable import FollowUpCLI

@Suite struct UsageTests {
  @Test(arguments: [
    ["nonsense"], ["log"], ["open", "Acme"], ["list", "--json", "--plain"], ["undo", "0"],
    ["export", "--format", "xml"],
    ["log", "cll", "acme"], ["log", "contact", "acme"], ["open", "Acme", "Engineer", "--at", "smarch"],
    ["list", "--now", "whenever"], ["conflicts", "settle", "a", "b"],
  ])
  func wrongUsageIsStatus2(arguments: [String]) throws {
    let desktop = try Desktop()
    desktop.done("setting", "my_name", "Ann")
    let result = desktop.run(arguments: arguments)
    #expect(result.status == 2, "\(arguments)")
    #expect(result.out.isEmpty)
    #expect(!result.err.isEmpty)
  }

  @Test func helpIsData() throws {
    let desktop = try Desktop()
    for arguments in [
      ["--help"], ["help"], ["help", "log"], ["contact", "add", "--help"], ["help", "script"],
      ["who", "--help"], ["help", "employer"], ["silence", "--help"], ["setting", "--help"],
    ] {
      let result = desktop.run(arguments: arguments)
      #expect(result.status == 0)
      #expect(result.out.contains("USAGE"))
      #expect(result.err.isEmpty)
    }
    #expect(desktop.run("--generate-completion-script", "bash").out.contains("followup"))
  }

  @Test func globalOptionsMayStandBeforeTheVerb() {
    #expect(
      GlobalOptionOrder.arranged(["--json", "--store", "x", "list", "--all"]) == [
        "list", "--json", "--store", "x", "--all",
      ])
    #expect(
      GlobalOptionOrder.arranged(["--store=x", "contact", "add", "Jo"]) == ["contact", "add", "--store=x", "Jo"])
    #expect(GlobalOptionOrder.arranged(["--json"]) == ["--json"])
    #expect(GlobalOptionOrder.arranged(["list", "--json"]) == ["list", "--json"])
    #expect(GlobalOptionOrder.arranged(["--help"]) == ["--help"])
  }

  @Test func readingMakesNoStore() throws {
    let desktop = try Desktop()
    for arguments in [
      [], ["list"], ["status"], ["conflicts"], ["contact"], ["device"], ["setting"], ["silence"],
      ["script", "--template-for", "email"], ["help"], ["help", "dates"], ["completions", "bash"],
    ] {
      #expect(desktop.run(arguments: arguments).status == 0, "\(arguments)")
    }
    for arguments in [
      ["show", "acme"], ["history", "acme"], ["export"], ["verify"], ["rebuild"], ["undo"], ["log", "call", "acme"],
      ["script", "acme"], ["who", "acme"], ["who", "312-555-0142"], ["employer", "acme"], ["silence", "acme"],
      ["silence", "acme", "swamped"],
    ] {
      let result = desktop.run(arguments: arguments)
      #expect(result.status == 1, "\(arguments)")
      #expect(result.err.contains(desktop.storePath))
    }
    #expect(desktop.run("list", "--store", desktop.folder + "/other.db").status == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: desktop.folder).isEmpty)
  }

  @Test func theBareCommandSaysHowToBegin() throws {
    let desktop = try Desktop()
    let first = desktop.run()
    for command in ["followup open ", "followup log ", "\n  followup  ", "followup demo"] {
      #expect(first.out.contains(command))
    }
    desktop.done("open", "Acme", "Engineer")
    #expect(desktop.run().out.contains("Acme"))
  }

  @Test func theStoreIsWhereItIsNamed() throws {
    let desktop = try Desktop()
    let named = desktop.folder + "/deep/er/named.db"
    desktop.done("open", "Acme", "Engineer", "--store", named)
    #expect(FileManager.default.fileExists(atPath: named))
    let byVariable = desktop.run("list", "--json", environment: ["FOLLOWUP_STORE": named])
    #expect(byVariable.json["applications"]?.array?.count == 1)
    #expect(!FileManager.default.fileExists(atPath: desktop.storePath))
    #expect(FileManager.default.fileExists(atPath: desktop.folder + "/state/followup/anchors"))
  }

  @Test func aStoreThatIsNoneIsLeftAlone() throws {
    let desktop = try Desktop()
    let text = try desktop.file("notes.txt", "these are my notes, not a store at all\n")
    for path in [text, desktop.folder] {
      for arguments in [["list"], ["open", "Acme", "Engineer"], ["verify"]] {
        let result = desktop.run(arguments: arguments + ["--store", path])
        #expect(result.status == 1, "\(arguments)")
        #expect(result.err.contains(path))
      }
    }
    #expect(try String(contentsOfFile: text, encoding: .utf8) == "these are my notes, not a store at all\n")
  }

  @Test func theZoneIsSetWithTheFirstCommandAndNeverLater() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    #expect(desktop.done("setting", "tz") == "America/Chicago\n")
    desktop.zone = "Asia/Tokyo"
    desktop.done("log", "note", "acme", "x")
    #expect(desktop.done("setting", "tz") == "America/Chicago\n")
    // Undo takes back the command, not the zone.
    desktop.done("undo", "2")
    #expect(desktop.done("setting", "tz") == "America/Chicago\n")
    #expect(desktop.run("list", "--json").json["applications"]?.array?.count == 0)
    let none = try Desktop()
    none.zone = "UTC"
    none.done("open", "Acme", "Engineer")
    #expect(none.done("setting", "tz") == "UTC\n")
  }

  @Test(arguments: [nil, "Nowhere/Town", "XST5XDT,M3.2.0,M11.1.0"] as [String?])
  func aZoneThatCannotBeNamedIsAskedForAndNeverUTC(_ tz: String?) throws {
    let desktop = try Desktop()
    desktop.zone = tz
    // To look is allowed; what is not known is said.
    let look = desktop.run("next")
    #expect(look.status == 0)
    #expect(look.err.contains("followup setting tz ZONE") == (tz?.hasPrefix("XST") != true))
    let refused = desktop.run("open", "Acme", "Engineer")
    #expect(refused.status == 2)
    #expect(refused.err.contains("followup setting tz ZONE"))
    #expect(!refused.err.contains("dates use UTC"))
    // Nothing was recorded: there is no application, and no zone either.
    let settings = desktop.run("setting", "--json").json["settings"]?.array ?? []
    #expect(desktop.run("list", "--json").json["applications"]?.array?.isEmpty == true)
    #expect(!settings.contains { $0["name"] == "tz" && $0["value"]?.isNull == false })
    // The way out, as it was printed.
    let other = try Desktop()
    other.zone = tz
    other.done("setting", "tz", "America/New_York")
    other.done("open", "Acme", "Engineer")
    #expect(other.done("setting", "tz") == "America/New_York\n")
  }

  @Test func atATerminalTheZoneIsTyped() throws {
    let desktop = try Desktop()
    desktop.zone = "Nowhere/Town"
    desktop.answers = ["Middle/Earth", "Asia/Tokyo"]
    desktop.answer = ""
    desktop.done("open", "Acme", "Engineer")
    #expect(desktop.done("setting", "tz") == "Asia/Tokyo\n")
    let several = try Desktop()
    several.zone = "XST5XDT,M3.2.0,M11.1.0"
    several.answer = "2"
    let result = several.run("open", "Acme", "Engineer")
    #expect(result.status == 0)
    #expect(["America/New_York\n", "America/Toronto\n"].contains(several.done("setting", "tz")))
  }

  @Test func todayIsTheDateInTheRecordedZone() throws {
    let desktop = try Desktop()
    desktop.zone = "Pacific/Auckland"
    let echo = desktop.done("open", "Acme", "Engineer")
    #expect(echo.contains("Sat 2026-11-21"))
    #expect(desktop.done("log", "call", "acme", "--now", "2026-11-17T12:00:00Z").contains("Wed 2026-11-18"))
    #expect(desktop.done("log", "call", "acme", "--now", "2026-11-17").contains("Tue 2026-11-17"))
  }
}
