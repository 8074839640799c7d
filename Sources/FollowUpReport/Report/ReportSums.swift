import CivilTime
import FollowUp
import FollowUpAdvice

/// What all applications come to.
struct ReportSums: Hashable, Sendable {
  /// Where an application ended, or that it has not.
  enum Ending: String, CaseIterable, Hashable, Sendable {
    /// The ending of that name; ``label`` is what people read.
    case open, offer, rejected, filled, silence, closed

    var label: String {
      switch self {
      case .open: "Still open"
      case .offer: "Offer"
      case .rejected: "Rejected"
      case .filled: "Position filled or gone"
      case .silence: "Silence"
      case .closed: "Closed by you"
      }
    }
  }

  /// Of one employer: what it promised, and how long its answers took.
  struct EmployerRow: Hashable, Sendable {
    let name: String
    var applications = 0
    /// How many of its promises had which outcome.
    var promises: [PromiseEvidence.Outcome: Int] = [:]
    /// How long its answers took, in business days.
    var answers: [Int] = []

    /// How many promises it made.
    var made: Int { promises.values.reduce(0, +) }
  }

  /// Applications that were sent.
  var applied = 0
  /// Leads that were not applied to.
  var leads = 0
  /// Of those sent, the ones with an interview.
  var interviewed = 0
  /// How those that were sent ended.
  var endings: [Ending: Int] = [:]
  /// How those that came to an interview ended.
  var endingsAfterInterview: [Ending: Int] = [:]
  /// How long answers took, in business days, ascending.
  var answers: [Int] = []
  /// The employers that promised something, most promises first and then by name.
  var employers: [EmployerRow] = []

  /// Where an application ended, by the evidence at its last day.
  static func ending(_ evidence: ApplicationEvidence) -> Ending {
    switch evidence.stageIfOpen {
    case .offer: return .offer
    case .rejected: return .rejected
    case .filled: return .filled
    default: break
    }
    guard evidence.application.isClosed else { return .open }
    let reason = Folding.fold(evidence.application.closedReason ?? "")
    if reason.contains("silen") || evidence.isSilent { return .silence }
    return .closed
  }
}

/// How a few whole numbers lie: the middle, the quarters and the range.
struct Spread: Hashable, Sendable {
  /// How many there are, 1 at least.
  let count: Int
  let least: Int
  let most: Int
  /// The first quartile, the median and the third quartile, in quarters of one.
  let quartersOfFour: [Int]

  /// Fewer than this are too few to go by; ours.
  static let fewBelow = 5

  /// The spread of numbers; nil where there are none.
  ///
  /// A quartile lies between its neighbours in proportion (Hyndman and Fan's type 7, as most tables do it).
  init?(_ numbers: [Int]) {
    let sorted = numbers.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    count = sorted.count
    least = first
    most = last
    quartersOfFour = (1...3).map { quarter in
      let place = (sorted.count - 1) * quarter
      let low = sorted[place / 4]
      let high = sorted[min(place / 4 + 1, sorted.count - 1)]
      return 4 * low + (high - low) * (place % 4)
    }
  }

  /// A number of quarters for people: `4`, `4.5`, `4.25`.
  static func text(quarters: Int) -> String {
    "\(quarters / 4)" + ["", ".25", ".5", ".75"][max(0, quarters % 4)]
  }
}
