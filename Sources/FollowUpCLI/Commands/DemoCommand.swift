import ArgumentParser
import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// `demo [--keep FOLDER]`
struct DemoCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Play a sample search in a temporary store.",
    discussion: """
      At a terminal, the demo waits for Enter between steps; q ends it. It neither reads nor writes your own store, \
      settings or folders. --keep leaves the sample store in a folder so that you can try things out.
      """)

  @Flag(name: .customLong("no-pause"), help: "Do not wait for Enter between steps.") var noPause = false
  @Option(
    help: ArgumentHelp("Create this folder and leave the sample store in it.", valueName: "folder"),
    completion: .directory)
  var keep: String?
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if options.store != nil {
      throw ValidationError("The demo uses its own store; leave out --store, or keep the demo's with --keep FOLDER.")
    }
    if options.now != nil { throw ValidationError("The demo uses its own clock; leave out --now.") }
  }

  func run(_ session: Session) throws {
    let (folder, steps) = try played(session)
    // Nothing of it is on the disk any more, unless it is to be kept: who leaves now leaves nothing behind.
    let now = steps.last?.played.last?.moment.text ?? ""
    switch session.format {
    case .json:
      let commands = steps.flatMap(\.played).map { played in
        JSONValue(object: [
          (name: "now", value: JSONValue(played.moment.text)),
          (name: "arguments", value: JSONValue(array: played.arguments.map { JSONValue($0) })),
          (name: "status", value: JSONValue(integer: Int(played.status))),
          (name: "output", value: JSONValue(String(decoding: played.bytes, as: UTF8.self))),
        ])
      }
      session.printJSON([
        (name: "commands", value: JSONValue(array: commands)),
        (name: "store", value: folder.map { JSONValue($0 + "/followup.db") } ?? .null),
        (name: "now", value: JSONValue(now)),
      ])
    case .plain:
      for played in steps.flatMap(\.played) {
        session.out.record([
          played.moment.text, Self.typed(played.arguments), String(decoding: played.bytes, as: UTF8.self),
        ])
      }
    case .text:
      show(steps, session)
      end(folder, now, session)
    }
    if steps.contains(where: { $0.played.contains { $0.status != ExitStatus.done } }) {
      session.status = ExitStatus.failed
    }
  }

  // MARK: Playing

  private typealias Played = [(step: DemoStory.Step, played: [DemoPlayer.Played])]

  /// Plays the story, and leaves nothing but what is to be kept.
  private func played(_ session: Session) throws -> (folder: String?, steps: Played) {
    func steps(_ folder: String) -> Played {
      DemoPlayer(context: session.context, folder: folder, isShown: session.format == .text).play(DemoStory.steps)
    }
    if let keep {
      let isThere = Platform.status(keep) != nil
      if isThere, (try? Platform.names(in: keep).isEmpty) != true {
        throw CommandFailure("\(keep): already exists and is not empty; name a new or empty folder")
      }
      do { try Platform.makeDirectory(keep) } catch { throw CommandFailure("\(error); nothing was kept") }
      let folder = Platform.realPath(keep) ?? keep
      return DemoPlayer.withoutInterruption {
        defer { DemoPlayer.removeState(in: folder) }
        return (folder, steps(folder))
      }
    }
    let id: RecordID = session.storeEnvironment.newIdentifier()
    let folder = "\(session.temporaryFolder)/followup-demo-\(id.text)"
    return try DemoPlayer.withoutInterruption {
      do { try Platform.makeDirectory(folder) } catch {
        throw CommandFailure("\(error); set TMPDIR to another place for the demo's store")
      }
      defer {
        DemoPlayer.removeState(in: folder)
        Platform.removeDirectory(folder)
      }
      return (nil, steps(folder))
    }
  }

  // MARK: Showing

  private func show(_ steps: Played, _ session: Session) {
    let out = session.out
    let ask = noPause || !out.isTerminal ? nil : session.ask
    out.paragraph(DemoStory.opening)
    for (index, (step, played)) in steps.enumerated() {
      out.line()
      out.paragraph("\(step.said)", .bold)
      for played in played {
        out.line()
        out.line("$ \(Self.typed(played.arguments))", .bold)
        played.bytes.withUnsafeBufferPointer { out.lines($0) }
      }
      guard let ask, index + 1 < steps.count else { continue }
      out.line()
      out.flush()
      if ask("Enter to continue, q to quit:")?.lowercased().hasPrefix("q") ?? false { return }
    }
  }

  private func end(_ folder: String?, _ now: String, _ session: Session) {
    let out = session.out
    out.line()
    if let folder {
      out.paragraph("— That was the demo. Its store is kept; continue where the story ends:", .bold)
      let store = CommandLineWord.quoted(folder + "/followup.db")
      for command in ["next", "list", "compare halvorsen"] {
        out.line("  followup \(command) --store \(store) --now \(now)")
      }
      out.paragraph("--now dates what you record there. To delete it all, remove \(folder).")
    } else {
      out.paragraph("— That was the demo. Its store is deleted.", .bold)
    }
    out.line()
    FirstSteps.print(out, "Start your own search with three commands:", isAfterDemo: true)
  }

  /// A command as a person would type it.
  private static func typed(_ arguments: [String]) -> String {
    let words = arguments.map { $0.contains(" ") ? "\"\($0)\"" : $0 }
    return (["followup"] + words).joined(separator: " ")
  }
}
