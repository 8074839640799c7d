import EventLog
import EventStorage
import FollowUpFormats

/// `import --maps`: the maps that there are.
enum ImportMapListing {
  static func print(_ session: Session) throws {
    var own: [ImportMap] = []
    if let store = try session.openStoreIfAny() {
      defer { try? store.close() }
      own = try store.read { ImportMap.own(try $0.records(ofType: ImportMap.recordType)) }
    }
    let maps = ImportMap.builtIn + own
    switch session.format {
    case .json:
      let list = maps.map { map in
        JSONValue(object: [
          (name: "name", value: JSONValue(map.name)), (name: "title", value: JSONValue(map.title)),
          (name: "target", value: JSONValue(map.target.rawValue)),
          (name: "built_in", value: JSONValue(ImportMap.builtIn(map.name) != nil)),
          (
            name: "columns",
            value: JSONValue(object: map.columns.map { (name: $0.field.rawValue, value: JSONValue($0.names[0])) })
          ),
        ])
      }
      session.printJSON([(name: "maps", value: JSONValue(array: list))])
    case .plain:
      for map in maps { session.out.record([map.name, map.target.rawValue, map.title]) }
    case .text:
      var table = Table()
      for map in maps { table.add([map.name, map.title, columns(map)]) }
      table.add([
        ImportMap.genericName, "any other table", "columns by their names, or as --map field=Column assigns them",
      ])
      table.print(to: session.out, wrapsLast: true)
    }
  }

  private static func columns(_ map: ImportMap) -> String {
    map.columns.compactMap(\.names.first).joined(separator: ", ")
  }
}
