import ArgumentParser
import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// `agenda [--days N]`
struct AgendaCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "agenda", abstract: "Show the days ahead: what to do, interviews, and the days they named.",
    discussion: "Steps that depend on an answer are not listed until the answer is recorded.")

  @Option(help: "How many days to show, starting with today.") var days = 14
  @OptionGroup var options: GlobalOptions
  static let isPaged = true

  func validate() throws {
    if days < 1 || days > 3_660 { throw ValidationError("--days must be 1 to 3660.") }
  }

  func run(_ session: Session) throws {
    guard let store = try session.openStoreIfAny() else {
      let settings = Settings([])
      return print([], try session.now(settings), session)
    }
    defer { try? store.close() }
    try store.read { reader in
      let query = try session.adviceReader(reader)
      let entries = query.advisor.agenda(try query.assessments(), closed: try query.closed(), days: days)
      print(entries, query.advisor.now, session)
    }
  }

  private func print(_ entries: [AgendaEntry], _ now: Now, _ session: Session) {
    let words = AdviceFormatter(now: now)
    switch session.format {
    case .json:
      session.printJSON([
        (name: "from", value: AdviceJSON.day(now.today)), (name: "days", value: JSONValue(integer: days)),
        (name: "agenda", value: JSONValue(array: entries.map { Self.json($0, words) })),
      ])
    case .plain:
      for entry in entries {
        session.out.record([
          entry.day.text, Self.time(entry) ?? "", Self.kind(entry), Self.subjects(entry).first?.application.text ?? "",
          Self.text(entry, words),
        ])
      }
    case .text: printText(entries, words, session)
    }
  }

  private func printText(_ entries: [AgendaEntry], _ words: AdviceFormatter, _ session: Session) {
    let out = session.out
    guard !entries.isEmpty else {
      return session.say("Nothing is planned for the next \(Plural.of(days, "day"))")
    }
    var day: CivilDate?
    for entry in entries {
      if entry.day != day {
        if let day {
          out.line()
          if day.weekday > entry.day.weekday || day.days(until: entry.day) > 6 { out.line("—", .dim) }
        }
        out.line(entry.day == words.now.today ? "\(entry.day.echo), today" : entry.day.echo, .bold)
        day = entry.day
      }
      let time = Self.time(entry) ?? ""
      let room = DisplayWidth.pad(time, 13)
      let lines = out.columns.map { DisplayWidth.wrap(Self.text(entry, words), max(10, $0 - 15)) }
      for (index, line) in (lines ?? [Self.text(entry, words)]).enumerated() {
        out.line("  \(index == 0 ? room : DisplayWidth.pad("", 13))\(line)")
      }
    }
  }

  private static func kind(_ entry: AgendaEntry) -> String {
    switch entry.kind {
    case .advice: "advice"
    case .interview: "interview"
    case .decision: "decision"
    case .respondBy: "respond_by"
    case .snoozeEnds: "snooze_ends"
    }
  }

  private static func advice(_ entry: AgendaEntry) -> Advice? {
    guard case .advice(let advice) = entry.kind else { return nil }
    return advice
  }

  private static func subjects(_ entry: AgendaEntry) -> [Advice.Subject] {
    advice(entry)?.subjects ?? [entry.subject].compactMap(\.self)
  }

  /// The window of a call, or the time of an interview, each on the reader's clock.
  private static func time(_ entry: AgendaEntry) -> String? {
    advice(entry)?.window.map(\.ownSpan) ?? entry.time.map { "\($0.local.time)" }
  }

  private static func text(_ entry: AgendaEntry, _ words: AdviceFormatter) -> String {
    let title = (entry.subject?.title ?? "") + (entry.reading?.elsewhere.map { " (\($0))" } ?? "")
    switch entry.kind {
    case .interview: return "Interview: \(title)"
    case .decision: return "They named this day: \(title)"
    case .respondBy: return "Answer to the offer is due: \(title)"
    case .snoozeEnds: return "Snooze ends: \(title)"
    case .advice(var advice):
      let subjects = AdviceFormatter.subjects(advice)
      // The span stands before the line already.
      if advice.window?.isOwnClock ?? false { advice.window = nil }
      return words.line(advice, withDay: false) + (subjects.isEmpty ? "" : ": \(subjects)")
    }
  }

  private static func json(_ entry: AgendaEntry, _ words: AdviceFormatter) -> JSONValue {
    let subject = subjects(entry).first
    return JSONValue(object: [
      (name: "on", value: AdviceJSON.day(entry.day)),
      (name: "at", value: AdviceJSON.text(entry.reading?.recorded.time?.text)),
      (name: "at_own", value: AdviceJSON.text(entry.time?.text)),
      (name: "tz", value: AdviceJSON.text(entry.reading?.tz)),
      (name: "kind", value: JSONValue(kind(entry))),
      (name: "application", value: AdviceJSON.text(subject?.application.text)),
      (name: "company", value: AdviceJSON.text(subject?.company)),
      (name: "role", value: AdviceJSON.text(subject?.role)),
      (name: "text", value: JSONValue(text(entry, words))),
      (name: "advice", value: advice(entry).map(AdviceJSON.value) ?? .null),
    ])
  }
}
