import ArgumentParser
import EventLog
import EventStorage

/// `verify [STORE]`
struct VerifyCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check every event, the chain of hashes, the state and the database.",
    discussion: "Nothing is written. Exit status 3: damage was found.")

  @Argument(help: "Another store's file.") var file: String?
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let path = file ?? session.storePath
    let report: VerifyReport
    do {
      report = try EventStore.verify(path)
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
