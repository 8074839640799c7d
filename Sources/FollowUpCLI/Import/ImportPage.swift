import EventLog
import EventStorage
import FollowUp
import FollowUpExchange

/// What an import shows: how each file is read, and what comes of it.
struct ImportPage {
  let session: Session
  let isDryRun: Bool
  /// The zone in which days are meant.
  var zone: Zone?
  /// What is written beside the rows.
  var drafts: [Draft] = []
  /// What becomes of the rows, by file.
  var tallies: [ImportTally] = []

  private var out: Output { session.out }

  /// How many records it comes to.
  var events: Int { tallies.reduce(drafts.count) { $0 + $1.events } }
  private var refused: Int { tallies.reduce(0) { $0 + $1.refusedCount } }

  /// So much of a list is shown; `--json` has more.
  private static let listMax = 10

  /// Shows the files; with `--json` that is done at the end.
  mutating func print(_ tables: [ImportTable]) {
    if refused > 0 { session.status = ExitStatus.needsPerson }
    self.tables = tables
    for (table, tally) in zip(tables, tallies) {
      switch session.format {
      case .json: break
      case .plain: plain(table, tally)
      case .text: text(table, tally)
      }
      for refusal in tally.refused.prefix(Self.listMax) { session.say("followup: \(refusal)") }
      if tally.refusedCount > Self.listMax {
        session.say("followup: \(table.file): \(tally.refusedCount - Self.listMax) more rows were refused")
      }
    }
  }

  private var tables: [ImportTable] = []

  init(session: Session, isDryRun: Bool) {
    self.session = session
    self.isDryRun = isDryRun
  }

  /// Says what was written, in the end.
  func finish(_ step: StepID?) {
    switch session.format {
    case .json:
      session.printJSON([
        (name: "files", value: JSONValue(array: zip(tables, tallies).map { ImportJSON.file($0, $1) })),
        (name: "dry_run", value: JSONValue(isDryRun)),
        (name: "written", value: JSONValue(integer: step == nil ? 0 : events)),
        (name: "step", value: step.map { JSONValue($0.text) } ?? .null),
      ])
    case .plain: break
    case .text:
      if step != nil {
        out.line("imported: \(Self.counts(tallies))")
        session.hint("followup undo takes it back")
      } else if isDryRun, events > 0 {
        session.hint("nothing was written; without --dry-run this is imported")
      } else {
        out.line(events == 0 ? "nothing is new; nothing was written" : "nothing was written")
      }
    }
  }

  private static func counts(_ tallies: [ImportTally]) -> String {
    let new = tallies.reduce(into: [String: Int]()) { $0.merge($1.new, uniquingKeysWith: +) }
    let changed = tallies.reduce(0) { $0 + $1.changed }
    let parts = ImportWords.new(new) + (changed > 0 ? ["\(changed) changed"] : [])
    return parts.isEmpty ? "a map" : parts.joined(separator: ", ")
  }

  // MARK: One file

  private func plain(_ table: ImportTable, _ tally: ImportTally) {
    let numbers = [
      ("rows", tally.rows), ("new", tally.newCount), ("known", tally.known), ("changed", tally.changed),
      ("kept", tally.keptCount), ("repeated", tally.repeated), ("retracted", tally.retracted),
      ("refused", tally.refusedCount),
    ]
    out.record([table.file, "map", table.map.name])
    for (name, number) in numbers { out.record([table.file, name, "\(number)"]) }
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
    var counts = Table()
    counts.add(["rows", rows(tally)])
    if tally.newCount > 0 { counts.add(["new", ImportWords.new(tally.new).joined(separator: ", ")]) }
    if tally.known > 0 { counts.add(["known", "\(tally.known), as they were imported before"]) }
    if tally.changed > 0 { counts.add(["changed", "\(tally.changed), at their source"]) }
    if tally.retracted > 0 { counts.add(["retracted", "\(tally.retracted), which you retracted, so they stay so"]) }
    counts.print(to: out, indent: 2, wrapsLast: true)
    details(tally)
    out.line()
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
      out.paragraph(ImportWords.remark(remark, count), indent: 2)
    }
    list(tally.joined, tally.joinedCount) { joined in
      "line \(joined.line): taken for \(joined.title) [\(ShortID.shortID(joined.record))], which is there already; "
        + "only what it lacks is added"
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

/// What is said of an import's numbers.
enum ImportWords {
  /// `400 applications`, `12 replies`: in the order of their kinds.
  static func new(_ new: [String: Int]) -> [String] {
    new.sorted { $0.key < $1.key }.map { kind, count in
      let plural = kind.hasSuffix("y") ? "\(kind.dropLast())ies" : "\(kind)s"
      return "\(count) \(count == 1 ? kind : plural)"
    }
  }

  static func remark(_ remark: RowRemark, _ count: Int) -> String {
    let rows = Plural.of(count, "row")
    switch remark {
    case .noDay: return "\(rows) without a day of sending: they come in as leads"
    case .unknownStatus(let text):
      return "\(rows) with the status “\(text)”, which is not understood; it is kept as it is"
    case .undatedStatus(let text):
      return
        "\(rows) with the status “\(text)” and no day for it; it is kept as it is (followup log interview APP --at "
        + "DAY, or followup close APP, says more)"
    case .namelessContact: return "\(rows) with an address or a number and no name beside it, which are left out"
    }
  }
}
