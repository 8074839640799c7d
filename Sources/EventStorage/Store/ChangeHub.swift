import EventLog
import GRDB
import Synchronization

/// What changed in a store: for a user interface that shows it.
public struct StoreChange: Sendable, Equatable {
  /// The records whose fields may have changed since the last element.
  public let records: Set<RecordID>
  /// How many events the store holds now.
  public let events: Int64
  /// Why the store could not be read to tell what changed. Then no records are named; they are with the next element that
  /// has no problem.
  public let problem: StoreError?

  init(records: Set<RecordID>, events: Int64, problem: StoreError? = nil) {
    self.records = records
    self.events = events
    self.problem = problem
  }
}

/// Tells the watchers of one store that something was committed in this process.
final class ChangeHub: Sendable {
  private struct State {
    var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
    var next = 0
    var isFinished = false
  }

  private let state = Mutex(State())

  deinit { finish() }

  /// A stream that gets an element for each signal; signals that come before the last one was taken are one.
  func watch() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    state.withLock { state in
      guard !state.isFinished else {
        continuation.finish()
        return
      }
      let number = state.next
      state.next += 1
      state.watchers[number] = continuation
      continuation.onTermination = { [weak self] _ in
        _ = self?.state.withLock { $0.watchers.removeValue(forKey: number) }
      }
    }
    return stream
  }

  func signal() {
    let watchers = state.withLock { Array($0.watchers.values) }
    for watcher in watchers { watcher.yield() }
  }

  /// Whether the store is closed.
  var isFinished: Bool { state.withLock(\.isFinished) }

  func finish() {
    let watchers = state.withLock { state in
      state.isFinished = true
      defer { state.watchers = [:] }
      return Array(state.watchers.values)
    }
    for watcher in watchers { watcher.finish() }
  }
}

extension EventStore {
  /// The changes from now on: which records changed, in this process or in any other that writes to the file.
  ///
  /// What this process commits arrives at once; what others commit is found by asking the file now and then, for
  /// SQLite has no notice between processes. The file is read when an element is asked for, so changes that come faster
  /// than they are taken are one element, which names all of their records.
  ///
  ///     for await change in store.changes() { refresh(change.records) }
  ///
  /// A store that cannot be read is an element too, with ``StoreChange/problem``: one for each problem, however long it
  /// lasts. The stream goes on, and what changed meanwhile is not lost. It ends when the store is closed.
  ///
  /// - Parameter pollMilliseconds: how often the file is asked for what other processes wrote.
  public func changes(pollMilliseconds: Int = 500) -> AsyncStream<StoreChange> {
    // Watching begins before the place is read from which changes count: what is written in between is told.
    let watch = ChangeWatch(self, pollMilliseconds: pollMilliseconds)
    return AsyncStream { [weak self] in
      for await _ in watch.signals {
        guard let self else { return nil }
        if let change = watch.change(self) { return change }
      }
      return nil
    }
  }
}

/// One who watches a store: up to where it was told of, and of which problem.
private final class ChangeWatch: Sendable {
  private struct State {
    /// The last event that was told of; nil where the store could not be read at the start.
    var last: Int64?
    var problem: StoreError?
  }

  let signals: AsyncStream<Void>
  private let poll: Task<Void, Never>
  private let state = Mutex(State())

  init(_ store: EventStore, pollMilliseconds: Int) {
    signals = store.hub.watch()
    poll = Task { [weak store] in
      while !Task.isCancelled, store != nil {
        try? await Task.sleep(for: .milliseconds(pollMilliseconds))
        store?.hub.signal()
      }
    }
    do {
      let last = try store.read { try $0.lastEvent() }
      state.withLock { $0.last = last }
    } catch {
      // It is told of when it is met again.
      store.hub.signal()
    }
  }

  deinit { poll.cancel() }

  /// What there is to tell now; nil when nothing is.
  func change(_ store: EventStore) -> StoreChange? {
    state.withLock { state in
      do {
        // Where the beginning is not known, everything may have changed.
        guard let (change, last) = try store.read({ try $0.changes(after: state.last ?? 0) }) else {
          state.problem = nil
          return nil
        }
        state = State(last: last)
        return change
      } catch {
        if store.hub.isFinished { return nil }
        let problem = error as? StoreError ?? StoreError(.io, store.path, "cannot read it (\(error))")
        guard problem != state.problem else { return nil }
        state.problem = problem
        return StoreChange(records: [], events: state.last ?? 0, problem: problem)
      }
    }
  }
}

extension StoreReader {
  /// The number of the last event that was accepted.
  func lastEvent() throws -> Int64 { try db.count("SELECT max(id) FROM events") }

  /// What changed after an event; nil when nothing did.
  func changes(after event: Int64) throws -> (StoreChange, Int64)? {
    let last = try lastEvent()
    guard last > event else { return nil }
    let uuids = try String.fetchSet(
      db,
      sql: """
        SELECT r.uuid FROM events e JOIN records r ON r.id = e.record WHERE e.id > ?1
        UNION SELECT r.uuid FROM revisions v JOIN records r ON r.id = v.record WHERE v.event > ?1
        """, arguments: [event])
    return (StoreChange(records: Set(uuids.compactMap { RecordID($0) }), events: last), last)
  }
}
