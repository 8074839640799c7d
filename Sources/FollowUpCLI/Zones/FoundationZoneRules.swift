import CivilTime
// Foundation and not FoundationEssentials: only the former brings the zones' rules along on Linux.
import Foundation

/// The rules that Foundation has: on Apple's platforms the system's, elsewhere a copy of its own that no update of the
/// system reaches.
struct FoundationZoneRules: ZoneRules {
  var release: ZoneRelease? { ZoneRelease(TimeZone.timeZoneDataVersion) }
  let source = "Foundation"

  func clock(_ name: String) -> (any ZoneClock)? {
    // Foundation also takes "UTC+5" and the like for names, with the opposite sign of POSIX.
    Zone.isName(name) ? TimeZone(identifier: name).map(Clock.init) : nil
  }

  func names() -> [String] { TimeZone.knownTimeZoneIdentifiers }

  private struct Clock: ZoneClock {
    let rules: TimeZone

    init(_ rules: TimeZone) { self.rules = rules }

    func offsetSeconds(at seconds: Int64) -> Int {
      rules.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }

    func isDaylightSaving(at seconds: Int64) -> Bool {
      rules.isDaylightSavingTime(for: Date(timeIntervalSince1970: Double(seconds)))
    }
  }

  /// The rules of this machine.
  ///
  /// - Parameter tzdir: the variable `TZDIR`.
  static func ofMachine(tzdir: String?) -> LayeredZoneRules {
    #if canImport(Darwin)
      // What Foundation has is the system's own.
      return .ofMachine(tzdir: tzdir, system: [], bundled: FoundationZoneRules())
    #else
      return .ofMachine(tzdir: tzdir, bundled: FoundationZoneRules())
    #endif
  }
}
