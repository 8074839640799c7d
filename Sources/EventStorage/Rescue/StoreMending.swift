import EventLog
import GRDB

/// Gives a store back what it has lost beside its tables: the numbers by which it is known, and the indexes, triggers,
/// views and the search index that can be made again.
///
///     let report = try StoreMending(of: path, environment: environment).run()
///
/// A dump or a clone of the database loses the numbers, and a program that edits databases can drop the rest. No row of a
/// table is touched. The store is copied first, and the copy is never removed; what is done is one transaction.
package struct StoreMending {
  /// What became of it.
  package struct Report: Sendable, Equatable {
    /// The schema that the store has.
    package let schema: Int64
    /// What was brought back, in words, such as `index events_hash`; empty where nothing was missing.
    package let mended: [String]
    /// The file in which the store is set aside as it was; nil where nothing was missing.
    package let setAside: String?
    /// What a check of the whole store says afterwards.
    package let verification: VerifyReport
  }

  let path: String
  let environment: StoreEnvironment

  /// - Parameters:
  ///   - path: the store's file.
  ///   - environment: as for ``EventStore``.
  package init(of path: String, environment: StoreEnvironment) {
    self.path = path
    self.environment = environment
  }

  /// What is missing.
  private struct Plan {
    let version: Int64
    let hasNumbers: Bool
    let missing: [StoreSchema.Object]
  }

  /// Does it.
  ///
  /// - Throws: ``StoreError``, with ``StoreError/Code/foreign`` or ``StoreError/Code/damaged`` when its tables are not those
  ///   of a store; then nothing was changed.
  package func run() throws -> Report {
    return try StoreError.wrapping(path) {
      guard let plan = try plan() else {
        return Report(
          schema: StoreDatabase.version, mended: [], setAside: nil,
          verification: try EventStore.verify(path, isOwn: true, environment: environment))
      }
      let openFile = OpenFileRegistry.Entry(path)
      defer { withExtendedLifetime(openFile) {} }
      var configuration = Configuration()
      configuration.busyMode = environment.locks.busyMode
      configuration.foreignKeysEnabled = false
      configuration.prepareDatabase { db in
        try db.execute(
          sql: """
            PRAGMA trusted_schema = OFF; PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1;
            PRAGMA synchronous = FULL
            """)
      }
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      let aside = Platform.freeName(after: "\(path).before-mend-\(environment.fileStamp)")
      try StoreDatabase.copyWhole(queue, to: aside)
      let mended = try queue.writeWithoutTransaction { db in
        try db.immediate {
          // Another process may have been first.
          try mend(db, try Self.plan(for: StoreSchema(db), StoreDatabase.numbers(db), path) ?? plan)
        }
      }
      try queue.close()
      return Report(
        schema: plan.version, mended: mended, setAside: aside,
        verification: try EventStore.verify(path, isOwn: true, environment: environment))
    }
  }

  private func plan() throws -> Plan? {
    do {
      if try StoreDatabase.content(of: path, environment.locks) == .empty {
        throw StoreError(.foreign, path, "the file is empty; there is nothing to repair")
      }
    } catch let error as StoreError where error.code == .unnumbered {}
    let queue = try StoreDatabase.openReadOnly(
      path, assumingUnchanged: StoreDatabase.isQuiet(path), environment.locks, isLimited: true)
    defer { try? queue.close() }
    return try queue.read { try Self.plan(for: StoreSchema($0), StoreDatabase.numbers($0), path) }
  }

  private static func plan(
    for schema: StoreSchema, _ numbers: (application: Int64, version: Int64), _ path: String
  ) throws -> Plan? {
    let hasNumbers: Bool
    let version: Int64
    if numbers.application == StoreDatabase.applicationID, (1...StoreDatabase.version).contains(numbers.version),
      try schema.difference(from: numbers.version).isStore
    {
      // A store of an older schema with the tables of a later one says the wrong number.
      version = max(numbers.version, try schema.recognizedVersion() ?? 0)
      hasNumbers = version == numbers.version
    } else if let recognized = try schema.recognizedVersion() {
      version = recognized
      hasNumbers = false
    } else {
      throw StoreError(
        .damaged, path,
        "it does not have the tables of a store, so it was left unchanged; followup doctor says how to rescue the sound events"
      )
    }
    let missing = try schema.difference(from: version).missing
    return hasNumbers && missing.isEmpty ? nil : Plan(version: version, hasNumbers: hasNumbers, missing: missing)
  }

  private func mend(_ db: Database, _ plan: Plan) throws -> [String] {
    var mended: [String] = []
    if !plan.hasNumbers {
      try db.execute(
        sql: """
          PRAGMA application_id = \(StoreDatabase.applicationID); PRAGMA user_version = \(plan.version)
          """)
      mended.append("the database's identifying numbers")
    }
    for object in plan.missing {
      try db.execute(sql: object.sql)
      if object.name == "search" { try SearchIndex(db).fill() }
      mended.append("\(object.type) \(object.name)")
    }
    return mended
  }
}
