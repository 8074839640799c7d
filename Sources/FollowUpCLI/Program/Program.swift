import ArgumentParser
import EventStorage
import EventSync
import FollowUp
import FollowUpKit

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// The program `followup`, without its process.
package enum Program {
  /// Runs the program in this process, and ends it.
  package static func main() -> Never {
    StandardStreams.occupy()
    // A reader that goes away, as after `| head`, is no failure; see Output.
    signal(SIGPIPE, SIG_IGN)
    // Beyond a limit on the size of files writing fails, and is told like any other failure.
    signal(SIGXFSZ, SIG_IGN)
    exit(run(Array(CommandLine.arguments.dropFirst()), context: .live()))
  }

  /// Runs one command.
  ///
  /// - Parameter arguments: without the program's name.
  /// - Returns: the exit status.
  package static func run(_ arguments: [String], context: CommandContext) -> Int32 {
    let trace = CommandTrace()
    let isCompletion = CompletionRequest.isOne(arguments)
    var status = isCompletion ? CompletionRequest.answer(arguments, context) : execute(arguments, context, trace)
    context.out.flush()
    if let failure = context.out.failure, !failure.isBrokenPipe {
      let recorded =
        trace.hasRecorded ? "; the command is recorded nevertheless, and followup undo --list shows it" : ""
      context.err.line("followup: standard output: \(failure); not all of the result was printed\(recorded)")
      status = max(status, ExitStatus.failed)
    }
    context.err.flush()
    return status
  }

  private static func execute(_ arguments: [String], _ context: CommandContext, _ trace: CommandTrace) -> Int32 {
    defer { discardWritten(trace, context) }
    var answers = Answers()
    let isSilent = arguments.prefix { $0 != "--" }.contains("--no-input")
    for _ in 0..<questionsMax {
      do { return try attempt(arguments, answers, context, trace) } catch {
        guard !isSilent, let ask = context.ask, let question = Question(of: error) else {
          return report(error, context)
        }
        // What was decided on may have changed while the person thinks, so everything is decided anew.
        guard let meaning = question.answer(context.err, ask) else {
          context.err.line("followup: cancelled; nothing was changed")
          return ExitStatus.failed
        }
        answers.settle(question.topic, question.said, as: meaning)
      }
    }
    context.err.line("followup: too many ambiguous words; nothing was changed")
    return ExitStatus.wrongUsage
  }

  /// More questions than this are about no command that a person would type.
  private static let questionsMax = 16

  /// What was written for a record that was not made is left where it lies.
  private static func discardWritten(_ trace: CommandTrace, _ context: CommandContext) {
    guard let path = trace.writtenPath else { return }
    if trace.hasRecorded {
      Platform.removeDirectory(path.parentDirectory)
    } else {
      context.err.line("followup: your text is kept in \(path)")
    }
  }

  private static func attempt(
    _ arguments: [String], _ answers: Answers, _ context: CommandContext, _ trace: CommandTrace
  ) throws -> Int32 {
    let arguments = try Verbs.inFull(arguments, answers)
    let command: any FollowupCommand
    do {
      var parsed = try Root.parseAsRoot(GlobalOptionOrder.arranged(arguments))
      guard let own = parsed as? any FollowupCommand else {
        // Help and completion scripts: they end by throwing what is to be printed.
        try parsed.run()
        return ExitStatus.done
      }
      command = own
    } catch { return tell(error, context, isPaged: !arguments.contains("--no-pager")) }
    let session = Session(context, command.options, answers, trace)
    if type(of: command).isPaged, session.format == .text, !command.options.noPager { hold(context) }
    defer {
      session.sayZoneNotices()
      session.progress.end()
      release(context)
    }
    try command.run(session)
    return session.status
  }

  /// Prints help, or what is wrong with the arguments.
  private static func tell(_ error: any Error, _ context: CommandContext, isPaged: Bool) -> Int32 {
    let isHelp = Root.exitCode(for: error) == .success
    let output = isHelp ? context.out : context.err
    if isHelp, isPaged { hold(context) }
    defer { release(context) }
    let lines = Root.fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines { output.line(String(line)) }
    return isHelp ? ExitStatus.done : ExitStatus.wrongUsage
  }

  /// Holds output back for a pager, where there is one. Words wait until the data is shown.
  private static func hold(_ context: CommandContext) {
    guard let pager = context.pager else { return }
    context.out.hold(for: pager)
    if context.err.isTerminal { context.err.hold(for: nil) }
  }

  private static func release(_ context: CommandContext) {
    context.out.finish()
    context.err.finish()
  }

  private static func report(_ error: any Error, _ context: CommandContext) -> Int32 {
    switch error {
    case let failure as CommandFailure:
      context.err.line("followup: \(failure)")
      for choice in failure.choices { context.err.line("  \(choice)") }
      return failure.status
    case let failure as ImportFailure:
      context.err.line("followup: \(failure)")
      for detail in failure.details { context.err.line("  \(detail)") }
      return failure.isUsage ? ExitStatus.wrongUsage : ExitStatus.failed
    case let problem as CommandProblem:
      context.err.line("followup: \(problem)")
      return ExitStatus.wrongUsage
    case let error as StoreError:
      context.err.line("followup: \(error)")
      return ExitStatus.failed
    case let failure as SyncFailure:
      context.err.line("followup: \(failure)")
      // What was taken in before it went away is kept.
      return failure.code == .vanished ? ExitStatus.needsPerson : ExitStatus.failed
    case let failure as OutputFailure:
      // Told at the end, once.
      return failure.isBrokenPipe ? ExitStatus.done : ExitStatus.failed
    default:
      context.err.line("followup: \(error)")
      return ExitStatus.failed
    }
  }
}

/// Lets the options that every command takes stand before the verb too.
enum GlobalOptionOrder {
  /// Those that take no value.
  private static let flags = ["--json", "--plain", "--store-anyway", "--no-input", "--quiet", "-q", "--no-pager"]
  /// Those that take one.
  private static let valued = ["--store", "--now"]

  /// The place of the verb: the first argument that is no global option; nil where an option of another kind, or
  /// nothing, stands there.
  static func verbIndex(_ arguments: [String]) -> Int? {
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      if flags.contains(argument) {
        index += 1
      } else if valued.contains(argument) {
        index += 2
      } else if valued.contains(where: { argument.hasPrefix($0 + "=") }) {
        index += 1
      } else {
        return argument.hasPrefix("-") ? nil : index
      }
    }
    return nil
  }

  /// The arguments with leading global options moved behind the verb, and its second verb if it has one.
  static func arranged(_ arguments: [String]) -> [String] {
    guard let index = verbIndex(arguments), index > 0 else { return arguments }
    var verbEnd = index + 1
    let verb = Root.verbs.first { $0._commandName == arguments[index] }
    let second = verbEnd < arguments.count ? arguments[verbEnd] : nil
    if let verb, verb.configuration.subcommands.contains(where: { $0._commandName == second }) { verbEnd += 1 }
    return Array(arguments[index..<verbEnd] + arguments[..<index] + arguments[verbEnd...])
  }
}
