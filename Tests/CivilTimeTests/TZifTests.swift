import CivilTime
import Foundation
import TestSupport
import Testing

@Suite struct TZifTests {
  @Test func whatTheFileSaysHoldsUntilItsLastChangeAndThenItsFooter() throws {
    let clock = try TZif(TZifFile().bytes)
    #expect(clock.footer == "CET-1CEST,M3.5.0,M10.5.0/3")
    for (moment, offset, isDaylight) in [
      // Before the first change the first type holds.
      (Int64.min, 3_600, false), (-1, 3_600, false), (0, 7_200, true), (15_551_999, 7_200, true),
      // From the last change on the footer: 1970-07-01 is summer to it.
      (15_552_000, 7_200, true),
      // 2026-03-29T01:00:00Z, and a second before.
      (1_774_745_999, 3_600, false), (1_774_746_000, 7_200, true),
      // 2100-10-31T01:00:00Z.
      (4_128_627_599, 7_200, true), (4_128_627_600, 3_600, false),
    ] {
      #expect(clock.offsetSeconds(at: moment) == offset, "\(moment)")
      #expect(clock.isDaylightSaving(at: moment) == isDaylight, "\(moment)")
    }
    _ = clock.offsetSeconds(at: .max)
  }

  @Test func withoutAFooterTheLastTypeGoesOn() throws {
    var file = TZifFile()
    file.footer = ""
    let clock = try TZif(file.bytes)
    #expect(clock.offsetSeconds(at: 4_128_627_599) == 3_600)
  }

  @Test func withoutChangesTheFooterHoldsAlways() throws {
    var file = TZifFile()
    file.transitions = []
    file.footer = "<+0545>-5:45"
    #expect(try TZif(file.bytes).offsetSeconds(at: -1_000_000_000) == 20_700)
    file.footer = ""
    #expect(try TZif(file.bytes).offsetSeconds(at: 0) == 3_600)
  }

  @Test func aFileThatCountsLeapSecondsIsToldApart() throws {
    var file = TZifFile()
    file.leapSeconds = [(78_796_800, 1), (94_694_401, 2)]
    let problem = #expect(throws: TZif.Problem.self) { try TZif(file.bytes) }
    #expect(problem?.reason.contains("leap seconds") == true)
  }

  @Test(arguments: 0...4)
  func versionsTwoToFourAreRead(_ step: Int) throws {
    var file = TZifFile()
    file.version = [0, UInt8(ascii: "2"), UInt8(ascii: "3"), UInt8(ascii: "4"), UInt8(ascii: "5")][step]
    if (1...3).contains(step) {
      #expect(try TZif(file.bytes).transitions.count == 2)
    } else {
      let problem = #expect(throws: TZif.Problem.self) { try TZif(file.bytes) }
      #expect(problem?.reason.contains("version") == true)
    }
  }

  @Test func aFileThatIsCutAnywhereIsRefused() throws {
    let bytes = TZifFile().bytes
    for count in 0..<bytes.count {
      #expect(throws: TZif.Problem.self, "cut after \(count)") { try TZif(Array(bytes.prefix(count))) }
    }
    #expect(try TZif(bytes + Array("more".utf8)) == TZif(bytes))
  }

  @Test(arguments: 0..<6, [1, 255, 1_000_000, UInt32.max])
  func absurdCountsAreRefusedWithoutRoomForThem(_ count: Int, _ claim: UInt32) throws {
    var file = TZifFile()
    file.claimed = [count: claim]
    #expect(throws: TZif.Problem.self) { try TZif(file.bytes) }
  }

  @Test func contradictionsAreRefused() throws {
    func refused(_ change: (inout TZifFile) -> Void, at location: SourceLocation = #_sourceLocation) {
      var file = TZifFile()
      change(&file)
      #expect(throws: TZif.Problem.self, sourceLocation: location) { try TZif(file.bytes) }
    }
    refused { $0.transitions = [(5, 1), (5, 0)] }
    refused { $0.transitions = [(5, 1), (4, 0)] }
    refused { $0.transitions[0].type = 2 }
    refused { $0.types = [] }
    refused { $0.types[0].offset = 93_600 }
    refused { $0.types[0].offset = -90_000 }
    refused { $0.types[0].isDaylight = 2 }
    refused { $0.types[1].name = 9 }
    refused { $0.names = Array("CET\u{0}CEST".utf8) }
    refused { $0.footer = "Central European Time" }
    refused { $0.footer = "CET-1CEST,M13.5.0,M10.5.0" }
  }

  @Test func noChangedByteTraps() throws {
    var generator = SeededGenerator(seed: 20_261_128)
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: TestZones.folder + "/2026f/Africa/Casablanca")))
    for _ in 0..<3_000 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        changed[Int.random(in: changed.indices, using: &generator)] = UInt8.random(in: .min ... .max, using: &generator)
      }
      guard let clock = try? TZif(changed) else { continue }
      for moment in [Int64.min, -1, 0, 1_800_000_000, .max] {
        #expect((-90_000..<93_600).contains(clock.offsetSeconds(at: moment)))
        _ = clock.isDaylightSaving(at: moment)
      }
    }
  }
}
