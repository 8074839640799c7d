import EventLog
import FollowUp
import FollowUpAdvice
import FollowUpReport

/// An application as a timeline, as `show --timeline` prints it.
struct TimelineChartView {
  let chart: TimelineChart
  /// The next step in a line; nil where there is none.
  let next: String?

  func print(_ session: Session) {
    switch session.format {
    case .json: session.printJSON(members)
    case .plain: printPlain(session.out)
    case .text: printText(session)
    }
  }

  // MARK: Text

  private func printText(_ session: Session) {
    let out = session.out
    out.paragraph("\(chart.title)  [\(ShortID.shortID(chart.application))]", .bold)
    out.line()
    let glyphs = TimelineChartGlyphs.of(session.context.environment)
    let drawing = TimelineChartText(
      chart: chart, columns: min(out.columns ?? TimelineChartText.columnsUsual, TimelineChartText.columnsMax), glyphs)
    for line in drawing.lines { out.line(line) }
    out.line()
    // The legend in columns of its own terminal: between two meanings, and never within one.
    var line = ""
    for part in drawing.legend {
      if !line.isEmpty, DisplayWidth.of(line) + 3 + DisplayWidth.of(part) > drawing.columns {
        out.line(line, .dim)
        line = ""
      }
      line += line.isEmpty ? part : "   " + part
    }
    out.line(line, .dim)
    out.line()
    for text in drawing.earlier.map({ [$0] }) ?? [] { out.paragraph(text, .dim) }
    for bar in chart.bars where bar.kind == .waiting || bar.kind == .rest { out.paragraph(bar.text) }
    if let next { out.paragraph("next: \(next)", chart.next?.isOverdue ?? false ? .warning : .plain) }
  }

  // MARK: For scripts

  private func printPlain(_ out: Output) {
    for mark in chart.marks {
      out.record([
        "mark", mark.day.text, mark.reading?.recorded.time?.text ?? "", mark.kind.rawValue, mark.side.rawValue,
        mark.promise?.rawValue ?? "", mark.text, mark.record.text,
      ])
    }
    for bar in chart.bars { out.record(["bar", bar.from.text, bar.to.text, bar.kind.rawValue, bar.text]) }
    if let step = chart.next {
      out.record(["next", step.day.text, step.kind.rawValue, step.isOverdue ? "overdue" : "", step.text])
    }
  }

  private var members: [(name: String, value: JSONValue)] {
    let marks = chart.marks.map { mark in
      JSONValue(object: [
        (name: "on", value: RecordJSON.day(mark.day)),
        (name: "at", value: RecordJSON.text(mark.reading?.recorded.time?.text)),
        (name: "at_own", value: RecordJSON.text(mark.time?.text)),
        (name: "kind", value: JSONValue(mark.kind.rawValue)), (name: "side", value: JSONValue(mark.side.rawValue)),
        (name: "outcome", value: RecordJSON.text(mark.promise?.rawValue)),
        (name: "ahead", value: JSONValue(mark.isAhead)), (name: "text", value: JSONValue(mark.text)),
        (name: "record", value: JSONValue(mark.record.text)),
      ])
    }
    let bars = chart.bars.map { bar in
      JSONValue(object: [
        (name: "from", value: RecordJSON.day(bar.from)), (name: "to", value: RecordJSON.day(bar.to)),
        (name: "kind", value: JSONValue(bar.kind.rawValue)), (name: "text", value: JSONValue(bar.text)),
      ])
    }
    let step = chart.next.map { step in
      JSONValue(object: [
        (name: "on", value: RecordJSON.day(step.day)), (name: "kind", value: JSONValue(step.kind.rawValue)),
        (name: "due", value: JSONValue(step.isDue)), (name: "overdue", value: JSONValue(step.isOverdue)),
        (name: "text", value: JSONValue(step.text)),
      ])
    }
    return [
      (name: "application", value: JSONValue(chart.application.text)), (name: "title", value: JSONValue(chart.title)),
      (name: "stage", value: JSONValue(chart.stage.rawValue)), (name: "today", value: RecordJSON.day(chart.today)),
      (name: "marks", value: JSONValue(array: marks)), (name: "bars", value: JSONValue(array: bars)),
      (name: "next", value: step ?? .null),
    ]
  }
}
