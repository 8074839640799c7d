import CivilTime
import EventLog
import FollowUp

/// The map of a table, with its columns found.
package struct ChosenMap: Hashable, Sendable {
  package let map: ImportMap
  /// Which column is taken for what.
  let binding: ColumnBinding
  package let headerLine: Int
}

/// What a person said of the map to take.
package struct MapWish: Hashable, Sendable {
  package var name: String?
  package var columns: [ImportField: String] = [:]

  /// A wish; an empty one leaves the choice to the headers.
  package init(name: String? = nil, columns: [ImportField: String] = [:]) {
    self.name = name
    self.columns = columns
  }
}

extension ImportMap {
  /// The header is among so many rows; some tables have remarks above it.
  static let headerRowsMax = 30

  /// Finds the map of a table, and the header in its first rows.
  ///
  /// - Parameters:
  ///   - rows: the first rows of the file.
  ///   - file: what problems call the file.
  ///   - wish: what the person asked for.
  ///   - own: the person's own maps.
  /// - Throws: ``ImportProblem`` when none fits, or several do.
  package static func choose(
    _ rows: [CSVRow], file: String, wish: MapWish, own: [ImportMap]
  ) throws(ImportProblem) -> ChosenMap {
    let rows = rows.prefix(headerRowsMax)
    if !wish.columns.isEmpty { return try assigned(rows, file, wish) }
    if let name = wish.name, name != genericName { return try named(name, rows, file, own) }
    // The person's own maps come first: they were made for such tables.
    for maps in wish.name == nil ? [own, builtIn] : [] {
      var fitting: [ChosenMap] = maps.compactMap { map in
        for row in rows {
          if let binding = map.binding(of: row.fields) {
            return ChosenMap(map: map, binding: binding, headerLine: row.line)
          }
        }
        return nil
      }
      let named = fitting.filter { $0.map.isNamed(like: file) }
      if !named.isEmpty { fitting = named }
      let most = fitting.map { $0.map.required.count }.max() ?? 0
      fitting.removeAll { $0.map.required.count < most }
      if fitting.count == 1, let only = fitting.first { return only }
      if fitting.count > 1 {
        let names = fitting.map(\.map.name).joined(separator: ", ")
        throw ImportProblem(file, "several maps match this table: \(names); choose one with --map NAME", isUsage: true)
      }
    }
    for row in rows {
      if let map = generic(for: row.fields), let binding = map.binding(of: row.fields) {
        return ChosenMap(map: map, binding: binding, headerLine: row.line)
      }
    }
    throw unknown(rows, file)
  }

  private var required: [Column] { columns.filter(\.isRequired) }

  private static func named(
    _ name: String, _ rows: ArraySlice<CSVRow>, _ file: String, _ own: [ImportMap]
  ) throws(ImportProblem) -> ChosenMap {
    guard let map = builtIn(name) ?? own.first(where: { $0.name == name }) else {
      let names = (builtIn + own).map(\.name) + [genericName]
      throw ImportProblem(
        file, "no map is called \(quoted(name))\(Nearest.way(from: name, among: names, list: "choose from"))",
        isUsage: true)
    }
    for row in rows {
      if let binding = map.binding(of: row.fields) {
        return ChosenMap(map: map, binding: binding, headerLine: row.line)
      }
    }
    let header = headerGuess(rows)
    let found = Set(header?.fields.map(folded) ?? [])
    let missing = map.required.filter { column in !column.names.contains { found.contains(folded($0)) } }
      .compactMap(\.names.first)
    throw ImportProblem(
      file,
      "this table does not match the map \(name): it lacks \(list(missing)); its columns are \(list(header?.fields ?? []))"
    )
  }

  private static func assigned(
    _ rows: ArraySlice<CSVRow>, _ file: String, _ wish: MapWish
  ) throws(ImportProblem) -> ChosenMap {
    for row in rows {
      let names = Set(row.fields.map(folded))
      guard wish.columns.values.allSatisfy({ names.contains(folded($0)) }) else { continue }
      guard let map = generic(for: row.fields, assigned: wish.columns), let binding = map.binding(of: row.fields) else {
        throw ImportProblem(
          file,
          "no column holds an employer or a person's name; add --map company=Column or --map name=Column "
            + "(the columns are \(list(row.fields)))", isUsage: true)
      }
      if let field = wish.columns.keys.sorted(by: { $0.rawValue < $1.rawValue }).first(where: {
        !map.target.fields.contains($0)
      }) {
        throw ImportProblem(
          file, "\(field.rawValue) is not a field of \(map.title); the fields are \(fieldNames(map.target))",
          isUsage: true)
      }
      return ChosenMap(map: map, binding: binding, headerLine: row.line)
    }
    let header = headerGuess(rows)?.fields ?? []
    let found = Set(header.map(folded))
    let missing = wish.columns.values.filter { !found.contains(folded($0)) }.sorted()
    throw ImportProblem(
      file, "there is no column \(list(missing)) in it; its columns are \(list(header))", isUsage: true)
  }

  private static func fieldNames(_ target: ImportTarget) -> String {
    ImportField.allCases.filter(target.fields.contains).map(\.rawValue).joined(separator: ", ")
  }

  private static func unknown(_ rows: ArraySlice<CSVRow>, _ file: String) -> ImportProblem {
    guard let header = headerGuess(rows) else { return ImportProblem(file, "it has no rows") }
    return ImportProblem(
      file,
      """
      the columns are not recognised (line \(header.line): \(list(header.fields))); assign them, such as \
      --map company=Column --map role=Column --map applied_on=Column. The fields are \(fieldNames(.application)); for people \
      \(fieldNames(.contact))
      """, isUsage: true)
  }

  /// The row that has most cells, which is probably the header.
  private static func headerGuess(_ rows: ArraySlice<CSVRow>) -> CSVRow? {
    let most = rows.map(\.fields.count).max() ?? 0
    return rows.first { $0.fields.count == most }
  }

  private static let listMax = 40

  static func list(_ names: [String]) -> String {
    let shown = names.prefix(listMax).map { quoted(trim($0)) }.joined(separator: ", ")
    return names.count > listMax ? "\(shown) and \(names.count - listMax) more" : shown
  }
}
