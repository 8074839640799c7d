import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice

/// What a calendar shows of an entry: a line for the month, and what is behind it for the day.
struct CalendarFormatter {
  /// `Call Tobias Lindqvist, Larkspur Mutual — Claims analyst (try 2 of 3)`
  func summary(_ entry: DiaryEntry) -> String {
    let title = Self.cut(entry.application.title, 80)
    switch entry.kind {
    case .interview: return "Interview: \(title)"
    case .decision: return "They named this day: \(title)"
    case .respondBy: return "Answer to the offer is due: \(title)"
    case .advice(let advice):
      var text = "\(Self.cut(advice.title, 80)), \(title)"
      if let attempt = advice.tryNumber {
        text += " (try \(attempt)\(advice.tryLimit.map { " of \($0)" } ?? ""))"
      }
      return entry.status == .done ? "Done: \(text)" : text
    }
  }

  /// A category beside the program's own.
  func category(_ entry: DiaryEntry) -> String {
    switch entry.kind {
    case .interview: "Interview"
    case .decision: "Promise"
    case .respondBy: "Offer"
    case .advice(let advice):
      switch advice.action {
      case .call: "Call"
      case .email, .message, .letter, .thankYou: "Write"
      case .askInsider, .askNextSteps: "Ask"
      case .answerOffer: "Offer"
      case .close, .closeOrRevive, .keepSearching, .wait: "Decide"
      }
    }
  }

  /// Paragraphs: whom and where, why, and what to record afterwards.
  func details(_ entry: DiaryEntry, _ log: ApplicationLog) -> [String] {
    let id = ShortID.shortID(entry.application.id)
    switch (entry.status, entry.kind) {
    case (.withdrawn, .advice): return ["No longer needed: the log has moved on. See followup show \(id)."]
    case (.withdrawn, _): return ["Out of date: the log has moved on. See followup show \(id)."]
    case (.done, _): return ["Done. See followup show \(id)."]
    case (.past, .advice): return ["This day has passed. See followup show \(id)."]
    case (_, .advice(let advice)): return self.details(advice)
    case (_, .interview(let state)): return interview(state, log) + ["followup show \(id)"]
    case (_, .decision(let fact)):
      return [
        Self.sentence(fact.text), "When they have called: followup log reply \(id) pending --by DAY   (or \(answers))",
      ]
    case (_, .respondBy(let fact)): return [Self.sentence(fact.text), "followup show \(id)"]
    }
  }

  private let answers = "offer, filled, rejected, postponed"

  private func details(_ advice: Advice) -> [String] {
    var parts: [String] = []
    let people = advice.to.map { person in
      var ways = [person.name]
      if let phone = person.phone { ways.append(person.isDirect ? "\(phone) (direct line)" : phone) }
      if let email = person.email { ways.append(email) }
      return ways.joined(separator: ", ")
    }
    if !people.isEmpty { parts.append(people.joined(separator: "\n")) }
    if let last = advice.notAfter, advice.isOverdue { parts.append("Overdue since \(last.echo).") }
    let by = AdviceFormatter.provenance(advice)
    parts.append("Why: \(advice.reason)" + (by.isEmpty ? "" : " (\(by))"))
    if let question = advice.question { parts.append(question) }
    return parts
  }

  private func interview(_ state: RecordState, _ log: ApplicationLog) -> [String] {
    guard let interview = Interview(state) else { return [] }
    var parts: [String] = []
    let people = interview.with.compactMap { id in log.people.first { $0.id == id }.flatMap(Contact.init) }
    let names = people.map { person in
      [person.displayName, person.title, person.phone].compactMap(\.self).joined(separator: ", ")
    }
    if !names.isEmpty { parts.append("With \(names.joined(separator: "\n"))") }
    if let format = interview.format { parts.append("Format: \(format)") }
    if let note = interview.note { parts.append(note) }
    return parts
  }

  private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

  /// A text that is too long for a line of a calendar is cut.
  static func cut(_ text: String, _ count: Int) -> String {
    text.count > count ? text.prefix(count - 1) + "…" : text
  }
}
