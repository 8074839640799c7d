import EventLog
import EventStorage
import EventSync
import Foundation
import TestSupport
import Testing

/// The example of docs/GETTING-STARTED.md, "Records of your own", line by line.
@Suite struct LibraryUseTests {
  @Test func thePageShowsLinesOfThisFile() throws {
    let page = try String(contentsOfFile: Fixtures.path + "/../docs/GETTING-STARTED.md", encoding: .utf8)
    let shown = page.components(separatedBy: "```swift title=\"store\"\n").dropFirst().first?
      .components(separatedBy: "\n```")[0]
    func lines(_ text: String) -> [String] {
      text.components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        .filter { !$0.isEmpty && !$0.hasPrefix("//") }
    }
    let own = Set(lines(try String(contentsOfFile: #filePath, encoding: .utf8)))
    let code = lines(try #require(shown))
    #expect(code.count > 12)
    for line in code where !own.contains(line) { Issue.record("docs/GETTING-STARTED.md has \(line)") }
  }

  @Test func theExampleOfThePageDoesWhatItSays() async throws {
    let folder = try TemporaryFolder()
    let stateFolder = folder.file("state")
    let path = folder.file("followup.db")
    let logFile = folder.file("other.jsonl")

    let environment = StoreEnvironment.live(anchorDirectory: stateFolder)
    let store = try EventStore(creatingAt: path, environment: environment)
    let changes = store.changes()

    let call: RecordID = environment.newIdentifier()
    _ = try store.append([Draft(record: call, set: ["type": "call", "outcome": "voicemail"])])

    let outcome = try store.read { try $0.record(call)?["outcome"]?.string }
    #expect(outcome == "voicemail")

    let other = try EventStore(creatingAt: folder.file("other.db"), environment: environment)
    let note: RecordID = environment.newIdentifier()
    _ = try other.append([Draft(record: note, set: ["type": "note", "text": "from elsewhere"])])
    var log: [UInt8] = []
    try other.read { try $0.exportLog { log += $0 } }
    try Platform.replaceFile(logFile, with: log, temporary: logFile + ".tmp", durable: false)

    let report = try store.ingest([LogFileSource(path: logFile)])
    #expect(report.accepted == 1)

    let sharedFolder = folder.file("shared")
    try Platform.makeDirectory(sharedFolder)
    let sync = try FolderSync(folder: DiskFolder(path: sharedFolder), store: store).run()
    #expect(sync.published == 2 && sync.publishedForOthers == 1)

    var changed: Set<RecordID> = []
    for await change in changes {
      changed.formUnion(change.records)
      if changed.count == 2 { break }
    }
    #expect(changed == [call, note])
    try other.close()
    try store.close()
  }
}
