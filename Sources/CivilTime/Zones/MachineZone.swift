/// The zone that a machine is set to, found as the C library finds it: by the variable `TZ`, else by `/etc/localtime`.
public enum MachineZone: Sendable {
  /// A zone with an IANA name.
  case named(Zone)
  /// The clock is known, as by a POSIX rule, but no name that could be recorded; `candidates` are names whose clocks
  /// follow the same rule.
  case unnamed(any ZoneClock, reason: String, candidates: [String])
  /// Not even the clock is known.
  case unknown(reason: String)

  /// The files that tell the zone.
  public struct Files: Sendable {
    /// What the C library reads where `TZ` is not set.
    public var localtime: String
    /// The zone's name, where a system writes it down beside a copy of its file.
    public var name: String

    /// Files, by default those of the system.
    public init(localtime: String = "/etc/localtime", name: String = "/etc/timezone") {
      self.localtime = localtime
      self.name = name
    }
  }

  /// Finds the zone.
  ///
  /// - Parameters:
  ///   - tz: the variable `TZ`; nil where it is not set. Empty means UTC.
  ///   - rules: tells names from others.
  ///   - files: how the files of the system are reached.
  public static func find(tz: String?, rules: any ZoneRules, files: Files = Files()) -> MachineZone {
    guard let tz else { return ofSystem(rules, files) }
    let text = tz.hasPrefix(":") ? String(tz.dropFirst()) : tz
    if text.isEmpty { return .named(.utc) }
    if text.hasPrefix("/") {
      return ofFile(text, rules, files) ?? .unknown(reason: "TZ names \(tz), which is not a time zone file")
    }
    if let zone = named(text, rules) { return .named(zone) }
    let stripped = text.hasPrefix("posix/") || text.hasPrefix("right/") ? String(text.dropFirst(6)) : text
    if let found = equal(toFileOf: stripped, rules) { return found }
    if let rule = PosixZoneRule(text) { return ofRule(rule, text, rules) }
    return .unknown(reason: "TZ is \(quoted(tz)), which is not a known zone")
  }

  /// A name that can be recorded, or one that stands for one.
  private static func named(_ name: String, _ rules: any ZoneRules) -> Zone? {
    let plain = name.hasPrefix("posix/") || name.hasPrefix("right/") ? String(name.dropFirst(6)) : name
    let place = ZoneNames.abbreviations[plain] ?? plain
    if place == Zone.utc.name { return .utc }
    return try? rules.zone(place)
  }

  // MARK: - By files

  private static func ofSystem(_ rules: any ZoneRules, _ files: Files) -> MachineZone {
    if let found = ofFile(files.localtime, rules, files) { return found }
    // Without the file the C library shows UTC; where the name is written down, that is meant.
    if let zone = writtenName(files, rules) { return .named(zone) }
    if SystemFile.bytes(files.localtime, limit: 1) == nil, SystemFile.target(ofLink: files.localtime) == nil {
      return .named(.utc)
    }
    return .unknown(reason: "\(files.localtime) names no zone")
  }

  private static func writtenName(_ files: Files, _ rules: any ZoneRules) -> Zone? {
    guard let bytes = SystemFile.bytes(files.name, limit: 256) else { return nil }
    let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return named(trim(line), rules)
  }

  /// The zone of a file: by where it lies, be it behind links, else by what is in it.
  private static func ofFile(_ path: String, _ rules: any ZoneRules, _ files: Files) -> MachineZone? {
    var place = path
    // As many links as the system itself would follow.
    for _ in 0..<40 {
      if let name = nameWithinZoneinfo(place), let zone = named(name, rules) { return .named(zone) }
      guard let target = SystemFile.target(ofLink: place) else { break }
      place = target.hasPrefix("/") ? target : folder(of: place) + "/" + target
    }
    guard let bytes = SystemFile.bytes(path, limit: TZif.sizeMax), let clock = try? TZif(bytes) else { return nil }
    let written = place == files.localtime ? writtenName(files, rules) : nil
    if let written, isSameClock(written, clock) { return .named(written) }
    if let found = equal(to: clock, rules) { return .named(found) }
    // A copy of another edition of the rules than today's: the name that stands beside it is meant.
    if let written { return .named(written) }
    if let rule = PosixZoneRule(clock.footer) { return ofRule(rule, clock.footer, rules) }
    return .unnamed(clock, reason: "\(path) matches no known zone", candidates: [])
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  private static func nameWithinZoneinfo(_ path: String) -> String? {
    let parts = path.split(separator: "/")
    guard let index = parts.lastIndex(where: { $0 == "zoneinfo" || $0.hasPrefix("zoneinfo.") }), index + 1 < parts.count
    else { return nil }
    return parts[(index + 1)...].joined(separator: "/")
  }

  // MARK: - By the clock

  /// All names that can be recorded, the usual ones first.
  private static func places(_ rules: any ZoneRules) -> [String] { rules.names().filter(Zone.isName) }

  private static func equal(toFileOf name: String, _ rules: any ZoneRules) -> MachineZone? {
    guard let clock = try? rules.clock(name) else { return nil }
    if let clock = clock as? TZif, let zone = equal(to: clock, rules) { return .named(zone) }
    return .unnamed(clock, reason: "TZ is \(quoted(name)), which does not name a place", candidates: [])
  }

  /// The zone whose file says the same.
  private static func equal(to clock: TZif, _ rules: any ZoneRules) -> Zone? {
    for name in places(rules) {
      if let file = (try? rules.clock(name)) as? TZif, file == clock {
        return name == "GMT" || name == "UTC" ? named(name, rules) : Zone(name: name, clock: file)
      }
    }
    return nil
  }

  private static func isSameClock(_ zone: some ZoneClock, _ clock: some ZoneClock) -> Bool {
    // Each week of 1970 to 2037.
    stride(from: Int64(0), to: 2_145_916_800, by: 7 * 86_400).allSatisfy {
      zone.offsetSeconds(at: $0) == clock.offsetSeconds(at: $0)
    }
  }

  /// The zone that a POSIX rule is the usual one of; else those that follow it today, for a person to choose.
  private static func ofRule(_ rule: PosixZoneRule, _ text: String, _ rules: any ZoneRules) -> MachineZone {
    if rule.daylight == nil, rule.standardOffset == 0 { return .named(.utc) }
    let head = String(text.prefix { $0 != "," })
    let standard = String(head.prefix { $0.isLetter })
    for name in [head, standard] {
      guard let place = ZoneNames.abbreviations[name], let zone = try? rules.zone(place), follows(zone, rule) else {
        continue
      }
      return .named(zone)
    }
    if let zone = fixed(rule, standard, rules) { return .named(zone) }
    let clocks = places(rules).compactMap { name -> (name: String, clock: TZif)? in
      guard !name.hasPrefix("Etc/"), let clock = (try? rules.clock(name)) as? TZif else { return nil }
      return (name, clock)
    }
    // The very rule, with its abbreviations, says more than its offsets.
    var fitting = clocks.filter { $0.clock.footer == text }
    if fitting.isEmpty { fitting = clocks.filter { follows($0.clock, rule) } }
    var different: [(name: String, clock: TZif)] = []
    for one in fitting where !different.contains(where: { isSameClock($0.clock, one.clock) }) { different.append(one) }
    if different.count == 1, let only = different.first { return .named(Zone(name: only.name, clock: only.clock)) }
    return .unnamed(
      rule, reason: "TZ is the rule \(quoted(text)), which does not name a place", candidates: different.map(\.name))
  }

  /// The zone of a rule that is nothing but hours from UTC.
  private static func fixed(_ rule: PosixZoneRule, _ name: String, _ rules: any ZoneRules) -> Zone? {
    guard rule.daylight == nil, ["", "UTC", "GMT"].contains(name), rule.standardOffset % 3_600 == 0 else { return nil }
    let hours = rule.standardOffset / 3_600
    return try? rules.zone("Etc/GMT\(hours < 0 ? "+" : "-")\(abs(hours))")
  }

  /// Whether a clock follows a rule, in a year for which a file says nothing but its own rule.
  private static func follows(_ clock: some ZoneClock, _ rule: PosixZoneRule) -> Bool {
    // Each half day of 2038.
    stride(from: Int64(2_145_916_800), to: 2_177_452_800, by: 43_200).allSatisfy {
      clock.offsetSeconds(at: $0) == rule.offsetSeconds(at: $0)
    }
  }
}
