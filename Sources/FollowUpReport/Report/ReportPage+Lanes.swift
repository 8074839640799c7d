import FollowUp
import FollowUpAdvice

/// The open applications, a lane each.
extension ReportPage {
  /// More lanes than this have no list of their entries below them, or the page would grow too large.
  static let listedLanesMax = 200

  func lanes(_ html: inout HTMLWriter) {
    html.element("section", ["id": "lanes", "aria-labelledby": "lanes-h"]) { html in
      html.element("h2", ["id": "lanes-h"], text: "Open applications")
      html.newLine()
      guard !model.lanes.isEmpty else {
        html.element("p", ["class": "empty"], text: "None is open.")
        return
      }
      ReportShapes.legend(to: &html)
      let scale = LaneScale(model.lanes, today: model.now.today)
      for lane in model.lanes { self.lane(lane, scale, &html) }
    }
    html.newLine()
  }

  private func lane(_ lane: Swimlane, _ scale: LaneScale, _ html: inout HTMLWriter) {
    let id = Self.anchor(lane.application)
    html.element("article", ["class": "lane", "id": id, "aria-labelledby": "\(id)-h"]) { html in
      html.element("div", ["class": "top"]) { html in
        html.element("h3", ["id": "\(id)-h"], text: lane.title)
        if let next = lane.next { self.next(next, &html) }
      }
      let waiting = lane.bars.first { $0.kind == .waiting || $0.kind == .rest }.map { ". \($0.text)" } ?? ""
      html.element("p", ["class": "state"], text: Self.words(lane.stage) + waiting)
      LaneDrawing(lane: lane, scale: scale, id: id).write(to: &html)
      if model.lanes.count <= Self.listedLanesMax { entries(lane, &html) }
    }
    html.newLine()
  }

  private func next(_ next: Swimlane.Next, _ html: inout HTMLWriter) {
    html.element("p", ["class": "next"]) { html in
      if next.isOverdue { html.element("span", ["class": "late-word"], text: "Overdue: ") }
      html.text(next.isOverdue ? "" : "Next: ")
      html.element("b", text: next.text)
      html.text(next.day == model.now.today ? ", today" : ", \(next.day.echo)")
    }
  }

  private func entries(_ lane: Swimlane, _ html: inout HTMLWriter) {
    html.element("details") { html in
      html.element("summary", text: Self.entryCount(lane.marks.count))
      html.element("ol") { html in
        for mark in lane.marks {
          html.element("li") { html in
            html.element("time", ["datetime": mark.time?.text ?? mark.day.text]) { html in
              html.text(mark.day.echo + (mark.time.map { " \($0.local.time)" } ?? ""))
            }
            html.element("span", text: mark.text)
          }
        }
        if lane.undated > 0 {
          html.element("li", text: "\(Self.entryCount(lane.undated)) without a day that can be read")
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
