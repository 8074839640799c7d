import CivilTime
import EventLog
import FollowUp
import Synchronization

/// What to do next, when, how and why: a pure function of (state, playbook, calendar, now) (PLAYBOOKS).
///
/// One application is looked at at a time, so a store of any size needs little memory; what concerns several
/// applications is put together from the small ``Assessment`` of each:
///
///     let advisor = Advisor(now: now, zones: zones, settings: settings, own: ownPlaybooks)
///     let assessments = open.map { application in
///       advisor.assess(ApplicationRecords(application, records: reader.records(referringTo: application.id), contacts: book))
///     }
///     let advice = advisor.next(assessments, closed: closedApplications)
///
/// Nothing but recorded settings and the given present counts, so all devices say the same.
public struct Advisor: Sendable {
  /// The day from which an application that nobody touched is an old one, in days after the last activity; ours.
  public static let oldAfterDays = 30
  /// How often to be told to keep searching, in days; ours.
  public static let keepSearchingDays = 7
  /// Working days without a word after which a role counts as silent beside others of its employer (PLAYBOOKS 11); ours.
  static let silentAfterWorkingDays = 15

  /// The present.
  public let now: Now
  /// What the settings leave in doubt: a zone or holidays that cannot be read.
  public let doubts: [Doubt]

  /// By which records are read.
  public var context: ReadingContext { clock.context }

  /// By which the times of records are read.
  public var readerClock: ReaderClock { clock.context.clock }

  let clock: ClockContext
  let settings: Settings
  private let shelf: SharedShelf
  let zones: any ZoneRules

  /// An advisor for a present.
  ///
  /// - Parameters:
  ///   - now: the present, on the clock of the setting `tz`.
  ///   - zones: the rules of time zones.
  ///   - settings: the recorded settings.
  ///   - own: the records of a person's own playbooks (``PlaybookShelf/recordType``).
  public init(now: Now, zones: any ZoneRules, settings: Settings, own: some Sequence<RecordState> = []) {
    shelf = SharedShelf(PlaybookShelf(own: own))
    self.zones = zones
    self.now = now
    self.settings = settings
    clock = ClockContext(ReadingContext(now: now, settings: settings, zones: zones))
    doubts = Self.doubts(settings, now, zones)
  }

  /// The same advisor at another present. What was parsed is shared, so this costs next to nothing.
  public func at(_ now: Now) -> Advisor { Advisor(self, now) }

  private init(_ other: Advisor, _ now: Now) {
    shelf = other.shelf
    zones = other.zones
    self.now = now
    settings = other.settings
    clock = ClockContext(
      ReadingContext(now: now, calendar: other.clock.calendar, clock: ReaderClock(now, zones: zones)))
    doubts = other.doubts
  }

  private static func doubts(_ settings: Settings, _ now: Now, _ zones: any ZoneRules) -> [Doubt] {
    var doubts: [Doubt] = []
    if let tz = settings.tz, now.zone?.name != tz, let problem = zoneProblem(tz, zones) {
      doubts.append(Doubt(record: nil, text: "tz: \(problem.description); times use the current offset"))
    }
    if let value = settings.values["holidays"], SettingAssignment.holidays(value) == nil {
      doubts.append(Doubt(record: nil, text: "the setting holidays is unreadable; no holidays are counted"))
    }
    if let value = settings.values["working_week"], SettingAssignment.workingWeek(value) == nil {
      doubts.append(Doubt(record: nil, text: "the setting working_week is unreadable; Monday to Friday are used"))
    }
    return doubts
  }

  private static func zoneProblem(_ name: String, _ zones: any ZoneRules) -> ZoneProblem? {
    do throws(ZoneProblem) {
      _ = try zones.zone(name)
      return nil
    } catch { return error }
  }

  /// The playbook of an application: its own, else the setting's, else `balanced`; with a doubt where one cannot be used.
  func playbook(of application: Application) -> (playbook: Playbook?, doubt: Doubt?) {
    let usual = settings.playbook ?? PlaybookShelf.defaultName
    let names = [application.playbook, usual, PlaybookShelf.defaultName].compactMap(\.self)
    var doubt: Doubt?
    for name in names {
      do throws(PlaybookProblem) {
        return (try playbook(name), doubt)
      } catch {
        let record = name == application.playbook ? application.id : nil
        doubt =
          doubt ?? Doubt(record: record, text: "the playbook \(name) cannot be used, so another one is: \(error)")
      }
    }
    return (nil, doubt)
  }

  /// The playbook of a name, built in or a person's own; each is parsed once.
  ///
  /// - Throws: ``PlaybookProblem``.
  public func playbook(_ name: String) throws(PlaybookProblem) -> Playbook { try shelf.playbook(name) }

  /// The zone of a name; nil when none is called so here.
  public func zone(_ name: String) -> Zone? { try? zones.zone(name) }

  /// The clock of a place by its zone's name; nil when no zone is called so here.
  func place(_ name: String) -> ClockContext.Place? {
    zone(name).map { ClockContext.Place(name: name, zone: $0) }
  }
}

/// Playbooks that were parsed; only those that are asked for are.
private final class SharedShelf: Sendable {
  private let shelf: Mutex<PlaybookShelf>

  init(_ shelf: PlaybookShelf) { self.shelf = Mutex(shelf) }

  func playbook(_ name: String) throws(PlaybookProblem) -> Playbook {
    let result = shelf.withLock { shelf -> Result<Playbook, PlaybookProblem> in
      do throws(PlaybookProblem) { return .success(try shelf.playbook(name)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}
