/// What arbitrary bytes are given to: each reader of foreign bytes, with what must hold of whatever it reads.
///
/// The fuzzer (`make fuzz`) and the tests call the same function. It traps where the reader traps, and throws where the
/// reader returns something that it must not.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// The strict reader of event lines, and the merge rule over lines whose hashes were mended.
  case lines
  /// The reader of shared folders and their segments.
  case folder
  /// A store that takes in what a hostile log file holds, against the merge rule as a pure function.
  case store
  /// A store that somebody else made: its cells and its schema hold anything.
  case database
  /// A store whose pages are damaged.
  case pages
  /// The reader of CSV files.
  case csv
  /// The reader of iCalendar files.
  case icalendar
  /// Dates as people, logs and foreign files write them.
  case dates
  /// The reader of playbooks.
  case playbook
  /// The reader of script templates.
  case script

  /// Gives one input to the reader.
  ///
  /// - Throws: ``FuzzFinding`` when a property does not hold; the temporary store's own errors for ``store``.
  public func check(_ input: [UInt8]) throws {
    switch self {
    case .lines: try LineChecks.check(input)
    case .folder: try FolderChecks.check(input)
    case .store: try StoreChecks.check(input)
    case .database: try DatabaseChecks.check(input)
    case .pages: try PageChecks.check(input)
    case .csv: try CSVChecks.check(input)
    case .icalendar: try CalendarChecks.check(input)
    case .dates: try DateChecks.check(input)
    case .playbook: try PlaybookChecks.check(input)
    case .script: try ScriptChecks.check(input)
    }
  }
}

/// A property that does not hold.
public struct FuzzFinding: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was expected and what came instead.
  public let description: String
}

/// Throws unless something holds.
func expect(_ holds: Bool, _ words: @autoclosure () -> String) throws {
  guard holds else { throw FuzzFinding(description: words()) }
}
