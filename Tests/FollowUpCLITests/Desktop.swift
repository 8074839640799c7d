import CivilTime
import EventLog
import EventStorage
import Foundation
import TestSupport
import Testing

@testable import FollowUpCLI

/// One laptop with its own store, on which the program runs without a process, at a fixed time:
/// Friday 20 November 2026, 09:00 in Chicago.
final class Desktop {
  let folder: String
  /// The variable TZ; nil where the machine does not know its zone.
  var zone: String? = "America/Chicago"
  /// The rules of time zones.
  var zoneRules: any ZoneRules = TestZones.rules
  var busySeconds = 20.0
  /// 2026-11-20T15:00:00Z.
  var wallMilliseconds: Int64 = 1_795_186_800_000
  var isTerminal = false
  var columns: Int?
  var rows: Int?
  /// What the person at the terminal answers; nil where nobody sits there.
  var answer: String?
  /// Answers to the first questions, one after the other, before ``answer``.
  var answers: [String] = []
  /// What happens elsewhere while a question stands.
  var whileAsked: (() -> Void)?
  /// What the person writes in the editor, given what is in the file, and the status it ends with; nil where nobody
  /// sits there.
  var editor: ((String) -> (text: String, status: Int32))?
  /// What the pager was given.
  private(set) var paged: [String] = []
  /// Whether there is a pager.
  var hasPager = true
  /// What was asked.
  private(set) var questions: [String] = []

  init() throws {
    folder = NSTemporaryDirectory() + "followup-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var storePath: String { folder + "/data/followup/followup.db" }

  /// A file of the laptop's.
  func file(_ name: String, _ content: String) throws -> String {
    try Data(content.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    return folder + "/" + name
  }

  struct Result {
    let status: Int32
    let out: String
    let err: String
    /// The members of the JSON object that was printed.
    var json: [String: JSONValue] {
      let value = try? JSONValue(canonical: Array(out.utf8.dropLast()))
      return Dictionary((value?.object ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }
  }

  /// Runs the program.
  @discardableResult
  func run(_ arguments: String..., environment: [String: String] = [:]) -> Result {
    run(arguments: arguments, environment: environment)
  }

  /// Runs the program.
  func run(arguments: [String], environment: [String: String] = [:]) -> Result {
    let out = MemorySink()
    let err = MemorySink()
    let wall = wallMilliseconds
    let busy = busySeconds
    var context = CommandContext(
      environment: [
        "XDG_DATA_HOME": folder + "/data", "XDG_STATE_HOME": folder + "/state", "HOME": folder,
      ].merging(environment) { $1 },
      out: Output(out, isTerminal: isTerminal, columns: columns, rows: rows, isColoured: false),
      err: Output(err, isTerminal: false, columns: nil, isColoured: false),
      wallMilliseconds: { wall }, zoneRules: { [zoneRules] in zoneRules },
      machineZone: { [zone] rules in
        zone.map { MachineZone.find(tz: $0, rules: rules) } ?? .unknown(reason: "nothing says which zone this is")
      },
      storeEnvironment: { anchors in
        StoreEnvironment(
          wallMilliseconds: { wall }, random: { UInt64.random(in: 0 ... .max) }, machine: "test",
          anchorDirectory: anchors, busySeconds: busy)
      })
    if answer != nil || !answers.isEmpty {
      context.ask = { [self] question in
        questions.append(question)
        whileAsked?()
        whileAsked = nil
        return answers.isEmpty ? answer ?? "" : answers.removeFirst()
      }
    }
    if let editor {
      context.edit = { path in
        let (text, status) = editor((try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
        try? Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return status
      }
    }
    if isTerminal, rows != nil {
      context.pager = { [self] text in
        if hasPager { paged.append(String(decoding: text, as: UTF8.self)) }
        return hasPager
      }
    }
    let status = Program.run(arguments, context: context)
    return Result(status: status, out: out.text, err: err.text)
  }

  /// Runs the program, which must succeed, and returns what it printed.
  @discardableResult
  func done(_ arguments: String..., at location: SourceLocation = #_sourceLocation) -> String {
    let result = run(arguments: arguments)
    #expect(result.status == 0, "\(arguments): \(result.err)", sourceLocation: location)
    return result.out
  }
}
