import FollowUpKit

extension SilenceLength {
  /// Longer than this, nobody waits.
  private static let countMax = 10_000

  /// The length that a person writes: a number and a unit, with a space between them or not.
  ///
  /// - Throws: ``CommandFailure``, which says how it is written.
  init(_ text: String) throws {
    let folded = text.lowercased().filter { !$0.isWhitespace }
    let digits = folded.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits), (1...Self.countMax).contains(count) else { throw Self.failure(text) }
    switch folded.dropFirst(digits.count) {
    case "d", "day", "days": self = .days(count)
    case "w", "week", "weeks": self = .days(7 * count)
    case "m", "month", "months": self = .months(count)
    case "bd", "workingday", "workingdays", "businessday", "businessdays": self = .workingDays(count)
    default: throw Self.failure(text)
    }
  }

  private static func failure(_ text: String) -> CommandFailure {
    CommandFailure(
      "--silent-for \"\(text)\" is not a length of time; write 10d, 2w, 1m, or 5bd for working days",
      status: ExitStatus.wrongUsage)
  }
}
