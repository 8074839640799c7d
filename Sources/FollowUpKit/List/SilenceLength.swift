import CivilTime
import FollowUp
import FollowUpAdvice

/// For how long nothing came in: `10d`, `2w`, `1m`, `5bd`.
package enum SilenceLength: Hashable {
  case days(Int)
  case workingDays(Int)
  case months(Int)

  /// Whether a silence is as long.
  func hasPassed(_ silence: SilencePeriod, today: CivilDate) -> Bool {
    switch self {
    case .days(let count): silence.days >= count
    case .workingDays(let count): silence.workingDays >= count
    case .months(let count): silence.since.adding(months: count).map { $0 <= today } ?? false
    }
  }
}
