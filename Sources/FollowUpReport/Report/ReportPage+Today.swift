import CivilTime
import FollowUp
import FollowUpAdvice

extension ReportPage {
  func today(_ html: inout HTMLWriter) {
    html.element("section", ["id": "today", "aria-labelledby": "today-h"]) { html in
      html.element("h2", ["id": "today-h"], text: "Today")
      html.newLine()
      for (index, card) in model.cards.enumerated() {
        self.card(card, isOpen: index < Self.openSheetsMax, &html)
      }
    }
    html.newLine()
  }

  /// On a day with more to do than this, the words for the rest are folded in.
  private static let openSheetsMax = 3

  private func card(_ card: ReportCard, isOpen: Bool, _ html: inout HTMLWriter) {
    let advice = card.advice
    let isPlain = card.sheets.isEmpty
    let style = ["card", advice.isOverdue ? "late" : "", isPlain ? "plain" : ""].filter { !$0.isEmpty }
    html.element("article", ["class": style.joined(separator: " ")]) { html in
      html.element("div", ["class": "what"]) { html in
        html.element("p", ["class": "flag"], text: Self.flag(card))
        if advice.action == .wait {
          html.element("h3", text: advice.reason)
          if let person = advice.to.first, advice.then == .call { reach(person, &html) }
        } else {
          html.element("h3", text: advice.title)
          subjects(advice, &html)
          ways(advice, &html)
          facts(advice, &html)
        }
      }
      guard let first = card.sheets.first else { return }
      html.element("div", ["class": "sheet"]) { html in
        if isOpen {
          html.element("h4", text: first.kind.title)
          said(first, &html)
        } else {
          folded(first, &html)
        }
      }
      guard card.sheets.count > 1 else { return }
      html.element("div", ["class": "answers"]) { html in for sheet in card.sheets.dropFirst() { folded(sheet, &html) }
      }
    }
    html.newLine()
  }

  private static func flag(_ card: ReportCard) -> String {
    let advice = card.advice
    if advice.action == .wait { return "Nothing is due" }
    if advice.isOverdue { return advice.notAfter.map { "Overdue since \($0.echo)" } ?? "Overdue" }
    return card.isToDo ? "Due today" : "No appointment"
  }

  private func subjects(_ advice: Advice, _ html: inout HTMLWriter) {
    guard !advice.subjects.isEmpty else { return }
    let shown = advice.subjects.prefix(8)
    html.element("p", ["class": "about"]) { html in
      for (index, subject) in shown.enumerated() {
        if index > 0 { html.text("; ") }
        html.element("a", ["href": "#\(Self.anchor(subject.application))"], text: subject.title)
      }
      if advice.subjects.count > shown.count { html.text("; and \(advice.subjects.count - shown.count) more") }
    }
  }

  /// How to reach whom, as the action asks for it.
  private func ways(_ advice: Advice, _ html: inout HTMLWriter) {
    for person in advice.to {
      switch advice.action {
      case .call, .message: reach(person, &html)
      case .email, .thankYou: write(person, &html)
      case .askInsider, .askNextSteps:
        if person.phone != nil { reach(person, &html) } else { write(person, &html) }
      default: break
      }
    }
    if let question = advice.question { html.element("p", ["class": "about"], text: question) }
  }

  private func reach(_ person: Advice.Addressee, _ html: inout HTMLWriter) {
    html.element("p", ["class": "reach"]) { html in
      guard let phone = person.phone else { return html.element("span", text: "no number is on record") }
      if let number = Link.telephone(phone) {
        html.element("a", ["href": number], text: phone)
      } else {
        html.text(phone)
      }
      html.element("span", text: person.isDirect ? " \(person.name), direct line" : " \(person.name)")
    }
  }

  private func write(_ person: Advice.Addressee, _ html: inout HTMLWriter) {
    guard let email = person.email else { return }
    html.element("p", ["class": "reach"]) { html in
      if let address = Link.mail(email) { html.element("a", ["href": address], text: email) } else { html.text(email) }
    }
  }

  private func facts(_ advice: Advice, _ html: inout HTMLWriter) {
    html.element("dl", ["class": "facts"]) { html in
      func fact(_ name: String, _ text: String, _ html: inout HTMLWriter) {
        html.element("dt", text: name)
        html.element("dd", text: text)
      }
      if let when = when(advice) { fact("When", when, &html) }
      if let number = advice.tryNumber { fact("Try", "\(number)" + (advice.tryLimit.map { " of \($0)" } ?? ""), &html) }
      html.element("dt", text: "Why")
      html.element("dd") { html in
        html.text(advice.reason)
        let by = [advice.playbook, advice.sources.joined(separator: " ")].compactMap(\.self).filter { !$0.isEmpty }
        if !by.isEmpty { html.element("span", ["class": "by"], text: " (\(by.joined(separator: ": ")))") }
      }
    }
  }

  /// The window on their clock, and on one's own where that shows something else.
  private func when(_ advice: Advice) -> String? {
    let last = advice.notAfter.flatMap { last in advice.on.map { last > $0 ? ", by \(last.echo)" : "" } } ?? ""
    guard let window = advice.window else {
      return (advice.on ?? advice.notBefore).map { ($0 == model.now.today ? "today" : $0.echo) + last }
    }
    let day = window.day == model.now.today ? "today" : window.day.echo
    guard !window.isOwnClock else { return "\(day) \(window.span)\(last)" }
    let ownDay = window.ownFrom.date == window.day ? "" : "\(window.ownFrom.date.echo) "
    return "\(day) \(window.span) on their clock (\(window.tz)); \(ownDay)\(window.ownFrom.time)–\(window.ownTo.time) "
      + "on yours\(last)"
  }

  private func folded(_ sheet: CallSheet, _ html: inout HTMLWriter) {
    html.element("details") { html in
      html.element("summary", text: sheet.kind.title)
      said(sheet, &html)
    }
  }

  private func said(_ sheet: CallSheet, _ html: inout HTMLWriter) {
    html.element("div", ["class": "said"], text: sheet.text)
    for fact in sheet.missing { html.element("p", ["class": "by"], text: "missing: \(fact)") }
  }
}

/// Links that lead out of the page to the telephone or the mail program; nothing else is ever linked.
enum Link {
  /// `tel:+13125550142`; nil where the text has no number to dial.
  static func telephone(_ text: String) -> String? {
    guard let number = PhoneNumber(text) else { return nil }
    let sign = text.first { !$0.isWhitespace } == "+" ? "+" : ""
    return "tel:\(sign)\(number.digits)" + (number.extension.map { ";ext=\($0)" } ?? "")
  }

  /// `mailto:ann@example.org`; nil where the text is not plainly one address.
  static func mail(_ text: String) -> String? {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let isPlain = text.utf8.allSatisfy { byte in
      Character(Unicode.Scalar(byte)).isLetter && byte < 0x80 || (0x30...0x39).contains(byte)
        || "._+-@".utf8.contains(byte)
    }
    guard parts.count == 2, isPlain, !parts[0].isEmpty, parts[1].contains(".") else { return nil }
    return "mailto:\(text)"
  }
}
