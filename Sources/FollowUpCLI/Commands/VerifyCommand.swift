import ArgumentParser
import EventLog
import EventStorage
import EventSync

/// `verify [STORE|FOLDER]`
struct VerifyCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check every event, the chain of hashes, the state and the database.",
    discussion: """
      A shared folder is read whole, every file of it, and its log is put together again in a place that is thrown away. \
      Nothing else is written. Exit status 3: damage was found.
      """)

  @Argument(help: "Another store's file, or a shared folder.") var file: String?
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let path = file ?? session.storePath
    if Platform.status(path)?.kind == .directory { return try verifyFolder(path, session) }
    let report: VerifyReport
    do {
      report = try EventStore.verify(path, isMade: file != nil)
    } catch let error as StoreError where error.code == .damaged {
      throw CommandFailure("\(error)", status: ExitStatus.needsPerson)
    }
    if !report.problems.isEmpty { session.status = ExitStatus.needsPerson }
    switch session.format {
    case .json:
      session.printJSON([
        (name: "store", value: JSONValue(path)),
        (name: "events", value: JSONValue(integer: Int(report.events))),
        (name: "waiting", value: JSONValue(integer: Int(report.waiting))),
        (name: "digest", value: JSONValue(report.digest.text)),
        (name: "problems", value: JSONValue(array: report.problems.map { JSONValue($0) })),
      ])
    case .plain:
      session.out.record(["events", "\(report.events)"])
      session.out.record(["digest", report.digest.text])
      for problem in report.problems { session.out.record(["problem", problem]) }
    case .text:
      if report.problems.isEmpty {
        session.out.line("\(path): \(Plural.of(Int(report.events), "event")), all in order")
        session.out.line("digest \(report.digest.text)")
      }
      for problem in report.problems { session.say("followup: \(path): \(problem)") }
    }
  }

  private func verifyFolder(_ path: String, _ session: Session) throws {
    let report = try session.withScratchStore { scratch in
      try FolderVerification(of: DiskFolder(path: path), scratch: scratch) { report in
        if session.context.err.isTerminal { session.context.err.progress("\(report.lines) lines read") }
      }
    }
    if session.context.err.isTerminal { session.context.err.progress("") }
    let names = try session.deviceNames()
    func name(_ device: DeviceID) -> String { names(device) ?? "device \(device.text)" }
    let missing = report.missing.map { WaitingLine.text($0, name: names($0.device)) }
    let elsewhere = report.elsewhere.sorted { $0.key < $1.key }.map { device, holders in
      "events of \(name(device)) are not in the folder, which \(holders.map(name).joined(separator: ", ")) "
        + "\(holders.count == 1 ? "says it has" : "say they have"): its next sync brings them"
    }
    if !report.problems.isEmpty || !missing.isEmpty { session.status = ExitStatus.needsPerson }
    switch session.format {
    case .json:
      session.printJSON([
        (name: "folder", value: JSONValue(path)), (name: "events", value: JSONValue(integer: Int(report.events))),
        (name: "files", value: JSONValue(integer: report.wholeFiles)),
        (name: "digest", value: JSONValue(report.digest.text)),
        (name: "problems", value: JSONValue(array: (report.problems + missing).map { JSONValue($0) })),
        (name: "elsewhere", value: JSONValue(array: elsewhere.map { JSONValue($0) })),
      ])
    case .plain:
      session.out.record(["events", "\(report.events)"])
      session.out.record(["digest", report.digest.text])
      for problem in report.problems + missing { session.out.record(["problem", problem]) }
      for one in elsewhere { session.out.record(["elsewhere", one]) }
    case .text:
      session.out.line(
        "\(path): \(Plural.of(Int(report.events), "event")) in \(Plural.of(report.wholeFiles, "whole file"))"
          + (report.problems.isEmpty && missing.isEmpty ? ", all in order" : ""))
      session.out.line("digest \(report.digest.text)")
      for problem in report.problems + missing { session.say("followup: \(problem)") }
      for one in elsewhere { session.say(one) }
    }
  }
}

/// `rebuild`
struct RebuildCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Make the state again from the log.",
    discussion: "It gives what is there already, unless that was damaged.")

  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let store = try session.openStore()
    defer { try? store.close() }
    try store.rebuild()
    let digest = try store.read { try $0.digest() }
    switch session.format {
    case .json: session.printJSON([(name: "digest", value: JSONValue(digest.text))])
    case .plain: session.out.record(["digest", digest.text])
    case .text: session.out.line("rebuilt; digest \(digest.text)")
    }
  }
}
