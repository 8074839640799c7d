import CivilTime
import FollowUp
import FollowUpAdvice

/// The month with what is due: a grid, and for narrow screens a list of its days besides.
extension ReportPage {
  func months(_ html: inout HTMLWriter) {
    html.element("section", ["id": "months", "aria-labelledby": "months-h"]) { html in
      html.element("h2", ["id": "months-h"], text: model.months.count > 1 ? "The months ahead" : "The month")
      html.newLine()
      html.element("div", ["class": "months"]) { html in
        for month in model.months {
          html.element("div") { html in
            grid(month, &html)
            days(month, &html)
          }
          html.newLine()
        }
      }
    }
    html.newLine()
  }

  private func grid(_ month: ReportMonth, _ html: inout HTMLWriter) {
    html.element("table", ["class": "month"]) { html in
      html.element("caption", text: month.title)
      html.element("thead") { html in
        html.element("tr") { html in
          for weekday in Weekday.allCases {
            html.element("th", ["scope": "col", "abbr": weekday.full], text: weekday.short)
          }
        }
      }
      html.element("tbody") { html in
        for week in month.weeks {
          html.newLine()
          html.element("tr") { html in for day in week { cell(day, &html) } }
        }
      }
    }
    html.newLine()
  }

  private func cell(_ day: ReportMonth.Day?, _ html: inout HTMLWriter) {
    guard let day else { return html.element("td", ["class": "none"]) { _ in } }
    let isToday = day.date == model.now.today
    let style = [day.isWorking ? "" : "off", isToday ? "now" : ""].filter { !$0.isEmpty }.joined(separator: " ")
    html.element("td", style.isEmpty ? [:] : ["class": style]) { html in
      html.element("span", ["class": "n"]) { html in
        html.element("time", ["datetime": day.date.text], text: "\(day.date.day)")
        if isToday { html.element("span", ["class": "wide-only"], text: " today") }
        if day.isHoliday { html.element("span", ["class": "wide-only"], text: " holiday") }
      }
      guard !day.items.isEmpty else { return }
      html.element("ul") { html in
        for item in day.items.prefix(Self.cellItemsMax) {
          html.element("li", ["class": Self.style(item)]) { self.item(item, &$0) }
        }
        if day.items.count > Self.cellItemsMax {
          html.element("li", text: "and \(day.items.count - Self.cellItemsMax) more")
        }
      }
      dots(day, &html)
    }
  }

  /// More than this does not fit into a cell.
  private static let cellItemsMax = 6

  private static func style(_ item: ReportMonth.Item) -> String {
    item.isOverdue ? "do late" : item.isAdvice ? "do" : "at"
  }

  /// What stands for the items where there is no room for them.
  private func dots(_ day: ReportMonth.Day, _ html: inout HTMLWriter) {
    let names = day.items.map(\.text).joined(separator: "; ")
    html.element("svg", ["class": "dots", "width": "34", "role": "img", "aria-label": names]) { html in
      for (index, item) in day.items.prefix(4).enumerated() {
        html.empty(
          "use",
          [
            "href": item.isAdvice ? "#s-dot" : "#s-ring", "x": "\(4 + 9 * index)", "y": "4",
            "class": item.isOverdue ? "broken" : "them",
          ])
      }
    }
  }

  private func item(_ item: ReportMonth.Item, _ html: inout HTMLWriter) {
    let words = (item.isOverdue ? "overdue: " : "") + item.text + (item.time.map { ", \($0)" } ?? "")
    guard let subject = item.subject else { return html.element("a", ["href": "#today"], text: words) }
    html.element("a", ["href": "#\(Self.anchor(subject.application))"], text: words)
    html.text(" " + (subject.company ?? subject.title))
  }

  private func days(_ month: ReportMonth, _ html: inout HTMLWriter) {
    let days = month.weeks.flatMap { $0 }.compactMap(\.self).filter { !$0.items.isEmpty }
    guard !days.isEmpty else { return html.element("p", ["class": "empty"], text: "Nothing is planned this month.") }
    html.element("ol", ["class": "days"]) { html in
      for day in days {
        html.element("li") { html in
          html.element("b", text: day.date == model.now.today ? "Today" : day.date.echo)
          html.element("ul") { html in
            for item in day.items { html.element("li") { self.item(item, &$0) } }
          }
        }
      }
    }
    html.newLine()
  }
}
