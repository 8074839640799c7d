/// Spans of days: "mid-week", "end of the week", "next week" (PLAYBOOKS, "Exactly").
extension WhenReader {
  /// A span that the words are, or nil.
  mutating func readSpan() throws(WhenProblem) -> When? {
    if let end = try readEnd() { return end }
    let said = words.filter { $0 != "the" && $0 != "of" }
    if said.count == 4, said[0] == "between", said[2] == "and" { return try between(said[1], said[3]) }
    if said.count == 3, said[1] == "to" || said[1] == "or" { return try between(said[0], said[2]) }
    switch said {
    case ["mid-week"], ["midweek"], ["mid", "week"], ["middle", "week"]: return try midWeek(nil)
    case ["mid", "next", "week"], ["middle", "next", "week"], ["mid-week", "next", "week"], ["next", "mid-week"]:
      return try midWeek(1)
    case ["this", "week"]: return try week(0)
    case ["next", "week"]: return try week(1)
    case ["last", "week"]: return try week(-1)
    default: return nil
    }
  }

  /// `end of the week`, `eow`, `end of next week`, `end of the month`, `eom`, or nil.
  func readEnd() throws(WhenProblem) -> When? {
    var rest = words.filter { $0 != "the" && $0 != "of" && $0 != "this" }
    if rest.first == "by" { rest.removeFirst() }
    switch rest {
    case ["eow"], ["end", "week"]:
      let end = try endOfWeek(today)
      // The end of the week has happened only when its last working day is here.
      if direction == .past, end > today { return When(.date(try endOfWeek(before: today)), precision: .week) }
      return When(.date(end), precision: .week)
    case ["end", "next", "week"]:
      return When(.date(try endOfWeek(day(calendar.startOfWeek(today), adding: 7))), precision: .week)
    case ["eom"], ["end", "month"], ["end", "next", "month"]:
      // One day back from the first of a later month, and from there to a working day.
      guard let first = today.adding(days: 1 - today.day),
        let after = first.adding(months: rest.contains("next") ? 2 : 1)
      else { throw tooFar() }
      return When(.date(try businessDay(after, -1)), precision: .day)
    default:
      return nil
    }
  }

  /// Wednesday to Thursday: of this week until Wednesday, of the next from Thursday on; for what happened, the last.
  private func midWeek(_ week: Int?) throws(WhenProblem) -> When {
    let monday = try day(today, adding: -today.weekday.rawValue)
    var wednesday = try day(monday, adding: 2 + 7 * (week ?? 0))
    if week == nil {
      if direction == .future, wednesday < today { wednesday = try day(wednesday, adding: 7) }
      if direction == .past, wednesday > today { wednesday = try day(wednesday, adding: -7) }
    }
    return try span(wednesday, day(wednesday, adding: 1), .day)
  }

  /// The working days of this week or of one beside it.
  private func week(_ offset: Int) throws(WhenProblem) -> When {
    let start = try day(calendar.startOfWeek(today), adding: 7 * offset)
    guard let last = calendar.lastWorkingDay(ofWeekOf: start) else {
      throw problem("that week has no working day; give a day instead")
    }
    let first = try businessDay(day(start, adding: -1), 1)
    // This week is what is left of it, or what of it is past.
    if offset == 0 {
      guard first <= today || direction == .future, last >= today || direction == .past else {
        throw problem("no working day is left this week; write next week, or give a day")
      }
      return try span(
        direction == .future ? max(first, today) : first, direction == .past ? min(last, today) : last, .week)
    }
    return try span(first, last, .week)
  }

  private func between(_ first: String, _ last: String) throws(WhenProblem) -> When {
    var reader = self
    reader.words = [first]
    let from = try reader.readDay().moment
    guard case .date(let start) = from else { throw problem("write a span in days, such as tue to thu") }
    // The second weekday is the one that follows the first, whichever way the first was found.
    if let weekday = Weekday(name: last) {
      return try span(start, day(start, adding: start.weekday.days(until: weekday)), .day)
    }
    reader.words = [last]
    guard case .date(let end) = try reader.readDay().moment, end >= start else {
      throw problem("a span must end after it begins, such as tue to thu")
    }
    return try span(start, end, .day)
  }

  private func span(_ first: CivilDate, _ last: CivilDate, _ precision: When.Precision) throws(WhenProblem) -> When {
    When(.date(direction == .future ? last : first), precision: precision, notBefore: first, notAfter: last)
  }

  private func endOfWeek(_ date: CivilDate) throws(WhenProblem) -> CivilDate {
    do throws(CalendarProblem) { return try calendar.endOfWeek(from: date) } catch { throw problem(error.description) }
  }

  private func endOfWeek(before date: CivilDate) throws(WhenProblem) -> CivilDate {
    let before = try businessDay(day(calendar.startOfWeek(date), adding: 0), -1)
    return calendar.lastWorkingDay(ofWeekOf: before) ?? before
  }
}
