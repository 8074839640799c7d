import CivilTime
import EventLog
import EventStorage
import FollowUp

/// One command at work: its streams, its store, its present.
final class Session {
  let context: CommandContext
  let options: GlobalOptions
  /// What the person answered so far, where something may mean several things.
  let answers: Answers
  /// The exit status so far.
  var status = ExitStatus.done
  /// The moment that is looked at in place of the present, in seconds since 1970; `--now` goes before it.
  var present: Int64?
  /// What this command leaves behind.
  let trace: CommandTrace
  /// How far long work is.
  let progress: Progress
  /// The rules of time zones.
  private(set) lazy var zones: any ZoneRules = context.zoneRules()
  /// How the stores of this command wait for locks; nil before the first.
  var locks: LockWait?
  private var hasWarnedOfZone = false
  /// What is to be said of the zone in the end, unless the command was refused for it.
  private var zoneNotice: String?

  init(_ context: CommandContext, _ options: GlobalOptions, _ answers: Answers, _ trace: CommandTrace) {
    self.context = context
    self.options = options
    self.answers = answers
    self.trace = trace
    progress = Progress(context.err, isQuiet: options.quiet)
  }

  /// Asks the person who sits there; nil where nobody does, or nobody is to be asked.
  var ask: ((_ question: String) -> String?)? { options.noInput ? nil : context.ask }

  var out: Output { context.out }
  var format: OutputFormat { options.format }

  /// Says something that is not data.
  func say(_ text: String) {
    // On a terminal both streams are one text, in this order.
    out.flush()
    progress.end()
    context.err.line(text)
  }

  /// Says something that a person may do next; scripts are spared it.
  func hint(_ text: String) {
    guard format == .text, !options.quiet else { return }
    out.flush()
    progress.end()
    context.err.line(text, .dim)
  }

  /// Prints one JSON object with `schema` and these members.
  func printJSON(_ members: [(name: String, value: JSONValue)]) {
    out.json(JSONValue(object: [(name: "schema", value: JSONValue(integer: 1))] + members))
  }

  // MARK: The present

  /// The present on the clock of the recorded zone, or of the machine's where none is recorded.
  func now(_ settings: Settings) throws -> Now {
    let zone = try self.zone(settings)
    let real = try Now(secondsSince1970: present ?? context.wallMilliseconds() / 1_000, zone: zone)
    guard let text = options.now else { return real }
    if let time = OffsetTime(text) { return try Now(time, zone: zone) }
    let when: When
    do { when = try WhenParser.parse(text, now: real, direction: .past) } catch {
      throw CommandFailure("--now \(error)", status: ExitStatus.wrongUsage)
    }
    if let time = when.moment.time { return try Now(time, zone: zone) }
    guard let noon = WallTime(hour: 12, minute: 0),
      let time = zone.resolve(CivilDateTime(date: when.moment.date, time: noon))?.time
    else { return real }
    return try Now(time, zone: zone)
  }

  /// The recorded zone, else the machine's, else UTC.
  func zone(_ settings: Settings) throws(ZoneProblem) -> Zone {
    if let name = settings.tz {
      do { return try zones.zone(name) } catch {
        if !hasWarnedOfZone { say("followup: setting tz: \(error); dates use this machine's time zone") }
        hasWarnedOfZone = true
      }
    }
    return machineClock()
  }

  /// What this machine's clock shows; UTC where even that is not known, and it is said.
  private func machineClock() -> Zone {
    switch context.machineZone(zones) {
    case .named(let zone): return zone
    case .unnamed(let clock, _, _): return Zone(name: "this machine's clock", clock: clock)
    case .unknown(let reason):
      zoneNotice = "\(reason); dates use UTC. \(Self.wayToZone)"
      return .utc
    }
  }

  /// The IANA name of this machine's zone; nil where it has none.
  var machineZoneName: String? {
    guard case .named(let zone) = context.machineZone(zones) else { return nil }
    return zone.name
  }

  private static let wayToZone = "followup setting tz ZONE sets yours, such as America/New_York"

  /// The machine's zone, to be recorded; asked for where it cannot be named.
  func namedMachineZone() throws -> Zone {
    let answer = answers.meaning(of: Self.thisMachine, .zone)
    if answer != Self.thisMachine { return try zones.zone(answer) }
    switch context.machineZone(zones) {
    case .named(let zone): return zone
    case .unnamed(_, let reason, let candidates): throw unnamed(reason, candidates)
    case .unknown(let reason): throw unnamed(reason, [])
    }
  }

  private static let thisMachine = "this machine's time zone"

  private func unnamed(_ reason: String, _ candidates: [String]) -> CommandFailure {
    zoneNotice = nil
    let zones = zones
    var question = Question(
      topic: .zone, said: Self.thisMachine,
      options: candidates.map { Question.Option(label: $0, meaning: $0) })
    question.statement = "\(reason), and dates are recorded with the name of a zone"
    question.typed = Question.Typed(prompt: "Which time zone are you in, such as America/New_York?") { text in
      do throws(ZoneProblem) { return .success(try zones.zone(text).name) } catch { return .failure(error) }
    }
    return CommandFailure(question, way: Self.wayToZone, status: ExitStatus.wrongUsage)
  }

  /// Says what the rules of zones have to tell.
  func sayZoneNotices() {
    for notice in zones.takeNotices() + [zoneNotice].compactMap(\.self) { say("followup: \(notice)") }
    zoneNotice = nil
  }
}
