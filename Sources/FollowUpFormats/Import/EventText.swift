import CivilTime
import EventLog
import FollowUp

/// The words of an employer's name by which it is known, without what says how the firm is registered.
struct CompanyWords {
  /// Folded, in their order.
  let words: [String]

  private static let forms: Set<String> = [
    "gmbh", "ag", "se", "kg", "ohg", "ug", "mbh", "co", "inc", "llc", "ltd", "limited", "corp", "corporation",
    "company",
    "plc", "sa", "sarl", "sas", "srl", "spa", "bv", "nv", "oy", "ab", "as", "pty", "the", "group",
  ]

  init(_ name: String) {
    let all = Folding.words(name)
    let telling = all.filter { !Self.forms.contains($0) }
    words = telling.isEmpty ? all : telling
  }
}

/// What an event of a calendar says, for finding out what it is.
struct EventText {
  private let event: CalendarEvent
  private let summary: [String]
  private let all: [String]
  /// The names and addresses of who called for it and who comes.
  private let people: [(name: String, address: String)]

  init(_ event: CalendarEvent) {
    self.event = event
    let lines = event.component.properties("ORGANIZER") + event.component.properties("ATTENDEE")
    people = lines.map { line in
      let address = line.text.lowercased()
      return (line.parameter("CN") ?? "", address.hasPrefix("mailto:") ? String(address.dropFirst(7)) : address)
    }
    summary = Folding.words(event.summary ?? "")
    let rest = [event.details, event.location].compactMap(\.self) + people.map(\.name)
    all = summary + rest.flatMap { [""] + Folding.words($0.prefix(4_096)) }
  }

  var name: String { event.summary ?? "an event without a name" }

  /// Whether an employer is named, or somebody comes from there by the address.
  func mentions(_ company: CompanyWords) -> Bool {
    guard !company.words.isEmpty else { return false }
    if Self.has(all, company.words) { return true }
    let joined = company.words.joined()
    guard joined.count >= 4 else { return false }
    return people.contains { person in
      let host = person.address.split(separator: "@").last.map(String.init) ?? ""
      return host.split(separator: ".").contains { $0.filter { $0 != "-" } == joined }
    }
  }

  /// Whether the position is named.
  func mentions(role: String?) -> Bool {
    let words = Folding.words(role ?? "")
    return !words.isEmpty && Self.has(all, words)
  }

  /// Whether a person is among those who come, or is named.
  func names(_ contact: Contact) -> Bool {
    if let email = contact.email?.lowercased(), people.contains(where: { $0.address == email }) { return true }
    let words = Folding.words(contact.name ?? "")
    // One name alone is too many people's.
    return words.count > 1 && Self.has(all, words)
  }

  private static func has(_ text: [String], _ wanted: [String]) -> Bool {
    guard let first = wanted.first, text.count >= wanted.count else { return false }
    return text.indices.dropLast(wanted.count - 1).contains { index in
      text[index] == first && text[index..<(index + wanted.count)].elementsEqual(wanted)
    }
  }

  private static let signs: Set<String> = [
    "interview", "interviews", "screening", "screen", "call", "phone", "telephone", "telefon", "telefonat", "gesprach",
    "vorstellungsgesprach", "kennenlernen", "kennenlerngesprach", "entretien", "entrevista", "colloquio", "onsite",
    "assessment", "recruiter", "hiring", "round", "panel", "chat", "meeting", "video", "zoom", "teams", "webex",
  ]

  /// Whether it looks like a talk about the position.
  var looksLikeInterview: Bool {
    let isTold = summary.contains { Self.signs.contains($0) || $0.hasSuffix("gesprach") || $0.hasSuffix("interview") }
    return isTold || all.contains { ["interview", "vorstellungsgesprach", "entretien", "entrevista"].contains($0) }
  }

  /// How one meets; nil where nothing tells.
  var format: String? {
    let place = (event.location ?? "").lowercased()
    let video = ["zoom", "teams", "webex", "meet.google", "skype", "video", "jitsi", "whereby", "bluejeans"]
    if video.contains(where: { place.contains($0) || summary.contains($0) }) { return "video" }
    if place.hasPrefix("http") { return "video" }
    let isCall = summary.contains { ["phone", "telephone", "telefon", "telefonat", "call"].contains($0) }
    if isCall || place.contains("phone") || (!place.isEmpty && PhoneNumber.isNumber(place)) { return "phone" }
    return place.isEmpty ? nil : "in person"
  }

  /// Which of several it is, where the name tells.
  var round: JSONValue? {
    let numbers = ["first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4]
    for (index, word) in summary.enumerated() {
      let next = index + 1 < summary.count ? summary[index + 1] : ""
      if word == "round", let number = Int(next), (1...20).contains(number) { return JSONValue(integer: number) }
      if ["round", "interview"].contains(next) || (index + 2 < summary.count && summary[index + 2] == "interview") {
        if let number = numbers[word] { return JSONValue(integer: number) }
        if word == "final" { return "final" }
      }
    }
    return nil
  }

  /// What is kept of its words: its name, and where it is.
  var note: String? {
    let parts = [event.summary, event.location].compactMap(\.self).map { String($0.prefix(500)) }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

/// Names of zones that calendars on Windows write, and what they are called elsewhere.
enum WindowsZones {
  static let names: [String: String] = [
    "UTC": "UTC", "GMT Standard Time": "Europe/London", "Greenwich Standard Time": "Atlantic/Reykjavik",
    "W. Europe Standard Time": "Europe/Berlin", "Central Europe Standard Time": "Europe/Budapest",
    "Romance Standard Time": "Europe/Paris", "Central European Standard Time": "Europe/Warsaw",
    "E. Europe Standard Time": "Europe/Chisinau", "FLE Standard Time": "Europe/Kiev",
    "GTB Standard Time": "Europe/Bucharest",
    "Turkey Standard Time": "Europe/Istanbul", "Russian Standard Time": "Europe/Moscow",
    "Eastern Standard Time": "America/New_York", "Central Standard Time": "America/Chicago",
    "Mountain Standard Time": "America/Denver", "US Mountain Standard Time": "America/Phoenix",
    "Pacific Standard Time": "America/Los_Angeles", "Alaskan Standard Time": "America/Anchorage",
    "Hawaiian Standard Time": "Pacific/Honolulu", "Atlantic Standard Time": "America/Halifax",
    "E. South America Standard Time": "America/Sao_Paulo", "Argentina Standard Time": "America/Buenos_Aires",
    "India Standard Time": "Asia/Kolkata", "China Standard Time": "Asia/Shanghai",
    "Singapore Standard Time": "Asia/Singapore", "Tokyo Standard Time": "Asia/Tokyo",
    "Korea Standard Time": "Asia/Seoul", "Israel Standard Time": "Asia/Jerusalem",
    "Arabian Standard Time": "Asia/Dubai",
    "South Africa Standard Time": "Africa/Johannesburg", "AUS Eastern Standard Time": "Australia/Sydney",
    "E. Australia Standard Time": "Australia/Brisbane", "W. Australia Standard Time": "Australia/Perth",
    "New Zealand Standard Time": "Pacific/Auckland",
  ]
}
