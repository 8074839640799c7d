import ArgumentParser
import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// `--as-of TIME`, for commands that can look at any moment of the past.
struct AsOfOption: ParsableArguments {
  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      "The state at this time, by the log's clock: \"last fri\", \"nov 20 16:30\", 2026-11-20 (end of day).",
      valueName: "time"))
  var time: String?
}

extension Session {
  /// Reads from one moment of the store: the present, or the state as of a time that a person names. Then the present is
  /// that time, unless `--now` says otherwise.
  func read<Result>(_ store: EventStore, _ asOf: AsOfOption, _ body: (QueryContext) throws -> Result) throws -> Result {
    guard let moment = try moment(asOf, store) else { return try read(store, body) }
    return try store.read(asOf: moment) { try body(query($0)) }
  }

  /// The last stamp that counts, echoed; nil where no time was named.
  func moment(_ asOf: AsOfOption, _ store: EventStore) throws -> HybridTimestamp? {
    guard let text = asOf.time else { return nil }
    if let stamp = HybridTimestamp(text) {
      present = stamp.milliseconds.map { $0 / 1_000 }
      say("as of \(stamp.text)")
      return stamp
    }
    let settings = Settings(try store.read { try $0.records(ofType: RecordType.setting.rawValue) })
    let (seconds, echo) = try seconds(asOf: text, settings)
    // The second that the clock shows is all of it.
    let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
    guard !overflow, let stamp = HybridTimestamp(milliseconds: milliseconds + 999, counter: .max) else {
      throw CommandFailure(
        "--as-of \(text): outside the years 0001 to 9999; give another time", status: ExitStatus.wrongUsage)
    }
    say("as of \(echo)")
    present = seconds
    return stamp
  }

  /// The last second that is meant, and how it is echoed.
  private func seconds(asOf text: String, _ settings: Settings) throws -> (seconds: Int64, echo: String) {
    if let time = OffsetTime(text) { return (time.secondsSince1970, time.echo) }
    let now = try now(settings)
    let when: When
    do {
      when = try WhenParser.parse(text, now: now, direction: .past, calendar: settings.calendar)
    } catch { throw CommandFailure("--as-of \(error)", status: ExitStatus.wrongUsage) }
    if let time = when.moment.time { return (time.secondsSince1970, when.echo) }
    guard let zone = now.zone, let last = WallTime(hour: 23, minute: 59, second: 59),
      let end = zone.resolve(CivilDateTime(date: when.moment.date, time: last))?.time
    else {
      throw CommandFailure(
        "--as-of \(text): that day has no end here; give a time, such as 2026-11-20 16:30",
        status: ExitStatus.wrongUsage
      )
    }
    return (end.secondsSince1970, "the end of \(when.moment.date.echo) (\(zone.name))")
  }
}
