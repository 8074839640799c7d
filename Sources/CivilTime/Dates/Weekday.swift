/// A day of the week; weeks are counted from Monday, as ISO 8601 does.
public enum Weekday: Int, CaseIterable, Hashable, Comparable, Sendable {
  /// A day; the raw values count from 0 on Monday.
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// The weekday that lies `index` days after a Monday; any number will do.
  package init(index: Int) {
    let remainder = index % 7
    self = Self.allCases[remainder < 0 ? remainder + 7 : remainder]
  }

  /// The weekday of an English name, full or abbreviated in any of the usual ways (`fri`, `tues`, `Thursday`).
  public init?(name: some StringProtocol) {
    let name = name.lowercased()
    guard name.utf8.count >= 3 else { return nil }
    let extra: [String: Weekday] = ["tues": .tuesday, "weds": .wednesday, "thur": .thursday, "thurs": .thursday]
    if let weekday = extra[name] {
      self = weekday
    } else if let weekday = Self.allCases.first(where: { $0.full.lowercased() == name || $0.shortLower == name }) {
      self = weekday
    } else {
      return nil
    }
  }

  /// `Monday` … `Sunday`.
  public var full: String {
    switch self {
    case .monday: "Monday"
    case .tuesday: "Tuesday"
    case .wednesday: "Wednesday"
    case .thursday: "Thursday"
    case .friday: "Friday"
    case .saturday: "Saturday"
    case .sunday: "Sunday"
    }
  }

  /// `Mon` … `Sun`.
  public var short: String { String(full.prefix(3)) }

  /// `mon` … `sun`: the spelling in the setting `working_week`.
  package var shortLower: String { short.lowercased() }

  /// How many days after this weekday the next `other` comes, 0 to 6.
  package func days(until other: Weekday) -> Int { (other.rawValue - rawValue + 7) % 7 }

  /// Orders the days of a week from Monday on.
  public static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }
}

/// The English names of the months.
package enum MonthName {
  private static let names = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// `January` … `December`; the month is 1 to 12.
  package static func full(_ month: Int) -> String { (1...12).contains(month) ? names[month - 1] : "month \(month)" }

  /// The month of a lower-case name, full or abbreviated.
  static func month(_ name: some StringProtocol) -> Int? {
    if name == "sept" { return 9 }
    guard name.utf8.count >= 3 else { return nil }
    let index = names.firstIndex { $0.lowercased() == name || $0.prefix(3).lowercased() == name }
    return index.map { $0 + 1 }
  }
}
