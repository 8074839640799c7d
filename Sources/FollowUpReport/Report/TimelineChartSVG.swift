import CivilTime
import FollowUp
import FollowUpAdvice

/// Draws a timeline as inline SVG. Horizontal positions are parts of the width, so that it fits any; everything else has
/// a size in pixels.
struct TimelineChartSVG {
  let chart: TimelineChart
  let scale: TimelineScale
  /// The name of the timeline within the page.
  let id: String

  /// Marks of one day beside each other in a track, at most; what is more is told as a number.
  private static let stackMax = 3
  /// How far marks of one day lie apart, in pixels.
  private static let step = 15

  private struct PlacedMark {
    let mark: TimelineChart.Mark
    /// Which of those of its day it is, from the line outwards.
    let level: Int
  }

  func write(to html: inout HTMLWriter) {
    let (marks, more) = placedMarks()
    func levels(_ side: TimelineChart.Side) -> Int { marks.filter { $0.mark.side == side }.map(\.level).max() ?? 0 }
    let line = 46 + levels(.them) * Self.step
    let bottom = line + 31 + levels(.you) * Self.step
    let height = bottom + 26
    html.element("div", ["class": "swim"]) { html in
      html.element("div", ["class": "who", "aria-hidden": "true"]) { html in
        html.element("span", ["style": "top:\(line - 24)px"], text: "they")
        html.element("span", ["style": "top:\(line + 24)px"], text: "you")
      }
      html.element("svg", ["height": "\(height)", "role": "img", "aria-labelledby": "\(id)-t \(id)-d"]) { html in
        html.element("title", ["id": "\(id)-t"], text: chart.title)
        html.element("desc", ["id": "\(id)-d"], text: description)
        axis(line: line, bottom: bottom, &html)
        for bar in chart.bars { self.bar(bar, line, &html) }
        now(line: line, bottom: bottom, &html)
        for mark in marks { self.mark(mark, line, &html) }
        for (day, side, count) in more {
          let level = Self.stackMax * Self.step + 24
          text("+\(count)", x: scale.middle(day), y: side == .them ? line - level : line + level, "middle", "", &html)
        }
        next(line, &html)
        let before = chart.marks.filter { $0.day < scale.first }
        if let first = before.first {
          text("‹ \(before.count) earlier, since \(first.day.text)", x: 0, y: 9, "start", "", &html)
        }
      }
    }
  }

  /// The timeline in a sentence or two.
  private var description: String {
    var parts = [chart.marks.isEmpty ? "Nothing has a day yet." : "\(chart.marks.count) entries."]
    if let last = chart.marks.last(where: { !$0.isAhead }) { parts.append("Last: \(last.day.echo), \(last.text).") }
    parts += chart.bars.filter { $0.kind == .waiting || $0.kind == .rest }.map { "\($0.text)." }
    if let next = chart.next {
      parts.append("Next: \(next.text), \(next.day.echo)\(next.isOverdue ? ", overdue" : "").")
    }
    return parts.joined(separator: " ")
  }

  /// The marks within the scale, those of one day and side behind each other; and how many more there were.
  private func placedMarks() -> ([PlacedMark], [(CivilDate, TimelineChart.Side, Int)]) {
    struct Key: Hashable {
      let day: CivilDate
      let side: TimelineChart.Side
    }
    var used: [Key: Int] = [:]
    var marks: [PlacedMark] = []
    for mark in chart.marks where scale.contains(mark.day) {
      let key = Key(day: mark.day, side: mark.side)
      let level = used[key, default: 0]
      used[key] = level + 1
      if level < Self.stackMax || mark.side == .both { marks.append(PlacedMark(mark: mark, level: level)) }
    }
    let more = used.filter { $0.value > Self.stackMax && $0.key.side != .both }
      .map { ($0.key.day, $0.key.side, $0.value - Self.stackMax) }
    return (marks, more.sorted { ($0.0, $0.1.rawValue) < ($1.0, $1.1.rawValue) })
  }

  private func axis(line: Int, bottom: Int, _ html: inout HTMLWriter) {
    let ticks = scale.mondays(ticksMax: 16)
    let labelled = max(1, (ticks.count + 4) / 5)
    for (index, monday) in ticks.enumerated() {
      let x = scale.middle(monday)
      vertical("grid", x, 14, bottom + 6, &html)
      guard x > 250, x < 9_700 else { continue }
      let label = "\(monday.day) \(MonthName.full(monday.month).prefix(3))"
      text(label, x: x, y: bottom + 20, "middle", index % labelled == 0 ? "" : "minor", &html)
    }
    html.empty("line", ["class": "base", "x1": "0", "x2": "100%", "y1": "\(line)", "y2": "\(line)"])
  }

  private func now(line: Int, bottom: Int, _ html: inout HTMLWriter) {
    let x = scale.middle(chart.today)
    vertical("now", x, 13, bottom + 6, &html)
    text("today", x: x, y: 9, "middle", "nowt", &html)
  }

  private func bar(_ bar: TimelineChart.Bar, _ line: Int, _ html: inout HTMLWriter) {
    guard bar.to >= scale.first, bar.from <= scale.last else { return }
    let from = bar.from < scale.first ? 0 : scale.middle(bar.from)
    let to = bar.to > scale.last ? 10_000 : scale.middle(bar.to)
    if bar.kind == .promise {
      html.element(
        "line",
        [
          "class": "span", "x1": ReportPage.percent(from), "x2": ReportPage.percent(to), "y1": "\(line - 9)",
          "y2": "\(line - 9)",
        ]
      ) { $0.element("title", text: bar.text) }
      return
    }
    html.element(
      "rect",
      [
        "class": bar.kind.rawValue, "x": ReportPage.percent(from), "width": ReportPage.percent(max(1, to - from)),
        "y": "\(line - 5)", "height": "10", "rx": "2",
      ]
    ) { $0.element("title", text: bar.text) }
  }

  private func mark(_ placed: PlacedMark, _ line: Int, _ html: inout HTMLWriter) {
    let mark = placed.mark
    let away = 24 + placed.level * Self.step
    let y =
      switch mark.side {
      case .them: line - away
      case .both: line
      case .you: mark.kind == .opened || mark.kind == .closed ? line : line + away
      }
    let style = mark.promise?.rawValue ?? (mark.isAhead ? "ahead" : mark.side.rawValue)
    use(ReportShapes.name(mark.kind, mark.promise), scale.middle(mark.day), y, style, &html) {
      "\(mark.day.echo)\(mark.time.map { " \($0.local.time)" } ?? ""): \(mark.text)"
    }
  }

  private func next(_ line: Int, _ html: inout HTMLWriter) {
    guard let next = chart.next, next.day <= scale.last else { return }
    let x = scale.middle(next.day)
    let style = next.isOverdue ? "step late" : "step"
    use(ReportShapes.name(next.kind), x, line + 24, style, &html) {
      "Next: \(next.text), \(next.day.echo)\(next.isOverdue ? ", overdue" : "")"
    }
  }

  private func use(
    _ shape: String, _ x: Int, _ y: Int, _ style: String, _ html: inout HTMLWriter, title: () -> String
  ) {
    html.element(
      "use", ["href": "#\(shape)", "x": ReportPage.percent(x), "y": "\(y)", "class": style]
    ) { $0.element("title", text: title()) }
  }

  private func vertical(_ style: String, _ x: Int, _ top: Int, _ bottom: Int, _ html: inout HTMLWriter) {
    let x = ReportPage.percent(x)
    html.empty("line", ["class": style, "x1": x, "x2": x, "y1": "\(top)", "y2": "\(bottom)"])
  }

  private func text(
    _ text: String, x: Int, y: Int, _ anchor: String, _ style: String, _ html: inout HTMLWriter
  ) {
    html.element(
      "text", ["x": ReportPage.percent(x), "y": "\(y)", "text-anchor": anchor, "class": style], text: text)
  }
}
