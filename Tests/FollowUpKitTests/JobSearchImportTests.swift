import EventLog
import FollowUpKit
import Foundation
import TestSupport
import Testing

/// What a client gets of imports without the program.
@Suite struct JobSearchImportTests {
  private static let table = """
    company,role,applied_on
    Acme,Engineer,2026-11-02
    Tidewater,Educator,2026-11-09

    """

  private func file(_ folder: SearchFolder, _ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.folder.file(name)))
    return folder.folder.file(name)
  }

  @Test func whatIsPreviewedIsWhatIsWritten() throws {
    let folder = try SearchFolder()
    let path = try file(folder, "list.csv", Self.table)
    let preview = try folder.search.previewImport(of: [path])
    #expect(preview.files.map(\.new) == [["application": 2]] && preview.events == 2 && preview.step == nil)
    #expect(try folder.search.applications().isEmpty)
    let done = try folder.search.importFiles([path])
    #expect(done.files == preview.files && done.events == preview.events)
    #expect(Set(try folder.search.applications().compactMap(\.application.company)) == ["Acme", "Tidewater"])
    // The same file again changes nothing, and has no step.
    let again = try folder.search.importFiles([path])
    #expect(again.events == 0 && again.step == nil && again.files.map(\.known) == [2])
    #expect(done.step != nil)
    #expect(try folder.search.undo(done.step).count == 2)
    #expect(try folder.search.applications().isEmpty)
  }

  @Test func aFileThatCannotBeReadStopsNoOther() throws {
    let folder = try SearchFolder()
    let path = try file(folder, "list.csv", Self.table + "Nowhere,Nobody,smarch\n")
    let missing = folder.folder.file("missing.csv")
    let summary = try folder.search.importFiles([missing, path])
    #expect(summary.unread.map(\.path) == [missing] && summary.files.map(\.path) == [path])
    #expect(summary.files[0].refusedCount == 1 && summary.files[0].refused[0].contains("smarch"))
    #expect(try folder.search.applications().count == 2)
  }

  @Test func columnsMayBeNamed() throws {
    let folder = try SearchFolder()
    let path = try file(folder, "liste.csv", "Firma;Stelle\nAcme;Engineer\n")
    var options = ImportOptions(columns: ["company": "Firma", "role": "Stelle"], savedMap: "liste")
    #expect(try folder.search.importFiles([path], options: options).events == 2)
    let other = try file(folder, "neu.csv", "Firma;Stelle\nTidewater;Educator\n")
    #expect(try folder.search.previewImport(of: [other]).files.map(\.map) == ["liste"])
    options.columns["colour"] = "Farbe"
    #expect(throws: ImportFailure.self) { try folder.search.importFiles([path], options: options) }
  }

  @Test func aCancelledImportWritesNothing() async throws {
    let folder = try SearchFolder()
    let rows = (0..<3_000).map { "Company \($0),Engineer,2026-11-02\n" }.joined()
    let path = try file(folder, "many.csv", "company,role,applied_on\n" + rows)
    let search = folder.search
    let canceller = Canceller()
    let task = Task {
      try await search.importFiles([path]) { events in if events == 1_000 { canceller.cancel() } }
    }
    canceller.set { task.cancel() }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await search.applications().isEmpty)
  }
}
