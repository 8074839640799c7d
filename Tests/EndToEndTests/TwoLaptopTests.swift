import Foundation
import Testing

/// A story told by commands on two laptops that exchange files.
@Suite struct TwoLaptopTests {
  /// Both laptops know of the interview; since then each has recorded something of its own.
  private func laptops() throws -> (Laptop, Laptop) {
    let (kitchen, desk) = (try Laptop(), try Laptop())
    try kitchen.done("device", "kitchen laptop")
    try kitchen.done("open", "Larkspur Mutual", "Claims associate", "--at", "3 weeks ago", "--source", "their site")
    try kitchen.done("contact", "add", "Tobias Lindqvist", "--app", "larkspur", "--role", "hiring_manager")
    try kitchen.done("log", "interview", "larkspur", "video", "--at", "2026-11-10", "--contact", "tobias")
    try kitchen.done("export", "-o", kitchen.folder + "/first.jsonl")
    try desk.done("merge", kitchen.folder + "/first.jsonl")
    try desk.done("device", "desk")
    try kitchen.done("log", "thank-you", "larkspur", "--at", "2026-11-10", "--contact", "tobias")
    try kitchen.done("contact", "edit", "tobias", "phone=555-0142")
    try desk.done("contact", "edit", "tobias", "phone=555-0124")
    try desk.done("log", "promise", "larkspur", "before the end of the week")
    try desk.done("log", "call", "larkspur", "voicemail", "--contact", "tobias")
    return (kitchen, desk)
  }

  private func checkAgreement(_ kitchen: Laptop, _ desk: Laptop) throws {
    #expect(try kitchen.digest() == desk.digest())
    #expect(try kitchen.done("export", "--format", "state") == desk.done("export", "--format", "state"))
    for laptop in [kitchen, desk] {
      let conflicts = try laptop.list("conflicts", "conflicts")
      #expect(conflicts.count == 1)
      #expect(conflicts.first?["field"] as? String == "phone")
      #expect(conflicts.first?["value"] as? String == "555-0124")
      #expect(conflicts.first?["others"] as? [String] == ["555-0142"])
      let text = try laptop.done("conflicts")
      #expect(text.contains("kitchen laptop") && text.contains("desk"))
      let history = try laptop.done("history", "tobias")
      #expect(history.contains("555-0142") && history.contains("555-0124"))
      try laptop.done("verify")
    }
  }

  @Test func mergedByFilesBothWays() throws {
    let (kitchen, desk) = try laptops()
    try kitchen.done("export", "-o", kitchen.folder + "/log.jsonl")
    try desk.done("export", "-o", desk.folder + "/log.jsonl")
    try kitchen.done("merge", desk.folder + "/log.jsonl")
    try desk.done("merge", kitchen.folder + "/log.jsonl")
    try checkAgreement(kitchen, desk)
    // The same again changes nothing.
    let before = try kitchen.digest()
    #expect(try kitchen.done("merge", desk.folder + "/log.jsonl").contains("0 new"))
    #expect(try kitchen.digest() == before)
  }

  @Test func mergedStoreToStore() throws {
    let (kitchen, desk) = try laptops()
    let before = try Data(contentsOf: URL(fileURLWithPath: desk.store))
    try kitchen.done("merge", desk.store)
    #expect(try Data(contentsOf: URL(fileURLWithPath: desk.store)) == before)
    #expect(!FileManager.default.fileExists(atPath: desk.store + "-wal"))
    try desk.done("merge", kitchen.store)
    try checkAgreement(kitchen, desk)
  }

  @Test func mergedThroughAPipeIntoAThird() throws {
    let (kitchen, desk) = try laptops()
    let third = try Laptop()
    let log = try kitchen.run(["export"]).out + desk.run(["export"]).out
    let result = try third.run(["merge", "-"], input: log)
    #expect(result.status == 0)
    try kitchen.done("merge", desk.store)
    #expect(try third.digest() == kitchen.digest())
  }

  @Test func theConflictIsSettledAndUndoComesAfter() throws {
    let (kitchen, desk) = try laptops()
    try kitchen.done("merge", desk.store)
    try kitchen.done("conflicts", "settle", "tobias", "phone", "--take", "2")
    try desk.done("merge", kitchen.store)
    #expect(try kitchen.digest() == desk.digest())
    #expect(try desk.list("conflicts", "conflicts").isEmpty)
    #expect(try desk.done("contact", "list").contains("555-0142"))
    // The desk takes back its call, and then its promise; its number was settled since and stays.
    #expect(try desk.done("undo").contains("taken back: call to Larkspur Mutual"))
    #expect(try desk.done("undo").contains("taken back: promise from Larkspur Mutual"))
    let kept = try desk.done("undo")
    #expect(kept.contains("kept: Tobias Lindqvist: phone, changed later on kitchen laptop"))
    #expect(try desk.done("contact", "list").contains("555-0142"))
    try kitchen.done("merge", desk.store)
    #expect(try kitchen.digest() == desk.digest())
    #expect(try !kitchen.done("show", "larkspur").contains("voicemail"))
  }

  @Test func aStoryTakenInFromAnywhereGivesTheSameState() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let stories = ["s0-martin", "s1-collegegrad", "s2-quast", "s3-three-tips", "s4-phone"]
      .map { "\(root)/Fixtures/stories/\($0).jsonl" }
    let (one, two) = (try Laptop(), try Laptop())
    _ = try one.run(["merge"] + stories)
    for story in stories.reversed() { try two.done("merge", story) }
    #expect(try one.digest() == two.digest())
    #expect(try one.status()["events"] as? Int == two.status()["events"] as? Int)
    let third = try Laptop()
    try third.done("merge", one.store, two.store)
    #expect(try third.digest() == one.digest())
    try third.done("verify")
    let before = try third.digest()
    try third.done("rebuild")
    #expect(try third.digest() == before)
  }
}
