import EventLog
import Foundation
import Testing

@testable import FollowUpCLI

extension Desktop {
  private static let stories = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/stories")

  /// A laptop that knows a story of Fixtures/ as far as it was recorded by the end of a day.
  static func story(_ name: String, until day: String = "9999-12-31") throws -> Desktop {
    let desktop = try Desktop()
    let log = try String(contentsOf: stories.appending(path: "\(name).jsonl"), encoding: .utf8)
    let lines = log.split(separator: "\n").filter { line in
      guard let stamp = line.firstRange(of: "\"hlc\":\"") else { return false }
      return line[stamp.upperBound...].prefix(10) <= day
    }
    let file = try desktop.file("story.jsonl", lines.joined(separator: "\n") + "\n")
    #expect(desktop.run("merge", file).status == 0)
    return desktop
  }

  /// A file in the folder of the person's templates.
  func template(_ name: String, _ content: String) throws {
    let folder = self.folder + "/.config/followup/templates"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(content.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
  }

  /// What is stored, wholly.
  func state() -> String { run("export", "--format", "state").out }
}

extension JSONValue {
  /// A member of an object.
  subscript(_ name: String) -> JSONValue? { object?.first { $0.name == name }?.value }
}
