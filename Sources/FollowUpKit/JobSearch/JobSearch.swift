import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice

/// A search for a job in one store: everything a client does goes through it.
///
///     let search = try JobSearch(creatingAt: path, environment: .live(anchorDirectory: anchors, zone: "Europe/Berlin"))
///     try await search.record("call", on: "acme", words: ["voicemail"])   // what was recorded, and the next step
///     for advice in try await search.next() { … }                         // what is due now
///     for await change in search.changes() { … }                          // joined while nobody looks
///     try await search.sync(with: folder)
///
/// Each method comes twice, under one name: one that suspends, for tasks, and one that blocks, for programs that are
/// synchronous anyway. The suspending one does its work on a queue of its own, so it never holds a thread of the
/// cooperative pool while it waits for the disk or for another process; when its task is cancelled before the work begins,
/// nothing is done. A search may be used from any number of threads and tasks, and its file by any number of processes.
///
/// Names and dates are those that a person says: an application by any part of its company or role, or its short id; a day
/// as `yesterday`, `fri` or `2026-11-20`. What may mean several things throws ``JobSearchError/ambiguous(_:)`` with what it
/// may mean.
public final class JobSearch: Sendable {
  /// What a search takes from the world around it; tests hand in their own.
  public struct Environment: Sendable {
    /// Time, randomness and the machine.
    public var store: StoreEnvironment
    /// The rules of time zones.
    public var zones: any ZoneRules
    /// The person's zone, as long as the store does not record another; it is recorded with the first entry.
    public var zone: Zone

    /// An environment from its parts.
    ///
    /// - Parameters:
    ///   - store: time, randomness and the machine.
    ///   - zones: the rules of time zones.
    ///   - zone: the person's zone.
    public init(store: StoreEnvironment, zones: any ZoneRules, zone: Zone) {
      self.store = store
      self.zones = zones
      self.zone = zone
    }

    /// This machine's clock, randomness, identity and time zone rules.
    ///
    /// - Parameters:
    ///   - anchorDirectory: a folder outside the database by which the store notices that it was copied (FORMAT 6); nil does
    ///     without.
    ///   - zone: the IANA name of the person's zone.
    /// - Throws: `ZoneProblem` when no zone is called so here.
    public static func live(anchorDirectory: String?, zone: String) throws(ZoneProblem) -> Environment {
      let zones = LayeredZoneRules.ofMachine(tzdir: nil, bundled: nil)
      return Environment(
        store: .live(anchorDirectory: anchorDirectory), zones: zones, zone: try zones.zone(zone))
    }
  }

  /// The store, for what this façade does not do.
  public let store: EventStore
  /// What the search takes from the world around it.
  public let environment: Environment

  /// Opens the search in a file.
  ///
  /// - Parameters:
  ///   - path: the file of the store.
  ///   - environment: what the search takes from the world around it.
  /// - Throws: `StoreError` when there is no store, or it cannot be used.
  public convenience init(openingAt path: String, environment: Environment) throws {
    self.init(try EventStore(openingAt: path, environment: environment.store), environment)
  }

  /// Opens the search in a file, and makes it when there is none.
  ///
  /// - Parameters:
  ///   - path: the file of the store.
  ///   - environment: what the search takes from the world around it.
  /// - Throws: `StoreError` when the file cannot be made, or is no store that can be used.
  public convenience init(creatingAt path: String, environment: Environment) throws {
    self.init(try EventStore(creatingAt: path, environment: environment.store), environment)
  }

  /// A search in a store that is open already.
  package init(_ store: EventStore, _ environment: Environment) {
    self.store = store
    self.environment = environment
  }

  /// Closes the store. What is under way is finished first; later calls throw.
  ///
  /// - Throws: `StoreError` when the database cannot be closed.
  public func close() throws { try store.close() }

  /// The present, on the clock of the recorded zone or else of the environment's.
  ///
  /// - Throws: `StoreError`; `MomentProblem` outside the years 1 to 9999.
  public func now() throws -> Now {
    try store.read { reader in
      try now(Settings(try reader.records(ofType: RecordType.setting.rawValue)))
    }
  }

  /// The present, or the moment that is looked at in its place.
  func now(_ settings: Settings, at moment: HybridTimestamp? = nil) throws -> Now {
    let milliseconds = moment?.milliseconds ?? environment.store.wallMilliseconds()
    return try Now(secondsSince1970: milliseconds / 1_000, zone: zone(settings))
  }

  func zone(_ settings: Settings) -> Zone {
    settings.tz.flatMap { try? environment.zones.zone($0) } ?? environment.zone
  }

  /// What a question is answered from at a moment of the store.
  ///
  /// - Parameter moment: what counts as the present; nil is the present itself.
  func query(_ reader: StoreReader, at moment: HybridTimestamp? = nil) throws -> QueryContext {
    let snapshot = try Snapshot(reader)
    let environment = environment
    return QueryContext(
      reader: reader, snapshot: snapshot, now: try now(snapshot.settings, at: moment), zone: zone(snapshot.settings),
      zones: environment.zones, answers: Answers(), newRecord: { environment.store.newIdentifier() })
  }

  /// What advice is read from at a moment of the store: sparingly, without what is closed.
  ///
  /// - Parameter moment: what counts as the present; nil is the present itself.
  func adviceReader(_ reader: StoreReader, at moment: HybridTimestamp? = nil) throws -> AdviceReader {
    let settings = Settings(try reader.records(ofType: RecordType.setting.rawValue))
    return try AdviceReader(reader, settings: settings, now: try now(settings, at: moment), zones: environment.zones)
  }
}

/// Why a name that a person said cannot be used.
public enum JobSearchError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Something that has no such name.
  public struct Unknown: Hashable, Sendable {
    /// What was looked for: `application`, `contact`, `employer`.
    public let kind: String
    /// What the person said.
    public let said: String
    /// Names that come near.
    public let near: [String]
  }

  /// A name that several things have.
  public struct Ambiguous: Hashable, Sendable {
    /// One of the things.
    public struct Candidate: Hashable, Sendable {
      /// The record.
      public let id: RecordID
      /// What it is called.
      public let title: String
    }

    /// What was looked for: `application`, `contact`, `employer`.
    public let kind: String
    /// What the person said.
    public let said: String
    /// What it may mean; the identifier of one means it alone.
    public let candidates: [Candidate]
  }

  /// Nothing is called so.
  case unknown(Unknown)
  /// Several things are called so.
  case ambiguous(Ambiguous)

  /// What is wrong, and the way out.
  public var description: String {
    switch self {
    case .unknown(let unknown):
      "no \(unknown.kind) is called \"\(unknown.said)\""
        + (unknown.near.isEmpty ? "" : "; did you mean \(unknown.near.joined(separator: ", "))?")
    case .ambiguous(let ambiguous):
      "\"\(ambiguous.said)\" matches \(ambiguous.candidates.map(\.title).joined(separator: " and ")); type more of the name"
    }
  }
}

extension QueryContext {
  /// The application that a person names.
  ///
  /// - Throws: ``JobSearchError``.
  func application(named said: String) throws(JobSearchError) -> Application {
    try Self.only(match(application: said), "application", said) { ($0.id, $0.title) }
  }

  /// The contact that a person names.
  ///
  /// - Throws: ``JobSearchError``.
  func contact(named said: String) throws(JobSearchError) -> Contact {
    try Self.only(match(contact: said), "contact", said) { ($0.id, $0.displayName) }
  }

  private static func only<Found>(
    _ match: NameMatch<Found>, _ kind: String, _ said: String, _ named: (Found) -> (RecordID, String)
  ) throws(JobSearchError) -> Found {
    switch match {
    case .found(let found): return found
    case .ambiguous(let several):
      let candidates = several.map { found in
        let (id, title) = named(found)
        return JobSearchError.Ambiguous.Candidate(id: id, title: title)
      }
      throw .ambiguous(JobSearchError.Ambiguous(kind: kind, said: said, candidates: candidates))
    case .none(let near):
      throw .unknown(JobSearchError.Unknown(kind: kind, said: said, near: near.map { named($0).1 }))
    }
  }
}
