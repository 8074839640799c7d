import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice

/// What is due, what lies ahead, and what is known. Each call reads one moment of the store.
extension JobSearch {
  /// What is due now: whom to contact, how, when and why; or one piece of advice to wait, and until when.
  ///
  /// - Throws: `StoreError`.
  public func next() throws -> [Advice] { try store.read { try adviceReader($0).next() } }

  /// What is due now; see the twin that blocks.
  ///
  /// - Throws: `StoreError`; `CancellationError`.
  public func next() async throws -> [Advice] { try await away { try self.next() } }

  /// What is due and what lies ahead in the next days, by day: advice, interviews, the days that they named.
  ///
  /// - Parameter days: how many days, today included.
  /// - Throws: `StoreError`.
  public func agenda(days: Int = 14) throws -> [AgendaEntry] {
    try store.read { reader in
      let reader = try adviceReader(reader)
      return reader.advisor.agenda(try reader.assessments(), closed: try reader.closed(), days: days)
    }
  }

  /// What is due and what lies ahead; see the twin that blocks.
  ///
  /// - Parameter days: how many days, today included.
  /// - Throws: `StoreError`; `CancellationError`.
  public func agenda(days: Int = 14) async throws -> [AgendaEntry] { try await away { try self.agenda(days: days) } }

  /// Why there is the advice that there is on an application, and where it stands.
  ///
  /// - Parameter application: as a person names it.
  /// - Throws: ``JobSearchError``; `StoreError`.
  public func why(_ application: String) throws -> Explanation {
    try store.read { reader in
      let application = try query(reader).application(named: application)
      let reader = try adviceReader(reader)
      return reader.advisor.why(
        try reader.records(of: application), others: try reader.assessments(), closed: try reader.closed())
    }
  }

  /// Why there is the advice that there is; see the twin that blocks.
  ///
  /// - Parameter application: as a person names it.
  /// - Throws: ``JobSearchError``; `StoreError`; `CancellationError`.
  public func why(_ application: String) async throws -> Explanation { try await away { try self.why(application) } }

  /// The applications, the last touched first.
  ///
  /// - Parameters:
  ///   - stages: only those at one of these stages; empty is any.
  ///   - includesClosed: whether those that are over are listed too.
  /// - Throws: `StoreError`.
  public func applications(stages: Set<Stage> = [], includesClosed: Bool = false) throws -> [ApplicationSummary] {
    try store.read { reader in
      var request = ApplicationList.Request()
      request.filter.stages = stages
      request.isShowingAll = includesClosed
      return try ApplicationList(try query(reader), request).rows
    }
  }

  /// The applications; see the twin that blocks.
  ///
  /// - Parameters:
  ///   - stages: only those at one of these stages; empty is any.
  ///   - includesClosed: whether those that are over are listed too.
  /// - Throws: `StoreError`; `CancellationError`.
  public func applications(
    stages: Set<Stage> = [], includesClosed: Bool = false
  ) async throws -> [ApplicationSummary] {
    try await away { try self.applications(stages: stages, includesClosed: includesClosed) }
  }

  /// The records in which all of the words are, by application, the best first; a number finds whom it reaches.
  ///
  /// - Parameters:
  ///   - words: what is looked for; the last word may go on.
  ///   - limit: how many records at most.
  /// - Throws: `StoreError`.
  public func search(_ words: String, limit: Int = 20) throws -> SearchResult {
    try store.read { reader in
      try SearchFinder(try query(reader)).result(words.split(separator: " ").map(String.init), limit: limit)
    }
  }

  /// What a search for words finds; see the twin that blocks.
  ///
  /// - Parameters:
  ///   - words: what is looked for; the last word may go on.
  ///   - limit: how many records at most.
  /// - Throws: `StoreError`; `CancellationError`.
  public func search(_ words: String, limit: Int = 20) async throws -> SearchResult {
    try await away { try self.search(words, limit: limit) }
  }

  /// Who is on the telephone: the people whom a number, a name or a short id stands for, with their applications.
  ///
  /// - Parameter text: a telephone number however it is written, a name, or a short id.
  /// - Throws: `StoreError`.
  public func caller(_ text: String) throws -> CallerMatch.Result { try store.read { try query($0).callers(text) } }

  /// Who is on the telephone; see the twin that blocks.
  ///
  /// - Parameter text: a telephone number however it is written, a name, or a short id.
  /// - Throws: `StoreError`; `CancellationError`.
  public func caller(_ text: String) async throws -> CallerMatch.Result { try await away { try self.caller(text) } }

  /// What the log says of an employer: promises kept and broken, how long answers took.
  ///
  /// - Parameter name: the employer's name or a part of it.
  /// - Throws: ``JobSearchError``; `StoreError`.
  public func employer(_ name: String) throws -> EmployerEvidence {
    try store.read { reader in
      let query = try query(reader)
      switch try query.employer(name) {
      case .found(let employer): return try query.evidence(of: employer)
      case .ambiguous(let several):
        let candidates = several.flatMap { employer in
          query.snapshot.namedApplications.first { employer.isNamed(by: $0.company) }.map {
            JobSearchError.Ambiguous.Candidate(id: $0.id, title: employer.name)
          }.map { [$0] } ?? []
        }
        throw JobSearchError.ambiguous(.init(kind: "employer", said: name, candidates: candidates))
      case .none(let near):
        throw JobSearchError.unknown(.init(kind: "employer", said: name, near: near.map(\.name)))
      }
    }
  }

  /// What the log says of an employer; see the twin that blocks.
  ///
  /// - Parameter name: the employer's name or a part of it.
  /// - Throws: ``JobSearchError``; `StoreError`; `CancellationError`.
  public func employer(_ name: String) async throws -> EmployerEvidence { try await away { try self.employer(name) } }

  /// Which records changed from now on, whoever changes them: this process, another one, a sync. Changes that come faster
  /// than they are taken are joined into one, and an error of reading is an element.
  ///
  /// - Parameter pollMilliseconds: how often the file is asked for what other processes wrote.
  public func changes(pollMilliseconds: Int = 500) -> AsyncStream<StoreChange> {
    store.changes(pollMilliseconds: pollMilliseconds)
  }
}
