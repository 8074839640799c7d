import ArgumentParser
import FollowUp

/// `next [--check] [--timer KIND]`
struct NextCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "Say what is due now: whom to contact, how, when and why.",
    discussion: """
      --check is for scripts: exit status 10 when something is due today, 0 when not. To keep searching, and to tidy \
      up old applications, does not count as due. --timer prints what starts such a check each morning; nothing is \
      installed.
      """)

  @Flag(help: "Print nothing (but with --json), and say by the exit status whether something is due: 10.")
  var check = false
  @Option(
    help: ArgumentHelp(
      "Print a snippet for a daily check: \(Timer.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "kind"))
  var timer: Timer?
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if check, timer != nil { throw ValidationError("--check and --timer exclude each other; choose one.") }
    if timer != nil, options.json || options.plain { throw ValidationError("--timer prints a file as it is.") }
  }

  func run(_ session: Session) throws {
    if let timer {
      let named = session.isDefaultStore ? nil : session.storePath.absolute
      let job = Timer.Job.next(program: session.context.programPath, store: named)
      for line in timer.snippet(job) { session.out.line(line) }
      return
    }
    let page = try NextPage.read(session)
    if check {
      if session.format == .json { page.printJSON(session) }
      if page.isDue { session.status = ExitStatus.due }
      return
    }
    page.print(session)
  }
}
