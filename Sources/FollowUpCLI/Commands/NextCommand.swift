import ArgumentParser
import FollowUp

/// `next [--check] [--timer KIND]`
struct NextCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "Show what is due now: whom to contact, how, when and why.",
    discussion: """
      --check is for scripts: it exits with 10 when something is due today, otherwise with 0. Advice to keep searching or \
      to tidy up old applications does not count. --timer prints a job that runs this check each morning; it installs \
      nothing.
      """)

  @Flag(help: "Print nothing except with --json; exit with 10 if something is due.")
  var check = false
  @Option(
    help: ArgumentHelp(
      "Print a job for a daily check: \(Timer.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "kind"))
  var timer: Timer?
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if check, timer != nil { throw ValidationError("--check and --timer cannot be combined; choose one.") }
    if timer != nil, options.json || options.plain {
      throw ValidationError("--timer prints a file; leave out --json and --plain.")
    }
  }

  func run(_ session: Session) throws {
    if let timer {
      let named = session.isDefaultStore ? nil : session.storePath.absolute
      let job = Timer.Job.next(program: session.context.programPath, store: named)
      for line in timer.snippet(job) { session.out.line(line) }
      return
    }
    let page = try NextView.read(session)
    if check {
      if session.format == .json { page.printJSON(session) }
      if page.isDue { session.status = ExitStatus.due }
      return
    }
    page.print(session)
  }
}
