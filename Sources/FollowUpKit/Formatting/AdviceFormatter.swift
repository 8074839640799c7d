import CivilTime
import FollowUp
import FollowUpAdvice

/// Advice in words: whom, how, when, which try, and what to record afterwards.
package struct AdviceFormatter {
  /// The present, on the person's clock.
  package let now: Now

  /// A formatter at a moment.
  package init(now: Now) { self.now = now }

  private var today: CivilDate { now.today }

  /// `Call Tobias Lindqvist, 312-555-0142`
  package func headline(_ advice: Advice) -> String {
    let names = advice.to.map(\.name).joined(separator: ", ")
    let addressee = advice.to.first
    func to(_ verb: String, _ way: String?, nobody: String) -> String {
      names.isEmpty ? nobody : ["\(verb) \(names)", way].compactMap(\.self).joined(separator: ", ")
    }
    switch advice.action {
    case .call:
      return to("Call", addressee?.phone ?? "(no number on record)", nobody: "Call (no contact on record)")
    case .email: return to("E-mail", addressee?.email, nobody: "Write an e-mail (no contact on record)")
    case .message:
      return to("Send a message to", addressee?.phone, nobody: "Send a message (no contact on record)")
    case .letter: return to("Write a letter to", nil, nobody: "Write a letter (no contact on record)")
    case .thankYou: return to("Thank", advice.to.count == 1 ? addressee?.email : nil, nobody: "Send a thank-you note")
    case .askInsider: return to("Ask", addressee?.phone ?? addressee?.email, nobody: "Ask somebody inside")
    case .askNextSteps:
      return names.isEmpty ? "Ask what comes next" : "Ask \(names) what comes next"
    case .answerOffer: return "Answer the offer"
    case .close: return "Close it"
    case .closeOrRevive: return "Close or revive \(Plural.of(advice.subjects.count, "old application"))"
    case .keepSearching: return "Keep searching"
    case .wait: return "Nothing is due"
    }
  }

  /// `today 08:00–08:30, their clock (America/Chicago), 09:00–09:30 yours, try 1 of 3, overdue since Mon 2026-10-12`
  package func when(_ advice: Advice, withDay: Bool = true) -> String {
    var parts: [String] = []
    if let window = advice.window {
      parts += span(window, withDay: withDay)
    } else if withDay, let on = advice.on ?? advice.notBefore {
      parts.append(day(on))
    }
    if let last = advice.notAfter, let on = advice.on, last > on { parts.append("by \(last.echo)") }
    if let attempt = advice.tryNumber {
      parts.append("try \(attempt)\(advice.tryLimit.map { " of \($0)" } ?? "")")
    }
    if advice.isOverdue, let last = advice.notAfter { parts.append("overdue since \(last.echo)") }
    return parts.joined(separator: ", ")
  }

  /// The window on their clock, and on the person's own where that shows something else.
  private func span(_ window: CallWindow, withDay: Bool) -> [String] {
    let local = now.time.local
    let isNow = local >= window.ownFrom && local < window.ownTo
    let when = isNow ? "now, until \(window.span.to)" : "\(window.span)"
    let place = withDay && !isNow ? "\(day(window.day)) \(when)" : when
    guard !window.isOwnClock else { return [place] }
    // Far to the east or the west it is another day on one's own clock.
    let ownDay = window.ownFrom.date == window.day ? "" : "\(window.ownFrom.date.echo) "
    let own = isNow ? "until \(window.ownTo.time)" : "\(ownDay)\(window.ownFrom.time)–\(window.ownTo.time)"
    return ["\(place) their clock (\(window.tz))", "\(own) yours"]
  }

  /// `today`, or `Tue 2026-10-13`.
  package func day(_ day: CivilDate) -> String { day == today ? "today" : day.echo }

  /// `Larkspur Mutual — Claims analyst  [3fa9c1]`, of one after another.
  package static func subjects(_ advice: Advice) -> String {
    let shown = advice.subjects.prefix(subjectsMax).map { "\($0.title) [\(ShortID.shortID($0.application))]" }
    let rest = advice.subjects.count - shown.count
    return shown.joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
  }

  /// More applications than this are counted, not named.
  private static let subjectsMax = 5

  /// By whose advice: `martin: S0 S4`; the rules by their numbers are what `why` shows.
  package static func provenance(_ advice: Advice) -> String {
    [advice.playbook, advice.sources.joined(separator: " ")].compactMap(\.self).filter { !$0.isEmpty }
      .joined(separator: ": ")
  }

  /// What kind of script goes with advice; nil where there is nothing to say or to write.
  package static func scriptKind(_ advice: Advice) -> ScriptKind? {
    switch advice.action {
    case .call: advice.to.first?.isDirect ?? false ? .directLine : .switchboard
    case .email, .message, .letter: .email
    case .askInsider: .insider
    case .thankYou: .thankYou
    default: nil
    }
  }

  /// The command that prints what to say or to write; nil where there is nothing to say.
  package static func scriptCommand(_ advice: Advice) -> String? {
    guard let id = advice.subjects.first.map({ ShortID.shortID($0.application) }), let kind = scriptKind(advice) else {
      return nil
    }
    return "followup script \(id) --kind \(kind.rawValue)"
  }

  /// The command that records how it went; nil where there is nothing to record.
  package static func recordingCommand(_ advice: Advice) -> String? {
    guard let id = advice.subjects.first.map({ ShortID.shortID($0.application) }) else { return nil }
    switch advice.action {
    case .call: return "followup log call \(id) voicemail   (or spoke, no-answer)"
    case .email: return "followup log email \(id) sent"
    case .message: return "followup log message \(id) sent"
    case .letter: return "followup log letter \(id) sent"
    case .thankYou: return "followup log thank-you \(id) sent"
    case .askInsider: return "followup log insider-ask \(id)"
    case .askNextSteps: return "followup log next-steps \(id) \"what they said\"; followup log promise \(id) --by fri"
    case .close: return "followup close \(id)"
    case .closeOrRevive: return "followup close \(id)   (or log what you did)"
    case .answerOffer, .keepSearching, .wait: return nil
    }
  }

  /// One line: `call Tobias Lindqvist, 312-555-0142, Tue 2026-10-13 08:00–08:30, try 1 of 3`.
  package func line(_ advice: Advice, withDay: Bool = true) -> String {
    if advice.action == .wait { return advice.reason }
    return [headline(advice), when(advice, withDay: withDay)].filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
