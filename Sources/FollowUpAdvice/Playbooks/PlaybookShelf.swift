import EventLog
import FollowUp
import Synchronization

/// The playbooks that advice is given by: those that are built in, and a person's own.
///
/// A person's own stands in the log as a record of the type `playbook` with the fields `name` and `text`, the text being
/// the whole file. So it is merged and synced like anything else, and every device gives the same advice.
///
///     var shelf = PlaybookShelf(own: try reader.records(ofType: PlaybookShelf.recordType))
///     let playbook = try shelf.playbook("martin")
///
/// Only what is asked for is parsed.
public struct PlaybookShelf: Sendable {
  /// The type of the records that hold a person's own playbooks.
  public static let recordType = "playbook"
  /// The namespace of those records: `b7d40c52-93ae-4e1f-8a26-5f0d1c7e6b39`, drawn once and never changed.
  public static let namespace = RecordID(high: 0xb7d4_0c52_93ae_4e1f, low: 0x8a26_5f0d_1c7e_6b39)
  /// The playbook for those who choose none.
  public static let defaultName = "balanced"
  /// The names of those that are built in, in the order of `compare`.
  public static let builtIn = SettingAssignment.playbooks

  private let own: [String: String]
  private var parsed: [String: Result<Playbook, PlaybookProblem>] = [:]

  /// A shelf with the built-in playbooks and a person's own.
  ///
  /// - Parameter states: records of the type ``recordType``; others are left out. Of two for one name, the one that every
  ///   device writes wins (``recordID(_:)``), else the one with the least identifier.
  public init(own states: some Sequence<RecordState> = []) {
    var own: [String: String] = [:]
    let records = states.filter { $0["type"]?.string == Self.recordType && !$0.isRetracted }
    for state in records.sorted(by: { $0.id > $1.id }) {
      guard let name = state["name"]?.string, let text = state["text"]?.string, Playbook.isName(name) else { continue }
      own[name] = text
    }
    for state in records {
      guard let name = state["name"]?.string, state.id == Self.recordID(name), Playbook.isName(name) else { continue }
      own[name] = state["text"]?.string
    }
    for name in Self.builtIn { own[name] = nil }
    self.own = own
  }

  /// The record of a person's own playbook, the same on every device.
  public static func recordID(_ name: String) -> RecordID { RecordID.version5(namespace: namespace, name: name) }

  /// The draft that records a person's own playbook.
  ///
  /// - Throws: ``PlaybookProblem`` when the text is no playbook, or has the name of one that is built in.
  public static func draft(yaml: String, file: String) throws(PlaybookProblem) -> Draft {
    let playbook = try Playbook(yaml: yaml, file: file)
    guard !builtIn.contains(playbook.name) else {
      throw PlaybookProblem(
        file: file, line: nil,
        reason:
          "\(playbook.name) is built in and cannot be replaced; give yours another name, such as my-\(playbook.name)")
    }
    return Draft(
      record: recordID(playbook.name),
      set: ["type": JSONValue(recordType), "name": JSONValue(playbook.name), "text": JSONValue(yaml)])
  }

  /// All names, those that are built in first.
  public var names: [String] { Self.builtIn + own.keys.sorted() }

  /// The text of a playbook's file, to be shown or copied; nil when there is none of that name.
  public func text(_ name: String) -> String? { Self.builtInText(name) ?? own[name] }

  /// Whether a playbook is built in.
  public func isBuiltIn(_ name: String) -> Bool { Self.builtIn.contains(name) }

  /// The playbook of a name.
  ///
  /// - Throws: ``PlaybookProblem`` when there is none of that name, or its text is no playbook.
  public mutating func playbook(_ name: String) throws(PlaybookProblem) -> Playbook {
    if let known = parsed[name] { return try known.get() }
    let result = Self.builtIn.contains(name) ? Self.builtInPlaybook(name) : Self.parse(own[name], name, names)
    parsed[name] = result
    return try result.get()
  }

  /// Built-in playbooks that were parsed: their texts never change, so once a process is enough.
  private static let parsedBuiltIn = Mutex<[String: Result<Playbook, PlaybookProblem>]>([:])

  private static func builtInPlaybook(_ name: String) -> Result<Playbook, PlaybookProblem> {
    parsedBuiltIn.withLock { parsed in
      if let known = parsed[name] { return known }
      let result = parse(builtInText(name), name, builtIn)
      parsed[name] = result
      return result
    }
  }

  private static func parse(_ text: String?, _ name: String, _ names: [String]) -> Result<Playbook, PlaybookProblem> {
    guard let text else {
      return .failure(
        PlaybookProblem(
          file: name, line: nil, reason: "no such playbook; the playbooks are \(names.joined(separator: ", "))"))
    }
    do throws(PlaybookProblem) {
      return .success(try Playbook(yaml: text, file: "\(name).yaml"))
    } catch { return .failure(error) }
  }

  /// The text of a built-in playbook's file; nil for other names.
  public static func builtInText(_ name: String) -> String? {
    let bytes: [UInt8]
    switch name {
    case "martin": bytes = PackageResources.martin_yaml
    case "collegegrad": bytes = PackageResources.collegegrad_yaml
    case "quast": bytes = PackageResources.quast_yaml
    case "three-tips": bytes = PackageResources.three_tips_yaml
    case "phone": bytes = PackageResources.phone_yaml
    case "balanced": bytes = PackageResources.balanced_yaml
    default: return nil
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
