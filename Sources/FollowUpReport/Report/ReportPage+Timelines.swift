import FollowUp
import FollowUpAdvice

/// The open applications, a timeline each.
extension ReportPage {
  /// More timelines than this have no list of their entries below them, or the page would grow too large.
  static let listedTimelinesMax = 200

  func timelines(_ html: inout HTMLWriter) {
    html.element("section", ["id": "lanes", "aria-labelledby": "lanes-h"]) { html in
      html.element("h2", ["id": "lanes-h"], text: "Open applications")
      html.newLine()
      guard !model.charts.isEmpty else {
        html.element("p", ["class": "empty"], text: "None is open.")
        return
      }
      ReportShapes.legend(to: &html)
      let scale = TimelineScale(model.charts, today: model.now.today)
      for chart in model.charts { self.timeline(chart, scale, &html) }
    }
    html.newLine()
  }

  private func timeline(_ chart: TimelineChart, _ scale: TimelineScale, _ html: inout HTMLWriter) {
    let id = Self.anchor(chart.application)
    html.element("article", ["class": "lane", "id": id, "aria-labelledby": "\(id)-h"]) { html in
      html.element("div", ["class": "top"]) { html in
        html.element("h3", ["id": "\(id)-h"], text: chart.title)
        if let next = chart.next { self.next(next, &html) }
      }
      let waiting = chart.bars.first { $0.kind == .waiting || $0.kind == .rest }.map { ". \($0.text)" } ?? ""
      html.element("p", ["class": "state"], text: Self.words(chart.stage) + waiting)
      TimelineChartSVG(chart: chart, scale: scale, id: id).write(to: &html)
      if model.charts.count <= Self.listedTimelinesMax { entries(chart, &html) }
    }
    html.newLine()
  }

  private func next(_ next: TimelineChart.Next, _ html: inout HTMLWriter) {
    html.element("p", ["class": "next"]) { html in
      if next.isOverdue { html.element("span", ["class": "late-word"], text: "Overdue: ") }
      html.text(next.isOverdue ? "" : "Next: ")
      html.element("b", text: next.text)
      html.text(next.day == model.now.today ? ", today" : ", \(next.day.echo)")
    }
  }

  private func entries(_ chart: TimelineChart, _ html: inout HTMLWriter) {
    html.element("details") { html in
      html.element("summary", text: Self.entryCount(chart.marks.count))
      html.element("ol") { html in
        for mark in chart.marks {
          html.element("li") { html in
            html.element("time", ["datetime": mark.time?.text ?? mark.day.text]) { html in
              html.text(mark.day.echo + (mark.time.map { " \($0.local.time)" } ?? ""))
            }
            html.element("span", text: mark.text)
          }
        }
        if chart.undated > 0 {
          html.element("li", text: "\(Self.entryCount(chart.undated)) without a day that can be read")
        }
      }
    }
  }

  private static func words(_ stage: Stage) -> String {
    stage == .overdue ? "The day that they named has passed" : stage.label.capitalizedFirst
  }

  private static func entryCount(_ count: Int) -> String { count == 1 ? "1 entry" : "\(count) entries" }
}

extension String {
  /// The text with its first letter upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
