/// The rules of zones in a folder of TZif files, as systems install them and `TZDIR` names them. A file is read when its
/// zone is asked for.
public struct ZoneDirectory: ZoneRules {
  /// The folder.
  public let path: String

  /// Where systems keep their rules, the usual place first.
  public static let systemPaths = [
    "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo", "/var/db/timezone/zoneinfo",
  ]

  /// A folder, there or not.
  public init(_ path: String) { self.path = path }

  /// The folder.
  public var source: String { path }

  /// The release by the file `+VERSION`, or the first line of `tzdata.zi`.
  public var release: ZoneRelease? {
    if let text = firstLine(of: "+VERSION") { return ZoneRelease(text) }
    guard let text = firstLine(of: "tzdata.zi"), text.hasPrefix("# version ") else { return nil }
    return ZoneRelease(text.dropFirst("# version ".count))
  }

  private func firstLine(of name: String) -> String? {
    guard let bytes = SystemFile.bytes("\(path)/\(name)", limit: 64), !bytes.isEmpty else { return nil }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
  }

  /// The clock of a file.
  public func clock(_ name: String) throws(ZoneDataProblem) -> (any ZoneClock)? {
    let file = "\(path)/\(name)"
    guard Zone.isPlainName(name), let bytes = SystemFile.bytes(file, limit: TZif.sizeMax) else { return nil }
    do throws(TZif.Problem) { return try TZif(bytes) } catch { throw ZoneDataProblem(path: file, reason: error.reason) }
  }

  /// Whether at least one TZif file is in it.
  var holdsZones: Bool {
    // Every edition has this one; only where it lacks the folder is gone through.
    if SystemFile.bytes("\(path)/UTC", limit: 4).map(TZif.isBegun) ?? false { return true }
    return SystemFile.contains(path) { isZone($0) }
  }

  private func isZone(_ name: String) -> Bool {
    SystemFile.bytes("\(path)/\(name)", limit: 4).map(TZif.isBegun) ?? false
  }

  /// The names of the files, those of `zone1970.tab` first: one for each clock that differs since 1970.
  public func names() -> [String] {
    var names: [String] = []
    // `posix` and `right` hold all zones again, the latter counting leap seconds.
    _ = SystemFile.contains(path) { name in
      let isCopy = name.hasPrefix("posix/") || name.hasPrefix("right/")
      if !isCopy, Zone.isPlainName(name), isZone(name) { names.append(name) }
      return false
    }
    let usual = usualNames
    return names.sorted { (usual.contains($0) ? 0 : 1, $0) < (usual.contains($1) ? 0 : 1, $1) }
  }

  /// One name for each clock that differs since 1970: the third column of `zone1970.tab`.
  private var usualNames: Set<String> {
    guard let bytes = SystemFile.bytes("\(path)/zone1970.tab", limit: 1 << 17) else { return [] }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return Set(
      lines.filter { !$0.hasPrefix("#") }.compactMap { line in
        let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
        return columns.count > 2 ? String(columns[2]) : nil
      })
  }
}
