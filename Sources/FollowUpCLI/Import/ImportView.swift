import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpFormats
import FollowUpKit

/// What an import shows: how each file is read, and what comes of it.
struct ImportView {
  let session: Session
  let isDryRun: Bool
  /// The zone in which days are meant.
  var zone: Zone?
  /// What is written beside the rows.
  var drafts: [Draft] = []
  /// Files of which nothing could be taken, and why.
  var unread: [(file: String, failure: ImportFailure)] = []
  /// The other files.
  var sources = ImportSources()
  /// What becomes of them.
  var outcome = ImportOutcome()

  private var out: Output { session.out }

  /// How many records it comes to.
  var events: Int { outcome.all.reduce(drafts.count) { $0 + $1.events } }
  private var refused: Int { outcome.all.reduce(0) { $0 + $1.refusedCount } }

  /// So much of a list is shown; `--json` has more.
  private static let listMax = 10

  /// Shows the files; with `--json` that is done at the end.
  func print() {
    if refused > 0 || !unread.isEmpty { session.status = ExitStatus.needsPerson }
    for (_, failure) in unread {
      session.say("followup: \(failure)")
      for detail in failure.details { session.say("  \(detail)") }
    }
    for (table, tally) in zip(sources.tables, outcome.tables) {
      switch session.format {
      case .json: break
      case .plain: plain(table.file, table.map.name, tally)
      case .text: text(table, tally)
      }
      sayRefused(tally, table.file)
    }
    for (calendar, outcome) in zip(sources.calendars, outcome.calendars) {
      switch session.format {
      case .json: break
      case .plain: plain(calendar.file, ImportMap.calendarName, outcome.tally)
      case .text: text(calendar, outcome)
      }
      sayRefused(outcome.tally, calendar.file)
    }
  }

  private func sayRefused(_ tally: ImportTally, _ file: String) {
    for refusal in tally.refused.prefix(Self.listMax) { session.say("followup: \(refusal)") }
    if tally.refusedCount > Self.listMax {
      session.say("followup: \(file): \(tally.refusedCount - Self.listMax) more were refused")
    }
  }

  init(session: Session, isDryRun: Bool) {
    self.session = session
    self.isDryRun = isDryRun
  }

  /// Says what was written, in the end.
  func finish(_ step: StepID?, events written: Int = 0) {
    switch session.format {
    case .json:
      session.printJSON([
        (
          name: "files",
          value: JSONValue(
            array: zip(sources.tables, outcome.tables).map { ImportJSON.file($0, $1) }
              + zip(sources.calendars, outcome.calendars).map { ImportJSON.file($0, $1) })
        ),
        (
          name: "unread",
          value: JSONValue(
            array: unread.map { file, failure in
              JSONValue(object: [
                (name: "file", value: JSONValue(file)), (name: "reason", value: JSONValue("\(failure)")),
              ])
            })
        ),
        (name: "dry_run", value: JSONValue(isDryRun)),
        (name: "events", value: JSONValue(integer: written)),
        (name: "step", value: step.map { JSONValue($0.text) } ?? .null),
      ])
    case .plain: break
    case .text:
      if step != nil {
        out.line("imported: \(Self.counts(outcome.all))")
        session.hint("followup undo takes it back")
      } else if isDryRun, events > 0 {
        session.hint("nothing was written; run it without --dry-run to import")
      } else {
        out.line(events == 0 ? "nothing is new; nothing was written" : "nothing was written")
      }
    }
  }

  private static func counts(_ tallies: [ImportTally]) -> String {
    let new = tallies.reduce(into: [String: Int]()) { $0.merge($1.new, uniquingKeysWith: +) }
    let changed = tallies.reduce(0) { $0 + $1.changed }
    let parts = ImportFormatter.new(new) + (changed > 0 ? ["\(changed) changed"] : [])
    return parts.isEmpty ? "a map" : parts.joined(separator: ", ")
  }

  // MARK: One file

  private func plain(_ file: String, _ map: String, _ tally: ImportTally) {
    let numbers = [
      ("rows", tally.rows), ("new", tally.newCount), ("known", tally.known), ("changed", tally.changed),
      ("kept", tally.keptCount), ("repeated", tally.repeated), ("retracted", tally.retracted),
      ("refused", tally.refusedCount),
    ]
    out.record([file, "map", map])
    for (name, number) in numbers { out.record([file, name, "\(number)"]) }
  }

  private func text(_ table: ImportTable, _ tally: ImportTally) {
    out.line([(table.file, .bold), (": \(table.map.title) (\(table.map.name))", .plain)])
    var lines = Table()
    lines.add(["read as", readAs(table)])
    lines.add(["columns", table.binding.used.map { "\($0.column) → \($0.field.rawValue)" }.joined(separator: ", ")])
    let omitted = omissions(table)
    if !omitted.isEmpty { lines.add(["left out", omitted.joined(separator: ", ")]) }
    lines.print(to: out, indent: 2, wrapsLast: true)
    sample(table)
    counts(tally)
    details(tally)
    out.line()
  }

  private func text(_ calendar: CalendarFile, _ outcome: CalendarOutcome) {
    let kind = calendar.isOfHolidays ? "a calendar of holidays" : "a calendar, searched for interviews"
    out.line([(calendar.file, .bold), (": \(kind)", .plain)])
    list(outcome.lines, outcome.lines.count) { $0 }
    list(outcome.untaken, outcome.untaken.count) { "line \($0.line): left out: \($0.name): \($0.reason)" }
    counts(outcome.tally, "events")
    details(outcome.tally)
    out.line()
  }

  private func counts(_ tally: ImportTally, _ noun: String = "rows") {
    var counts = Table()
    counts.add([noun, rows(tally)])
    if tally.newCount > 0 { counts.add(["new", ImportFormatter.new(tally.new).joined(separator: ", ")]) }
    if tally.known > 0 {
      counts.add(["known", tally.known == 1 ? "1 already recorded" : "\(tally.known) already recorded"])
    }
    if tally.changed > 0 { counts.add(["changed", "\(tally.changed) in the file"]) }
    if tally.retracted > 0 { counts.add(["retracted", "\(tally.retracted) that you retracted, left as they are"]) }
    counts.print(to: out, indent: 2, wrapsLast: true)
  }

  private func readAs(_ table: ImportTable) -> String {
    var parts = [table.dialect.encoding.name, table.dialect.delimiterName]
    if table.headerLine > 1 { parts.append("header on line \(table.headerLine)") }
    if let dates = table.dates { parts.append("dates \(dates.example)") }
    if table.hasDates, let zone { parts.append("days in \(zone.name)") }
    return parts.joined(separator: ", ")
  }

  private func omissions(_ table: ImportTable) -> [String] {
    table.binding.unused.map { name in
      table.map.reason(forOmitting: name).map { "\(name) (\($0))" } ?? name
    }
  }

  private func sample(_ table: ImportTable) {
    guard !table.sample.isEmpty else { return }
    let used = table.binding.used
    var rows = Table()
    rows.add(used.map(\.field.rawValue), .dim)
    for row in table.sample {
      rows.add(
        used.map { column in
          let index = table.binding.index[column.field] ?? 0
          return index < row.fields.count ? String(row.fields[index].prefix(200)) : ""
        })
    }
    out.line("  first rows", .dim)
    rows.print(to: out, indent: 4)
  }

  private func rows(_ tally: ImportTally) -> String {
    var parts = ["\(tally.rows)"]
    if tally.repeated > 0 { parts.append("\(tally.repeated) of them twice in the file") }
    if tally.refusedCount > 0 { parts.append("\(tally.refusedCount) refused") }
    return parts.joined(separator: ", ")
  }

  private func details(_ tally: ImportTally) {
    for (remark, count) in tally.remarks.sorted(by: { $0.key < $1.key }).prefix(Self.listMax) {
      out.paragraph(ImportFormatter.remark(remark, count), indent: 2)
    }
    list(tally.joined, tally.joinedCount) { joined in
      "line \(joined.line): matched with \(joined.title) [\(ShortID.shortID(joined.record))], which exists already; "
        + "only missing fields are added"
    }
    list(tally.kept, tally.keptCount) { kept in
      let own = kept.value.own.map { "“\($0.displayed)”" } ?? "nothing"
      let said = kept.value.imported.map { "“\($0.displayed)”" } ?? "nothing"
      return "line \(kept.line): kept yours: \(kept.title): \(kept.value.field) \(own); the file says \(said)"
    }
  }

  private func list<One>(_ all: [One], _ count: Int, _ line: (One) -> String) {
    for one in all.prefix(Self.listMax) { out.paragraph(line(one), indent: 2) }
    if count > Self.listMax { out.line("  and \(count - Self.listMax) more of these") }
  }
}
