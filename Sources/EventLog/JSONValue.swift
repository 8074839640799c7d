/// A JSON value in its RFC 8785 canonical form.
///
/// The canonical bytes *are* the value: two values are equal when their bytes are, so that strings are compared by
/// code points and never normalised, as FORMAT 2 asks.
public struct JSONValue: Hashable, Sendable, CustomStringConvertible {
  /// The canonical form, in UTF-8.
  public let canonical: [UInt8]

  /// A value whose bytes are known to be canonical.
  package init(unchecked canonical: some Sequence<UInt8>) { self.canonical = Array(canonical) }

  /// A value whose bytes are known to be canonical. Not generic, as below.
  package init(unchecked canonical: [UInt8]) { self.canonical = canonical }

  /// A value from bytes that must already be canonical.
  ///
  /// - Throws: ``MalformedLine``, with the first byte that is not.
  public init(canonical: [UInt8]) throws(MalformedLine) {
    try JSONScanner.check(canonical)
    self.canonical = canonical
  }

  /// `null`: as an assignment, it clears the field.
  public static let null = JSONValue(unchecked: "null".utf8)

  /// A string.
  public init(_ string: some StringProtocol) { self.init(String(string)) }

  /// A string. Not generic: other modules would run the generic one unspecialised, byte by byte.
  public init(_ string: String) {
    var string = string
    canonical = string.withUTF8 { text in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(text.count + 2)
      // Most texts have nothing to escape.
      if text.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c }) {
        CanonicalJSON.append(string: text, to: &bytes)
      } else {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: text)
        bytes.append(UInt8(ascii: "\""))
      }
      return bytes
    }
  }

  /// `true` or `false`.
  public init(_ bool: Bool) { canonical = Array((bool ? "true" : "false").utf8) }

  /// A number, or nil when it is infinite or not a number.
  public init?(_ number: Double) {
    guard let bytes = CanonicalNumber.spell(number) else { return nil }
    canonical = bytes
  }

  /// A whole number. Beyond 2^53 it is the nearest double.
  public init(integer: Int) { canonical = CanonicalNumber.spell(Double(integer)) ?? [] }

  /// An array.
  public init(array elements: some Sequence<JSONValue>) {
    var bytes = [UInt8(ascii: "[")]
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += element.canonical
    }
    bytes.append(UInt8(ascii: "]"))
    canonical = bytes
  }

  /// An object. Of members with the same name the last one stays.
  public init(object members: some Sequence<(name: String, value: JSONValue)>) {
    var sorted: [(key: [UInt16], name: String, value: JSONValue)] = []
    for member in members {
      let key = Array(member.name.utf16)
      if let index = sorted.firstIndex(where: { $0.key == key }) {
        sorted[index].value = member.value
      } else {
        sorted.append((key, member.name, member.value))
      }
    }
    sorted.sort { $0.key.lexicographicallyPrecedes($1.key) }
    var bytes = [UInt8(ascii: "{")]
    for (index, member) in sorted.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      CanonicalJSON.append(string: member.name.utf8, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      bytes += member.value.canonical
    }
    bytes.append(UInt8(ascii: "}"))
    canonical = bytes
  }

  /// Whether the value is `null`.
  public var isNull: Bool { canonical.first == UInt8(ascii: "n") }

  /// The value of a string, or nil for other values.
  public var string: String? {
    // A value that a database holds may be anything, for it is checked where it comes from, not where it is read.
    guard canonical.count >= 2, canonical.first == UInt8(ascii: "\""), canonical.last == UInt8(ascii: "\"") else {
      return nil
    }
    return CanonicalJSON.decode(string: canonical[1..<canonical.count - 1])
  }

  /// The value of a number, or nil for other values.
  public var number: Double? {
    guard let first = canonical.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return nil }
    return Double(description)
  }

  /// The value of `true` or `false`, or nil for other values.
  public var bool: Bool? {
    switch canonical.first {
    case UInt8(ascii: "t"): true
    case UInt8(ascii: "f"): false
    default: nil
    }
  }

  /// The elements of an array, or nil for other values.
  public var array: [JSONValue]? {
    guard canonical.first == UInt8(ascii: "[") else { return nil }
    return JSONScanner.children(of: canonical).map { JSONValue(unchecked: canonical[$0.value]) }
  }

  /// The members of an object in canonical order, or nil for other values.
  public var object: [(name: String, value: JSONValue)]? {
    guard canonical.first == UInt8(ascii: "{") else { return nil }
    return JSONScanner.children(of: canonical).map { child in
      let name = child.name.map { CanonicalJSON.decode(string: canonical[$0.dropFirst().dropLast()]) } ?? ""
      return (name, JSONValue(unchecked: canonical[child.value]))
    }
  }

  /// The canonical form as text.
  public var description: String { String(decoding: canonical, as: UTF8.self) }

  /// What a person reads: a string without its quotes, anything else in canonical form.
  public var displayed: String { string ?? description }
}

extension JSONValue: ExpressibleByStringLiteral {
  /// A string.
  public init(stringLiteral value: String) { self.init(value) }
}

/// Writing and reading the pieces of canonical JSON.
package enum CanonicalJSON {
  /// Appends a string in quotes, with no escape but the canonical ones.
  package static func append(string: some Sequence<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in string {
      switch byte {
      case 0x08: bytes += [0x5c, UInt8(ascii: "b")]
      case 0x09: bytes += [0x5c, UInt8(ascii: "t")]
      case 0x0a: bytes += [0x5c, UInt8(ascii: "n")]
      case 0x0c: bytes += [0x5c, UInt8(ascii: "f")]
      case 0x0d: bytes += [0x5c, UInt8(ascii: "r")]
      case 0x22, 0x5c: bytes += [0x5c, byte]
      case 0..<0x20:
        bytes += "\\u00".utf8
        appendHex(byte, to: &bytes)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// The text of a canonical string, given without its quotes.
  package static func decode(string bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(0x5c) else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: unescape(bytes), as: UTF8.self)
  }

  static func unescape(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var iterator = bytes.makeIterator()
    while let byte = iterator.next() {
      guard byte == 0x5c, let escape = iterator.next() else {
        result.append(byte)
        continue
      }
      switch escape {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "n"): result.append(0x0a)
      case UInt8(ascii: "f"): result.append(0x0c)
      case UInt8(ascii: "r"): result.append(0x0d)
      case UInt8(ascii: "u"):
        var code: UInt64 = 0
        for _ in 0..<4 { code = code << 4 | (iterator.next().flatMap(hexDigit) ?? 0) }
        result.append(UInt8(truncatingIfNeeded: code))
      default: result.append(escape)
      }
    }
    return result
  }
}
