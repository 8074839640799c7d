import CivilTime
import EventLog
import EventStorage
import EventSync
import FollowUp
import FollowUpAdvice
import TestSupport
import Testing

@testable import FollowUpKit

@Suite struct JobSearchTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A search in a folder of its own at a fixed time: Tuesday 2026-10-13, 09:00 in Chicago.
  private func search(_ name: String = "search") throws -> JobSearch {
    let environment = StoreEnvironment.fixed(
      wallMilliseconds: 1_791_900_000_000, seed: UInt64(name.utf8.count),
      anchorDirectory: folder.file(name + "-anchors"))
    return try JobSearch(
      creatingAt: folder.file(name + ".db"),
      environment: .init(store: environment, zones: TestZones.rules, zone: try TestZones.zone("America/Chicago")))
  }

  private func begin(_ search: JobSearch) throws {
    try search.open("Larkspur Mutual", "Claims associate", at: "2026-09-28")
    try search.addContact("Tobias Lindqvist", at: "larkspur", fields: ["phone": "312-555-0142"])
    try search.record("interview", on: "larkspur", at: "2026-10-06", contact: "tobias")
  }

  @Test func whatIsRecordedIsReadBackWithTheNextStep() async throws {
    let search = try search()
    let opened = try await search.open("Larkspur Mutual", "Claims associate", at: "2 weeks ago")
    #expect(opened.lines.first?.contains("Larkspur Mutual — Claims associate") == true)
    #expect(opened.next?.on != nil)
    // The zone of the environment is recorded with the first entry, and undo leaves it alone.
    #expect(try search.store.read { Settings(try $0.records(ofType: "setting")).tz } == "America/Chicago")
    let interview = try await search.record("interview", on: "larkspur", at: "yesterday")
    #expect(interview.next?.action == .thankYou)
    #expect(try await search.next().contains { $0.action == .thankYou })
    let thanks = try await search.record("thank-you", on: "larkspur")
    #expect(thanks.next?.action != .thankYou)
    #expect(try await search.undo(thanks.step).count == 1)
    #expect(try await search.next().contains { $0.action == .thankYou })
    try await search.close("larkspur", reason: "another offer")
    #expect(try await search.applications().isEmpty)
    #expect(try await search.applications(includesClosed: true).map(\.stage) == [.closed])
    try await search.edit("larkspur", ["closed_on=", "role=Clerk"])
    #expect(try await search.applications().map(\.application.role) == ["Clerk"])
  }

  @Test func theTwinsSayTheSame() async throws {
    let search = try search()
    func blocking() throws {
      try begin(search)
    }
    try blocking()
    func next() throws -> [Advice] { try search.next() }
    func agenda() throws -> [AgendaEntry] { try search.agenda(days: 30) }
    func why() throws -> [String] { try search.why("larkspur").chain }
    #expect(try await search.next() == next())
    #expect(try await search.agenda(days: 30) == agenda())
    #expect(try await search.why("larkspur").chain == why())
    #expect(try await search.caller("312-555-0142").callers.first?.contact?.name == "Tobias Lindqvist")
    #expect(try await search.search("tobias").groups.flatMap(\.rows).count == 1)
    #expect(try await search.employer("larkspur").applications.first?.stage == .interviewed)
  }

  @Test func namesThatAreNotClearAreErrorsWithAWayOut() throws {
    let search = try search()
    try search.open("Acme", "Clerk")
    try search.open("Acme", "Driver")
    let ambiguous = #expect(throws: JobSearchError.self) { try search.record("call", on: "acme") }
    guard case .ambiguous(let several)? = ambiguous else {
      Issue.record("\(String(describing: ambiguous))")
      return
    }
    #expect(several.candidates.map(\.title).sorted() == ["Acme — Clerk", "Acme — Driver"])
    try search.record("call", on: several.candidates[0].id.text, words: ["voicemail"])
    let unknown = #expect(throws: JobSearchError.self) { try search.why("acmee clerk") }
    #expect(unknown?.description.hasPrefix("no application is called \"acmee clerk\"") == true)
    #expect(throws: CommandProblem.self) { try search.record("call", on: "clerk", at: "someday") }
    // What was refused left nothing behind.
    #expect(try search.store.read { try $0.records(ofType: "call").count } == 1)
  }

  @Test func twoSearchesShareAFolder() async throws {
    let (one, other) = (try search("one"), try search("other"))
    func blocking() throws { try begin(one) }
    try blocking()
    let changes = other.changes(pollMilliseconds: 20)
    try await one.sync(with: folder.file("shared"))
    #expect(try await other.sync(with: folder.file("shared")).ingest.accepted > 0)
    #expect(try await other.next() == one.next())
    for await change in changes {
      #expect(!change.records.isEmpty)
      break
    }
    #expect(try await one.backup(to: folder.file("backup.db")).events > 0)
    let third = try search("third")
    #expect(try await third.merge([folder.file("backup.db")]).accepted > 0)
    #expect(try third.store.read { try $0.digest() } == one.store.read { try $0.digest() })
  }

  @Test func whatIsCalledOffIsNotBegun() async throws {
    let search = try search()
    let task = Task {
      try await Task.sleep(for: .seconds(60))
      try await search.open("Acme", "Clerk")
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await search.applications().isEmpty)
  }

  /// A sync that is called off half way ends there, and the next one finishes it.
  @Test func aSyncThatIsCalledOffIsFinishedByTheNext() async throws {
    let (one, other) = (try search("one"), try search("other"))
    func blocking() throws { try begin(one) }
    try blocking()
    try await one.sync(with: folder.file("shared"))
    let task = Task {
      try await other.sync(with: folder.file("shared")) { _ in withUnsafeCurrentTask { $0?.cancel() } }
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await other.sync(with: folder.file("shared")).ingest.accepted > 0)
    #expect(try await other.next() == one.next())
  }
}
