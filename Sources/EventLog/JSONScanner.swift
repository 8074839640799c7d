/// A strict reader of RFC 8785 canonical JSON: it accepts exactly the one spelling of each value.
///
/// It works on bytes in place and allocates nothing on the way, for every line of every log passes through it.
struct JSONScanner {
  /// Objects and arrays may nest this deep, the outermost being the first (FORMAT 2).
  static let depthMax = 64

  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Checks that the bytes are exactly one canonical value.
  static func check(_ bytes: [UInt8]) throws(MalformedLine) {
    // A typed error does not pass through the closure of withUnsafeBufferPointer, so it is carried out as a value.
    let failure = bytes.withUnsafeBufferPointer { buffer -> MalformedLine? in
      var scanner = JSONScanner(buffer)
      do throws(MalformedLine) {
        try scanner.value(depth: 0)
        try scanner.end()
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
  }

  /// The children of an array or object, as ranges; names with their quotes. Of bytes that are not canonical, those
  /// before the first byte that is not.
  static func children(of bytes: [UInt8]) -> [(name: Range<Int>?, value: Range<Int>)] {
    bytes.withUnsafeBufferPointer { buffer in
      var scanner = JSONScanner(buffer)
      var result: [(name: Range<Int>?, value: Range<Int>)] = []
      let isObject = buffer.first == UInt8(ascii: "{")
      scanner.position = 1
      do throws(MalformedLine) {
        guard scanner.current != UInt8(ascii: "]"), scanner.current != UInt8(ascii: "}") else { return [] }
        while true {
          var name: Range<Int>?
          if isObject {
            let start = scanner.position
            try scanner.string()
            name = start..<scanner.position
            scanner.position += 1
          }
          let start = scanner.position
          try scanner.value(depth: 1)
          result.append((name, start..<scanner.position))
          guard scanner.current == UInt8(ascii: ",") else { return result }
          scanner.position += 1
        }
      } catch { return result }
    }
  }

  /// The byte at the position, or 0 at the end: no canonical text holds a 0.
  @inline(__always)
  var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  func fail(_ reason: String) -> MalformedLine { MalformedLine(at: position, reason) }

  /// Why the byte here cannot stand here, in the words that help most.
  func unexpected(_ wanted: String) -> MalformedLine {
    guard position < bytes.count else { return fail("the line ends where \(wanted) is expected") }
    return switch bytes[position] {
    case 0x20, 0x09, 0x0a: fail("white space, which canonical JSON never has")
    case 0x0d: fail("a carriage return; lines end with LF alone")
    case 0xef where position == 0: fail("a byte order mark or other text before the object")
    default: fail("expected \(wanted)")
    }
  }

  mutating func expect(_ byte: UInt8, _ wanted: String) throws(MalformedLine) {
    guard current == byte else { throw unexpected(wanted) }
    position += 1
  }

  func end() throws(MalformedLine) {
    guard position != bytes.count else { return }
    if position == bytes.count - 1, bytes[position] == 0x0d {
      throw MalformedLine(at: position, MalformedLine.convertedLineEnd)
    }
    throw unexpected("the end of the line")
  }

  mutating func literal(_ text: StaticString) throws(MalformedLine) {
    let count = text.utf8CodeUnitCount
    guard position + count <= bytes.count else { throw unexpected("a value") }
    for index in 0..<count where bytes[position + index] != text.utf8Start[index] {
      throw unexpected("a value")
    }
    position += count
  }

  /// Passes over one value.
  ///
  /// - Parameter depth: how many objects and arrays are open around it.
  mutating func value(depth: Int) throws(MalformedLine) {
    switch current {
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "{"): try object(depth: depth)
    case UInt8(ascii: "["): try array(depth: depth)
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    case UInt8(ascii: "-"), 0x30...0x39: try number()
    default: throw unexpected("a value")
    }
  }

  mutating func object(depth: Int) throws(MalformedLine) {
    guard depth < Self.depthMax else { throw fail("nested more than \(Self.depthMax) deep") }
    position += 1
    if current == UInt8(ascii: "}") {
      position += 1
      return
    }
    var previous: Range<Int>?
    while true {
      let name = try self.name(after: previous)
      previous = name
      try value(depth: depth + 1)
      if current == UInt8(ascii: "}") { break }
      try expect(UInt8(ascii: ","), "a comma or the end of the object")
    }
    position += 1
  }

  /// Passes over a member's name and its colon, and checks its place in the order.
  ///
  /// - Returns: the range of the name without its quotes.
  @inline(__always)
  mutating func name(after previous: Range<Int>?) throws(MalformedLine) -> Range<Int> {
    let start = position
    guard current == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
    try string()
    let name = start + 1..<position - 1
    if let previous, !isAscending(previous, name) {
      let same = bytes[previous].elementsEqual(bytes[name])
      throw MalformedLine(
        at: start, same ? "a duplicate name" : "names not sorted by UTF-16 code units")
    }
    try expect(UInt8(ascii: ":"), "a colon")
    return name
  }

  mutating func array(depth: Int) throws(MalformedLine) {
    guard depth < Self.depthMax else { throw fail("nested more than \(Self.depthMax) deep") }
    position += 1
    if current == UInt8(ascii: "]") {
      position += 1
      return
    }
    while true {
      try value(depth: depth + 1)
      if current == UInt8(ascii: "]") { break }
      try expect(UInt8(ascii: ","), "a comma or the end of the array")
    }
    position += 1
  }

  /// Passes over a string, whose opening quote is here.
  mutating func string() throws(MalformedLine) {
    position += 1
    let count = bytes.count
    while position < count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return
      }
      if byte == UInt8(ascii: "\\") {
        try escape()
      } else if byte < 0x20 {
        throw fail("a control character that is not escaped")
      } else if byte < 0x80 {
        position += 1
      } else {
        try multibyte(byte)
      }
    }
    throw fail("the line ends within a string")
  }

  mutating func escape() throws(MalformedLine) {
    position += 1
    switch current {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    case UInt8(ascii: "u"):
      guard position + 4 < bytes.count else { throw fail("the line ends within an escape") }
      var code: UInt64 = 0
      for index in position + 1...position + 4 {
        guard let digit = hexDigit(bytes[index]) else {
          throw fail("an escape that is not four lower-case hexadecimal digits")
        }
        code = code << 4 | digit
      }
      if code >= 0xd800, code < 0xe000 { throw fail("an escaped surrogate") }
      guard code < 0x20, ![8, 9, 10, 12, 13].contains(code) else {
        throw fail("an escape that canonical JSON does not use")
      }
      position += 5
    default: throw fail("an escape that canonical JSON does not use")
    }
  }

  /// Passes over one code point of two to four bytes: no overlong form, no surrogate, nothing above U+10FFFF.
  mutating func multibyte(_ lead: UInt8) throws(MalformedLine) {
    func continuation(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xbf) -> Bool {
      position + offset < bytes.count && range.contains(bytes[position + offset])
    }
    let valid: Bool
    let length: Int
    switch lead {
    case 0xc2...0xdf: (length, valid) = (2, continuation(1))
    case 0xe0: (length, valid) = (3, continuation(1, 0xa0...0xbf) && continuation(2))
    case 0xed: (length, valid) = (3, continuation(1, 0x80...0x9f) && continuation(2))
    case 0xe1...0xef: (length, valid) = (3, continuation(1) && continuation(2))
    case 0xf0: (length, valid) = (4, continuation(1, 0x90...0xbf) && continuation(2) && continuation(3))
    case 0xf1...0xf3: (length, valid) = (4, continuation(1) && continuation(2) && continuation(3))
    case 0xf4: (length, valid) = (4, continuation(1, 0x80...0x8f) && continuation(2) && continuation(3))
    default: (length, valid) = (1, false)
    }
    guard valid else { throw fail("not valid UTF-8") }
    position += length
  }

  mutating func number() throws(MalformedLine) {
    let start = position
    if current == UInt8(ascii: "-") { position += 1 }
    let first = position
    while (0x30...0x39).contains(current) { position += 1 }
    let digits = position - first
    guard digits > 0 else { throw unexpected("a digit") }
    guard digits == 1 || bytes[first] != 0x30 else {
      throw MalformedLine(at: start, "a number with a leading zero")
    }
    let isWhole = current != UInt8(ascii: ".") && current | 0x20 != UInt8(ascii: "e")
    if isWhole, digits <= 15 {
      guard first == start || bytes[first] != 0x30 else { throw MalformedLine(at: start, "-0, which is spelt 0") }
      return
    }
    if current == UInt8(ascii: ".") {
      position += 1
      let fraction = position
      while (0x30...0x39).contains(current) { position += 1 }
      guard position > fraction else { throw unexpected("a digit") }
    }
    if current | 0x20 == UInt8(ascii: "e") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      let exponent = position
      while (0x30...0x39).contains(current) { position += 1 }
      guard position > exponent else { throw unexpected("a digit") }
    }
    let text = bytes[start..<position]
    guard let number = Double(String(decoding: text, as: UTF8.self)), number.isFinite else {
      throw MalformedLine(at: start, "a number that no double can hold")
    }
    guard let spelling = CanonicalNumber.spell(number), spelling.elementsEqual(text) else {
      throw MalformedLine(at: start, "a number that is not spelt as ECMAScript spells its nearest double")
    }
  }

  /// Whether two names stand in strictly ascending order of their UTF-16 code units.
  func isAscending(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    if bytes[left].contains(0x5c) || bytes[right].contains(0x5c) {
      let leftUnits = String(decoding: CanonicalJSON.unescape(bytes[left]), as: UTF8.self).utf16
      let rightUnits = String(decoding: CanonicalJSON.unescape(bytes[right]), as: UTF8.self).utf16
      return leftUnits.lexicographicallyPrecedes(rightUnits)
    }
    let count = min(left.count, right.count)
    for index in 0..<count {
      let a = bytes[left.lowerBound + index]
      let b = bytes[right.lowerBound + index]
      guard a != b else { continue }
      // Bytes order as code points do, and so as UTF-16, but for one thing: code points above U+FFFF (lead F0 to
      // F4) are written with surrogates, which stand below U+E000 to U+FFFF (lead EE and EF).
      if a >= 0xee, b >= 0xee, (a >= 0xf0) != (b >= 0xf0) { return a >= 0xf0 }
      return a < b
    }
    return left.count < right.count
  }
}
