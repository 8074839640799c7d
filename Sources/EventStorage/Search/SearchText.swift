import EventLog

/// What of a value is text that somebody may search for: a rule on the value alone, for storage knows no fields but
/// `type`, and looks at every value of a merge.
///
/// Text and numbers of three digits and more count, in lists and objects too. References, days, times and hashes do not,
/// for nobody types them; nor does the field `type`, which every record of a kind shares.
enum SearchText {
  /// Adds the texts of a value to a document, a line each.
  ///
  /// - Parameter value: canonical JSON.
  static func append(
    _ value: UnsafeBufferPointer<UInt8>, of field: UnsafeBufferPointer<UInt8>, to document: inout [UInt8]
  ) {
    guard !isType(field) else { return }
    forEach(in: value) { text in
      document += text
      document.append(UInt8(ascii: "\n"))
    }
  }

  /// The texts of a value of some field.
  static func texts(of value: JSONValue, field: String) -> [String] {
    guard field != "type" else { return [] }
    var texts: [String] = []
    value.canonical.withUnsafeBufferPointer { bytes in
      forEach(in: bytes) { texts.append(String(decoding: $0, as: UTF8.self)) }
    }
    return texts
  }

  /// Whether a record has any text in a value.
  static func hasText(_ value: UnsafeBufferPointer<UInt8>, of field: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !isType(field) else { return false }
    var found = false
    forEach(in: value) { _ in found = true }
    return found
  }

  private static func isType(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    field.count == 4 && field.elementsEqual("type".utf8)
  }

  private static func forEach(in value: UnsafeBufferPointer<UInt8>, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Void)
  {
    guard let first = value.first else { return }
    switch first {
    case UInt8(ascii: "\""):
      let text = value[1..<max(1, value.count - 1)]
      guard isSearched(text) else { return }
      guard text.contains(UInt8(ascii: "\\")) else { return body(text) }
      var decoded = JSONValue(unchecked: value).string ?? ""
      decoded.withUTF8 { body($0[...]) }
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      let whole = JSONValue(unchecked: value)
      for element in whole.array ?? whole.object?.map(\.value) ?? [] {
        element.canonical.withUnsafeBufferPointer { forEach(in: $0, body) }
      }
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      if value.count >= 3 { body(value[...]) }
    default: break
    }
  }

  /// Whether a text is one that a person may look for.
  private static func isSearched(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    func byte(_ offset: Int) -> UInt8 { text[text.startIndex + offset] }
    func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
    let hyphen = UInt8(ascii: "-")
    switch text.count {
    case 0: return false
    // A UUID.
    case 36 where byte(8) == hyphen && byte(13) == hyphen && byte(18) == hyphen && byte(23) == hyphen:
      return !text.allSatisfy { isHex($0) || $0 == hyphen }
    // The hash of an event or a file.
    case 64 where text.allSatisfy(isHex): return false
    // A day, or a time, which is a day with a T behind it.
    case 10...35 where byte(4) == hyphen && byte(7) == hyphen:
      let isDay = [0, 1, 2, 3, 5, 6, 8, 9].allSatisfy { isDigit(byte($0)) }
      return !(isDay && (text.count == 10 || (byte(10) == UInt8(ascii: "T") && !text.contains(UInt8(ascii: " ")))))
    default: return true
    }
  }
}
