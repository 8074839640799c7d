import CivilTime
import FollowUp

/// How the columns of one kind of table are read: data, not code.
///
///     let map = ImportMap.builtIn("linkedin-applications")
///     let bound = map?.binding(of: ["Application Date", "Company Name", …])
///
/// Columns are found by their names, in any order, without regard to case and punctuation.
package struct ImportMap: Hashable, Sendable {
  /// A field, and the names that its column may have.
  package struct Column: Hashable, Sendable {
    /// What the column is taken for.
    package let field: ImportField
    /// The names, the preferred one first.
    package let names: [String]
    /// Whether a table without it is none of this map's.
    let isRequired: Bool

    init(_ field: ImportField, _ names: String..., isRequired: Bool = false) {
      self.init(field, names: names, isRequired: isRequired)
    }

    init(_ field: ImportField, names: [String], isRequired: Bool = false) {
      self.field = field
      self.names = names
      self.isRequired = isRequired
    }
  }

  /// A column that is left out on purpose.
  struct Omission: Hashable, Sendable {
    package let name: String
    /// Half a sentence for people.
    package let reason: String
  }

  /// The name for `--map`, and for the field `imported` of what comes in by it.
  package let name: String
  /// What it reads, for people.
  package let title: String
  package let target: ImportTarget
  /// Whose identifiers its rows have: maps of one source agree on what is the same row.
  package let source: String
  package let columns: [Column]
  /// The columns that are known and left out.
  var omissions: [Omission] = []
  /// How the names of its files begin, without regard to case; empty when any may.
  var fileNames: [String] = []
  /// The order of its dates; nil when it has to be found out.
  package var dates: ForeignDateOrder?
  /// Values that the table does not say and the source tells.
  var constants: [ImportField: String] = [:]
  /// Whether it was written by this program: cells are guarded against spreadsheets, and identifiers are real.
  var isOwnExport = false

  /// Why a column is left out; nil where the map does not know it.
  package func reason(forOmitting column: String) -> String? {
    omissions.first { Self.folded($0.name) == Self.folded(column) }?.reason
  }

  /// Whether two imports read the same kind of table: a person's own map is the generic one, said more exactly.
  static func isOneSource(_ name: String?, _ other: String) -> Bool {
    guard let name else { return false }
    func kind(_ name: String) -> String { builtIn(name) == nil && name != calendarName ? genericName : name }
    return name == other || kind(name) == kind(other)
  }

  /// What stands in the field `imported` of what came from a calendar.
  package static let calendarName = "calendar"

  /// Whether a file's name looks like one of this map's.
  func isNamed(like file: String) -> Bool {
    let name = file.split(separator: "/").last.map { $0.lowercased() } ?? ""
    return fileNames.contains { name.hasPrefix($0) }
  }
}

/// Which column is taken for which field, in one table.
package struct ColumnBinding: Hashable, Sendable {
  /// The names of the columns, as the table has them.
  package let header: [String]
  /// The column of each field that has one.
  package private(set) var index: [ImportField: Int] = [:]

  init(header: [String]) { self.header = header }

  mutating func bind(_ field: ImportField, _ column: Int) { index[field] = column }

  /// The columns that are read, in their order: `Company Name → company`.
  package var used: [(column: String, field: ImportField)] {
    index.sorted { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }.map { (header[$0.value], $0.key) }
  }

  /// The columns that are not read, in their order.
  package var unused: [String] {
    let used = Set(index.values)
    return header.indices.filter { !used.contains($0) }.map { header[$0] }
  }
}

extension ImportMap {
  /// A column's name for comparison: `Job_Title*` is `job title`.
  static func folded(_ name: String) -> String { Folding.words(name).joined(separator: " ") }

  /// Which columns of a table are the map's; nil when one that it requires is missing.
  func binding(of header: [String]) -> ColumnBinding? {
    let names = header.map(Self.folded)
    var binding = ColumnBinding(header: header)
    for column in columns {
      // The preferred name wins, wherever it stands; of two columns with one name, the first.
      let found = column.names.lazy.map(Self.folded).compactMap { names.firstIndex(of: $0) }
      if let index = found.first(where: { !binding.index.values.contains($0) }) {
        binding.bind(column.field, index)
      } else if column.isRequired {
        return nil
      }
    }
    return binding
  }
}
