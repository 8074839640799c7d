/// What an export writes, and how.
public enum ExportFormat: Hashable, Sendable {
  /// Every event exactly as it was written: merging it elsewhere gives the same state.
  case log
  /// What two devices compare, as JSON lines.
  case state
  /// One table for a spreadsheet. Excel on Windows needs the byte order mark to show accents.
  case csv(ExportTable, hasByteOrderMark: Bool = false)
  /// One JSON object with the tables as lists, a row a line.
  case json(Set<ExportTable> = Set(ExportTable.allCases))
  /// A calendar (iCalendar) of what to do, of interviews and of the days that they named.
  case calendar
  /// Whom one contacted, when, how, about which position, and what came of it, for an employment office.
  case proof(ProofOptions = ProofOptions())

  /// Whether it is JSON, in which control characters are escaped already.
  package var isJSON: Bool {
    switch self {
    case .log, .state, .json: true
    case .csv, .calendar, .proof: false
    }
  }
}

/// A table of an export.
public enum ExportTable: String, CaseIterable, Sendable {
  /// The applications, with where each stands and its next step.
  case applications
  /// What happened, in the order of days.
  case timeline
  /// The people.
  case contacts
}

/// What a proof of a search covers, and how it looks.
public struct ProofOptions: Hashable, Sendable {
  /// The first day, as a person says it; nil is the beginning.
  public var from: String?
  /// The last day, as a person says it; nil is today.
  public var through: String?
  /// Whether it is a page of HTML to print, and not CSV.
  public var isPage: Bool
  /// Whether CSV begins with a byte order mark.
  public var hasByteOrderMark: Bool

  /// A proof of a period.
  ///
  /// - Parameters:
  ///   - from: the first day, as a person says it; nil is the beginning.
  ///   - through: the last day, as a person says it; nil is today.
  ///   - isPage: whether it is a page of HTML to print, and not CSV.
  ///   - hasByteOrderMark: whether CSV begins with a byte order mark.
  public init(from: String? = nil, through: String? = nil, isPage: Bool = false, hasByteOrderMark: Bool = false) {
    self.from = from
    self.through = through
    self.isPage = isPage
    self.hasByteOrderMark = hasByteOrderMark
  }
}
