/// Dates with the name of a month, distances, and spans.
extension WhenReader {
  // MARK: Months

  /// `nov 20`, `20th of november`, `20 nov 2026`, `the 20th`.
  func readMonthDay() throws(WhenProblem) -> CivilDate? {
    var rest = words.filter { $0 != "of" && $0 != "the" }
    var year: Int?
    if rest.count == 3, let last = rest.last, last.utf8.count == 4, let number = CivilDate.number(last.utf8) {
      year = number
      rest.removeLast()
    }
    if rest.count == 1, year == nil, let day = Self.ordinal(rest[0]), rest[0] != String(day) {
      return try dayOfMonth(day)
    }
    guard rest.count == 2 else { return nil }
    let month: Int
    let day: Int
    if let first = MonthName.month(Self.withoutDot(rest[0])), let second = Self.ordinal(rest[1]) {
      (month, day) = (first, second)
    } else if let first = Self.ordinal(rest[0]), let second = MonthName.month(Self.withoutDot(rest[1])) {
      (month, day) = (second, first)
    } else {
      return nil
    }
    if let year {
      guard let date = CivilDate(year: year, month: month, day: day) else {
        throw problem(CivilDate.reasonUnreal(year: year, month: month, day: day))
      }
      return date
    }
    // 29 February is up to eight years away.
    for step in 0...8 {
      let year = today.year + (direction == .future ? step : -step)
      guard let date = CivilDate(year: year, month: month, day: day) else { continue }
      if direction == .future ? date >= today : date <= today { return date }
    }
    throw problem(CivilDate.reasonUnreal(year: today.year, month: month, day: day))
  }

  /// The nearest such day of a month in the direction.
  private func dayOfMonth(_ day: Int) throws(WhenProblem) -> CivilDate {
    for step in 0...2 {
      let months = direction == .future ? step : -step
      guard let month = today.adding(days: 1 - today.day)?.adding(months: months) else { throw tooFar() }
      guard let date = CivilDate(year: month.year, month: month.month, day: day) else { continue }
      if direction == .future ? date >= today : date <= today { return date }
    }
    throw problem("no month has a day \(day)")
  }

  /// `20`, `20th`, `1st` …, from 1 to 99, or nil.
  private static func ordinal(_ text: String) -> Int? {
    var digits = Substring(text)
    for ending in ["st", "nd", "rd", "th", "."] where digits.hasSuffix(ending) {
      digits = digits.dropLast(ending.count)
      break
    }
    guard digits.utf8.count <= 2, let number = CivilDate.number(digits.utf8), number > 0 else { return nil }
    return number
  }

  private static func withoutDot(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }

  // MARK: Refusals

  /// Refuses `3/4` and its like, and spells both readings out.
  func refuseAmbiguous() throws(WhenProblem) {
    for separator in ["/", ".", "-"] as [Character] {
      for word in words where word.contains(separator) {
        let parts = word.split(separator: separator).map { CivilDate.number($0.utf8) }
        guard (2...3).contains(parts.count), let first = parts[0], let second = parts[1] else { continue }
        let year = parts.count == 3 ? parts[2].map { " \($0)" } ?? "" : ""
        let readings = [(first, second), (second, first)].compactMap { month, day -> String? in
          // A leap year, so that 29 February is a reading.
          guard CivilDate(year: 2024, month: month, day: day) != nil else { return nil }
          return "\(day) \(MonthName.full(month).prefix(3).lowercased())\(year)"
        }
        switch (readings.first, readings.last) {
        case (let one?, let other?) where one != other:
          throw problem("ambiguous; write \(one) or \(other)", readings: [one, other])
        case (let one?, _): throw problem("dates cannot be written like this; write \(one)")
        default: throw problem("dates cannot be written like this; write \(today.text) or \(today.day) nov")
        }
      }
    }
  }

  // MARK: Distances

  private enum Unit {
    case minutes, hours, days, businessDays, weeks, months, years
  }

  /// `+3bd`, `-2w`, `in 3 days`, `2 weeks ago`, `a week from now`; with `3 days` alone it is not said which way.
  func readDistance() throws(WhenProblem) -> When? {
    var rest = words
    var sign: Int?
    if rest.count >= 2, rest.last == "ago" {
      sign = -1
      rest.removeLast()
    } else if rest.count >= 3, rest[rest.count - 2] == "from", ["now", "today"].contains(rest[rest.count - 1]) {
      sign = 1
      rest.removeLast(2)
    } else if rest.count >= 2, rest.first == "in" {
      sign = 1
      rest.removeFirst()
    }
    if let first = rest.first, let mark = first.first, mark == "+" || mark == "-" {
      guard sign == nil else { throw notUnderstood() }
      sign = mark == "+" ? 1 : -1
      rest[0] = String(first.dropFirst())
      if rest[0].isEmpty { rest.removeFirst() }
    }
    guard let (amount, unit) = Self.distance(rest) else {
      if sign != nil, rest.count <= 3 { throw notUnderstood() }
      return nil
    }
    guard let sign else {
      let said = words.joined(separator: " ")
      throw problem("future or past? Write in \(said), or \(said) ago")
    }
    return try moved(amount * sign, unit)
  }

  /// An amount of at most seven digits and its unit: `3bd`, `3 business days`, `two weeks`, `an hour`.
  private static func distance(_ words: [String]) -> (amount: Int, unit: Unit)? {
    var words = words
    guard let first = words.first else { return nil }
    let digits = first.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty, digits.count < first.count {
      words[0] = String(digits)
      words.insert(String(first.dropFirst(digits.count)), at: 1)
    }
    let spelt = "a one two three four five six seven eight nine ten eleven twelve".split(separator: " ")
    let amount: Int
    if let number = CivilDate.number(words[0].utf8), words[0].utf8.count <= 7 {
      amount = number
    } else if let index = spelt.firstIndex(of: words[0] == "an" ? "a" : Substring(words[0])) {
      amount = max(1, index)
    } else {
      return nil
    }
    let unit: Unit
    switch Array(words.dropFirst()) {
    case ["min"], ["mins"], ["minute"], ["minutes"]: unit = .minutes
    case ["h"], ["hr"], ["hrs"], ["hour"], ["hours"]: unit = .hours
    case ["d"], ["day"], ["days"]: unit = .days
    case ["bd"], ["bds"], ["workday"], ["workdays"], ["business", "day"], ["business", "days"], ["working", "day"],
      ["working", "days"]:
      unit = .businessDays
    case ["w"], ["wk"], ["wks"], ["week"], ["weeks"]: unit = .weeks
    case ["mo"], ["month"], ["months"]: unit = .months
    case ["y"], ["year"], ["years"]: unit = .years
    default: return nil
    }
    return (amount, unit)
  }

  private func moved(_ amount: Int, _ unit: Unit) throws(WhenProblem) -> When {
    let date: CivilDate?
    switch unit {
    case .minutes, .hours:
      guard let time = now.adding(seconds: Int64(amount) * (unit == .hours ? 3_600 : 60)) else { throw tooFar() }
      return When(.time(time), tz: now.zone?.name)
    case .businessDays: date = try businessDay(today, amount)
    case .days: date = today.adding(days: amount)
    case .weeks: date = today.adding(weeks: amount)
    case .months: date = today.adding(months: amount)
    case .years: date = today.adding(months: amount * 12)
    }
    guard let date else { throw tooFar() }
    return When(.date(date), precision: .day)
  }
}
