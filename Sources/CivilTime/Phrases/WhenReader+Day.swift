import EventLog

/// Days, and times beside them.
extension WhenReader {
  /// A day with or without a time, or a time alone.
  mutating func readDay() throws(WhenProblem) -> When {
    if let when = try readISO() { return when }
    if let when = try readDistance() { return when }
    if words == ["now"] || words == ["right", "now"] {
      return When(.time(now.time), tz: now.zone?.name)
    }
    let part = takePartOfDay()
    var time = try takeTime()
    if time == nil { time = try takeHour(part) }
    if words.last == "at" { words.removeLast() }
    if words.isEmpty, let time { return try timeAlone(time) }
    if let date = try readNamedDay(time) { return try when(date, time) }
    if let date = try readMonthDay() { return try when(date, time) }
    try refuseAmbiguous()
    throw notUnderstood()
  }

  /// A day and perhaps a time on it, on the person's clock.
  func when(_ date: CivilDate, _ time: WallTime?) throws(WhenProblem) -> When {
    guard let time else { return When(.date(date), precision: .day) }
    let local = CivilDateTime(date: date, time: time)
    guard let (resolved, fit) = now.resolve(local) else { throw tooFar() }
    let remark: String? =
      switch fit {
      case .exact: nil
      case .skipped: "the clock skips \(time) on that day"
      case .twice: "the clock shows \(time) twice on that day; this is the first"
      }
    return When(.time(resolved), tz: now.zone?.name, remark: remark)
  }

  private func timeAlone(_ time: WallTime) throws(WhenProblem) -> When {
    let shown = now.time.local.time
    switch direction {
    case .future: return try when(day(today, adding: time > shown ? 0 : 1), time)
    case .past: return try when(day(today, adding: time <= shown ? 0 : -1), time)
    }
  }

  // MARK: ISO dates

  /// `2026-11-20`, with a time (`T16:30`, `16:30`, `4pm`) and an offset where one is given.
  private mutating func readISO() throws(WhenProblem) -> When? {
    guard let first = words.first, first.utf8.prefix(while: { (0x30...0x39).contains($0) }).count >= 4,
      first.utf8.filter({ $0 == UInt8(ascii: "-") }).count >= 2
    else { return nil }
    let dateText = first.prefix { $0 != "t" }
    let date: CivilDate
    do throws(MomentProblem) { date = try CivilDate.parse(dateText) } catch { throw problem(error.reason) }
    var rest = Array(words.dropFirst())
    if dateText.count < first.count { rest.insert(String(first.dropFirst(dateText.count + 1)), at: 0) }
    guard !rest.isEmpty else { return When(.date(date), precision: .day) }

    // The offset may follow with or without a space: "16:30-05:00", "16:30 -05:00", "16:30z".
    let joined = rest.joined()
    if let exact = OffsetTime("\(date)T\(joined.uppercased())") { return When(.time(exact)) }
    let clock = joined.prefix { $0 != "z" && $0 != "+" && $0 != "-" }
    let offset = joined.dropFirst(clock.count)
    guard let time = Self.clockTime(clock.hasPrefix("at") ? clock.dropFirst(2) : clock) else {
      throw problem("write a time as 16:30 or 4:30pm")
    }
    guard !offset.isEmpty else { return try when(date, time) }
    guard let minutes = OffsetTime.offsetMinutes(offset.uppercased().utf8),
      let result = OffsetTime(local: CivilDateTime(date: date, time: time), offsetMinutes: minutes)
    else { throw problem("write an offset as Z or like -05:00") }
    return When(.time(result))
  }

  // MARK: Times

  /// Takes the one time out of the words: `16:30`, `4:30pm`, `4 pm`, `noon`, `midnight`, with `at` before it or not.
  private mutating func takeTime() throws(WhenProblem) -> WallTime? {
    var found: WallTime?
    var index = 0
    while index < words.count {
      var length = 1
      let time: WallTime?
      if index + 1 < words.count, ["am", "pm", "a.m.", "p.m."].contains(words[index + 1]) {
        time = Self.clockTime(words[index] + words[index + 1])
        length = 2
      } else {
        time = Self.clockTime(words[index])
      }
      guard let time else {
        if words[index].contains(":") {
          throw problem("\(quoted(words[index])) is not a time of day; write 16:30 or 4:30pm")
        }
        index += 1
        continue
      }
      guard found == nil else { throw problem("two times given; give one") }
      found = time
      words.removeSubrange(index..<index + length)
      if index > 0, words[index - 1] == "at" {
        words.remove(at: index - 1)
        index -= 1
      }
    }
    return found
  }

  /// `16:30`, `16:30:15`, `4:30pm`, `9am`, `noon`, `midnight` (the start of the day), or nil.
  static func clockTime(_ text: some StringProtocol) -> WallTime? {
    switch text {
    case "noon": return WallTime(hour: 12, minute: 0)
    case "midnight": return WallTime(hour: 0, minute: 0)
    default: break
    }
    var clock = String(text)
    var half: Character?
    for ending in ["am", "pm", "a.m.", "p.m."] where clock.hasSuffix(ending) {
      half = ending.first
      clock = String(clock.dropLast(ending.count))
    }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false).map { CivilDate.number($0.utf8) }
    guard (half == nil ? 2...3 : 1...3).contains(parts.count), let hour = parts[0] else { return nil }
    guard parts.count < 2 || clock.split(separator: ":").dropFirst().allSatisfy({ $0.utf8.count == 2 }) else {
      return nil
    }
    guard let minute = parts.count > 1 ? parts[1] : 0, let second = parts.count > 2 ? parts[2] : 0 else { return nil }
    guard let half else { return WallTime(hour: hour, minute: minute, second: second) }
    guard (1...12).contains(hour) else { return nil }
    return WallTime(hour: hour % 12 + (half == "p" ? 12 : 0), minute: minute, second: second)
  }

  // MARK: Named days

  /// `today`, `fri`, `next fri`, `fri next week`, `day after tomorrow` …
  func readNamedDay(_ time: WallTime?) throws(WhenProblem) -> CivilDate? {
    switch words.filter({ $0 != "the" }) {
    case ["today"], ["tonight"], ["eod"], ["end", "of", "day"]: return today
    case ["tomorrow"], ["tmrw"]: return try day(today, adding: 1)
    case ["yesterday"]: return try day(today, adding: -1)
    case ["day", "after", "tomorrow"]: return try day(today, adding: 2)
    case ["day", "before", "yesterday"]: return try day(today, adding: -2)
    default: break
    }
    if words.count == 1, let weekday = Weekday(name: words[0]) { return try nearest(weekday, time) }
    if words.count == 2, let weekday = Weekday(name: words[1]) {
      switch words[0] {
      case "next", "coming": return try next(weekday)
      case "last", "past": return try last(weekday)
      case "this": return try day(startOfWeek(0), adding: weekday.rawValue)
      default: return nil
      }
    }
    // "fri next week", "next week fri", "tue last week"
    guard words.count == 3, let week = ["last": -1, "this": 0, "next": 1][words[words[1] == "week" ? 0 : 1]] else {
      return nil
    }
    let name = words[1] == "week" ? words[2] : words[0]
    guard words[1] == "week" || words[2] == "week", let weekday = Weekday(name: name) else { return nil }
    return try day(startOfWeek(week), adding: weekday.rawValue)
  }

  /// The weekday in the direction; on the weekday itself a time decides.
  private func nearest(_ weekday: Weekday, _ time: WallTime?) throws(WhenProblem) -> CivilDate {
    if weekday == today.weekday {
      let shown = now.time.local.time
      switch direction {
      case .future: if let time, time > shown { return today }
      case .past: if time.map({ $0 <= shown }) ?? true { return today }
      }
    }
    return direction == .future ? try next(weekday) : try last(weekday)
  }

  /// The first such weekday after today.
  private func next(_ weekday: Weekday) throws(WhenProblem) -> CivilDate {
    let distance = today.weekday.days(until: weekday)
    return try day(today, adding: distance == 0 ? 7 : distance)
  }

  /// The last such weekday before today.
  private func last(_ weekday: Weekday) throws(WhenProblem) -> CivilDate {
    let distance = weekday.days(until: today.weekday)
    return try day(today, adding: distance == 0 ? -7 : -distance)
  }

  /// The Monday of this week or of one so many weeks away.
  private func startOfWeek(_ weeks: Int) throws(WhenProblem) -> CivilDate {
    try day(today, adding: weeks * 7 - today.weekday.rawValue)
  }
}
