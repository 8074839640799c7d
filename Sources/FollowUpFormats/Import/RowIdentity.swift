import CivilTime
import EventLog
import FollowUp

/// What makes a row of a table the same row in every later export of it: its natural key, and the record that follows
/// from it (FORMAT 1: "version 5 when an import makes it").
///
/// The spelling of keys is part of what is recorded: a change here would make every row new again.
enum RowIdentity {
  /// The namespace of imported records: `b7f0c6d2-4a19-4e83-9d51-2f8e6a7c3b04`, drawn once and never changed.
  static let namespace = RecordID(high: 0xb7f0_c6d2_4a19_4e83, low: 0x9d51_2f8e_6a7c_3b04)

  /// The key of an application: its advertisement where that has an address of its own, else employer and position.
  ///
  /// An address without a longer number in it may be that of all vacancies of an employer, so it does not stand alone.
  static func application(source: String, company: String, role: String?, url: String?) -> String {
    if let url, let address = JobAddress(url) {
      if address.isOfOneJob { return "application\nurl\n\(address.text)" }
      return "application\nurl\n\(address.text)\n\(fold(company))\n\(fold(role ?? ""))"
    }
    return "application\n\(source)\n\(fold(company))\n\(fold(role ?? ""))"
  }

  /// The key of a person: the profile, else the address, else name and employer.
  static func contact(source: String, name: String, company: String?, email: String?, url: String?) -> String {
    if let url, let address = JobAddress(url) { return "contact\nurl\n\(address.text)" }
    if let email, email.contains("@") { return "contact\nemail\n\(email.lowercased())" }
    return "contact\n\(source)\n\(fold(name))\n\(fold(company ?? ""))"
  }

  /// The record of a key.
  ///
  /// - Parameter ordinal: 1, or which of several different rows that have one key.
  static func record(_ key: String, ordinal: Int = 1) -> RecordID {
    RecordID.version5(namespace: namespace, name: ordinal > 1 ? "\(key)\n\(ordinal)" : key)
  }

  /// The record that a row brings beside its application: `reply`, `interview`.
  static func part(_ name: String, of application: RecordID) -> RecordID {
    RecordID.version5(namespace: application, name: "import \(name)")
  }

  /// A name without case, marks and superfluous space.
  static func fold(_ text: String) -> String {
    var text = text
    let ascii = text.withUTF8 { bytes -> String? in
      var isPlain = true
      var previous = UInt8(ascii: "a")
      for byte in bytes {
        // A name that is folded already stays as it is, which most of a name's letters are.
        if byte >= 0x80 { return nil }
        if byte < 0x20 || (0x41...0x5a).contains(byte) || (byte == 0x20 && previous == 0x20) { isPlain = false }
        previous = byte
      }
      if isPlain, bytes.first != 0x20, previous != 0x20 { return String(decoding: bytes, as: UTF8.self) }
      return lowered(bytes)
    }
    return ascii ?? Folding.fold(text)
  }

  private static func lowered(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    String(unsafeUninitializedCapacity: bytes.count) { room in
      var count = 0
      var isSpace = false
      for byte in bytes {
        if byte == 0x20 || (0x09...0x0d).contains(byte) {
          isSpace = count > 0
          continue
        }
        if isSpace {
          room[count] = 0x20
          count += 1
          isSpace = false
        }
        room[count] = (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
        count += 1
      }
      return count
    }
  }
}
