import EventLog
import Testing

@testable import EventStorage

/// How a library above this one reads and writes its own tables in a store.
@Suite struct LinkedTablesTests {
  private static let tables = LinkedTables(["folders", "events", "sqlite_master", "Folders; DROP TABLE events"])

  private static func isMisuse(_ error: any Error) -> Bool { (error as? StoreError)?.code == .misuse }

  @Test(arguments: ["events", "sqlite_master", "search_data", "Folders; DROP TABLE events", "folder_files", ""])
  func onlyTheLibrarysOwnTablesAreReached(_ name: String) throws {
    let tables = Self.tables
    #expect { try tables[name] } throws: { Self.isMisuse($0) }
  }

  @Test func namesOfColumnsAreCheckedAndValuesAreBound() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let folders = try Self.tables["folders"]
    let odd = "'); DROP TABLE folders; --\u{0}é"
    try store.writeLinked(isDurable: true) { writer in
      try writer.put([("place", .text(odd))], [("path", .text("a")), ("synced_ms", .integer(1))], into: folders)
      try writer.put([("place", .text(odd))], [("path", .text("b")), ("synced_ms", .integer(2))], into: folders)
    }
    var rows: [String] = []
    try store.read { reader in
      try reader.forEachRow(of: folders, columns: ["place", "path", "synced_ms"], where: [("place", .text(odd))]) {
        rows.append("\($0.text(0)) \($0.text(1)) \(try $0.moment(2))")
      }
      #expect { try reader.forEachRow(of: folders, columns: ["path FROM events --"]) { _ in } } throws: {
        Self.isMisuse($0)
      }
      #expect { try reader.forEachRow(of: folders, columns: ["path"], orderedBy: ["1; --"]) { _ in } } throws: {
        Self.isMisuse($0)
      }
    }
    #expect(rows == ["\(odd) b 2"])
    #expect {
      try store.writeLinked(isDurable: false) { try $0.remove([("place = place OR place", .null)], from: folders) }
    } throws: {
      Self.isMisuse($0)
    }
    try store.writeLinked(isDurable: false) { try $0.remove([("place", .text(odd))], from: folders) }
    #expect(try store.query("SELECT count(*) FROM folders") == ["0"])
    #expect(try store.problems() == [])
  }

  @Test func whatThrowsIsTakenBackAsAWhole() throws {
    struct Stop: Error {}
    let bench = try Workbench()
    let store = try bench.open()
    let folders = try Self.tables["folders"]
    #expect(throws: Stop.self) {
      try store.writeLinked(isDurable: false) { writer in
        try writer.put([("place", .text("p"))], [("path", .text("a")), ("synced_ms", .integer(1))], into: folders)
        throw Stop()
      }
    }
    #expect(try store.query("SELECT count(*) FROM folders") == ["0"])
    #expect(try store.synchronousLevel() == 2)
  }

  @Test func aCellThatNobodyHasWrittenIsDamage() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let folders = try Self.tables["folders"]
    try store.writeLinked(isDurable: true) {
      try $0.put([("place", .text("p"))], [("path", .text("a")), ("synced_ms", .integer(.max))], into: folders)
    }
    #expect {
      try store.read { try $0.forEachRow(of: folders, columns: ["synced_ms"]) { _ = try $0.moment(0) } }
    } throws: {
      ($0 as? StoreError)?.code == .damaged
    }
  }
}
