import CivilTime
import FollowUp

/// One property of an iCalendar file: `NAME;PARAMETER=VALUE:value` (RFC 5545, 3.1).
struct ContentLine: Hashable, Sendable {
  /// A parameter with its values, of which there is mostly one.
  struct Parameter: Hashable, Sendable {
    /// The name in capitals.
    package let name: String
    /// The values without their quotes; `^n`, `^'` and `^^` stand for themselves no more (RFC 6868).
    package let values: [String]
  }

  /// The name in capitals.
  package let name: String
  let parameters: [Parameter]
  /// What stands behind the colon, as it was written; ``text`` undoes the escapes.
  package let value: String
  /// The line in the file, from 1.
  package let line: Int

  /// The first value of a parameter; nil when there is none of that name.
  func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.values.first }

  /// The value as text: `\n`, `\,`, `\;` and `\\` undone. Another backslash stays as it is.
  package var text: String {
    var result = ""
    var isEscaped = false
    for scalar in value.unicodeScalars {
      guard isEscaped else {
        if scalar == "\\" { isEscaped = true } else { result.unicodeScalars.append(scalar) }
        continue
      }
      isEscaped = false
      switch scalar {
      case "n", "N": result.append("\n")
      case ",", ";", "\\": result.unicodeScalars.append(scalar)
      default:
        result.append("\\")
        result.unicodeScalars.append(scalar)
      }
    }
    return isEscaped ? result + "\\" : result
  }

  /// Reads a line.
  ///
  /// - Throws: ``LineProblem``.
  init(_ bytes: [UInt8], line: Int) throws(LineProblem) {
    var reader = Reader(bytes: bytes)
    name = try reader.name("a property")
    var parameters: [Parameter] = []
    while reader.take(UInt8(ascii: ";")) {
      guard parameters.count < Self.parametersMax else { throw LineProblem("it has too many parameters") }
      let name = try reader.name("a parameter")
      guard reader.take(UInt8(ascii: "=")) else { throw LineProblem("the parameter \(quoted(name)) has no value") }
      var values = [try reader.parameterValue(name)]
      while reader.take(UInt8(ascii: ",")) { values.append(try reader.parameterValue(name)) }
      parameters.append(Parameter(name: name, values: values))
    }
    guard reader.take(UInt8(ascii: ":")) else { throw LineProblem("there is no colon after \(quoted(name))") }
    self.parameters = parameters
    value = try reader.rest()
    self.line = line
  }

  private static let parametersMax = 64

  /// Half a sentence on why a line cannot be read.
  struct LineProblem: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func take(_ byte: UInt8) -> Bool {
      guard current == byte else { return false }
      position += 1
      return true
    }

    /// Letters, digits and hyphens, in capitals.
    mutating func name(_ what: String) throws(LineProblem) -> String {
      var name: [UInt8] = []
      while let byte = current, name.count < 64 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): name.append(byte - 0x20)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39, UInt8(ascii: "-"): name.append(byte)
        default:
          guard name.isEmpty else { return String(decoding: name, as: UTF8.self) }
          throw LineProblem("it does not begin with the name of \(what); it was left out")
        }
        position += 1
      }
      guard !name.isEmpty, current != nil else {
        throw LineProblem("it ends where the name of \(what) should; it was left out")
      }
      return String(decoding: name, as: UTF8.self)
    }

    mutating func parameterValue(_ name: String) throws(LineProblem) -> String {
      let isQuoted = take(UInt8(ascii: "\""))
      let start = position
      while let byte = current {
        if byte == UInt8(ascii: "\"") { break }
        if !isQuoted, byte == UInt8(ascii: ";") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ",") { break }
        position += 1
      }
      let value = try Self.text(bytes[start..<position])
      if isQuoted, !take(UInt8(ascii: "\"")) {
        throw LineProblem("the quotes of the parameter \(quoted(name)) are not closed; it was left out")
      }
      if !isQuoted, current == UInt8(ascii: "\"") {
        throw LineProblem("the parameter \(quoted(name)) has quotes inside its value; it was left out")
      }
      return Self.undoCarets(value)
    }

    mutating func rest() throws(LineProblem) -> String { try Self.text(bytes[position...]) }

    private static func text(_ bytes: ArraySlice<UInt8>) throws(LineProblem) -> String {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw LineProblem("not UTF-8 text; save the file as UTF-8 and import it again")
      }
      return text
    }

    private static func undoCarets(_ value: String) -> String {
      guard value.utf8.contains(UInt8(ascii: "^")) else { return value }
      var result = ""
      var isCaret = false
      for scalar in value.unicodeScalars {
        if isCaret {
          isCaret = false
          switch scalar {
          case "n": result.append("\n")
          case "'": result.append("\"")
          case "^": result.append("^")
          default:
            result.append("^")
            result.unicodeScalars.append(scalar)
          }
        } else if scalar == "^" {
          isCaret = true
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
      return isCaret ? result + "^" : result
    }
  }
}
