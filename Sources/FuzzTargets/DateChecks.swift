import CivilTime
import EventLog
import FollowUp
import FollowUpFormats
import TestSupport

/// One text, read as every kind of date; what is read is written so that it is read the same again.
enum DateChecks {
  static func check(_ input: [UInt8]) throws {
    let lines = input.split(separator: 0x0a).prefix(16).map { String(decoding: $0, as: UTF8.self) }
    for line in lines {
      try checkMoments(line)
      try checkForeign(line)
      try checkSaid(line)
      try checkStamp(line)
    }
    try checkDetection(lines)
  }

  private static func checkMoments(_ text: String) throws {
    if let date = CivilDate(text) {
      try expect(same(date.text, text), "\(text) is written \(date)")
      try expect(CivilDate(year: date.year, month: date.month, day: date.day) == date, "\(date) has other parts")
      try expect(date.adding(days: 1).map { $0 > date } ?? (date == .last), "the day after \(date)")
    }
    if let time = OffsetTime(text) {
      try expect(same(time.text, text), "\(text) is written \(time)")
      let plain = OffsetTime(local: time.local, offsetMinutes: time.offsetMinutes)
      try expect(plain?.secondsSince1970 == time.secondsSince1970, "\(text) is another moment without its fraction")
      try expect(plain.map { OffsetTime($0.text) == $0 } == true, "\(text) is not written again")
    }
    if let moment = Moment(text) { try expect(Moment(moment.value) == moment, "\(moment) is lost in a value") }
  }

  private static func checkForeign(_ text: String) throws {
    for order in ForeignDateOrder.allCases {
      do {
        let date = try ForeignDate.parse(text, order: order)
        let again = try? ForeignDate.parse(date.date.text, order: order)
        try expect(again?.date == date.date, "\(text) is \(date.date), and that is \(again?.date.text ?? "no date")")
        if let offset = date.offsetMinutes { try expect(abs(offset) < 24 * 60, "\(text) has an offset of \(offset)") }
      } catch let problem as ForeignDateProblem { try expect(!problem.reason.isEmpty, "no reason for \(text)") }
    }
  }

  /// Where the order is said not to matter, it does not.
  private static func checkDetection(_ lines: [String]) throws {
    switch ForeignDateOrder.detected(in: lines) {
    case .notNeeded:
      for line in lines {
        let american = try? ForeignDate.parse(line, order: .monthDayYear)
        let european = try? ForeignDate.parse(line, order: .dayMonthYear)
        try expect(american == european, "\(line) is read in two ways, which was not said")
      }
    case .order(let order):
      for line in lines {
        guard order != .yearMonthDay, (try? ForeignDate.parse(line, order: order)) == nil else { continue }
        let other: ForeignDateOrder = order == .monthDayYear ? .dayMonthYear : .monthDayYear
        try expect((try? ForeignDate.parse(line, order: other)) == nil, "\(line) is not of the order \(order)")
      }
    case .ambiguous(let orders, let example):
      try expect(orders.count > 1 && lines.contains { same($0, example) }, "an example that was not given: \(example)")
    case .contradictory(let one, let other):
      for text in [one, other] { try expect(lines.contains { same($0, text) }, "a value that was not given: \(text)") }
    }
  }

  private static let present = OffsetTime("2026-11-18T09:30:00-05:00")
  private static let zone = try? TestZones.zone("America/New_York")

  private static func checkSaid(_ text: String) throws {
    guard let present, let now = try? Now(present, zone: zone) else { return }
    for direction in [When.Direction.past, .future] {
      do {
        let when = try WhenParser.parse(text, now: now, direction: direction)
        let again = try? WhenParser.parse(when.moment.text, now: now, direction: direction)
        try expect(again?.moment == when.moment, "\(text) is \(when.moment), and that is \(again?.echo ?? "no date")")
        try expect(!when.echo.isEmpty, "no echo of \(text)")
        if let first = when.notBefore, let last = when.notAfter {
          try expect(first <= last, "\(text) ends before it begins")
        }
      } catch let problem as WhenProblem { try expect(!problem.reason.isEmpty, "no reason for \(text)") }
    }
  }

  private static func checkStamp(_ text: String) throws {
    if let stamp = HybridTimestamp(text) {
      try expect(same(stamp.text, text), "\(text) is written \(stamp)")
      if let milliseconds = stamp.milliseconds {
        try expect(
          HybridTimestamp(milliseconds: milliseconds, counter: stamp.counter) == stamp, "\(stamp) is another moment")
      }
    }
    if let device = DeviceID(text) { try expect(same(device.text, text), "\(text) is written \(device)") }
    if let number = Double(text), let value = JSONValue(number) {
      try expect(value.number == number, "\(text) is written \(value)")
      try expect((try? JSONValue(canonical: value.canonical)) == value, "\(value) is not canonical")
    }
  }

  /// Whether two texts are the same code points.
  private static func same(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }
}
