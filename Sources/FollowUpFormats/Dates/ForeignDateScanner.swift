import CivilTime
import FollowUp

/// Takes the text of a date apart.
struct ForeignDateScanner {
  private let text: String
  private let bytes: [UInt8]
  private var position = 0

  private static let form = "write a date like 2024-03-05, 3/5/2024 or 5 Mar 2024"
  private static let bytesMax = 128

  init(_ text: String) {
    self.text = text
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars.prefix(Self.bytesMax) {
      switch scalar.value {
      // The spaces that formatters put before AM and PM.
      case 0xa0, 0x2007, 0x2009, 0x202f, 0x09: bytes.append(0x20)
      // Marks of the writing direction and of the byte order.
      case 0x200e, 0x200f, 0xfeff: continue
      default: bytes += String(scalar).utf8
      }
    }
    while bytes.last == 0x20 { bytes.removeLast() }
    self.bytes = bytes
    skipSpaces()
  }

  // MARK: The day

  mutating func date() throws(ForeignDateProblem) -> ForeignDateParts {
    guard !bytes.isEmpty, position < bytes.count else { throw problem("it is empty") }
    guard text.unicodeScalars.count <= Self.bytesMax else { throw problem("too long for a date") }
    if isLetter(current) {
      let start = position
      let name = word()
      if Weekday(name: name) == nil { position = start } else { skipSeparators() }
    }
    if isLetter(current) { return try monthFirst() }
    guard let first = number() else { throw problem(Self.form) }
    if first.digits == 8, position == bytes.count || current == UInt8(ascii: "T") { return compact(first.value) }
    guard position < bytes.count else { throw problem(reasonForNumber(first.digits)) }
    guard first.digits <= 4 else { throw problem(Self.form) }
    skipOrdinal()
    let separator = try separator()
    if isLetter(current) { return try dayFirst(first) }
    guard let second = number() else { throw problem(Self.form) }
    guard first.digits <= 2 || first.digits == 4, second.digits <= 2 || second.digits == 4 else {
      throw problem(Self.form)
    }
    let behind = position
    skipSpaces()
    guard position < bytes.count, current == separator || separator == 0x20 else {
      throw problem(
        first.digits == 4 || second.digits == 4 ? "it has no day; \(Self.form)" : "it has no year; \(Self.form)")
    }
    position = behind
    _ = try self.separator()
    guard let third = number(), second.digits <= 2 else { throw problem(Self.form) }
    let numbers = [first.value, second.value, third.value]
    let digits = [first.digits, second.digits, third.digits]
    if first.digits == 4, third.digits <= 2 {
      return ForeignDateParts(form: .certain, numbers: numbers, digits: digits)
    }
    guard first.digits <= 2, third.digits == 2 || third.digits == 4 || third.digits == 1 else {
      throw problem(Self.form)
    }
    return ForeignDateParts(form: .figures(separator: separator), numbers: numbers, digits: digits)
  }

  /// `Mar 5, 2024`.
  private mutating func monthFirst() throws(ForeignDateProblem) -> ForeignDateParts {
    let month = try month()
    skipSeparators()
    guard let day = number() else { throw problem(Self.form) }
    guard day.digits <= 2 else { throw problem("it has no day; \(Self.form)") }
    skipOrdinal()
    skipSeparators()
    // A time is no year.
    let start = position
    guard let year = number(), year.digits == 2 || year.digits == 4, current != UInt8(ascii: ":") else {
      position = start
      throw problem("it has no year; \(Self.form)")
    }
    return certain(year, month, day)
  }

  /// `5 Mar 2024`, or `2024 Mar 5`.
  private mutating func dayFirst(_ first: (value: Int, digits: Int)) throws(ForeignDateProblem) -> ForeignDateParts {
    let start = position
    if word() == "of" { skipSeparators() } else { position = start }
    let month = try month()
    skipSeparators()
    guard let last = number(), current != UInt8(ascii: ":") else { throw problem("it has no year; \(Self.form)") }
    if first.digits == 4, last.digits <= 2 { return certain(first, month, last) }
    guard first.digits <= 2, last.digits == 2 || last.digits == 4 else { throw problem(Self.form) }
    return certain(last, month, first)
  }

  private func certain(_ year: (value: Int, digits: Int), _ month: Int, _ day: (value: Int, digits: Int))
    -> ForeignDateParts
  {
    ForeignDateParts(form: .certain, numbers: [year.value, month, day.value], digits: [year.digits, 2, day.digits])
  }

  /// `20240305`.
  private func compact(_ value: Int) -> ForeignDateParts {
    ForeignDateParts(
      form: .certain, numbers: [value / 10_000, value / 100 % 100, value % 100], digits: [4, 2, 2])
  }

  private mutating func month() throws(ForeignDateProblem) -> Int {
    let name = word()
    guard
      let month = Self.months.firstIndex(where: { name == $0 || name == $0.prefix(3) }) ?? (name == "sept" ? 8 : nil)
    else {
      let shown = bytes[..<position].drop { !isLetter($0) }
      throw problem(
        name.isEmpty
          ? Self.form
          : "there is no month \(quoted(String(decoding: shown, as: UTF8.self))) in English; write the date in figures")
    }
    return month + 1
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]

  private func reasonForNumber(_ digits: Int) -> String {
    switch digits {
    case 4: "it has no month and no day; \(Self.form)"
    case 5: "it is a spreadsheet's serial number; format the column as a date and save it again"
    case 9...: "it counts seconds since 1970; \(Self.form)"
    default: Self.form
    }
  }

  // MARK: The time

  /// What follows the day: a time, or nothing.
  mutating func clock() throws(ForeignDateProblem) -> (time: WallTime, offsetMinutes: Int?)? {
    skipSpaces()
    if current == UInt8(ascii: ",") { position += 1 }
    skipSpaces()
    if isLetter(current) {
      let start = position
      let word = word()
      guard ["t", "at"].contains(word) else {
        position = start
        throw problem(after: start)
      }
      skipSpaces()
    }
    guard position < bytes.count else { return nil }
    let start = position
    guard var hour = number(), hour.digits <= 2 || hour.digits == 6 else { throw problem(after: start) }
    var minute = 0
    var second = 0
    if hour.digits == 6 {
      (hour.value, minute, second) = (hour.value / 10_000, hour.value / 100 % 100, hour.value % 100)
    } else if current == UInt8(ascii: ":") {
      position += 1
      guard let said = number(), said.digits == 2 else { throw problem(after: start) }
      minute = said.value
      if current == UInt8(ascii: ":") {
        position += 1
        guard let said = number(), said.digits == 2 else { throw problem(after: start) }
        second = said.value
        if current == UInt8(ascii: ".") || current == UInt8(ascii: ",") {
          position += 1
          while isDigit(current) { position += 1 }
        }
      }
    } else {
      // An hour alone is one only with its half of the day.
      skipSpaces()
      guard isLetter(current) else { throw problem(after: start) }
    }
    skipSpaces()
    if let isAfternoon = halfOfDay() {
      guard (1...12).contains(hour.value) else {
        throw problem("there is no hour \(hour.value) \(isAfternoon ? "PM" : "AM")")
      }
      hour.value = hour.value % 12 + (isAfternoon ? 12 : 0)
    }
    guard let time = WallTime(hour: hour.value, minute: minute, second: second) else {
      throw problem("no such time of day; hours are 0 to 23, minutes and seconds 00 to 59")
    }
    return (time, try offset())
  }

  /// `AM`, `p.m.` …: whether it is the second half of the day.
  private mutating func halfOfDay() -> Bool? {
    let start = position
    var letters: [UInt8] = []
    while isLetter(current) || current == UInt8(ascii: ".") {
      if let byte = current, byte != UInt8(ascii: ".") { letters.append(byte | 0x20) }
      position += 1
    }
    if letters == Array("am".utf8) || letters == Array("a".utf8) { return false }
    if letters == Array("pm".utf8) || letters == Array("p".utf8) { return true }
    position = start
    return nil
  }

  /// `Z`, `UTC`, `GMT`, `+01:00`, `+0100`, `GMT+0100 (Central European Standard Time)`, or nothing.
  private mutating func offset() throws(ForeignDateProblem) -> Int? {
    skipSpaces()
    guard position < bytes.count else { return nil }
    let start = position
    var minutes: Int?
    if isLetter(current) {
      guard ["z", "utc", "gmt"].contains(word()) else {
        let zone = quoted(String(decoding: bytes[start...], as: UTF8.self))
        throw problem("the zone \(zone) is ambiguous; write an offset such as -05:00, or none")
      }
      minutes = 0
    }
    if let sign = current, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      position += 1
      guard let said = number(), said.digits == 2 || said.digits == 4 else { throw problem(after: start) }
      var rest = said.digits == 4 ? said.value % 100 : 0
      let hours = said.digits == 4 ? said.value / 100 : said.value
      if said.digits == 2, current == UInt8(ascii: ":") {
        position += 1
        guard let said = number(), said.digits == 2 else { throw problem(after: start) }
        rest = said.value
      }
      guard hours < 24, rest < 60 else { throw problem("no such offset from UTC") }
      minutes = (hours * 60 + rest) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }
    skipSpaces()
    if current == UInt8(ascii: "("), bytes.last == UInt8(ascii: ")") { position = bytes.count }
    guard position == bytes.count else { throw problem(after: start) }
    return minutes
  }

  // MARK: Bytes

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }

  /// A letter of any language: what is not ASCII counts, so that a foreign month is named whole.
  private func isLetter(_ byte: UInt8?) -> Bool {
    byte.map { (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0) || $0 >= 0x80 } ?? false
  }

  /// Digits; the value of more than nine of them is 0.
  private mutating func number() -> (value: Int, digits: Int)? {
    let start = position
    while isDigit(current) { position += 1 }
    guard position > start else { return nil }
    return (CivilDate.number(bytes[start..<position]) ?? 0, position - start)
  }

  /// Letters, in lower case.
  private mutating func word() -> String {
    let start = position
    while isLetter(current) { position += 1 }
    return String(decoding: bytes[start..<position].map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  private mutating func skipSpaces() { while current == 0x20 { position += 1 } }

  /// Spaces, commas, full stops and hyphens beside a name.
  private mutating func skipSeparators() {
    while let byte = current, byte == 0x20 || " ,.-/".utf8.contains(byte) { position += 1 }
  }

  /// `st`, `nd`, `rd`, `th` behind a day.
  private mutating func skipOrdinal() {
    let start = position
    if !["st", "nd", "rd", "th"].contains(word()) { position = start }
  }

  /// One of `/`, `-` and `.` with spaces around it, or a space alone.
  private mutating func separator() throws(ForeignDateProblem) -> UInt8 {
    let start = position
    skipSpaces()
    if let byte = current, "/-.".utf8.contains(byte) {
      position += 1
      skipSpaces()
      return byte
    }
    guard position > start || isLetter(current) else { throw problem(Self.form) }
    return 0x20
  }

  private func problem(_ reason: String) -> ForeignDateProblem { ForeignDateProblem(text, reason) }

  private func problem(after start: Int) -> ForeignDateProblem {
    problem("\(quoted(String(decoding: bytes[start...], as: UTF8.self))) after the day is not a time")
  }
}
