import Foundation
import FuzzTargets
import TestSupport
import Testing

/// The built program on stores that are damaged or hostile: it ends by itself, with a sentence and a status. Many more of
/// them are tried without a process, in HostileStoreTests.
@Suite struct HostileStoreProcessTests {
  @Test func theProgramEndsByItself() throws {
    let laptop = try Laptop()
    try laptop.done("open", "Acme", "Engineer")
    for number in 0..<8 { try laptop.done("log", "note", "acme", "voicemail number \(number)") }
    let sound = try Data(contentsOf: URL(fileURLWithPath: laptop.store))
    var random = SeededGenerator(seed: 20_261_128)
    for number in 0..<4 {
      let path = try laptop.file("hostile.db", sound)
      if number < 2 {
        var bytes = Array(sound)
        HostileDatabase.spoilBytes(&bytes, using: &random)
        _ = try laptop.file("hostile.db", bytes)
      } else {
        _ = try HostileDatabase.spoilCell(at: path, using: &random)
      }
      for command in [
        ["list", "--store", path], ["search", "voicemail", "--store", path], ["doctor", "--store", path],
        ["verify", path],
        ["merge", path], ["status", "--store", path],
      ] {
        let result = try laptop.run(command)
        #expect([0, 1, 3].contains(result.status), "store \(number): \(command): \(result.status) \(result.err)")
        #expect(result.status == 0 || !(result.err + result.text).isEmpty, "store \(number): \(command) says nothing")
      }
    }
    #expect(try laptop.run(["verify"]).status == 0)
  }
}
