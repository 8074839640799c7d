/// What people mean by a date that they say, worked out from a given present by ``WhenParser``.
public struct When: Hashable, Sendable, CustomStringConvertible {
  /// Whether what is spoken of lies behind or ahead: a weekday is the last one for what happened and the next one
  /// for what is due (ARCHITECTURE, "The program").
  public enum Direction: String, Hashable, Sendable {
    /// Behind or ahead of the present.
    case past, future
  }

  /// How exactly it was said (the field `precision` of a promise).
  public enum Precision: String, CaseIterable, Hashable, Sendable {
    /// On or by that day.
    case day
    /// Some time in that week; ``When/moment`` is its last working day.
    case week
    /// Around that day.
    case about
  }

  /// The day or the time meant; of a span, its last day for what is due and its first for what happened.
  public var moment: Moment
  /// How exactly it was said; nil when it is a time.
  public var precision: Precision?
  /// The first day of the span, where one was said ("mid-week", "after tuesday").
  public var notBefore: CivilDate?
  /// The last day of the span, where one was said.
  public var notAfter: CivilDate?
  /// The IANA name of the zone by which a time got its offset; nil for a day, and for a time said with its offset.
  public var tz: String?
  /// What a person should be told of how it was resolved: a time that the clock skips or shows twice.
  public var remark: String?

  /// A resolved date.
  public init(
    _ moment: Moment, precision: Precision? = nil, notBefore: CivilDate? = nil, notAfter: CivilDate? = nil,
    tz: String? = nil, remark: String? = nil
  ) {
    self.moment = moment
    self.precision = precision
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.tz = tz
    self.remark = remark
  }

  /// What is echoed back: `Fri 2026-11-20`, `about Fri 2026-11-20`, `Wed 2026-11-18 to Thu 2026-11-19` …
  public var echo: String {
    let echo =
      switch (notBefore, notAfter) {
      case (let first?, let last?) where first != last: "\(first.echo) to \(last.echo)"
      case (let first?, nil): "from \(first.echo)"
      default: moment.echo + (tz.map { " (\($0))" } ?? "")
      }
    return (precision == .about ? "about " : "") + echo + (remark.map { "; \($0)" } ?? "")
  }

  /// The date or time as it is confirmed to the person.
  public var description: String { echo }
}

/// Why what a person said is no date.
public struct WhenProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was said.
  public let text: String
  /// What is wrong with it: half a sentence, with the way out where there is one.
  public let reason: String
  /// What may be said instead, where it is read in several ways.
  public let readings: [String]

  /// What is wrong with what was said.
  package init(_ text: some StringProtocol, _ reason: String, readings: [String] = []) {
    self.text = String(text)
    self.reason = reason
    self.readings = readings
  }

  /// Examples of what is understood.
  package static let examples = "fri, tomorrow, tue 16:30, nov 20, 2 weeks ago, +3bd, 2026-11-20"

  /// The text and the reason.
  public var description: String { "\(quoted(text)): \(reason)" }
}
