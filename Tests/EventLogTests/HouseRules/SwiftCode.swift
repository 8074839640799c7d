/// The code of a Swift source, line by line: without comments and without what stands in string literals. Code within
/// an interpolation is code. Literals of regular expressions are not known to it.
struct SwiftCode {
  /// A line each, as many as the text has.
  let lines: [String]
  /// By line: whether it is a documentation comment, `///`.
  let isDocumentation: [Bool]

  private enum Mode {
    /// With the number of parentheses that are open, when it is an interpolation.
    case code(open: Int?)
    case string(hashes: Int, isLong: Bool)
    case comment(depth: Int)
  }

  init(_ text: String) {
    var lines: [String] = []
    var isDocumentation: [Bool] = []
    var modes: [Mode] = [.code(open: nil)]
    var line: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    var start = 0

    func has(_ word: StaticString, at place: Int) -> Bool {
      let count = word.utf8CodeUnitCount
      guard place + count <= bytes.count else { return false }
      return (0..<count).allSatisfy { bytes[place + $0] == word.utf8Start[$0] }
    }
    func end() {
      lines.append(String(decoding: line, as: UTF8.self))
      line.removeAll(keepingCapacity: true)
      isDocumentation.append(has("///", at: bytes[start...].firstIndex { $0 != UInt8(ascii: " ") } ?? start))
    }
    func hashes(at place: Int) -> Int { bytes[place...].prefix { $0 == UInt8(ascii: "#") }.count }

    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        // A literal of one line ends with it, whatever the scanner has taken for its beginning.
        if case .string(_, isLong: false) = modes.last { modes = [.code(open: nil)] }
        end()
        index += 1
        start = index
        continue
      }
      // Most of a source. The tests are built without optimisation.
      if !Self.isSpecial[Int(byte)] {
        if case .code = modes[modes.count - 1] { line.append(byte) }
        index += 1
        continue
      }
      switch modes.last ?? .code(open: nil) {
      case .comment(let depth):
        if has("*/", at: index) {
          modes.removeLast()
          if depth > 1 { modes.append(.comment(depth: depth - 1)) }
          index += 2
        } else if has("/*", at: index) {
          modes[modes.count - 1] = .comment(depth: depth + 1)
          index += 2
        } else {
          index += 1
        }
      case .string(let count, let isLong):
        let end = isLong ? 3 : 1
        if byte == UInt8(ascii: "\\"), hashes(at: index + 1) >= count {
          let after = index + 1 + count
          if has("(", at: after) {
            modes.append(.code(open: 0))
            index = after + 1
          } else if (count == 0 && !has("\n", at: after)) || has("\"", at: after) {
            index = min(bytes.count, after + 1)
          } else {
            index = after
          }
        } else if isLong ? has("\"\"\"", at: index) : byte == UInt8(ascii: "\""), hashes(at: index + end) >= count {
          modes.removeLast()
          line.append(UInt8(ascii: "\""))
          index += end + count
        } else {
          index += 1
        }
      case .code(let open):
        if has("//", at: index) {
          while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
          continue
        }
        if has("/*", at: index) {
          modes.append(.comment(depth: 1))
          index += 2
          continue
        }
        let count = byte == UInt8(ascii: "#") ? hashes(at: index) : 0
        if has("\"", at: index + count) {
          let isLong = has("\"\"\"", at: index + count)
          modes.append(.string(hashes: count, isLong: isLong))
          line.append(UInt8(ascii: "\""))
          index += count + (isLong ? 3 : 1)
          continue
        }
        if let open {
          if byte == UInt8(ascii: ")"), open == 0 {
            modes.removeLast()
            index += 1
            continue
          }
          let step = byte == UInt8(ascii: "(") ? 1 : byte == UInt8(ascii: ")") ? -1 : 0
          modes[modes.count - 1] = .code(open: open + step)
        }
        line.append(byte)
        index += 1
      }
    }
    if bytes.last != UInt8(ascii: "\n") { end() }
    self.lines = lines
    self.isDocumentation = isDocumentation
  }

  /// By byte: whether it can begin or end something here.
  private static let isSpecial: [Bool] = {
    var result = [Bool](repeating: false, count: 256)
    for byte in "/*\"\\#()".utf8 { result[Int(byte)] = true }
    return result
  }()
}
