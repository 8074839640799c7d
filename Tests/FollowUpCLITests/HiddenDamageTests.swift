import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventStorage
@testable import FollowUpCLI

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Damage that only some commands would meet: those that look for damage meet it too.
@Suite struct HiddenDamageTests {
  private func laptop() throws -> Desktop {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    desktop.done("log", "note", "acme", "hello")
    return desktop
  }

  /// Changes the store behind the program's back.
  private func execute(_ sql: String, on desktop: Desktop) throws {
    let store = try EventStore(openingAt: desktop.storePath, environment: .fixed())
    try store.database.writeWithoutTransaction { try $0.execute(sql: sql) }
    try store.close()
  }

  @Test(arguments: ["records", "events"]) func doctorSeesNumbersThatNoWriteWouldTake(_ table: String) throws {
    let desktop = try laptop()
    #expect(desktop.run("doctor").status == 0)
    // The log refuses to be changed; a disk does not ask.
    try execute(
      """
      DROP TRIGGER events_are_never_updated;
      UPDATE \(table) SET id = 9223372036854775807 WHERE id = (SELECT max(id) FROM \(table));
      CREATE TRIGGER events_are_never_updated BEFORE UPDATE ON events
      BEGIN SELECT RAISE(ABORT, 'the event log is append-only: an event is never changed'); END;
      """, on: desktop)
    #expect(desktop.run("log", "note", "acme", "more").status == 1)
    let result = desktop.run("doctor", "--json")
    #expect(result.status == 3)
    #expect(result.json["findings"]?.array?.contains { $0["code"] == "store-damaged" } == true, "\(result.out)")
  }

  @Test(arguments: ["device = 'zzz'", "seq = -1", "hash = x'00'"])
  func verifySeesWhatTheStoreWritesAs(_ change: String) throws {
    let desktop = try laptop()
    #expect(desktop.run("verify").status == 0)
    try execute("UPDATE writers SET \(change)", on: desktop)
    let result = desktop.run("verify")
    #expect(result.status == 3)
    #expect(result.err.contains("the store's own identity is damaged"), "\(result.err)")
  }

  @Test func aPipeAmongTheAnchorsStopsNobody() throws {
    let desktop = try laptop()
    let anchors = desktop.folder + "/state/followup/anchors"
    for name in try FileManager.default.contentsOfDirectory(atPath: anchors) {
      try FileManager.default.removeItem(atPath: "\(anchors)/\(name)")
      #expect(mkfifo("\(anchors)/\(name)", 0o600) == 0)
    }
    #expect([0, 3].contains(desktop.run("doctor").status))
    desktop.done("log", "note", "acme", "still here")
    #expect(desktop.done("show", "acme").contains("still here"))
  }
}
