import EventLog
import GRDB

/// Compares a table with the temporary one of the same name, row by row: both lie in the order of their keys.
enum TableComparison {
  /// The columns that are compared; those of the key come first, in its order.
  private static let tables: [String: (columns: [String], keys: Int)] = [
    "survivors": (["record", "field", "place", "value", "chain", "seq"], 3),
    "frontiers": (["chain", "seq", "past"], 2), "clock_days": (["day", "hlc"], 1),
    "dangling": (["hash", "chain", "seq"], 3),
  ]

  /// How many rows one of the two has and the other has not.
  static func differences(_ db: Database, _ table: String) throws -> Int {
    guard let (columns, keys) = tables[table] else { return 0 }
    let order = "ORDER BY " + columns.prefix(keys).joined(separator: ", ")
    let list = columns.joined(separator: ", ")
    let stored = try RawStatement(db, "SELECT \(list) FROM main.\(table) \(order)")
    let replayed = try RawStatement(db, "SELECT \(list) FROM temp.\(table) \(order)")
    // A past can be written as a whole or by what it adds, and a release before this one wrote wholes only.
    let pasts =
      table == "frontiers"
      ? try ["main", "temp"].map { try CausalHistory(db, BranchTable(db), table: "\($0).frontiers") } : []
    func areEqual() throws -> Bool {
      if try compare(stored, replayed, Int32(clamping: keys)..<Int32(clamping: columns.count)) == 0 { return true }
      guard pasts.count == 2, stored.bytes(2).first == 0 || replayed.bytes(2).first == 0 else { return false }
      let (branch, seq) = (Int(clamping: try stored.anyInteger(0)) &- 1, try stored.anyInteger(1))
      return try pasts[0].past(of: branch, seq: seq).isEqual(to: pasts[1].past(of: branch, seq: seq))
    }
    var count = 0
    var hasStored = try stored.step()
    var hasReplayed = try replayed.step()
    while hasStored || hasReplayed {
      let sign =
        !hasStored ? 1 : !hasReplayed ? -1 : try compare(stored, replayed, 0..<Int32(clamping: keys))
      if sign == 0, try !areEqual() { count += 2 }
      if sign != 0 { count += 1 }
      if sign <= 0 { hasStored = try stored.step() }
      if sign >= 0 { hasReplayed = try replayed.step() }
    }
    return count
  }

  /// Numbers by their size, text and blobs by their bytes, as SQLite orders them.
  private static func compare(_ one: RawStatement, _ other: RawStatement, _ columns: Range<Int32>) throws -> Int {
    for column in columns {
      if one.isInteger(column), other.isInteger(column) {
        let (left, right) = (try one.anyInteger(column), try other.anyInteger(column))
        if left != right { return left < right ? -1 : 1 }
        continue
      }
      let (left, right) = (one.bytes(column), other.bytes(column))
      if !left.elementsEqual(right) { return left.lexicographicallyPrecedes(right) ? -1 : 1 }
    }
    return 0
  }
}
