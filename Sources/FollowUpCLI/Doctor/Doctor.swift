import CivilTime
import EventLog
import EventStorage
import EventSync
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// Looks at a store, where it lies, its log, its folders and its settings. Nothing is written: no device is minted, no
/// anchor moved, no schema brought up to date. (Where only trying tells whether permissions are kept, a file is made and
/// removed at once.)
struct Doctor {
  let session: Session
  private(set) var findings: [Finding] = []
  private(set) var events: Int64?

  init(_ session: Session) { self.session = session }

  var path: String { session.storePath }
  var wall: Int64 { session.context.wallMilliseconds() }

  mutating func add(_ finding: Finding) { findings.append(finding) }

  /// A command on this store, as a person would type it.
  func followup(_ words: String...) -> String {
    let store = session.isDefaultStore ? [] : ["--store", path]
    return (["followup"] + words + store).map(CommandLineWord.quoted).joined(separator: " ")
  }

  /// Looks at everything.
  mutating func examine() throws {
    examineMachine()
    examinePlace()
    guard Platform.status(path) != nil else {
      guard !session.isDefaultStore || Platform.status(path + "-wal") != nil else { return }
      add(
        Finding(
          "store-missing", .error, about: path, what: "there is no such file",
          why: "Nothing is recorded here, or the file was moved.", command: followup("restore", "BACKUP")))
      return
    }
    guard try examineDatabase() else { return }
    let store: EventStore
    do { store = try EventStore(readingAt: path, environment: session.storeEnvironment) } catch let error as StoreError
    {
      add(damaged(error.message))
      return
    }
    defer { try? store.close() }
    do {
      let standing = try store.writerStanding()
      try store.read { reader in
        events = try reader.outline().branches.reduce(0) { $0 + $1.lastSeq - $1.firstSeq + 1 }
        let snapshot = try Snapshot(reader)
        try examineClocks(reader, snapshot)
        try examineDevice(reader, standing, snapshot)
        try examineWaiting(reader, snapshot)
        try examineConflicts(reader)
        try examineSettings(reader, snapshot)
        try examineZoneRules(reader, snapshot)
        try examineOffsets(reader, snapshot)
        try examineFolders(reader, store)
        examineBackups(store, snapshot)
      }
    } catch let error as StoreError { add(damaged(error.message)) }
  }

  // MARK: The database

  /// - Returns: whether the log can be looked at.
  private mutating func examineDatabase() throws -> Bool {
    do {
      guard let schema = try StoreExamination.schema(of: path, environment: session.storeEnvironment) else {
        return false
      }
      try examineSchema()
      if schema < StoreExamination.currentSchema {
        add(
          Finding(
            "schema-old", .note, about: path,
            what: "it has schema \(schema), and this release writes \(StoreExamination.currentSchema)",
            why: "The next command brings it up to date, after a copy of it is set aside. The log was not looked at.",
            command: followup("status")))
        return false
      }
      let damage = try StoreExamination.damage(in: path, environment: session.storeEnvironment)
      if let problem = StoreExamination.tableIndexProblem(damage) {
        add(
          Finding(
            "table-index", .error, about: path, what: problem.replacing("; run followup rebuild", with: ""),
            why:
              "Every row is there. Until the indexes are made anew some are not found, so a sync or a list may lack them.",
            command: followup("rebuild")))
      } else if let problem = try StoreExamination.searchIndexProblem(in: path, damage: damage) {
        let instruction = "; run followup rebuild"
        add(
          Finding(
            "search-index", .warning, about: path,
            what: problem.hasSuffix(instruction) ? String(problem.dropLast(instruction.count)) : problem,
            why:
              "The log is whole. The index is made anew from it; until then search reads every record, and finds all.",
            command: followup("rebuild")))
      } else if let first = damage.first {
        add(damaged("SQLite finds it damaged: \(first)"))
      }
      return true
    } catch let error as StoreError {
      switch error.code {
      case .newer:
        add(
          Finding(
            "store-newer", .error, about: path, what: error.message, why: "An older release would not know it all."))
      case .unnumbered:
        add(
          Finding(
            "store-unnumbered", .error, about: path,
            what: "its numbers were lost (application_id and user_version), and nothing else",
            why:
              "A dump or a clone of the database loses them, and no command knows it for a store then. They are brought "
              + "back after a copy of it is set aside, and the store is verified.",
            command: followup("doctor", "--mend")))
      case .foreign where !looksLikeStore:
        add(Finding("store-foreign", .error, about: path, what: error.message, why: "It was left alone."))
      case .busy:
        add(Finding("store-busy", .warning, about: path, what: error.message, why: "It could not be looked at."))
      case .readOnly:
        add(
          Finding(
            "store-unreadable", .error, about: path, what: error.message,
            why: "It could not be looked at." + wayToPermissions, command: permitting("u+rw", path)))
      case .foreign: add(damaged("it does not begin as a database does, though there are events in it"))
      default: add(damaged(error.message))
      }
      return false
    }
  }

  /// What the database holds besides a store's own, and what it lacks of that.
  private mutating func examineSchema() throws {
    let oddities = try StoreExamination.oddities(in: path, environment: session.storeEnvironment)
    if !oddities.missing.isEmpty {
      add(
        Finding(
          "schema-incomplete", .warning, about: path,
          what: "what was made for its tables is missing: \(oddities.missing.joined(separator: ", "))",
          why: "Another program has dropped it. It is made again after a copy of the store is set aside.",
          command: followup("doctor", "--mend")))
    }
    if !oddities.additions.isEmpty {
      add(
        Finding(
          "schema-additions", .note, about: path,
          what: "it also holds what is none of a store: \(oddities.additions.joined(separator: ", "))",
          why: "Another program has put it there. It touches nothing of the store."))
    }
  }

  /// Whether a file that is no database bears lines of ours: then its header is gone.
  private var looksLikeStore: Bool {
    // What is no file might be read for ever.
    guard Platform.status(path)?.kind == .file else { return false }
    guard let bytes = try? Platform.readFile(path, limit: 1 << 22) else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      let opening = Array("{\"device\":\"".utf8)
      return bytes.indices.contains { bytes[$0] == opening[0] && bytes[$0...].starts(with: opening) }
    }
  }

  private func damaged(_ what: String) -> Finding {
    let new = path.hasSuffix(".db") ? path.dropLast(3) + "-rescued.db" : path + "-rescued"
    return Finding(
      "store-damaged", .error, about: path, what: what,
      why:
        "Every event whose line is still sound is rescued into a new file; this one stays as it is. A sync brings the "
        + "rest.",
      command:
        "followup doctor --salvage \(CommandLineWord.quoted(String(new))) --store \(CommandLineWord.quoted(path))")
  }
}
