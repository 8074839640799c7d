import ArgumentParser
import EventStorage
import EventSync
import FollowUp

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
public enum Program {
  /// Runs the program in this process, and ends it.
  public static func main() -> Never {
    // A reader that goes away, as after `| head`, is no failure; see Output.
    signal(SIGPIPE, SIG_IGN)
    exit(run(Array(CommandLine.arguments.dropFirst()), context: .live()))
  }

  /// Runs one command.
  ///
  /// - Parameter arguments: without the program's name.
  /// - Returns: the exit status.
  public static func run(_ arguments: [String], context: CommandContext) -> Int32 {
    var status = execute(arguments, context)
    context.out.flush()
    if let failure = context.out.failure, !failure.isBrokenPipe {
      context.err.line("followup: standard output: \(failure); not all of the result was printed")
      status = max(status, ExitStatus.failed)
    }
    context.err.flush()
    return status
  }

  private static func execute(_ arguments: [String], _ context: CommandContext) -> Int32 {
    do {
      var command = try Root.parseAsRoot(GlobalOptionOrder.arranged(arguments))
      guard let command = command as? any FollowupCommand else {
        // Help and completion scripts: they end by throwing what is to be printed.
        try command.run()
        return ExitStatus.done
      }
      let session = Session(context, command.options)
      do {
        try command.run(session)
        return session.status
      } catch { return report(error, context) }
    } catch {
      let text = Root.fullMessage(for: error)
      guard Root.exitCode(for: error) != .success else {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { context.out.line(String(line)) }
        return ExitStatus.done
      }
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) { context.err.line(String(line)) }
      return ExitStatus.wrongUsage
    }
  }

  private static func report(_ error: any Error, _ context: CommandContext) -> Int32 {
    switch error {
    case let failure as CommandFailure:
      context.err.line("followup: \(failure)")
      for choice in failure.choices { context.err.line("  \(choice)") }
      return failure.status
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
  /// The arguments with leading global options moved behind the verb, and its second verb if it has one.
  static func arranged(_ arguments: [String]) -> [String] {
    var index = 0
    while index < arguments.count {
      switch arguments[index] {
      case "--json", "--plain", "--store-anyway": index += 1
      case "--store", "--now": index += 2
      case let argument where argument.hasPrefix("--store=") || argument.hasPrefix("--now="): index += 1
      default:
        guard index > 0, !arguments[index].hasPrefix("-") else { return arguments }
        let leading = arguments[..<index]
        var verbEnd = index + 1
        let verb = Root.verbs.first { $0._commandName == arguments[index] }
        let second = verbEnd < arguments.count ? arguments[verbEnd] : nil
        if let verb, verb.configuration.subcommands.contains(where: { $0._commandName == second }) { verbEnd += 1 }
        return Array(arguments[index..<verbEnd] + leading + arguments[verbEnd...])
      }
    }
    return arguments
  }
}
