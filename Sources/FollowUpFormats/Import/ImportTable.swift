import CivilTime
import EventLog
import FollowUp

/// One file with a table in it, and how it is read: what a preview shows before anything else.
package struct ImportTable {
  /// Reads the file from its beginning to its end, as often as it is called.
  package typealias Rows = (_ row: (CSVRow) throws -> Void, _ refused: (Refusal) throws -> Void) throws -> Void

  package let file: String
  package let dialect: CSVDialect
  package let map: ImportMap
  /// Which column is taken for what.
  package let binding: ColumnBinding
  /// The line of the header; what stands before it is passed over.
  package let headerLine: Int
  /// The order of its dates; nil where there are none.
  package internal(set) var dates: ForeignDateOrder?
  /// The person's zone, in which days are meant.
  package let zone: Zone?
  /// The rules of time zones, for a column that names one.
  package let zones: any ZoneRules
  package internal(set) var sample: [CSVRow] = []
  /// How many rows have something in them.
  package internal(set) var rows = 0

  let forEachRow: Rows
  var order = RowOrder()

  /// - Parameter rows: reads the whole file.
  package init(
    file: String, dialect: CSVDialect, chosen: ChosenMap, dates: ForeignDateOrder? = nil, zone: Zone?,
    zones: any ZoneRules,
    rows: @escaping Rows
  ) {
    self.file = file
    self.dialect = dialect
    map = chosen.map
    binding = chosen.binding
    headerLine = chosen.headerLine
    self.dates = dates ?? chosen.map.dates
    self.zone = zone
    self.zones = zones
    forEachRow = rows
  }

  package var hasDates: Bool { binding.index.keys.contains(where: ImportField.dates.contains) }

  var reader: RowReader {
    RowReader(map: map, binding: binding, dates: ImportDates(order: dates ?? .yearMonthDay, zone: zone, zones: zones))
  }

  /// Calls `body` with the rows behind the header that have something in them.
  func forEachFullRow(_ body: (CSVRow) throws -> Void, refused: (Refusal) throws -> Void) throws {
    try forEachRow(
      { row in if row.line > headerLine, !RowReader.isBlank(row) { try body(row) } }, refused)
  }
}

/// Which rows are one, and which of several rows of one key is which.
struct RowOrder {
  /// Rows by what they are compared by, both hashed with the process's own key: 16 bytes a row.
  struct Mark: Hashable {
    let key: UInt64
    let content: UInt64

    init(key: String, _ row: CSVRow) {
      var hasher = Hasher()
      hasher.combine(key)
      self.key = UInt64(bitPattern: Int64(hasher.finalize()))
      hasher = Hasher()
      hasher.combine(row.fields)
      content = UInt64(bitPattern: Int64(hasher.finalize()))
    }
  }

  /// Whether a row occurs twice.
  var hasRepeats = false
  /// The keys that several different rows have.
  var contested: Set<UInt64> = []
  /// Which of the rows of its key a row is, from 1.
  var ordinals: [Mark: Int] = [:]
  /// The records that rows are taken for, though they were not made by an import of theirs.
  var joined: [Mark: RecordID] = [:]
  /// Applications to the same position that rows are not taken for.
  var alike: [Mark: KnownApplications.Entry] = [:]
  /// Whether every row is the only one of its key, and none is taken for another record: then nothing is looked up.
  var isPlain: Bool { !hasRepeats && contested.isEmpty && joined.isEmpty && alike.isEmpty }
}

/// The applications that are there, for finding those that a row may be.
package struct KnownApplications {
  package struct Entry: Hashable, Sendable {
    let id: RecordID
    let appliedOn: CivilDate?
  }

  /// By employer and position; of few positions there is more than one.
  private var entries: [UInt64: Entry] = [:]
  private var further: [UInt64: [Entry]] = [:]
  private(set) var companies: Set<UInt64> = []

  package init() {}

  var isEmpty: Bool { entries.isEmpty }

  /// Takes note of an application that is not retracted.
  package mutating func add(_ id: RecordID, company: String, role: String?, appliedOn: CivilDate?) {
    add(company: company)
    let key = Self.hash(RowIdentity.fold(company), RowIdentity.fold(role ?? ""))
    let entry = Entry(id: id, appliedOn: appliedOn)
    if entries[key] == nil { entries[key] = entry } else { further[key, default: []].append(entry) }
  }

  /// Takes note of an employer at whom one has applied.
  mutating func add(company: String) { companies.insert(Self.hash(RowIdentity.fold(company), "")) }

  /// - Parameter folded: the employer, folded.
  mutating func add(folded company: String) { companies.insert(Self.hash(company, "")) }

  func hasApplied(toFolded company: String) -> Bool { companies.contains(Self.hash(company, "")) }

  func entries(company: String, role: String) -> [Entry] {
    let key = Self.hash(company, role)
    return entries[key].map { [$0] + (further[key] ?? []) } ?? []
  }

  func has(company: String, role: String) -> Bool { entries[Self.hash(company, role)] != nil }

  private static func hash(_ company: String, _ role: String) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(company)
    hasher.combine(role)
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }
}
