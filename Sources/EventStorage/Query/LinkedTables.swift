import EventLog

/// The tables of a library above this one that lie in a store's database: it reads and writes them in the store's own
/// transactions, and reaches nothing else with them.
///
///     let tables = LinkedTables(["folders"])
///     try reader.forEachRow(of: tables["folders"], columns: ["path"]) { names.append($0.text(0)) }
///
/// The numbered files of the schema make the tables. The names of tables and columns become part of SQL, so they are
/// checked where they are given; values are only ever bound.
package struct LinkedTables: Sendable {
  /// A table that may be read and written.
  package struct Table: Sendable {
    let name: String
  }

  private let names: Set<String>

  /// The tables that the log and the state lie in: they are this library's alone.
  private static let own: Set<String> = [
    "chains", "clock_days", "dangling", "events", "frontiers", "own_devices", "records", "revisions", "search",
    "survivors", "waiting", "writers",
  ]

  /// Tables by their names; a name that is the store's own is not among them.
  package init(_ names: Set<String>) { self.names = names.filter { !Self.own.contains($0) && Self.isName($0) } }

  /// A table of the library's.
  ///
  /// - Throws: ``StoreError`` with ``StoreError/Code/misuse`` where the name is none of them.
  package subscript(name: String) -> Table {
    get throws {
      guard names.contains(name) else { throw Self.misuse(name) }
      return Table(name: name)
    }
  }

  static func misuse(_ name: String) -> StoreError {
    StoreError(.misuse, name, "this is no name of a table or column of the library that asks for it")
  }

  /// Lower-case letters, digits and underscores; SQLite's own tables and those of full-text search begin otherwise.
  static func isName(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f }
    return isPlain && !name.isEmpty && !name.hasPrefix("sqlite_") && !name.hasPrefix("search_")
  }

  /// Column names for SQL, separated by commas.
  static func list(_ columns: [String]) throws -> String {
    for column in columns where !isName(column) { throw misuse(column) }
    return columns.joined(separator: ", ")
  }
}

/// What a cell of a linked table holds.
package enum LinkedValue: Sendable, Equatable {
  /// Nothing.
  case null
  /// A whole number.
  case integer(Int64)
  /// Text, with whatever NUL is in it.
  case text(String)
  /// Bytes.
  case blob([UInt8])

  /// The hash of an event, as 32 bytes; NULL where there is none.
  package init(_ hash: EventHash?) { self = hash.map { .blob($0.bytes) } ?? .null }

  /// A text; NULL where there is none.
  package init(_ text: String?) { self = text.map { .text($0) } ?? .null }
}

/// A column and its value.
package typealias LinkedCell = (column: String, value: LinkedValue)

/// One row of a linked table, valid until the next one is read. A cell that holds what nobody has written there throws the
/// error of a damaged database.
package struct LinkedRow {
  private let row: RawStatement

  fileprivate init(_ row: RawStatement) { self.row = row }

  /// Whether a cell is NULL.
  package func isNull(_ column: Int32) -> Bool { row.isNull(column) }
  /// The text of a cell.
  package func text(_ column: Int32) -> String { row.text(column) }
  /// The bytes of a cell.
  package func bytes(_ column: Int32) -> [UInt8] { Array(row.bytes(column)) }
  /// A number of a row: at least 1.
  package func number(_ column: Int32) throws -> Int64 { try row.number(column) }
  /// A count: at least 0.
  package func count(_ column: Int32) throws -> Int64 { try row.count(column) }
  /// A whole number within bounds.
  package func integer(_ column: Int32, in bounds: ClosedRange<Int64>) throws -> Int64 {
    try row.integer(column, in: bounds)
  }
  /// A whole number of which every value may stand there.
  package func anyInteger(_ column: Int32) throws -> Int64 { try row.anyInteger(column) }
  /// A moment of a wall clock, in milliseconds since 1970.
  package func moment(_ column: Int32) throws -> Int64 { try row.moment(column) }
  /// The hash of an event.
  package func hash(_ column: Int32) throws -> EventHash { try row.hash(column) }
  /// The identifier of a device.
  package func device(_ column: Int32) throws -> DeviceID { try row.device(column) }
}

extension StoreReader {
  /// Hands on the rows of a linked table.
  ///
  /// - Parameters:
  ///   - columns: the cells of each row, in this order.
  ///   - key: only the rows whose columns have these values.
  ///   - order: the columns to sort by, the first one first.
  ///   - isDescending: the greatest first.
  package func forEachRow(
    of table: LinkedTables.Table, columns: [String], where key: [LinkedCell] = [], orderedBy order: [String] = [],
    isDescending: Bool = false, _ body: (LinkedRow) throws -> Void
  ) throws {
    var sql = "SELECT \(try LinkedTables.list(columns)) FROM main.\(table.name)\(try LinkedWriter.condition(key))"
    if !order.isEmpty {
      let terms = order.map { isDescending ? "\($0) DESC" : $0 }.joined(separator: ", ")
      _ = try LinkedTables.list(order)
      sql += " ORDER BY \(terms)"
    }
    let rows = try RawStatement(db, sql)
    LinkedWriter.bind(key, to: rows)
    while try rows.step() { try body(LinkedRow(rows)) }
  }
}

/// Writes linked tables within a transaction of the store.
package struct LinkedWriter {
  /// The store as this transaction sees it.
  package let reader: StoreReader

  init(_ reader: StoreReader) { self.reader = reader }

  /// Writes a row, in place of one that has the same key.
  ///
  /// - Parameters:
  ///   - key: the columns of the table's primary or unique key.
  ///   - cells: all other columns.
  package func put(_ key: [LinkedCell], _ cells: [LinkedCell], into table: LinkedTables.Table) throws {
    let all = key + cells
    let names = try LinkedTables.list(all.map(\.column))
    let marks = Array(repeating: "?", count: all.count).joined(separator: ", ")
    let changes = cells.map { "\($0.column) = excluded.\($0.column)" }.joined(separator: ", ")
    let insert = try RawStatement(
      reader.db,
      """
      INSERT INTO main.\(table.name) (\(names)) VALUES (\(marks))
      ON CONFLICT (\(key.map(\.column).joined(separator: ", "))) DO UPDATE SET \(changes)
      """)
    Self.bind(all, to: insert)
    try insert.run()
  }

  /// Removes the rows with a key.
  package func remove(_ key: [LinkedCell], from table: LinkedTables.Table) throws {
    let delete = try RawStatement(reader.db, "DELETE FROM main.\(table.name)\(try Self.condition(key))")
    Self.bind(key, to: delete)
    try delete.run()
  }

  fileprivate static func condition(_ key: [LinkedCell]) throws -> String {
    _ = try LinkedTables.list(key.map(\.column))
    return key.isEmpty ? "" : " WHERE " + key.map { "\($0.column) = ?" }.joined(separator: " AND ")
  }

  fileprivate static func bind(_ cells: [LinkedCell], to statement: RawStatement) {
    for (number, cell) in cells.enumerated() {
      let index = Int32(number + 1)
      switch cell.value {
      case .null: statement.bindNull(index)
      case .integer(let value): statement.bind(index, value)
      case .text(let text): statement.bind(index, whole: text)
      case .blob(let bytes): statement.bind(index, blob: bytes)
      }
    }
  }
}
