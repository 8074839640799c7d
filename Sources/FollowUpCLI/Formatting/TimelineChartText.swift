import CivilTime
import FollowUp
import FollowUpAdvice
import FollowUpKit
import FollowUpReport

/// The signs of a timeline on a terminal: one column each.
struct TimelineChartGlyphs: Hashable {
  let marks: [TimelineChart.Kind: Character]
  let steps: [TimelineChart.Kind: Character]
  let promises: [PromiseEvidence.Outcome: Character]
  let line, waited, waiting, rest, today: Character

  static let unicode = TimelineChartGlyphs(
    marks: [
      .opened: "▷", .call: "●", .email: "■", .letter: "▲", .thankYou: "✚", .interview: "█", .reply: "▼", .note: "·",
      .closed: "×", .promise: "◇",
    ], steps: [.call: "○", .email: "□", .letter: "△", .thankYou: "+", .closed: "×"],
    promises: [.kept: "◆", .broken: "✗", .postponed: "»", .open: "◇"], line: "─", waited: "░", waiting: "▒", rest: "┄",
    today: "│")

  static let ascii = TimelineChartGlyphs(
    marks: [
      .opened: ">", .call: "c", .email: "e", .letter: "l", .thankYou: "t", .interview: "I", .reply: "r", .note: ".",
      .closed: "x", .promise: "?",
    ], steps: [.call: "C", .email: "E", .letter: "L", .thankYou: "T", .closed: "X"],
    promises: [.kept: "K", .broken: "B", .postponed: "P", .open: "?"], line: "-", waited: ":", waiting: "=", rest: "~",
    today: "|")

  /// What a terminal can show: nothing beyond ASCII where it is dumb, or where the locale says that it is not UTF-8.
  static func of(_ environment: [String: String]) -> TimelineChartGlyphs {
    if environment["TERM"] == "dumb" { return ascii }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    guard let locale = locale?.lowercased() else { return unicode }
    return locale.contains("utf-8") || locale.contains("utf8") ? unicode : ascii
  }
}

/// A timeline in four lines of text: the days, what they did, the line with waits, what the person did.
struct TimelineChartText {
  static let columnsUsual = 80
  /// Wider than this, a timeline is no easier to read.
  static let columnsMax = 120
  private static let columnsMin = 30
  private static let labelWidth = 6

  /// How many columns the timeline takes.
  let columns: Int
  private let chart: TimelineChart
  private let glyphs: TimelineChartGlyphs
  private let scale: TimelineScale
  private var room: Int { columns - Self.labelWidth }

  init(chart: TimelineChart, columns: Int, _ glyphs: TimelineChartGlyphs) {
    self.chart = chart
    self.columns = max(Self.columnsMin, columns)
    self.glyphs = glyphs
    scale = TimelineScale([chart], today: min(chart.today, chart.span.upperBound))
  }

  /// The lines, none wider than the columns.
  var lines: [String] {
    let empty = [Character](repeating: " ", count: room)
    var they = empty
    var you = empty
    var middle = [Character](repeating: glyphs.line, count: room)
    for bar in chart.bars where bar.to >= scale.first && bar.from <= scale.last {
      let sign: Character
      switch bar.kind {
      case .waited: sign = glyphs.waited
      case .waiting: sign = glyphs.waiting
      case .rest: sign = glyphs.rest
      case .promise: continue
      }
      for index in column(bar.from)...max(column(bar.from), column(bar.to)) { middle[index] = sign }
    }
    if scale.contains(chart.today) {
      they[column(chart.today)] = glyphs.today
      middle[column(chart.today)] = glyphs.today
      you[column(chart.today)] = glyphs.today
    }
    put(.them, into: &they)
    put(.both, into: &middle)
    put(.you, into: &you)
    if let next = chart.next, scale.contains(next.day), let sign = glyphs.steps[next.kind] {
      you[column(next.day)] = sign
    }
    return [
      label("", String(days)), label("they", String(they)), label("", String(middle)), label("you", String(you)),
    ]
  }

  /// What the signs mean that are there, each with its sign.
  var legend: [String] {
    var parts: [String] = []
    func add(_ sign: Character?, _ text: String) { if let sign { parts.append("\(sign) \(text)") } }
    let words: [(TimelineChart.Kind, String)] = [
      (.opened, "applied"), (.call, "call"), (.email, "e-mail"), (.letter, "letter, message"), (.thankYou, "thanks"),
      (.interview, "interview"), (.reply, "reply"), (.note, "note"), (.closed, "closed"),
    ]
    for (kind, text) in words where chart.marks.contains(where: { $0.kind == kind }) { add(glyphs.marks[kind], text) }
    let outcomes: [(PromiseEvidence.Outcome, String)] = [
      (.open, "promised day"), (.kept, "kept"), (.broken, "broken"), (.postponed, "put off"),
    ]
    for (outcome, text) in outcomes where chart.marks.contains(where: { $0.promise == outcome }) {
      add(glyphs.promises[outcome], outcome == .open ? text : "promise \(text)")
    }
    let bars: [(TimelineChart.Bar.Kind, Character, String)] = [
      (.waited, glyphs.waited, "waited"), (.waiting, glyphs.waiting, "waiting"), (.rest, glyphs.rest, "rests"),
    ]
    for (kind, sign, text) in bars where chart.bars.contains(where: { $0.kind == kind }) { add(sign, text) }
    if let next = chart.next { add(glyphs.steps[next.kind], "next step") }
    return parts + ["\(glyphs.today) today"]
  }

  /// What lies before the first day on the scale.
  var earlier: String? {
    let before = chart.marks.filter { $0.day < scale.first }
    guard let first = before.first else { return nil }
    return "before \(scale.first.echo): \(Plural.of(before.count, "mark")), the first on \(first.day.echo)"
  }

  /// The column of a day.
  private func column(_ day: CivilDate) -> Int { min(room - 1, max(0, scale.middle(day) * room / 10_000)) }

  /// Several marks in one column become their number, unless they look alike.
  private func put(_ side: TimelineChart.Side, into row: inout [Character]) {
    var signs: [Int: [Character]] = [:]
    for mark in chart.marks where scale.contains(mark.day) && Self.row(mark) == side {
      let sign = mark.promise.flatMap { glyphs.promises[$0] } ?? glyphs.marks[mark.kind]
      if let sign { signs[column(mark.day), default: []].append(sign) }
    }
    for (index, signs) in signs {
      row[index] = Set(signs).count == 1 ? signs[0] : Character(String(min(signs.count, 9)))
    }
  }

  private static func row(_ mark: TimelineChart.Mark) -> TimelineChart.Side {
    mark.kind == .opened || mark.kind == .closed ? .both : mark.side
  }

  /// The days: `today`, and as many Mondays as there is room for.
  private var days: [Character] {
    var row = [Character](repeating: " ", count: room)
    func write(_ text: String, at index: Int) {
      let text = Array(text)
      let start = min(max(0, index - text.count / 2), room - text.count)
      guard start >= 0 else { return }
      let around = max(0, start - 2)..<min(room, start + text.count + 2)
      guard row[around].allSatisfy({ $0 == " " }) else { return }
      for (offset, character) in text.enumerated() { row[start + offset] = character }
    }
    if scale.contains(chart.today) { write("today", at: column(chart.today)) }
    for monday in scale.mondays(ticksMax: max(1, room / 9)) {
      write("\(monday.day) \(MonthName.full(monday.month).prefix(3))", at: column(monday))
    }
    return row
  }

  private func label(_ text: String, _ row: String) -> String { DisplayWidth.pad(text, Self.labelWidth) + row }
}
