import CivilTime
import EventLog
import EventStorage
import EventSync
import FollowUp
import FollowUpAdvice

/// Looks at a store, where it lies, its log, its folders and its settings. Nothing is written: no device is minted, no
/// anchor moved, no schema brought up to date. (Where only trying tells whether permissions are kept, a file is made and
/// removed at once.)
package struct Doctor {
  let context: DoctorContext
  /// What was found so far.
  package private(set) var diagnostics: [Diagnostic] = []
  /// How many events the log has; nil where it could not be read.
  package private(set) var events: Int64?

  /// A doctor for a store.
  package init(_ context: DoctorContext) { self.context = context }

  var path: String { context.path }
  var wall: Int64 { context.environment.wallMilliseconds() }
  var zones: any ZoneRules { context.zones() }

  mutating func add(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// A command on this store, as a person would type it.
  func followup(_ words: String...) -> String {
    let store = context.isDefaultStore ? [] : ["--store", path]
    return (["followup"] + words + store).map(CommandLineWord.quoted).joined(separator: " ")
  }

  /// Looks at everything.
  package mutating func examine() throws {
    examineMachine()
    examineLocation()
    guard Platform.status(path) != nil else {
      guard !context.isDefaultStore || Platform.status(path + "-wal") != nil else { return }
      add(
        Diagnostic(
          "store-missing", .error, about: path, what: "no such file",
          why: "Nothing is recorded here yet, or the file was moved.", command: followup("restore", "BACKUP")))
      return
    }
    guard try examineDatabase() else { return }
    let store: EventStore
    do { store = try EventStore(readingAt: path, environment: context.environment) } catch let error as StoreError {
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
      guard let schema = try StoreExamination.schema(of: path, environment: context.environment) else {
        return false
      }
      try examineSchema()
      if schema < StoreExamination.currentSchema {
        add(
          Diagnostic(
            "schema-old", .note, about: path,
            what: "it has schema \(schema), and this release writes \(StoreExamination.currentSchema)",
            why: "The next command sets a copy aside and updates it. The log was not checked.",
            command: followup("status")))
        return false
      }
      let damage = try StoreExamination.damage(in: path, environment: context.environment)
      if let problem = StoreExamination.tableIndexProblem(damage) {
        add(
          Diagnostic(
            "table-index", .error, about: path, what: problem.replacing("; run followup rebuild", with: ""),
            why:
              "Every row is there. Until the indexes are rebuilt, a sync or a list may miss some.",
            command: followup("rebuild")))
      } else if let problem = try StoreExamination.searchIndexProblem(in: path, damage: damage) {
        let instruction = "; run followup rebuild"
        add(
          Diagnostic(
            "search-index", .warning, about: path,
            what: problem.hasSuffix(instruction) ? String(problem.dropLast(instruction.count)) : problem,
            why:
              "The log is intact, and the index can be rebuilt from it; until then search reads every record and finds all.",
            command: followup("rebuild")))
      } else if let first = damage.first {
        add(damaged("SQLite finds it damaged: \(first)"))
      }
      return true
    } catch let error as StoreError {
      switch error.code {
      case .newer:
        add(
          Diagnostic(
            "store-newer", .error, about: path, what: error.message,
            why: "An older release would not understand all of it."))
      case .unnumbered:
        add(
          Diagnostic(
            "store-unnumbered", .error, about: path,
            what: "its numbers were lost (application_id and user_version), and nothing else",
            why:
              "A dump or a clone of the database loses them, and commands then do not recognise the store. They are brought "
              + "back after a copy of it is set aside, and the store is verified.",
            command: followup("doctor", "--mend")))
      case .foreign where !looksLikeStore:
        add(Diagnostic("store-foreign", .error, about: path, what: error.message, why: "It was left unchanged."))
      case .busy:
        add(Diagnostic("store-busy", .warning, about: path, what: error.message, why: "It could not be examined."))
      case .readOnly:
        add(
          Diagnostic(
            "store-unreadable", .error, about: path, what: error.message,
            why: "It could not be examined." + wayToPermissions, command: permitting("u+rw", path)))
      case .foreign: add(damaged("it does not start like a database, although it contains events"))
      default: add(damaged(error.message))
      }
      return false
    }
  }

  /// What the database holds besides a store's own, and what it lacks of that.
  private mutating func examineSchema() throws {
    let oddities = try StoreExamination.oddities(in: path, environment: context.environment)
    if !oddities.missing.isEmpty {
      add(
        Diagnostic(
          "schema-incomplete", .warning, about: path,
          what: "parts of its schema are missing: \(oddities.missing.joined(separator: ", "))",
          why: "Another program dropped them. They are created again after a copy of the store is set aside.",
          command: followup("doctor", "--mend")))
    }
    if !oddities.additions.isEmpty {
      add(
        Diagnostic(
          "schema-additions", .note, about: path,
          what: "it contains objects that do not belong to a store: \(oddities.additions.joined(separator: ", "))",
          why: "Another program created them. They do not affect the store."))
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

  private func damaged(_ what: String) -> Diagnostic {
    let new = path.hasSuffix(".db") ? path.dropLast(3) + "-rescued.db" : path + "-rescued"
    return Diagnostic(
      "store-damaged", .error, about: path, what: what,
      why:
        "Every event whose line is still sound is rescued into a new file; this one stays unchanged. A sync brings the "
        + "rest.",
      command:
        "followup doctor --salvage \(CommandLineWord.quoted(String(new))) --store \(CommandLineWord.quoted(path))")
  }
}
