import CivilTime
import FollowUp

/// Where an application stands, as tables say it, and what that is in the log.
enum StatusWord: Hashable, Sendable {
  /// Sent; nothing more is known.
  case applied
  /// Not sent yet.
  case lead
  /// They asked for a talk; when it is, is another question.
  case interview(format: String?)
  /// They answered: one of ``RecordSchema/answers``.
  case answered(String)
  /// The person ended it.
  case closed

  /// What the words mean; nil when they are not understood.
  init?(_ text: String) {
    let folded = Folding.words(text).joined(separator: " ")
    guard let known = Self.known[folded] ?? Self.beginning(of: folded) else { return nil }
    self = known
  }

  private static let known: [String: StatusWord] = {
    var known: [String: StatusWord] = [:]
    func add(_ word: StatusWord, _ texts: String...) { for text in texts { known[text] = word } }
    add(
      .applied, "applied", "sent", "submitted", "application submitted", "application sent", "in review",
      "under review",
      "in progress", "pending", "waiting", "active", "open", "no response", "no reply", "ghosted", "viewed",
      "application viewed", "screening", "screen", "followed up", "follow up", "beworben", "gesendet", "laufend",
      "offen",
      "candidature envoyée", "postulé", "enviada", "enviado")
    add(
      .lead, "saved", "bookmarked", "bookmark", "draft", "wishlist", "wish list", "interested", "to apply",
      "not applied", "not applied yet", "lead", "prospect", "new", "planned", "gemerkt", "entwurf", "geplant")
    add(
      .interview(format: nil), "interview", "interviewing", "interviewed", "interview scheduled",
      "interview invitation", "first interview", "second interview", "final interview", "technical interview",
      "final round", "einladung", "vorstellungsgespräch", "vorstellungsgesprach", "entretien", "entrevista")
    add(.interview(format: "phone"), "phone screen", "phone interview", "phone call", "telefoninterview")
    add(.interview(format: "video"), "video interview", "video call")
    add(.interview(format: "in person"), "onsite", "on site", "onsite interview", "on site interview")
    add(
      .answered("rejected"), "rejected", "rejection", "not selected", "unsuccessful", "turned down",
      "declined by company",
      "no", "denied", "absage", "abgelehnt", "abgesagt", "refusé", "refuse", "rechazado", "rechazada")
    add(
      .answered("offer"), "offer", "offered", "offer received", "job offer", "accepted", "offer accepted", "hired",
      "angebot", "zusage", "offre", "oferta")
    add(.answered("filled"), "filled", "position filled", "besetzt")
    add(
      .answered("position_gone"), "position closed", "job closed", "job cancelled", "cancelled", "canceled", "expired",
      "position cancelled", "on hold indefinitely")
    add(.answered("postponed"), "postponed", "on hold", "verschoben")
    add(
      .closed, "withdrawn", "withdrew", "application withdrawn", "archived", "archive", "closed", "not interested",
      "no longer interested", "declined", "offer declined", "abandoned", "zurückgezogen", "zuruckgezogen", "retirée")
    // Folded as what is looked up is.
    return Dictionary(
      known.map { (Folding.words($0.key).joined(separator: " "), $0.value) }, uniquingKeysWith: { first, _ in first })
  }()

  /// `Interview 2`, `Rejected (form letter)`: the first word tells, where it is a strong one.
  private static func beginning(of folded: String) -> StatusWord? {
    let first = folded.prefix { $0 != " " }
    let strong = ["interview", "rejected", "withdrawn", "absage", "applied"]
    return strong.contains(String(first)) ? known[String(first)] : nil
  }
}
