import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice

/// A report as one HTML file: no network, no script, light and dark, for a telephone, a screen and paper.
///
/// The same model gives the same bytes. Whatever was written into the log is text here, and nothing else.
package struct ReportPage: Sendable {
  let model: ReportModel

  package init(_ model: ReportModel) { self.model = model }

  /// The file, in UTF-8. It is XML as well.
  package var bytes: [UInt8] {
    var html = HTMLWriter()
    html.raw("<!DOCTYPE html>\n")
    html.element("html", ["lang": "en"]) { html in
      html.newLine()
      head(&html)
      html.element("body") { html in
        html.newLine()
        ReportShapes.write(to: &html)
        top(&html)
        html.element("main") { html in
          html.newLine()
          if model.isEmpty {
            nothing(&html)
          } else {
            today(&html)
            timelines(&html)
            months(&html)
            sums(&html)
          }
        }
        foot(&html)
      }
      html.newLine()
    }
    html.newLine()
    return html.bytes
  }

  private func head(_ html: inout HTMLWriter) {
    html.element("head") { html in
      html.newLine()
      html.empty("meta", ["charset": "utf-8"])
      html.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      // No request leaves the page, whatever a browser or an extension makes of it.
      html.empty(
        "meta",
        ["http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"])
      html.element("title", text: "Follow-ups, \(model.now.today.echo)")
      html.newLine()
      html.style(ReportStyle.css)
    }
    html.newLine()
  }

  private func top(_ html: inout HTMLWriter) {
    let today = model.now.today
    html.element("header") { html in
      html.raw(
        """
        <p class="brand"><svg width="46" height="16" viewBox="0 0 46 16" aria-hidden="true"><path d="M1 8H45" stroke="currentColor" stroke-width="1.6"/><circle cx="8" cy="8" r="5" fill="currentColor"/><path d="M26 1.5L32.5 8L26 14.5L19.5 8z" fill="currentColor"/><circle cx="40" cy="8" r="4.2" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.4 1.6"/></svg>Follow-ups</p>

        """)
      html.element("h1") { html in
        html.element("time", ["datetime": today.text]) { html in
          html.text("\(today.weekday.full), \(today.day) \(MonthName.full(today.month)) \(today.year)")
        }
      }
      html.element("p", ["class": "lead"], text: standing)
      if !model.isEmpty {
        html.element("nav", ["aria-label": "Parts of this page"]) { html in
          html.element("ul") { html in
            for (id, name) in [
              ("today", "Today"), ("lanes", "Open applications"), ("months", "The month"), ("sums", "What came of it"),
            ] {
              html.element("li") { $0.element("a", ["href": "#\(id)"], text: name) }
            }
          }
        }
      }
    }
    html.newLine()
  }

  /// `07:55 in America/Chicago. 3 open applications, 1 thing to do today.`
  private var standing: String {
    let place = model.now.zone.map { " in \($0.name)" } ?? ""
    let due = model.due
    let open = Self.count(model.charts.count, "open application")
    let todo = due == 0 ? "nothing is due today" : "\(Self.count(due, "thing")) to do today"
    return "\(model.now.time.local.time)\(place). " + (model.isEmpty ? "" : "\(open), \(todo).")
  }

  private func nothing(_ html: inout HTMLWriter) {
    html.element("section", ["aria-labelledby": "today-h"]) { html in
      html.element("h2", ["id": "today-h"], text: "Nothing is recorded yet")
      html.element("p", ["class": "empty"]) { html in
        html.text("Begin with an application: ")
        html.element("code", text: "followup open \"Acme GmbH\" \"Swift engineer\"")
        html.text(
          ". From then on, this page shows what is due, the status of each application, and the results.")
      }
    }
    html.newLine()
  }

  private func foot(_ html: inout HTMLWriter) {
    let cited = model.cards.flatMap(\.advice.sources)
    let sources = Rule.sources.filter { cited.contains($0) && $0 != "ours" }
    html.element("footer") { html in
      if !sources.isEmpty {
        html.element("h2", text: "Sources of the advice above")
        html.element("ul") { html in
          for source in sources { html.element("li", text: "\(source): \(Rule.title(ofSource: source))") }
          if cited.contains("ours") { html.element("li", text: "ours: this program’s own choice; no article says it") }
        }
      }
      if !model.doubts.isEmpty {
        html.element("h2", text: "Doubtful in the log")
        html.element("ul") { html in for doubt in model.doubts { html.element("li", text: doubt) } }
      }
      html.element("p", text: "Made by followup from your own log, on your own machine. Days are business days.")
    }
    html.newLine()
  }

  /// The name of a timeline within the page.
  static func anchor(_ application: RecordID) -> String { "a-\(application.text)" }

  /// `1 event`, `2 events`
  static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  /// `12.34%` from hundredths of a percent.
  static func percent(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    return rest == 0 ? "\(hundredths / 100)%" : "\(hundredths / 100).\(padded(rest, 2))%"
  }
}
