import EventLog

/// The file that makes a folder a shared one (FORMAT 5): `followup-folder.json`.
enum FolderMarker {
  static let path = "followup-folder.json"
  static let content: [UInt8] =
    JSONValue(object: [
      (name: "encryption", value: JSONValue("none")), (name: "format", value: JSONValue("followup-folder")),
      (name: "v", value: JSONValue(integer: 1)),
    ]).canonical + [UInt8(ascii: "\n")]

  /// What the file says.
  enum Reading: Equatable {
    /// This release syncs with it.
    case plain
    /// Nothing that could be understood: torn, empty, or not ours.
    case damaged
    /// Another program's.
    case foreign
    case newer(Int)
    case encrypted(String)
  }

  static func read(_ bytes: [UInt8]) -> Reading {
    // An editor may have added or removed the LF at the end.
    let text = bytes.reversed().drop { $0 == 0x0a || $0 == 0x0d || $0 == 0x20 }.reversed()
    guard let members = (try? JSONValue(canonical: Array(text)))?.object else { return .damaged }
    let values = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    guard values["format"]?.string == "followup-folder" else { return .foreign }
    guard let version = values["v"]?.number, version >= 1 else { return .damaged }
    guard version == 1 else { return .newer(Int(min(version, 1e9))) }
    guard let encryption = values["encryption"]?.string else { return .damaged }
    return encryption == "none" ? .plain : .encrypted(encryption)
  }
}
