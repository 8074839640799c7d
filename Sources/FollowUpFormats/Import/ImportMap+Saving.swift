import CivilTime
import EventLog
import FollowUp

/// A person's own maps: records of type `import_map`, so that every device has them. The record is the same
/// everywhere: its identifier is the version 5 UUID of the map's name.
extension ImportMap {
  package static let recordType = RecordType.importMap.rawValue
  /// The namespace of own maps' records: `4e1c9a70-83d5-4b2f-a6e8-95d07b3cf162`, drawn once and never changed.
  static let recordNamespace = RecordID(high: 0x4e1c_9a70_83d5_4b2f, low: 0xa6e8_95d0_7b3c_f162)

  /// The record of an own map.
  package static func recordID(_ name: String) -> RecordID { RecordID.version5(namespace: recordNamespace, name: name) }

  /// Whether a map may have this name: small letters, digits and hyphens, and none that comes with the program.
  package static func isOwnName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7a).contains(first), name.utf8.count <= 64 else { return false }
    let isPlain = name.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
    return isPlain && name != genericName && builtIn(name) == nil
  }

  /// The draft that records how a table was read, under a name.
  package static func draft(_ name: String, _ table: ImportTable) -> Draft {
    let columns = table.binding.used.map { (name: $0.field.rawValue, value: JSONValue(trim($0.column))) }
    var set: [String: JSONValue] = [
      "type": JSONValue(recordType), "name": JSONValue(name), "target": JSONValue(table.map.target.rawValue),
      "columns": JSONValue(object: columns),
    ]
    if let dates = table.dates { set["dates"] = JSONValue(dates.rawValue) }
    return Draft(record: recordID(name), set: set)
  }

  /// The map of a record; nil when it is none that can be read.
  package init?(_ state: RecordState) {
    guard state["type"]?.string == Self.recordType, !state.isRetracted, let name = state["name"]?.string,
      Self.isOwnName(name), let target = state["target"]?.string.flatMap(ImportTarget.init(rawValue:)),
      let members = state["columns"]?.object
    else { return nil }
    let columns: [Column] = members.compactMap { member in
      guard let field = ImportField(rawValue: member.name), let column = member.value.string else { return nil }
      return Column(field, names: [column], isRequired: true)
    }
    guard !columns.isEmpty, columns.count == members.count else { return nil }
    self.init(name: name, title: "your own map", target: target, source: "table", columns: columns)
    dates = state["dates"]?.string.flatMap(ForeignDateOrder.init(rawValue:))
  }

  /// The own maps among records of the type, each once and by name.
  package static func own(_ states: some Sequence<RecordState>) -> [ImportMap] {
    states.filter { $0["name"]?.string.map(recordID) == $0.id }.compactMap(ImportMap.init).sorted { $0.name < $1.name }
  }
}
