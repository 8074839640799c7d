import Synchronization

/// Where the rules of time zones come from: a folder of TZif files, a library that brings its own, or several of these in
/// order. Injected like the clock, for laws change the rules several times a year.
///
///     let rules = LayeredZoneRules([ZoneDirectory("/usr/share/zoneinfo")])
///     let zone = try rules.zone("America/New_York")
public protocol ZoneRules: Sendable {
  /// Which edition of the rules this is; nil where nothing says so.
  var release: ZoneRelease? { get }

  /// Where they lie, in words that a person can follow: a folder's path, or a library's name.
  var source: String { get }

  /// The clock of a zone.
  ///
  /// - Parameter name: an IANA name, of the form that ``Zone/isName(_:)`` asks for.
  /// - Returns: nil when no zone is called so here.
  /// - Throws: ``ZoneDataProblem`` when there is one whose data cannot be used.
  func clock(_ name: String) throws(ZoneDataProblem) -> (any ZoneClock)?

  /// The names that are known here, links to others included. Of names for one clock the usual one comes first, where the
  /// source tells.
  func names() -> [String]

  /// What a person should be told of the look-ups so far, a sentence each; told once.
  func takeNotices() -> [String]
}

extension ZoneRules {
  /// The zone of an IANA name.
  ///
  /// - Throws: ``ZoneProblem`` when no zone is called so, or its data cannot be used.
  public func zone(_ name: some StringProtocol) throws(ZoneProblem) -> Zone {
    let name = String(name)
    guard Zone.isName(name) else { throw problem(name) }
    let found: (any ZoneClock)?
    do throws(ZoneDataProblem) { found = try clock(name) } catch {
      throw ZoneProblem(name: name, suggestions: [], hasData: true, unusable: error)
    }
    guard let found else { throw problem(name) }
    return Zone(name: name, clock: found)
  }

  private func problem(_ name: String) -> ZoneProblem {
    let names = names()
    return ZoneProblem(name: name, suggestions: ZoneNames.suggestions(for: name, among: names), hasData: !names.isEmpty)
  }

  /// Nothing: most sources have nothing to tell.
  public func takeNotices() -> [String] { [] }
}

/// Data on a zone that cannot be used.
public struct ZoneDataProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// Half a sentence on what is wrong with it.
  public let reason: String

  /// What is wrong with a file.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// `PATH: REASON`
  public var description: String { "\(path): \(reason)" }
}

/// An edition of the time zone database, such as `2026b`; its order is that of the texts.
public struct ZoneRelease: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// As the database writes it.
  public let text: String

  /// A release: a year of four digits, and letters.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard (4...8).contains(bytes.count), CivilDate.number(bytes[0..<4]) != nil,
      bytes[4...].allSatisfy({ ($0 | 0x20) &- 0x61 < 26 })
    else { return nil }
    self.text = String(text)
  }

  /// The year in which it was published.
  public var year: Int { CivilDate.number(text.utf8.prefix(4)) ?? 0 }

  /// Whether the rules are older than a year, the last day of their year being their own day: which letter a year's last
  /// release has is not known in advance.
  public func isOlderThanAYear(on day: CivilDate) -> Bool {
    CivilDate(year: year + 1, month: 12, day: 31).map { $0 < day } ?? false
  }

  /// The release as its publishers write it, such as `2026a`.
  public var description: String { text }

  /// Orders releases by age.
  public static func < (left: ZoneRelease, right: ZoneRelease) -> Bool { left.text < right.text }
}

/// Rules whose release is nobody's business: for a demonstration, or a test, that is the same on every machine.
package struct UnreleasedZoneRules: ZoneRules {
  private let base: any ZoneRules

  /// The same rules without their release.
  package init(_ base: any ZoneRules) { self.base = base }

  /// None.
  package var release: ZoneRelease? { nil }
  /// Where the rules lie.
  package var source: String { base.source }
  /// The clock that the rules have.
  package func clock(_ name: String) throws(ZoneDataProblem) -> (any ZoneClock)? { try base.clock(name) }
  /// The names that the rules have.
  package func names() -> [String] { base.names() }
  /// What the rules have to tell.
  package func takeNotices() -> [String] { base.takeNotices() }
}

/// Several sources of rules, of which the first that has a zone is asked; what was looked up is kept.
public final class LayeredZoneRules: ZoneRules {
  private let sources: [any ZoneRules]
  /// Whether a zone that the first source lacks is worth a word, because a person chose that source.
  private let isFirstChosen: Bool
  private let state: Mutex<State>

  private struct State {
    var known: [String: Entry] = [:]
    var notices: [String]
  }

  private enum Entry {
    case clock(any ZoneClock)
    case nothing
    case unusable(ZoneDataProblem)
  }

  /// Sources in the order in which they are asked.
  ///
  /// - Parameters:
  ///   - sources: the sources, the first one first.
  ///   - isFirstChosen: whether a person chose the first, and is told what it lacks.
  ///   - notices: what a person should be told already.
  public init(_ sources: [any ZoneRules], isFirstChosen: Bool = false, notices: [String] = []) {
    self.sources = sources
    self.isFirstChosen = isFirstChosen
    state = Mutex(State(notices: notices))
  }

  /// The release of the first source, asked for anew each time: most commands do not want to know.
  public var release: ZoneRelease? { sources.first?.release }

  /// Where the first source lies; `none` where there is none.
  public var source: String { sources.first?.source ?? "none" }

  /// The clock of the first source that has the zone and can use its data.
  public func clock(_ name: String) throws(ZoneDataProblem) -> (any ZoneClock)? {
    let entry = state.withLock { state in
      if let entry = state.known[name] { return entry }
      let entry = look(name, &state.notices)
      state.known[name] = entry
      return entry
    }
    switch entry {
    case .clock(let clock): return clock
    case .nothing: return nil
    case .unusable(let problem): throw problem
    }
  }

  private func look(_ name: String, _ notices: inout [String]) -> Entry {
    var problem: ZoneDataProblem?
    for (index, source) in sources.enumerated() {
      do throws(ZoneDataProblem) {
        guard let clock = try source.clock(name) else { continue }
        // Asked for only now: a release is read from a file.
        func whose() -> String { source.source + (source.release.map { " (\($0))" } ?? "") }
        if let problem {
          notices.append("\(problem); the rules of \(whose()) are used for \(name)")
        } else if index > 0, isFirstChosen {
          notices.append("\(self.source) has no zone \(name); the rules of \(whose()) are used for it")
        }
        return .clock(clock)
      } catch {
        problem = problem ?? error
      }
    }
    return problem.map { .unusable($0) } ?? .nothing
  }

  /// The names of all sources, in their order.
  public func names() -> [String] {
    var seen: Set<String> = []
    return sources.flatMap { $0.names() }.filter { seen.insert($0).inserted }
  }

  /// What was lacking or damaged, a sentence each; told once.
  public func takeNotices() -> [String] {
    state.withLock { state in
      defer { state.notices = [] }
      return state.notices
    }
  }

  /// The rules of this machine: those of `TZDIR` where it is a folder with TZif files, else the later of the system's and
  /// `bundled`, the system's where the releases are equal or one is unknown; then the other, for zones that the first lacks.
  ///
  /// - Parameters:
  ///   - tzdir: the variable `TZDIR`.
  ///   - system: folders in which the system's rules may lie.
  ///   - bundled: the rules of a library that brings its own, such as Foundation on Linux; asked for its release only
  ///     where the system has rules too.
  public static func ofMachine(
    tzdir: String?, system: [String] = ZoneDirectory.systemPaths, bundled: (any ZoneRules)?
  ) -> LayeredZoneRules {
    var sources: [any ZoneRules] = []
    var notices: [String] = []
    var isFirstChosen = false
    if let tzdir, !tzdir.isEmpty {
      let directory = ZoneDirectory(tzdir)
      if directory.holdsZones {
        sources.append(directory)
        isFirstChosen = true
      } else {
        notices.append("TZDIR names \(tzdir), which is not a folder with time zone files; the system's rules are used")
      }
    }
    let installed = system.lazy.map { ZoneDirectory($0) }.first { $0.holdsZones }
    switch (installed, bundled) {
    case (let installed?, let bundled?):
      let isNewer =
        if let own = installed.release, let other = bundled.release { other > own } else { false }
      sources += isNewer ? [bundled, installed] : [installed, bundled]
    case (let installed?, nil): sources.append(installed)
    case (nil, let bundled?): sources.append(bundled)
    case (nil, nil): break
    }
    return LayeredZoneRules(sources, isFirstChosen: isFirstChosen, notices: notices)
  }
}
