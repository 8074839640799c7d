/// Parts of the day, and hours that do not say which half of the day they are of.
extension WhenReader {
  enum PartOfDay: String {
    case morning, afternoon, evening, night

    /// The hour of a clock of twelve in this part of the day.
    func hour(_ hour: Int) -> Int {
      switch self {
      case .morning: hour == 12 ? 0 : hour
      case .afternoon, .evening: hour == 12 ? 12 : hour + 12
      // "At night" begins in the evening and ends in the morning.
      case .night: hour == 12 ? 0 : hour < 5 ? hour : hour + 12
      }
    }
  }

  /// Takes `morning` out of `tomorrow morning`, `this morning`, `fri in the morning`; what is left says the day.
  mutating func takePartOfDay() -> PartOfDay? {
    guard let index = words.firstIndex(where: { PartOfDay(rawValue: $0) != nil }), index > 0,
      let part = PartOfDay(rawValue: words[index])
    else { return nil }
    var rest = words
    rest.remove(at: index)
    switch rest[index - 1] {
    case "this": rest[index - 1] = "today"
    case "last" where part == .night || part == .evening: rest[index - 1] = "yesterday"
    case "the" where index > 1 && rest[index - 2] == "in": rest.removeSubrange(index - 2..<index)
    case "at" where part == .night: rest.remove(at: index - 1)
    default: break
    }
    guard !rest.isEmpty else { return nil }
    words = rest
    return part
  }

  /// Takes the hour out of `at 16`, `tue at 4`, `tomorrow morning at 9`.
  ///
  /// - Throws: ``WhenProblem`` with both readings, where an hour up to twelve does not say which half of the day it is of.
  mutating func takeHour(_ part: PartOfDay?) throws(WhenProblem) -> WallTime? {
    guard let last = words.last, last.utf8.count <= 2, let hour = CivilDate.number(last.utf8), hour <= 31 else {
      return nil
    }
    var day = Array(words.dropLast())
    let isAfterAt = day.last == "at"
    if isAfterAt { day.removeLast() }
    guard isAfterAt || day.isEmpty || isNamedDay(day) else { return nil }
    if let part, (1...12).contains(hour) {
      words = day
      return WallTime(hour: part.hour(hour), minute: 0)
    }
    // Midnight and what follows noon are of one half only, but "tue 16" may be a day of the month.
    if isAfterAt, let time = WallTime(hour: hour, minute: 0), !(1...12).contains(hour) {
      words = day
      return time
    }
    var readings: [String] = []
    if (1...12).contains(hour) {
      readings = ["\(hour)am", "\(hour)pm"]
    } else if hour < 24 {
      readings = ["\(hour):00"]
    }
    readings = readings.map { (day + [$0]).joined(separator: " ") }
    if !isAfterAt, hour > 0 { readings.append("the \(Self.ordinalText(hour))") }
    let ways = readings.count > 1 ? "ambiguous; write" : "write"
    throw problem("\(ways) \(Phrase.or(readings))", readings: readings)
  }

  private func isNamedDay(_ words: [String]) -> Bool {
    var reader = self
    reader.words = words
    return ((try? reader.readNamedDay(nil)) ?? nil) != nil
  }

  private static func ordinalText(_ number: Int) -> String {
    let ending =
      switch (number % 10, number % 100) {
      case (_, 11...13): "th"
      case (1, _): "st"
      case (2, _): "nd"
      case (3, _): "rd"
      default: "th"
      }
    return "\(number)\(ending)"
  }
}
