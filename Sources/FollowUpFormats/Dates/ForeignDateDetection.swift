import CivilTime
import FollowUp

/// Finds out in which order the dates of a column are written, value by value.
///
///     var detection = ForeignDateDetection()
///     for row in rows { detection.add(row.fields[3]) }
///     switch detection.result { … }
package struct ForeignDateDetection: Sendable {
  /// What the values of a column say together.
  package enum Result: Hashable, Sendable {
    /// No value leaves the order open: any order reads them alike.
    case notNeeded
    /// Only this order reads all of them.
    case order(ForeignDateOrder)
    /// Several orders read all of them, and not alike: the likelier ones, of which a person knows the right one.
    case ambiguous([ForeignDateOrder], example: String)
    /// No order reads all of them: two values that speak for different ones, or one that fits none.
    case contradictory(String, String)
  }

  /// The orders that read every value so far.
  private var possible: Set<ForeignDateOrder> = Set(ForeignDateOrder.allCases)
  /// The orders that a value with a separator that tells something speaks for.
  private var isDotted = true
  private var isOpen = false
  private var example: String?
  /// A value that ruled out an order, by the order.
  private var against: [ForeignDateOrder: String] = [:]

  package init() {}

  /// Takes one more value into account. What is no date in any order says nothing.
  package mutating func add(_ text: String) {
    var scanner = ForeignDateScanner(text)
    guard let parts = try? scanner.date(), case .figures(let separator) = parts.form else { return }
    var days: [ForeignDateOrder: CivilDate] = [:]
    for order in Self.orders(parts, separator) { days[order] = try? parts.date(order, text) }
    guard !days.isEmpty else { return }
    // The third of March is 3/3 in both orders.
    if days.count > 1, Set(days.values).count == 1 { return }
    isOpen = true
    if separator != UInt8(ascii: ".") { isDotted = false }
    if days.count > 1, example == nil { example = text }
    for order in ForeignDateOrder.allCases where days[order] == nil && possible.contains(order) {
      possible.remove(order)
      against[order] = text
    }
  }

  /// What the values say so far.
  package var result: Result {
    guard isOpen else { return .notNeeded }
    if let only = possible.first, possible.count == 1 { return .order(only) }
    if possible.isEmpty {
      return .contradictory(against[.dayMonthYear] ?? "", against[.monthDayYear] ?? "")
    }
    // Full stops between the figures are the way of countries that begin with the day.
    if isDotted, possible.contains(.dayMonthYear) { return .order(.dayMonthYear) }
    let likely: [ForeignDateOrder] = [.monthDayYear, .dayMonthYear, .yearMonthDay]
    return .ambiguous(likely.filter(possible.contains), example: example ?? "")
  }

  /// The orders that a form allows: the year comes first in two digits only with hyphens, as in `24-03-05`.
  private static func orders(_ parts: ForeignDateParts, _ separator: UInt8) -> [ForeignDateOrder] {
    let mayBeginWithYear = parts.digits == [2, 2, 2] && separator == UInt8(ascii: "-")
    return [.monthDayYear, .dayMonthYear] + (mayBeginWithYear ? [.yearMonthDay] : [])
  }
}

extension ForeignDateOrder {
  /// The order in which the dates of a column are written.
  package static func detected(in samples: some Sequence<String>) -> ForeignDateDetection.Result {
    var detection = ForeignDateDetection()
    for sample in samples { detection.add(sample) }
    return detection.result
  }
}
