/// The address of an advertisement or of a profile, without what differs between two copies of it.
///
/// It is taken apart byte by byte: every row of a table has one.
struct JobAddress {
  /// Such as `linkedin.com/jobs/3812345678`.
  let text: String
  /// Whether it leads to one advertisement alone.
  let isOfOneJob: Bool

  /// Parameters that say where somebody came from, not where they went.
  private static let tracking: Set<String> = [
    "trk", "refid", "trackingid", "ref", "source", "src", "gh_src", "lipi", "midtoken",
  ]
  private static let linkedIn = Array("linkedin.com".utf8)
  private static let jobPath = Array("/jobs/view/".utf8)

  /// The address in a text; nil when it is none.
  init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    if let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) {
      guard Self.lowered(bytes[..<colon]).starts(with: "http".utf8) else { return nil }
      bytes = bytes[(colon + 3)...]
    }
    if let fragment = bytes.firstIndex(of: UInt8(ascii: "#")) { bytes = bytes[..<fragment] }
    guard !bytes.contains(where: { $0 <= 0x20 }) else { return nil }
    let slash = bytes.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? bytes.endIndex
    var host = Self.lowered(bytes[..<slash])[...]
    if host.starts(with: "www.".utf8) { host = host.dropFirst(4) }
    guard host.contains(UInt8(ascii: ".")), !host.contains(UInt8(ascii: "@")) else { return nil }
    let mark = bytes[slash...].firstIndex(of: UInt8(ascii: "?"))
    var path = bytes[slash..<(mark ?? bytes.endIndex)]
    while path.last == UInt8(ascii: "/") { path.removeLast() }
    let query = mark.map { bytes[($0 + 1)...] } ?? []

    if Self.isLinkedIn(host) {
      if let job = Self.linkedInJob(path, query) {
        self.text = "linkedin.com/jobs/\(String(decoding: job, as: UTF8.self))"
        isOfOneJob = true
        return
      }
      host = Self.linkedIn[...]
    }
    var whole = Array(host) + path
    if !query.isEmpty {
      let kept = Self.kept(query)
      if !kept.isEmpty { whole += "?\(kept.joined(separator: "&"))".utf8 }
    }
    self.text = String(decoding: whole, as: UTF8.self)
    isOfOneJob = Self.hasLongNumber(whole[host.count...])
  }

  private static func isLinkedIn(_ host: ArraySlice<UInt8>) -> Bool {
    let rest = host.count - linkedIn.count
    guard rest >= 0, host.suffix(linkedIn.count).elementsEqual(linkedIn) else { return false }
    return rest == 0 || host[host.startIndex + rest - 1] == UInt8(ascii: ".")
  }

  /// The number of an advertisement: `/jobs/view/engineer-at-acme-3812345678`, `?currentJobId=3812345678`.
  private static func linkedInJob(_ path: ArraySlice<UInt8>, _ query: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    if path.starts(with: jobPath) {
      let name = path.dropFirst(jobPath.count).prefix { $0 != UInt8(ascii: "/") }
      let number = name.suffix(name.reversed().prefix(while: isDigit).count)
      if number.count >= 6 { return number }
    }
    for part in query.split(separator: UInt8(ascii: "&")) {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")),
        lowered(part[..<equals]).elementsEqual("currentjobid".utf8)
      else { continue }
      let number = part[(equals + 1)...]
      if number.count >= 6, number.allSatisfy(isDigit) { return number }
    }
    return nil
  }

  /// What of a query says where somebody goes, in one order.
  private static func kept(_ query: ArraySlice<UInt8>) -> [String] {
    query.split(separator: UInt8(ascii: "&")).compactMap { part in
      let name = String(decoding: lowered(part.prefix { $0 != UInt8(ascii: "=") }), as: UTF8.self)
      return name.hasPrefix("utm_") || tracking.contains(name) ? nil : String(decoding: part, as: UTF8.self)
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func hasLongNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
    var digits = 0
    for byte in bytes {
      digits = isDigit(byte) ? digits + 1 : 0
      if digits == 4 { return true }
    }
    return false
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func lowered(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
  }
}
