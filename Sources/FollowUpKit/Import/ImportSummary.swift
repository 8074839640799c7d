import EventLog
import FollowUpFormats

/// How files are to be read where they do not say it themselves.
public struct ImportOptions: Hashable, Sendable {
  /// The order of day, month and year in dates such as 3/7/24.
  public enum DateOrder: String, CaseIterable, Sendable {
    /// Day, month, year.
    case dmy
    /// Month, day, year.
    case mdy
    /// Year, month, day.
    case ymd
  }

  /// The name of the map by which tables are read; nil chooses it by their columns.
  public var map: String?
  /// Which column is taken for a field, by the field: `company`, `applied_on`. Then no map is chosen.
  public var columns: [String: String]
  /// The order of dates that can be read in two ways; nil finds it out.
  public var dateOrder: DateOrder?
  /// The application that all events of a calendar belong to, as a person names it; nil finds it out for each.
  public var application: String?
  /// The name under which it is recorded how a table was read, for the next time and on every device.
  public var savedMap: String?

  /// Options; by default everything is found out.
  ///
  /// - Parameters:
  ///   - map: the name of the map by which tables are read.
  ///   - columns: which column is taken for a field, by the field.
  ///   - dateOrder: the order of dates that can be read in two ways.
  ///   - application: the application that all events of a calendar belong to.
  ///   - savedMap: the name under which it is recorded how a table was read.
  public init(
    map: String? = nil, columns: [String: String] = [:], dateOrder: DateOrder? = nil, application: String? = nil,
    savedMap: String? = nil
  ) {
    self.map = map
    self.columns = columns
    self.dateOrder = dateOrder
    self.application = application
    self.savedMap = savedMap
  }
}

/// What comes, or would come, of an import.
public struct ImportSummary: Hashable, Sendable {
  /// What comes of one file.
  public struct File: Hashable, Sendable {
    /// The file.
    public let path: String
    /// The name of the map by which it was read; `calendar` for a calendar.
    public let map: String
    /// How many rows, or events of a calendar, there are.
    public let rows: Int
    /// New records by their kind.
    public let new: [String: Int]
    /// How many records are there already.
    public let known: Int
    /// How many records were changed at their source.
    public let changed: Int
    /// How many values of the file give way to what the person has recorded since.
    public let kept: Int
    /// How many records the person has retracted, so that they stay so.
    public let retracted: Int
    /// How many rows are refused.
    public let refusedCount: Int
    /// The first of the refused rows, with their lines and why.
    public let refused: [String]
    /// What the person should know of the others, a sentence each.
    public let remarks: [String]

    init(_ path: String, map: String, _ tally: ImportTally) {
      self.path = path
      self.map = map
      rows = tally.rows
      new = tally.new
      known = tally.known
      changed = tally.changed
      kept = tally.keptCount
      retracted = tally.retracted
      refusedCount = tally.refusedCount
      refused = tally.refused.map(\.description)
      remarks = tally.remarks.sorted { $0.key < $1.key }.map { ImportFormatter.remark($0.key, $0.value) }
    }
  }

  /// A file of which nothing can be taken.
  public struct UnreadFile: Hashable, Sendable {
    /// The file.
    public let path: String
    /// Why, and the way out.
    public let failure: ImportFailure
  }

  /// The files that can be read, tables first.
  public let files: [File]
  /// The others.
  public let unread: [UnreadFile]
  /// How many events are written.
  public let events: Int
  /// The step by which `JobSearch.undo` takes the import back; nil where nothing was written.
  public let step: StepID?

  init(_ survey: Importer.Survey, _ outcome: ImportOutcome, events: Int, step: StepID?) {
    let sources = survey.sources
    files =
      zip(sources.tables, outcome.tables).map { File($0.file, map: $0.map.name, $1) }
      + zip(sources.calendars, outcome.calendars).map { File($0.file, map: ImportMap.calendarName, $1.tally) }
    unread = survey.unread.map { UnreadFile(path: $0.file, failure: $0.failure) }
    self.events = events
    self.step = step
  }
}
