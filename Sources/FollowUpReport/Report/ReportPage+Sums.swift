import CivilTime
import FollowUp
import FollowUpAdvice

extension ReportPage {
  func sums(_ html: inout HTMLWriter) {
    html.element("section", ["id": "sums", "aria-labelledby": "sums-h"]) { html in
      html.element("h2", ["id": "sums-h"], text: "Results")
      html.newLine()
      html.element("div", ["class": "panels"]) { html in
        endings(&html)
        answers(&html)
      }
      promises(&html)
      closed(&html)
    }
    html.newLine()
  }

  private func endings(_ html: inout HTMLWriter) {
    let sums = model.sums
    html.element("div", ["class": "panel"]) { html in
      html.element("h3", text: "Where applications ended")
      guard sums.applied > 0 else {
        return html.element("p", ["class": "note"], text: "None has been sent yet.")
      }
      html.element("table", ["class": "sums"]) { html in
        let leads =
          sums.leads == 0
          ? "" : " \(Self.count(sums.leads, "lead")) not applied to \(sums.leads == 1 ? "is" : "are") left out."
        html.element(
          "caption", text: "Of \(Self.count(sums.applied, "application")) sent, n = \(sums.applied).\(leads)")
        row(["Applications", "all", "interviewed", ""], isHead: true, &html)
        html.element("tbody") { html in
          ending("Applied", sums.applied, sums.interviewed, "all", &html)
          for ending in ReportSums.Ending.allCases {
            let style = ending == .offer ? "main" : "all"
            let count = sums.endings[ending] ?? 0
            self.ending(ending.label, count, sums.endingsAfterInterview[ending] ?? 0, style, &html)
          }
        }
      }
    }
    html.newLine()
  }

  private func row(_ cells: [String], isHead: Bool, _ html: inout HTMLWriter) {
    html.element("thead") { html in
      html.element("tr") { html in
        for (index, cell) in cells.enumerated() {
          if cell.isEmpty {
            html.element("td", index == 0 ? [:] : ["class": "bar"]) { _ in }
          } else {
            html.element("th", index == 0 ? ["scope": "col"] : ["scope": "col", "class": "num"], text: cell)
          }
        }
      }
    }
  }

  private func ending(_ name: String, _ count: Int, _ interviewed: Int, _ style: String, _ html: inout HTMLWriter) {
    html.element("tr") { html in
      html.element("th", ["scope": "row"], text: name)
      html.element("td", ["class": "num"], text: "\(count)")
      html.element("td", ["class": "num"], text: "\(interviewed)")
      html.element("td", ["class": "bar"]) { html in
        bar([(style, count)], of: model.sums.applied, &html)
      }
    }
  }

  private func bar(_ parts: [(style: String, count: Int)], of whole: Int, _ html: inout HTMLWriter) {
    html.element("svg", ["aria-hidden": "true"]) { html in
      var from = 0
      for part in parts where part.count > 0 {
        let width = part.count * 10_000 / max(1, whole)
        html.empty(
          "rect",
          [
            "class": part.style, "x": Self.percent(from), "width": Self.percent(max(40, width)), "height": "14",
          ])
        from += width
      }
    }
  }

  // MARK: - Answers

  private func answers(_ html: inout HTMLWriter) {
    html.element("div", ["class": "panel"]) { html in
      html.element("h3", text: "Days to an answer")
      guard let spread = Spread(model.sums.answers) else {
        return html.element("p", ["class": "note"], text: "Nothing has been answered yet: n = 0.")
      }
      let quarters = spread.quartersOfFour.map(Spread.text)
      html.element("p", ["class": "figure"]) { html in
        html.text(quarters[1])
        html.element("span", text: " business days in the middle (median), n = \(spread.count)")
      }
      strip(spread, &html)
      let range = spread.least == spread.most ? "all \(spread.least)" : "from \(spread.least) to \(spread.most)"
      let few = spread.count < Spread.fewBelow ? " Few answers: take it as an anecdote." : ""
      html.element(
        "p", ["class": "note"],
        text:
          "Half of the answers came after \(quarters[0]) to \(quarters[2]) business days (quartiles); \(range).\(few) "
          + "Counted from the application, an interview or your first try to whatever came in first.")
    }
    html.newLine()
  }

  /// How many answers took how long; what took longer than the strip reaches stands at its end.
  private func strip(_ spread: Spread, _ html: inout HTMLWriter) {
    let last = max(5, min(spread.most, Self.stripDaysMax))
    var counts = [Int](repeating: 0, count: last + 1)
    for days in model.sums.answers { counts[min(max(0, days), last)] += 1 }
    let highest = max(1, counts.max() ?? 1)
    func x(_ quarters: Int) -> Int { min(10_000, (quarters * 2 + 4) * 10_000 / (8 * (last + 1))) }
    let title = "How many answers came after how many business days, n = \(spread.count)"
    html.element("svg", ["class": "strip", "role": "img", "aria-label": title]) { html in
      let (low, mid, high) = (spread.quartersOfFour[0], spread.quartersOfFour[1], spread.quartersOfFour[2])
      html.empty(
        "rect",
        [
          "class": "quart", "x": Self.percent(x(low)), "width": Self.percent(max(20, x(high) - x(low))), "y": "0",
          "height": "76",
        ])
      for (days, count) in counts.enumerated() where count > 0 {
        let height = max(3, count * 64 / highest)
        html.element(
          "rect",
          [
            "x": Self.percent(days * 10_000 / (last + 1) + 1_200 / (last + 1)),
            "width": Self.percent(7_600 / (last + 1)), "y": "\(76 - height)", "height": "\(height)",
          ]
        ) { $0.element("title", text: "\(Self.count(days, "business day")): \(Self.count(count, "answer"))") }
      }
      let middle = Self.percent(x(mid))
      html.empty("line", ["class": "mid", "x1": middle, "x2": middle, "y1": "0", "y2": "76"])
      let step = max(1, (last + 5) / 6)
      for days in stride(from: 0, through: last, by: step) {
        let label = days == last && spread.most > last ? "\(days)+" : "\(days)"
        html.element("text", ["x": Self.percent(x(4 * days)), "y": "92", "text-anchor": "middle"], text: label)
      }
    }
  }

  /// Longer answers than this are drawn as if they took this long, in business days.
  private static let stripDaysMax = 40

  // MARK: - Promises

  private static let shownEmployersMax = 12

  private func promises(_ html: inout HTMLWriter) {
    let employers = model.sums.employers
    html.element("div", ["class": "panel wide"]) { html in
      html.element("h3", text: "Promises kept, by employer")
      guard !employers.isEmpty else {
        return html.element("p", ["class": "note"], text: "No employer has named a day yet: n = 0.")
      }
      let all = employers.reduce(into: [:]) { sums, row in sums.merge(row.promises, uniquingKeysWith: +) }
      let made = all.values.reduce(0, +)
      table(
        Array(employers.prefix(Self.shownEmployersMax)),
        "n = \(made) promised days: \(all[.kept] ?? 0) kept, \(all[.broken] ?? 0) broken, "
          + "\(all[.postponed] ?? 0) put off, \(all[.open] ?? 0) open. This is evidence, not proof.", &html)
      let rest = Array(employers.dropFirst(Self.shownEmployersMax))
      guard !rest.isEmpty else { return }
      html.element("details") { html in
        html.element("summary", text: "\(Self.count(rest.count, "more employer"))")
        table(rest, "The other employers", &html)
      }
    }
    html.newLine()
  }

  private func table(_ rows: [ReportSums.EmployerRow], _ caption: String, _ html: inout HTMLWriter) {
    let most = rows.map(\.made).max() ?? 1
    html.element("table", ["class": "sums"]) { html in
      html.element("caption", text: caption)
      row(["Employer", "kept", "broken", "put off", "open", "days to an answer", ""], isHead: true, &html)
      html.element("tbody") { html in
        for row in rows {
          html.newLine()
          html.element("tr") { html in
            html.element("th", ["scope": "row"], text: row.name)
            for outcome in [PromiseEvidence.Outcome.kept, .broken, .postponed, .open] {
              html.element("td", ["class": "num"], text: "\(row.promises[outcome] ?? 0)")
            }
            let spread = Spread(row.answers)
            let typical = spread.map { "\(Spread.text(quarters: $0.quartersOfFour[1])) (n = \($0.count))" }
            html.element("td", ["class": "num"], text: typical ?? "–")
            html.element("td", ["class": "bar"]) { html in
              let parts = [
                ("main", row.promises[.kept] ?? 0), ("bad", row.promises[.broken] ?? 0),
                ("all", (row.promises[.postponed] ?? 0) + (row.promises[.open] ?? 0)),
              ]
              bar(parts.map { (style: $0.0, count: $0.1) }, of: most, &html)
            }
          }
        }
      }
    }
  }

  // MARK: - Closed

  private func closed(_ html: inout HTMLWriter) {
    guard !model.closed.isEmpty else { return }
    html.element("div", ["class": "panel wide"]) { html in
      html.element("details") { html in
        html.element("summary", text: "\(Self.count(model.closed.count, "closed application"))")
        html.element("table", ["class": "sums"]) { html in
          html.element("caption", text: "The last closed first")
          row(["Employer and position", "applied", "closed", "ended"], isHead: true, &html)
          html.element("tbody") { html in
            for one in model.closed {
              html.newLine()
              html.element("tr", ["id": Self.anchor(one.application)]) { html in
                let name = one.company.isEmpty ? one.role : "\(one.company) — \(one.role)"
                html.element("th", ["scope": "row"], text: name)
                html.element("td", ["class": "num"], text: one.appliedOn?.text ?? "–")
                html.element("td", ["class": "num"], text: one.closedOn?.text ?? "–")
                html.element("td", ["class": "num"], text: one.ending.label)
              }
            }
          }
        }
      }
    }
    html.newLine()
  }
}
