// Yams hands out nodes with their marks, so that a wrong number is named by its line as a wrong indent is.
internal import Yams

/// A mapping of a playbook's file, read key by key; what is left over is unknown.
struct YAMLMap {
  let file: String
  let line: Int
  private(set) var left: [(key: String, line: Int, node: Node)] = []

  init(_ node: Node, file: String, what: String) throws(PlaybookProblem) {
    self.file = file
    line = node.mark?.line ?? 1
    guard case .mapping(let mapping) = node else {
      throw PlaybookProblem(file: file, line: line, reason: "write \(what) as lines of KEY: VALUE")
    }
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        throw PlaybookProblem(file: file, line: key.mark?.line ?? line, reason: "a key must be a single word")
      }
      left.append((scalar.string, key.mark?.line ?? line, value))
    }
  }

  func problem(_ line: Int?, _ reason: String) -> PlaybookProblem {
    PlaybookProblem(file: file, line: line ?? self.line, reason: reason)
  }

  /// Takes a key's node out; nil when there is none such.
  mutating func take(_ key: String) -> (line: Int, node: Node)? {
    guard let index = left.firstIndex(where: { $0.key == key }) else { return nil }
    let found = left.remove(at: index)
    return (found.line, found.node)
  }

  mutating func need(_ key: String, _ what: String) throws(PlaybookProblem) -> (line: Int, node: Node) {
    guard let found = take(key) else { throw problem(nil, "\(what) has no \(key); add a line \(key): …") }
    return found
  }

  /// A text of at most `limit` bytes.
  mutating func text(_ key: String, _ what: String, limit: Int = 64) throws(PlaybookProblem) -> (String, Int) {
    let (line, node) = try need(key, what)
    return (try scalar(node, key, line, limit: limit), line)
  }

  mutating func optionalText(_ key: String, limit: Int = 64) throws(PlaybookProblem) -> (String, Int)? {
    guard let (line, node) = take(key) else { return nil }
    return (try scalar(node, key, line, limit: limit), line)
  }

  private func scalar(_ node: Node, _ key: String, _ line: Int, limit: Int) throws(PlaybookProblem) -> String {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
      throw problem(line, "\(key) needs a single value")
    }
    guard scalar.string.utf8.count <= limit else { throw problem(line, "\(key) is longer than \(limit) bytes") }
    return scalar.string
  }

  /// The texts of a list, or of a single value, each with its line.
  mutating func texts(_ key: String, limit: Int = 32) throws(PlaybookProblem) -> [(text: String, line: Int)]? {
    guard let (line, node) = take(key) else { return nil }
    guard case .sequence(let sequence) = node else { return [(try scalar(node, key, line, limit: 64), line)] }
    guard sequence.count <= limit else { throw problem(line, "\(key) has more than \(limit) entries") }
    var texts: [(String, Int)] = []
    for element in sequence {
      texts.append((try scalar(element, key, element.mark?.line ?? line, limit: 64), element.mark?.line ?? line))
    }
    return texts
  }

  mutating func flag(_ key: String) throws(PlaybookProblem) -> Bool {
    guard let (text, line) = try optionalText(key) else { return false }
    switch text {
    case "true": return true
    case "false": return false
    default: throw problem(line, "\(key) must be true or false, not \(text)")
    }
  }

  /// One of the spellings of an enumeration.
  func choice<Value: RawRepresentable & CaseIterable>(
    _ text: String, _ line: Int, _ what: String, as type: Value.Type
  ) throws(PlaybookProblem) -> Value where Value.RawValue == String {
    guard let value = Value(rawValue: text) else {
      let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw problem(line, "there is no \(what) \(text); use one of \(all)")
    }
    return value
  }

  /// Refuses what nobody asked for: a misspelt key would otherwise count for nothing.
  func finish(_ what: String) throws(PlaybookProblem) {
    guard let first = left.first else { return }
    throw problem(first.line, "\(what) has no key \(first.key); check the spelling, or remove the line")
  }
}

/// The file's outermost node.
enum YAMLText {
  /// The size that a playbook may have, in bytes; the largest of ours has 5,000.
  static let limit = 64 * 1024

  static func root(_ yaml: String, file: String) throws(PlaybookProblem) -> Node {
    guard yaml.utf8.count <= limit else {
      throw PlaybookProblem(file: file, line: nil, reason: "the file is larger than 64 KiB, too large for a playbook")
    }
    try checkDepth(yaml, file)
    do {
      // Scalars are read as texts here, so nothing has to guess their types, which would compile expressions first.
      guard let node = try Yams.compose(yaml: yaml, .basic) else {
        throw PlaybookProblem(file: file, line: 1, reason: "the file is empty; start with: followup playbook copy")
      }
      return node
    } catch let problem as PlaybookProblem {
      throw problem
    } catch let error as YamlError {
      throw Self.problem(error, file)
    } catch {
      throw PlaybookProblem(file: file, line: nil, reason: "the file cannot be read as YAML: \(error)")
    }
  }

  /// The parser descends once for each level, so what is absurdly deep is refused before it is parsed.
  private static func checkDepth(_ yaml: String, _ file: String) throws(PlaybookProblem) {
    var depth = 0
    var line = 1
    var column = 0
    for byte in yaml.utf8 {
      column += 1
      switch byte {
      case 0x0a:
        line += 1
        column = 0
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
      default: break
      }
      guard depth <= 32, column <= 1_000 else {
        let reason = depth > 32 ? "too many brackets are open here" : "the line is longer than 1,000 bytes"
        throw PlaybookProblem(file: file, line: line, reason: reason)
      }
    }
  }

  private static func problem(_ error: YamlError, _ file: String) -> PlaybookProblem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      PlaybookProblem(file: file, line: mark.line, reason: "not valid YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      PlaybookProblem(
        file: file, line: context.mark.line,
        reason: "\(duplicates.sorted().joined(separator: ", ")) appears twice in one mapping; keep one of them")
    case .reader(let problem, _, _, _):
      PlaybookProblem(file: file, line: nil, reason: "the file cannot be read as UTF-8 text: \(problem)")
    default: PlaybookProblem(file: file, line: nil, reason: "the file cannot be read as YAML")
    }
  }
}
