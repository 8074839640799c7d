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
    // By name the lowest folder that declares it.
    var declared: [String: Int] = [:]
    for source in sources {
      guard let level = levels[source.folder] else {
        findings.append(Finding(source, "its folder is not one of \(order.joined(separator: ", "))"))
        continue
      }
      for name in source.types.shared { declared[name] = min(declared[name] ?? level, level) }
    }
    for source in sources {
      guard let level = levels[source.folder] else { continue }
      let own = Set(source.types.own)
      for (name, least) in declared.sorted(by: { $0.key < $1.key }) where least > level && !own.contains(name) {
        for (number, code) in source.codeLines(with: name)
        where code.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }).contains(Substring(name)) {
          findings.append(Finding(source, line: number, "\(name) is declared further up, in \(order[least])"))
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

  /// The types at file scope: those that other files can use, and those that are the file's own.
  fileprivate var types: (shared: [String], own: [String]) {
    let declaration = /(?:@\w+ +)*((?:\w+ +)*?)(?:struct|class|enum|protocol|actor|typealias) +(\w+).*/
    var types: (shared: [String], own: [String]) = ([], [])
    for line in lines {
      guard let first = line.utf8.first, (0x40...0x7a).contains(first), let match = line.wholeMatch(of: declaration)
      else { continue }
      if match.1.contains("private") { types.own.append(String(match.2)) } else { types.shared.append(String(match.2)) }
    }
    return types
  }
}
