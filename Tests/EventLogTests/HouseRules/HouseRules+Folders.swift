extension HouseRules {
  /// The folders of a module from the ground up: a file uses the types of its own folder and of those before it.
  static let folders = [
    "EventStorage": [
      "System", "SQLite", "Log", "Search", "Reduce", "Merge", "Identity", "Query", "Store", "Rescue", "Backup",
    ],
    "EventSync": ["Folder", "Segments", "Sync"],
  ]

  /// Uses of types that a folder further up declares, among the sources of one module.
  static func folderOrder(_ sources: [HouseSource], _ order: [String]) -> [Finding] {
    var findings: [Finding] = []
    let levels = Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
    var declared: [String: Set<Int>] = [:]
    for source in sources {
      guard let level = levels[source.folder] else {
        findings.append(Finding(source, "its folder is not one of \(order.joined(separator: ", "))"))
        continue
      }
      for name in source.declarations { declared[name, default: []].insert(level) }
    }
    for source in sources {
      guard let level = levels[source.folder] else { continue }
      let own = Set(source.privateDeclarations)
      for (number, line) in source.code.lines.enumerated() {
        for word in line.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }) {
          guard let least = declared[String(word)]?.min(), least > level, !own.contains(String(word)) else { continue }
          findings.append(Finding(source, line: number + 1, "\(word) is declared further up, in \(order[least])"))
        }
      }
    }
    return findings
  }
}

extension HouseSource {
  /// The folder within its module; empty where the module has none.
  var folder: String {
    let parts = name.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  /// The types at file scope that other files can use.
  var declarations: [String] { declarations(arePrivate: false) }

  /// The types at file scope that other files cannot use.
  var privateDeclarations: [String] { declarations(arePrivate: true) }

  private func declarations(arePrivate: Bool) -> [String] {
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    return code.lines.compactMap { line in
      guard let first = line.first, first != " ", first != "}" else { return nil }
      let words = line.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" })
      let isPrivate = words.first == "private" || words.first == "fileprivate"
      guard isPrivate == arePrivate, let kind = words.firstIndex(where: kinds.contains),
        kind + 1 < words.count
      else { return nil }
      return String(words[kind + 1])
    }
  }
}
