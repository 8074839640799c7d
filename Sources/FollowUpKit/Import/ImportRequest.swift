import FollowUp
import FollowUpFormats

/// What a person wants imported.
package struct ImportRequest {
  /// Paths; `-` is standard input.
  package var files: [String]
  /// What the files are; nil is to be found out.
  package var format: ImportFormat?
  /// The map of a table, or its columns.
  package var wish = MapWish()
  /// The name under which the map is recorded; nil records none.
  package var saveMap: String?
  /// The order of dates such as 3/7/24; nil is to be found out.
  package var dates: ForeignDateOrder?
  /// The application that all events of a calendar belong to, as the person names it.
  package var application: String?

  package init(files: [String]) { self.files = files }
}

/// What a file of an import is.
package enum ImportFormat: String, CaseIterable, Sendable {
  case csv, ics
}

/// The files of an import, by what they are.
package struct ImportSources {
  /// Tables, which were looked through, in the order in which they are taken in.
  package var tables: [ImportTable] = []
  package var calendars: [CalendarFile] = []

  package init() {}

  package var count: Int { tables.count + calendars.count }
  package var hasRows: Bool { tables.contains { $0.rows > 0 } || calendars.contains { !$0.calendar.events.isEmpty } }
}

/// What became of the files, in the order of ``ImportSources``.
package struct ImportOutcome {
  package var tables: [ImportTally] = []
  package var calendars: [CalendarOutcome] = []

  package init() {}

  package var all: [ImportTally] { tables + calendars.map(\.tally) }
}
