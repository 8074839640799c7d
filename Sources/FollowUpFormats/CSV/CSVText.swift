/// The bytes of a file in an encoding in which ASCII is ASCII: UTF-16 becomes UTF-8, and a byte order mark goes.
///
/// A surrogate without its other half becomes the byte FF, which is in no UTF-8 text, so that its row is refused.
struct CSVText {
  private let encoding: CSVDialect.Encoding
  /// What is still to come of the byte order mark.
  private var mark: ArraySlice<UInt8>
  /// The first byte of a unit whose second one is in the next piece.
  private var half: UInt8?
  /// A surrogate that waits for its other half.
  private var surrogate: UInt16?

  static let invalid: UInt8 = 0xff

  init(_ dialect: CSVDialect) {
    encoding = dialect.encoding
    mark = dialect.hasByteOrderMark ? dialect.encoding.mark[...] : []
  }

  /// Takes the next piece and hands it on, in no piece or one.
  mutating func read(
    _ piece: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
  ) rethrows {
    var piece = piece
    while let expected = mark.first, let byte = piece.first {
      guard byte == expected else {
        mark = []
        break
      }
      mark = mark.dropFirst()
      piece = UnsafeBufferPointer(rebasing: piece[1...])
    }
    guard !piece.isEmpty else { return }
    switch encoding {
    case .utf8, .windows1252: try body(piece)
    case .utf16LittleEndian, .utf16BigEndian: try transcoded(piece).withUnsafeBufferPointer(body)
    }
  }

  /// The end of the file: what was cut in the middle is no text.
  mutating func finish(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
    guard half != nil || surrogate != nil else { return }
    half = nil
    surrogate = nil
    try [Self.invalid].withUnsafeBufferPointer(body)
  }

  private mutating func transcoded(_ piece: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(piece.count + 4)
    for byte in piece {
      guard let first = half else {
        half = byte
        continue
      }
      half = nil
      let unit =
        encoding == .utf16LittleEndian ? UInt16(first) | UInt16(byte) << 8 : UInt16(first) << 8 | UInt16(byte)
      append(unit, to: &result)
    }
    return result
  }

  private mutating func append(_ unit: UInt16, to result: inout [UInt8]) {
    if unit < 0x80, surrogate == nil { return result.append(UInt8(unit)) }
    if let high = surrogate {
      surrogate = nil
      if UTF16.isTrailSurrogate(unit) {
        let value = 0x1_0000 + UInt32(high & 0x3ff) << 10 + UInt32(unit & 0x3ff)
        if let scalar = Unicode.Scalar(value) { result += String(scalar).utf8 }
        return
      }
      result.append(Self.invalid)
    }
    if UTF16.isLeadSurrogate(unit) {
      surrogate = unit
    } else if let scalar = Unicode.Scalar(UInt32(unit)) {
      result += String(scalar).utf8
    } else {
      result.append(Self.invalid)
    }
  }

  // MARK: windows-1252

  /// The text of bytes in windows-1252. The five bytes that mean nothing there stay the controls of Latin-1.
  static func windows1252(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var text = ""
    text.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      let isUpper = (0x80..<0xa0).contains(byte)
      let value = isUpper ? upper[Int(byte) - 0x80] : UInt16(byte)
      text.unicodeScalars.append(Unicode.Scalar(value) ?? "\u{fffd}")
    }
    return text
  }

  /// What stands at 80 to 9F.
  private static let upper: [UInt16] = [
    0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d,
    0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,
    0x017e, 0x0178,
  ]
}
