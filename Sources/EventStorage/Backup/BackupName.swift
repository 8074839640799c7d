import EventLog

/// The name of a backup's file, such as `followup-2026-11-21T094012Z-kitchen-laptop-3f2a1c.db`: when it was taken, on
/// which device, and the end of that device's identifier. Sorted by name, backups of different seconds are sorted by time.
package struct BackupName: Hashable, Sendable {
  /// When the backup was taken: milliseconds since 1970 in UTC, in whole seconds.
  package let milliseconds: Int64
  /// What a person calls the device, in lower-case letters, digits and hyphens; may be empty.
  package let label: String
  /// The last six digits of the device's identifier; zeros for a store that has not written anything.
  package let device: String
  /// Tells backups of the same second apart; 1 is not written.
  package let number: Int

  /// The digits for a store that has not written anything.
  package static let nobody = "000000"
  private static let labelMax = 32
  private static let numberMax = 9_999

  /// The name of a backup; nil outside the years 0 to 9999.
  ///
  /// - Parameters:
  ///   - milliseconds: when it is taken, since 1970 in UTC.
  ///   - label: what a person calls the device, in any letters.
  ///   - device: the device that writes there; nil when none does.
  ///   - number: distinguishes backups of the same second, from 1.
  package init?(milliseconds: Int64, label: String?, device: DeviceID?, number: Int = 1) {
    let seconds = milliseconds / 1_000 - (milliseconds % 1_000 < 0 ? 1 : 0)
    guard (1...Self.numberMax).contains(number), HybridTimestamp(milliseconds: seconds * 1_000, counter: 0) != nil
    else {
      return nil
    }
    self.milliseconds = seconds * 1_000
    self.label = Self.slug(label ?? "")
    self.device = device.map { String($0.text.suffix(6)) } ?? Self.nobody
    self.number = number
  }

  /// Reads the name of a file; nil when it is not that of a backup.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    let prefix = Array("followup-".utf8)
    guard bytes.starts(with: prefix), bytes.reversed().starts(with: ".db".utf8.reversed()), bytes.count < 128 else {
      return nil
    }
    let time = bytes.dropFirst(prefix.count).prefix(18)
    guard time.count == 18, time.last == UInt8(ascii: "Z") else { return nil }
    let digits = String(decoding: time, as: UTF8.self)
    let clock = digits.dropFirst(11)
    let stamp =
      "\(digits.prefix(11))\(clock.prefix(2)):\(clock.dropFirst(2).prefix(2)):\(clock.dropFirst(4).prefix(2)).000Z-0000"
    guard let milliseconds = HybridTimestamp(stamp)?.milliseconds else { return nil }
    var parts = String(decoding: bytes.dropFirst(prefix.count + 18).dropLast(3), as: UTF8.self)
      .split(separator: "-", omittingEmptySubsequences: false).map { String($0) }
    guard parts.count >= 2, parts.removeFirst().isEmpty, var last = parts.popLast() else { return nil }
    var number = 1
    if last.utf8.count < 6, let given = Int(last), given > 1, String(given) == last, let device = parts.popLast() {
      (number, last) = (given, device)
    }
    let isHex = last.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard last.utf8.count == 6, isHex else { return nil }
    self.milliseconds = milliseconds
    label = parts.joined(separator: "-")
    device = last
    self.number = number
    // One spelling: what is not exactly so was named by somebody else.
    guard self.text == text, Self.slug(label) == label else { return nil }
  }

  /// A clock that is corrected may jump back by so much, in milliseconds.
  private static let toleranceMilliseconds: Int64 = 300_000

  /// Whether a moment lies ahead of now, so that the clock was wrong by which it was taken, or is now.
  ///
  /// - Parameters:
  ///   - milliseconds: the moment, since 1970 in UTC.
  ///   - now: the wall clock, likewise.
  package static func isAhead(_ milliseconds: Int64, of now: Int64) -> Bool {
    milliseconds > now.addingReportingOverflow(toleranceMilliseconds).partialValue
  }

  /// Whether the backup is dated ahead of now.
  ///
  /// - Parameter now: the wall clock, in milliseconds since 1970 in UTC.
  package func isAhead(of now: Int64) -> Bool { Self.isAhead(milliseconds, of: now) }

  /// The file's name.
  package var text: String {
    // 2026-11-21T09:40:12.000Z-0000
    let stamp = HybridTimestamp(milliseconds: milliseconds, counter: 0)?.text ?? ""
    let time = stamp.prefix(19).split(separator: ":").joined() + "Z"
    let parts = ["followup", time, label, device, number > 1 ? "\(number)" : ""]
    return parts.filter { !$0.isEmpty }.joined(separator: "-") + ".db"
  }

  /// The same with another number.
  package func numbered(_ number: Int) -> BackupName? {
    guard (1...Self.numberMax).contains(number) else { return nil }
    return BackupName(milliseconds, label, device, number)
  }

  private init(_ milliseconds: Int64, _ label: String, _ device: String, _ number: Int) {
    self.milliseconds = milliseconds
    self.label = label
    self.device = device
    self.number = number
  }

  /// ASCII letters and digits, with hyphens for all else: a name that every file system holds.
  private static func slug(_ label: String) -> String {
    var result = ""
    for scalar in label.lowercased().unicodeScalars {
      let isKept = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
      if isKept {
        result.unicodeScalars.append(scalar)
      } else if !result.hasSuffix("-"), !result.isEmpty {
        result += "-"
      }
      if result.utf8.count >= labelMax { break }
    }
    while result.hasSuffix("-") { result.removeLast() }
    return result
  }
}

extension BackupName: Comparable {
  /// By time; of one second by number.
  package static func < (one: BackupName, other: BackupName) -> Bool {
    (one.milliseconds, one.number, one.text) < (other.milliseconds, other.number, other.text)
  }
}
