import EventLog
import FollowUpAdvice
import Foundation
import Testing

@testable import FollowUpCLI

@Suite struct ScriptTemplateFileTests {
  private func desktop() throws -> Desktop {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer", "--at", "2026-11-02")
    desktop.done("setting", "my_name", "Ann Bee")
    return desktop
  }

  @Test func theBuiltInTemplateIsPrintedAsItIsAndWorksFromItsPlace() throws {
    let desktop = try desktop()
    for kind in ScriptKind.allCases {
      let printed = desktop.run("script", "--template-for", kind.rawValue)
      #expect(printed.status == 0)
      #expect(Array(printed.out.utf8) == ScriptTemplate.builtInText(kind), "\(kind)")
      let path = "\(desktop.folder)/.config/followup/templates/\(kind.fileStem).txt"
      #expect(printed.err == "Save it as \(path) and change it there; script then uses it\n")
      let before = desktop.run("script", "acme", "--kind", kind.rawValue).out
      try desktop.template("\(kind.fileStem).txt", printed.out)
      let json = desktop.run("script", "acme", "--kind", kind.rawValue, "--json").json
      #expect(json["template"]?.string == path)
      #expect(desktop.run("script", "acme", "--kind", kind.rawValue).out == before)
    }
    let json = desktop.run("script", "--template-for", "email", "--json").json
    #expect(json["template"]?.string.map { Array($0.utf8) } == ScriptTemplate.builtInText(.email))
  }

  @Test func aPersonsOwnIsFoundWhereTheConfigurationLies() throws {
    let desktop = try desktop()
    try desktop.template("direct_line.txt", "Hello, this is {my_name} from home.\n")
    #expect(
      desktop.run("script", "acme", "--kind", "direct-line").out.contains("  Hello, this is Ann Bee from home.\n"))
    let elsewhere = desktop.folder + "/configuration"
    try FileManager.default.createDirectory(
      atPath: elsewhere + "/followup/templates", withIntermediateDirectories: true)
    _ = try desktop.file("configuration/followup/templates/direct_line.txt", "{my_name} elsewhere\n")
    let result = desktop.run(
      arguments: ["script", "acme", "--kind", "direct-line"], environment: ["XDG_CONFIG_HOME": elsewhere])
    #expect(result.out.contains("  Ann Bee elsewhere\n"))
    let once = try desktop.file("once.txt", "{my_name}, once\n")
    #expect(
      desktop.run("script", "acme", "--kind", "direct-line", "--template", once).out.contains("  Ann Bee, once\n"))
  }

  @Test func aBadOneIsNamedWithItsLineAndKeepsNobodyFromCalling() throws {
    let desktop = try desktop()
    let good = desktop.run("script", "acme", "--kind", "voicemail").out
    try desktop.template("voicemail.txt", "Hello,\nthis is {my_nam}.\n")
    let path = "\(desktop.folder)/.config/followup/templates/voicemail.txt"
    let result = desktop.run("script", "acme", "--kind", "voicemail")
    #expect(result.status == 3)
    #expect(result.out == good)
    let problem = try #require(result.err.split(separator: "\n").first)
    #expect(problem.hasPrefix("followup: \(path):2: ") && problem.contains("my_name"), "\(problem)")
    #expect(problem.hasSuffix("; the built-in template is used instead"))
    // As a branch of a call, too.
    #expect(desktop.run("script", "acme", "--kind", "switchboard").status == 3)
    try desktop.template("voicemail.txt", "")
    #expect(desktop.run("script", "acme", "--kind", "voicemail").err.contains("\(path):1: the template is empty"))
  }

  @Test func aGivenFileThatCannotBeUsedIsAFailure() throws {
    let desktop = try desktop()
    let bad = try desktop.file("bad.txt", "Hello [\n")
    let large = try desktop.file("large.txt", String(repeating: "x", count: (64 << 10) + 1))
    let binary = desktop.folder + "/binary.txt"
    try Data([0x48, 0xff, 0x0a]).write(to: URL(fileURLWithPath: binary))
    for (path, reason) in [
      (bad, "\(bad):1: "), (large, "64 KiB"), (binary, "\(binary):1: not UTF-8"),
      (desktop.folder + "/none.txt", "no such file"), (desktop.folder, "this is a folder"),
    ] {
      let result = desktop.run("script", "acme", "--template", path)
      #expect(result.status == 1 && result.out.isEmpty, "\(path)")
      #expect(result.err.contains(path) && result.err.contains(reason), "\(result.err)")
    }
  }
}
