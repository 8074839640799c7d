/// The one spelling of a number in RFC 8785: that of ECMAScript's `Number::toString`.
package enum CanonicalNumber {
  /// The spelling of a finite number, or nil for infinities and NaN, which JSON lacks.
  package static func spell(_ number: Double) -> [UInt8]? {
    guard number.isFinite else { return nil }
    guard number != 0 else { return [UInt8(ascii: "0")] }
    // Swift prints the same shortest digits; only where the point and the exponent go differs.
    var digits: [UInt8] = []
    var point = 0
    var exponent = 0
    var sawPoint = false
    var rest = number.magnitude.description.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: ".") {
        sawPoint = true
      } else if byte == UInt8(ascii: "e") {
        exponent = Int(String(Substring(rest))) ?? 0
        break
      } else {
        digits.append(byte)
        if !sawPoint { point += 1 }
      }
    }
    let leadingZeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(leadingZeros)
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    // The value is 0.DIGITS times ten to the power of `n`.
    let n = point - leadingZeros + exponent
    let k = digits.count
    var text: [UInt8] = number < 0 ? [UInt8(ascii: "-")] : []
    if k <= n, n <= 21 {
      text += digits
      text += Array(repeating: UInt8(ascii: "0"), count: n - k)
    } else if 0 < n, n <= 21 {
      text += digits[..<n]
      text.append(UInt8(ascii: "."))
      text += digits[n...]
    } else if -6 < n, n <= 0 {
      text += [UInt8(ascii: "0"), UInt8(ascii: ".")]
      text += Array(repeating: UInt8(ascii: "0"), count: -n)
      text += digits
    } else {
      text.append(digits[0])
      if k > 1 {
        text.append(UInt8(ascii: "."))
        text += digits[1...]
      }
      text.append(UInt8(ascii: "e"))
      text.append(UInt8(ascii: n > 0 ? "+" : "-"))
      text += Array(String(abs(n - 1)).utf8)
    }
    return text
  }
}
