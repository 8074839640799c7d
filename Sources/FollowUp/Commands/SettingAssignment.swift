import CivilTime
import EventLog

/// `setting NAME [VALUE]`: a setting that holds on every device.
///
/// A setting's record is the same on every laptop: its identifier is the version 5 UUID of the setting's name in
/// ``namespace``, so that two laptops that set it at the same time write one field of one record.
public enum SettingAssignment {
  /// The namespace of settings' records: `6f1d8a3e-2b7c-4d15-9e64-0c5a7b93d2f8`, drawn once and never changed.
  public static let namespace = RecordID(high: 0x6f1d_8a3e_2b7c_4d15, low: 0x9e64_0c5a_7b93_d2f8)

  /// The settings that this release knows, with half a sentence on each.
  public static let known: [(name: String, doc: String)] = [
    ("tz", "your time zone, an IANA name; decides what today is"),
    ("my_name", "your name, for the scripts"),
    ("my_phone", "your phone number, for the scripts"),
    ("my_email", "your e-mail address, for the scripts"),
    ("playbook", "the playbook for applications without their own"),
    ("working_week", "the working days, such as mon-fri"),
    ("holidays", "days off, separated by commas"),
    ("prove_backups_days", "status exits with 3 after this many days without backup --drill"),
  ]

  /// The playbooks that are built in (PLAYBOOKS, "The six playbooks").
  public static let playbooks = ["martin", "collegegrad", "quast", "three-tips", "phone", "balanced"]

  /// The record of a setting, on every device.
  public static func recordID(_ name: String) -> RecordID { RecordID.version5(namespace: namespace, name: name) }

  /// The draft that sets a value; an empty one clears the setting.
  ///
  /// - Parameters:
  ///   - name: one of ``known``, with `-` or `_`; others only where the context allows unknown ones.
  ///   - text: the value in the person's words.
  ///   - context: what reading the words needs from outside.
  ///   - playbooks: the names that the setting `playbook` may have; a person's own are to be added.
  /// - Throws: ``CommandProblem``.
  public static func drafted(
    name: String, value text: String, context: FieldContext, playbooks: [String] = Self.playbooks
  ) throws(CommandProblem) -> Drafted {
    let name = trim(name).swapping("-", for: "_")
    let names = known.map(\.name)
    guard names.contains(name) || (context.allowUnknown && Validator.isFieldName(name)) else {
      throw .usage("no setting is called \(quoted(name))\(Nearest.way(from: name, among: names, list: "choose from"))")
    }
    let value = trim(text).isEmpty ? .null : try read(name, trim(text), context, playbooks)
    return Drafted(
      Draft(
        record: recordID(name),
        set: ["type": JSONValue(RecordType.setting.rawValue), "name": JSONValue(name), "value": value]))
  }

  /// The draft that sets the zone.
  public static func draft(zone: Zone) -> Draft {
    Draft(
      record: recordID("tz"),
      set: ["type": JSONValue(RecordType.setting.rawValue), "name": "tz", "value": JSONValue(zone.name)])
  }

  /// The draft that sets the holidays.
  public static func draft(holidays: Set<CivilDate>) -> Draft {
    Draft(
      record: recordID("holidays"),
      set: [
        "type": JSONValue(RecordType.setting.rawValue), "name": "holidays",
        "value": JSONValue(array: holidays.sorted().map { JSONValue($0.text) }),
      ])
  }

  private static func read(
    _ name: String, _ text: String, _ context: FieldContext, _ playbooks: [String]
  ) throws(CommandProblem) -> JSONValue {
    switch name {
    case "tz":
      do throws(ZoneProblem) { return JSONValue(try context.zones.zone(text).name) } catch {
        throw .usage("tz: \(error)")
      }
    case "my_email":
      guard text.contains("@"), !text.contains(where: \.isWhitespace) else {
        throw .usage("my_email: \(quoted(text)) is not an e-mail address; write it like ann@example.org")
      }
      return JSONValue(text)
    case "playbook":
      if !context.allowUnknown { try check(playbook: text, among: playbooks) }
      return JSONValue(text)
    case "working_week":
      guard let week = workingWeek(JSONValue(text)) else {
        throw .usage("working_week: \(quoted(text)) is not a list of days; write mon-fri, or mon,tue,thu")
      }
      return JSONValue(array: week.sorted().map { JSONValue($0.shortLower) })
    case "prove_backups_days":
      guard let days = days(JSONValue(text)) else {
        throw .usage("prove_backups_days: \(quoted(text)) is not a number of days from 1 to \(daysMax)")
      }
      return JSONValue(integer: days)
    case "holidays":
      return JSONValue(array: Set(try readHolidays(text, context)).sorted().map { JSONValue($0.text) })
    default: return JSONValue(text)
    }
  }

  /// Refuses a playbook that there is not.
  static func check(playbook name: String, among playbooks: [String]) throws(CommandProblem) {
    guard !playbooks.contains(name) else { return }
    throw .usage(
      "no playbook is called \(quoted(name))\(Nearest.way(from: name, among: playbooks, list: "choose from"))")
  }

  private static func readHolidays(_ text: String, _ context: FieldContext) throws(CommandProblem) -> [CivilDate] {
    if let days = holidays(JSONValue(text)), !days.isEmpty { return Array(days) }
    var days: [CivilDate] = []
    for part in text.split(separator: ",") where !trim(part).isEmpty {
      do throws(WhenProblem) {
        let when = try WhenParser.parse(
          context.answers.meaning(of: trim(part), .date), now: context.now, direction: .future,
          calendar: context.calendar)
        guard case .date(let day) = when.moment, when.notBefore == nil else {
          throw WhenProblem(part, "a holiday is one day, such as 2026-12-25")
        }
        days.append(day)
      } catch { throw .when(option: "holidays", error) }
    }
    guard !days.isEmpty else { throw .usage("holidays: no date given; write 2026-11-26,2026-12-25") }
    return days
  }

  /// The weekdays of a recorded working week: an array of names, or a text such as `mon-fri` or `mon,tue,thu`; nil
  /// when it names none, or something else.
  package static func workingWeek(_ value: JSONValue) -> Set<Weekday>? {
    guard let parts = list(value) else { return nil }
    var week: Set<Weekday> = []
    for part in parts {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Weekday(name: $0) }
      switch ends.count {
      case 1:
        guard let day = ends[0] else { return nil }
        week.insert(day)
      case 2:
        guard let first = ends[0], let last = ends[1] else { return nil }
        for step in 0...first.days(until: last) { week.insert(Weekday(index: first.rawValue + step)) }
      default: return nil
      }
    }
    return week.isEmpty ? nil : week
  }

  /// The days of recorded holidays: an array of dates, or a text with commas or spaces between; nil when something
  /// else is among them.
  package static func holidays(_ value: JSONValue) -> Set<CivilDate>? {
    guard let parts = list(value) else { return nil }
    var days: Set<CivilDate> = []
    for part in parts {
      guard let day = CivilDate(part) else { return nil }
      days.insert(day)
    }
    return days
  }

  private static let daysMax = 3_650

  /// A recorded number of days; nil when it is none.
  package static func days(_ value: JSONValue) -> Int? {
    let number = value.number ?? value.string.flatMap { Int($0) }.map { Double($0) }
    guard let number, number == number.rounded(), (1...Double(daysMax)).contains(number) else { return nil }
    return Int(number)
  }

  private static func list(_ value: JSONValue) -> [String]? {
    if let text = value.string { return text.split { $0 == "," || $0.isWhitespace }.map(String.init) }
    guard let elements = value.array else { return nil }
    let texts = elements.compactMap(\.string)
    return texts.count == elements.count ? texts : nil
  }
}

/// The name that a person gives to a device; the record is the same on every laptop.
public enum DeviceLabelling {
  /// The namespace of devices' records: `c2a94e07-58d1-4f6b-8b3d-71e6f0a5294c`, drawn once and never changed.
  public static let namespace = RecordID(high: 0xc2a9_4e07_58d1_4f6b, low: 0x8b3d_71e6_f0a5_294c)

  /// The record that holds a device's label: the version 5 UUID of the device's identifier in ``namespace``.
  public static func recordID(_ device: DeviceID) -> RecordID {
    RecordID.version5(namespace: namespace, name: device.text)
  }

  /// The draft that says by which release of the time zone rules a device reckons.
  public static func draft(_ device: DeviceID, zoneRules release: ZoneRelease) -> Draft {
    Draft(
      record: recordID(device),
      set: ["type": JSONValue(RecordType.device.rawValue), "zone_rules": JSONValue(release.text)])
  }

  /// The draft that names a device; an empty label clears the name.
  public static func draft(_ device: DeviceID, label: String) -> Draft {
    let label = trim(label)
    return Draft(
      record: recordID(device),
      set: [
        "type": JSONValue(RecordType.device.rawValue), "label": label.isEmpty ? .null : JSONValue(label),
      ])
  }
}
