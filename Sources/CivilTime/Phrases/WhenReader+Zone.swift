/// The clocks that may be named beside an hour.
public struct NamedClocks: Sendable {
  /// The rules of time zones, by which places are known.
  public let zones: any ZoneRules
  /// The zone of those whom a text may call `their time`; nil where it is not known.
  public let theirs: Zone?

  /// The clocks of all places, and of those who are spoken of.
  public init(_ zones: any ZoneRules, theirs: Zone? = nil) {
    self.zones = zones
    self.theirs = theirs
  }
}

/// An hour that is said on another clock than the person's own.
extension WhenReader {
  /// A zone among the words: which, and how it was said.
  private struct SaidZone {
    let zone: Zone
    let text: String
  }

  /// Reads a text that names a clock beside its hour, on that clock; nil where it names none.
  func readOnNamedClock() throws(WhenProblem) -> When? {
    var reader = self
    guard let said = try reader.takeZone() else { return nil }
    guard let present = try? Now(now.time, zone: said.zone) else { throw tooFar() }
    reader = WhenReader(text: text, now: present, direction: direction, calendar: calendar, words: reader.words)
    let when: When
    do throws(WhenProblem) { when = try reader.readPhrase() } catch {
      // What may be said instead is said on that clock, too.
      guard !error.readings.isEmpty else { throw error }
      throw WhenProblem(error.text, error.reason, readings: error.readings.map { "\($0) \(said.text)" })
    }
    guard when.moment.time != nil else { throw problem("a zone needs an hour, such as 10:00 \(said.text)") }
    return when
  }

  /// Takes the zone out of the words: it stands right behind an hour.
  private mutating func takeZone() throws(WhenProblem) -> SaidZone? {
    guard let clocks else { return nil }
    for index in words.indices.dropFirst() where isHour(words[index - 1]) {
      let word = words[index].trimmingParentheses
      let isTime = index + 1 < words.count && words[index + 1].trimmingParentheses == "time"
      let length = isTime ? 2 : 1
      if word == "their" || word == "theirs" {
        guard let theirs = clocks.theirs else {
          throw problem("their time zone is not known; name it, such as 15:00 Europe/Berlin")
        }
        words.removeSubrange(index..<index + length)
        return SaidZone(zone: theirs, text: "their time")
      }
      let places = try places(word, isTime: isTime, clocks)
      guard let first = places.first else { continue }
      let readings = places.map { (words[..<index] + [$0] + words[(index + length)...]).joined(separator: " ") }
      guard places.count == 1 else {
        throw problem(
          "\(quoted(word)) is the clock of several zones; write \(Phrase.or(readings))", readings: readings)
      }
      words.removeSubrange(index..<index + length)
      do throws(ZoneProblem) {
        return SaidZone(zone: first == Zone.utc.name ? .utc : try clocks.zones.zone(first), text: first)
      } catch { throw problem(error.description) }
    }
    return nil
  }

  /// Whether a word can be the end of an hour, behind which a zone may stand.
  private func isHour(_ word: String) -> Bool {
    Self.clockTime(word) != nil || ["am", "pm", "a.m.", "p.m."].contains(word)
      || (word.utf8.count <= 2 && CivilDate.number(word.utf8).map { $0 < 24 } ?? false)
  }

  /// The zones that a word may name: by an abbreviation, by an IANA name in any case, or with `time` behind it by a city.
  private func places(_ word: String, isTime: Bool, _ clocks: NamedClocks) throws(WhenProblem) -> [String] {
    let known = ZoneAbbreviations.places(word)
    if !known.isEmpty { return known }
    guard let first = word.first, first.isLetter, word.contains("/") || isTime else { return [] }
    let names = clocks.zones.names().filter { Zone.isName($0) && !$0.hasPrefix("Etc/") }
    if word.contains("/") {
      if let name = names.first(where: { $0.lowercased() == word }) { return [name] }
      do throws(ZoneProblem) { _ = try clocks.zones.zone(word) } catch { throw problem(error.description) }
      return []
    }
    return Array(names.filter { $0.lowercased().hasSuffix("/" + word) }.prefix(1))
  }
}

extension String {
  fileprivate var trimmingParentheses: String { String(drop { $0 == "(" }.reversed().drop { $0 == ")" }.reversed()) }
}
