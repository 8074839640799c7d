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

/// The address of an advertisement or of a profile, without what differs between two copies of it.
struct JobAddress {
  /// Such as `linkedin.com/jobs/3812345678`.
  let text: String
  /// Whether it leads to one advertisement alone.
  let isOfOneJob: Bool

  /// Parameters that say where somebody came from, not where they went.
  private static let tracking = ["trk", "refid", "trackingid", "ref", "source", "src", "gh_src", "lipi", "midtoken"]

  /// The address in a text; nil when it is none.
  init?(_ text: String) {
    var rest = trim(text)[...]
    if let scheme = rest.range(of: "://") {
      guard rest[..<scheme.lowerBound].lowercased().hasPrefix("http") else { return nil }
      rest = rest[scheme.upperBound...]
    }
    if let fragment = rest.firstIndex(of: "#") { rest = rest[..<fragment] }
    guard !rest.contains(where: \.isWhitespace) else { return nil }
    let slash = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) ?? rest.endIndex
    var host = rest[..<slash].lowercased()
    if host.hasPrefix("www.") { host.removeFirst(4) }
    guard host.contains("."), !host.contains("@") else { return nil }
    let pathEnd = rest.firstIndex(of: "?") ?? rest.endIndex
    var path = String(rest[slash..<max(slash, pathEnd)])
    while path.hasSuffix("/") { path.removeLast() }
    let query = pathEnd == rest.endIndex ? "" : String(rest[rest.index(after: pathEnd)...])

    if host == "linkedin.com" || host.hasSuffix(".linkedin.com"), let job = Self.linkedInJob(path, query) {
      self.text = "linkedin.com/jobs/\(job)"
      isOfOneJob = true
      return
    }
    if host.hasSuffix(".linkedin.com") { host = "linkedin.com" }
    let kept = query.split(separator: "&").filter { part in
      let name = part.prefix { $0 != "=" }.lowercased()
      return !name.hasPrefix("utm_") && !Self.tracking.contains(name)
    }.sorted()
    let asked = kept.isEmpty ? "" : "?\(kept.joined(separator: "&"))"
    self.text = host + path + asked
    isOfOneJob = Self.hasLongNumber(path + asked)
  }

  /// The number of an advertisement: `/jobs/view/engineer-at-acme-3812345678`, `?currentJobId=3812345678`.
  private static func linkedInJob(_ path: String, _ query: String) -> Substring? {
    if path.hasPrefix("/jobs/view/") {
      let name = path.dropFirst("/jobs/view/".count).prefix { $0 != "/" }
      let number = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
      if number >= 6 { return name.suffix(number) }
    }
    for part in query.split(separator: "&") where part.lowercased().hasPrefix("currentjobid=") {
      let number = part.dropFirst("currentjobid=".count)
      if number.utf8.count >= 6, number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return number }
    }
    return nil
  }

  private static func hasLongNumber(_ text: String) -> Bool {
    var digits = 0
    for byte in text.utf8 {
      digits = (0x30...0x39).contains(byte) ? digits + 1 : 0
      if digits == 4 { return true }
    }
    return false
  }
}
