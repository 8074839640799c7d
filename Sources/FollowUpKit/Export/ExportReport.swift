import CivilTime

/// What an export came to.
public struct ExportReport: Hashable, Sendable {
  /// How many rows were written; nil for a log, a state or a calendar, which have none.
  public let rows: Int?
  /// What the person should know.
  public let notices: [ExportNotice]
}

/// Something that a person should know of an export.
public enum ExportNotice: Hashable, Sendable, CustomStringConvertible {
  /// The days that a proof covers; from nil for the beginning, through nil for today.
  case period(from: CivilDate?, through: CivilDate?, today: CivilDate)
  /// So many records are left out, because they name no employer.
  case withoutEmployer(Int)
  /// So many records are left out, because they have no day that can be read.
  case undated(Int)
  /// A script template of the person's own cannot be used, for this reason; the built-in one was.
  case badTemplate(String)

  /// What to tell the person.
  public var description: String {
    switch self {
    case .period(let from, let through, let today):
      "period: \(from?.echo ?? "from the beginning") to \(through?.echo ?? "today, \(today.echo)")"
    case .withoutEmployer(let count): "\(Plural.of(count, "record")) left out: no employer recorded"
    case .undated(let count): "\(Plural.of(count, "record")) left out: no readable date recorded"
    case .badTemplate(let reason): "\(reason); the built-in template is used instead"
    }
  }
}

/// Why a proof cannot be written as it was asked for.
public enum ExportProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// An end of the period.
  public enum Bound: Sendable {
    /// The first day.
    case from
    /// The last day.
    case through
  }

  /// A day of the period is not understood.
  case unreadableDay(Bound, WhenProblem)
  /// The period ends before it begins.
  case reversedPeriod(from: CivilDate, through: CivilDate)

  /// What is wrong, and the way out.
  public var description: String {
    switch self {
    case .unreadableDay(.from, let problem): "the first day: \(problem)"
    case .unreadableDay(.through, let problem): "the last day: \(problem)"
    case .reversedPeriod(let from, let through):
      "the first day, \(from.echo), is after the last, \(through.echo); nothing was exported"
    }
  }
}
