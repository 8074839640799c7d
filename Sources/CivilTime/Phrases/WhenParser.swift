/// Reads dates as people say them. A pure function: the present, the zone and the working week are given.
///
///     try WhenParser.parse("fri", now: now, direction: .future)       // the next Friday
///     try WhenParser.parse("2 weeks ago", now: now, direction: .past)
///     try WhenParser.parse("tue 16:30", now: now, direction: .future)
///
/// - **Weekdays** (`fri`, `friday`, also with `next` or `last`, and `fri next week`): the next one after today for
///   what is due, the last one up to today for what happened. On the weekday itself, the past means today and the
///   future in seven days; with a time, today's counts if it still lies ahead (or already behind). `next fri` is the
///   first Friday after today, `last fri` the last before it.
/// - **Times** (`16:30`, `4:30pm`, `9am`, `noon`, `now`): alone, the next or the last such time. `tomorrow morning` is a
///   day; with it `at 9` is the morning's, without it `at 7` is read in two ways, and refused with both.
/// - **Clocks of other places**, where they are given: `10:00 PT`, `tue 15:00 their time`, `9:30 Europe/Berlin`. The day is
///   the one there, and an abbreviation of several places (`CST`, `IST`) is refused with both.
/// - **Distances**: `3 days ago`, `in 2 weeks`, `+3d`, `-2w`, and working days `+3bd`, `3bd ago`.
/// - **Dates**: `2026-11-20`, with a time and an offset if need be, `nov 20`, `20 nov 2026`, `the 20th`.
///   Without a year it is the nearest in the direction. `3/4` is refused, as it is read in two ways.
/// - **Spans** (PLAYBOOKS, "Exactly"): `mid-week`, `after tuesday`, `end of the week`, `next week`, `about fri`.
///
/// A leading `by`, `on` or `until` is allowed. Local times that the clock skips or shows twice: see ``Zone``.
public enum WhenParser {
  /// Works out what `text` means.
  ///
  /// - Parameters:
  ///   - text: the words of a person, such as "last tue 10:00".
  ///   - now: the present, with the person's zone.
  ///   - direction: whether what is spoken of happened or is due.
  ///   - calendar: the working week and the holidays.
  ///   - clocks: those that may be named beside an hour; nil allows none.
  /// - Throws: ``WhenProblem``, which says what was not understood and gives examples.
  public static func parse(
    _ text: some StringProtocol, now: Now, direction: When.Direction, calendar: WorkingCalendar = WorkingCalendar(),
    clocks: NamedClocks? = nil
  ) throws(WhenProblem) -> When {
    var reader = WhenReader(text: String(text), now: now, direction: direction, calendar: calendar, clocks: clocks)
    return try reader.read()
  }
}

/// One reading of one text.
struct WhenReader {
  let text: String
  let now: Now
  let direction: When.Direction
  let calendar: WorkingCalendar
  /// The clocks that may be named.
  let clocks: NamedClocks?
  /// The words that are left to be understood, lower case.
  var words: [String] = []

  init(
    text: String, now: Now, direction: When.Direction, calendar: WorkingCalendar, clocks: NamedClocks? = nil,
    words: [String] = []
  ) {
    self.text = text
    self.now = now
    self.direction = direction
    self.calendar = calendar
    self.clocks = clocks
    self.words = words
  }

  var today: CivilDate { now.today }

  mutating func read() throws(WhenProblem) -> When {
    guard text.utf8.count <= 100 else { throw problem("too long for a date; try \(WhenProblem.examples)") }
    words = Self.split(text)
    guard !words.isEmpty else { throw problem("no date given; try \(WhenProblem.examples)") }
    if let when = try readOnNamedClock() { return when }
    return try readPhrase()
  }

  /// Lower-case words; commas separate, typographic dashes become hyphens.
  private static func split(_ text: String) -> [String] {
    var plain = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{2010}"..."\u{2015}", "\u{2212}": plain.append("-")
      case "~": plain += " about "
      case "@": plain += " at "
      default: plain.unicodeScalars.append(scalar)
      }
    }
    return plain.lowercased().split { $0.isWhitespace || $0 == "," }.map(String.init)
  }

  /// A phrase with the words that may lead it.
  mutating func readPhrase() throws(WhenProblem) -> When {
    if let span = try readSpan() { return span }
    switch words.first {
    case "by", "on", "until", "till", "due":
      words.removeFirst()
      guard !words.isEmpty else { throw notUnderstood() }
      return try readPhrase()
    case "about", "around", "approximately", "roughly", "circa":
      words.removeFirst()
      guard !words.isEmpty else { throw notUnderstood() }
      var when = try readPhrase()
      guard case .date = when.moment, when.notBefore == nil else {
        throw problem("“about” needs a day, such as about fri")
      }
      when.precision = .about
      return when
    case "after":
      words.removeFirst()
      return try after(readBound())
    case "from", "since":
      words.removeFirst()
      let date = try readBound()
      return When(.date(date), precision: .day, notBefore: date)
    case "before":
      words.removeFirst()
      // "Before the end of the week" is how people say "by" (PLAYBOOKS, the story of S0).
      if words.first == "end" || words.first == "the" || words.first == "eow", let end = try readEnd() { return end }
      throw problem("give the latest day instead, such as by thu")
    default:
      return try readDay()
    }
  }

  /// The day that bounds an open span.
  private mutating func readBound() throws(WhenProblem) -> CivilDate {
    if let end = try readEnd() { return end.moment.date }
    guard !words.isEmpty, case .date(let date) = try readDay().moment else {
      throw problem("expected a day, such as after tue")
    }
    return date
  }

  private func after(_ date: CivilDate) throws(WhenProblem) -> When {
    let first = try businessDay(date, 1)
    return When(.date(first), precision: .day, notBefore: first)
  }

  // MARK: What the other files need

  func problem(_ reason: String, readings: [String] = []) -> WhenProblem {
    WhenProblem(text, reason, readings: readings)
  }

  func notUnderstood() -> WhenProblem {
    if words.contains(where: { ["half", "quarter", "past", "o'clock"].contains($0) }) {
      return problem("write a time as 16:30 or 4:30pm")
    }
    for word in words where word.utf8.count > 2 && !Self.vocabulary.contains(word) {
      if Weekday(name: word) != nil || MonthName.month(word) != nil { continue }
      if let near = Nearest.suggestion(for: word, among: Self.vocabulary) {
        return problem("unknown word \(quoted(word)); did you mean \(near)?")
      }
    }
    return problem("not a date; try \(WhenProblem.examples)")
  }

  func tooFar() -> WhenProblem { problem("outside the years 0001 to 9999") }

  func businessDay(_ date: CivilDate, _ count: Int) throws(WhenProblem) -> CivilDate {
    do throws(CalendarProblem) { return try calendar.bd(date, count) } catch { throw problem(error.description) }
  }

  /// A day so many days from another.
  func day(_ date: CivilDate, adding days: Int) throws(WhenProblem) -> CivilDate {
    guard let result = date.adding(days: days) else { throw tooFar() }
    return result
  }

  static let vocabulary =
    ["today", "tomorrow", "yesterday", "now", "noon", "midnight", "next", "last", "this", "week", "weeks"]
    + ["morning", "afternoon", "evening", "night", "tonight"]
    + ["month", "months", "days", "hours", "minutes", "ago", "after", "about", "mid-week", "business", "working"]
    + Weekday.allCases.map { $0.full.lowercased() } + (1...12).map { MonthName.full($0).lowercased() }
}
