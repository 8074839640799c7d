import CivilTime
import Testing

@Suite struct PosixZoneRuleTests {
  @Test(arguments: [
    // New York: 2026-03-08T07:00:00Z and 2026-11-01T06:00:00Z.
    ("EST5EDT,M3.2.0,M11.1.0", 1_772_953_199, -18_000), ("EST5EDT,M3.2.0,M11.1.0", 1_772_953_200, -14_400),
    ("EST5EDT,M3.2.0,M11.1.0", 1_793_512_799, -14_400), ("EST5EDT,M3.2.0,M11.1.0", 1_793_512_800, -18_000),
    // The same without its days.
    ("EST5EDT", 1_780_000_000, -14_400),
    // Sydney's summer goes over the new year: 2026-01-01T00:00:00Z.
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_767_225_600, 39_600), ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_782_864_000, 36_000),
    // Ireland's winter is behind its standard time.
    ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_767_225_600, 0), ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_782_864_000, 3_600),
    // Nuuk changes on the day before the one that is named: 2026-03-29T01:00:00Z.
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_774_745_999, -7_200),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_774_746_000, -3_600),
    // Summer all year, as the format spells it.
    ("XXX3EDT4,0/0,J365/23", 1_767_225_600, -14_400), ("XXX3EDT4,0/0,J365/23", 1_798_761_599, -14_400),
    ("XXX3EDT4,0/0,J365/23", 1_782_864_000, -14_400),
    // No summer time, offsets with minutes and seconds.
    ("<+0530>-5:30", 0, 19_800), ("LMT-0:53:28", 0, 3_208), ("UTC0", 0, 0), ("UTC+5", 0, -18_000),
    // Days by their numbers: 1 March is day 60 of J, in leap years too, and 59 or 60 counted from 0.
    ("AAA0BBB,J60/0,J300/0", 1_709_251_199, 0), ("AAA0BBB,J60/0,J300/0", 1_709_251_200, 3_600),
    ("AAA0BBB,60/0,300/0", 1_709_251_200, 3_600), ("AAA0BBB,59/0,300/0", 1_709_164_800, 3_600),
  ])
  func aRuleSaysTheOffset(_ text: String, _ moment: Int64, _ offset: Int) throws {
    let rule = try #require(PosixZoneRule(text))
    #expect(rule.offsetSeconds(at: moment) == offset)
  }

  @Test(arguments: [
    "", "E", "EST", "5", "EST5EDT,", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,M11.1.0,", "EST5EDT,M0.2.0,M11.1.0",
    "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J1", "EST5EDT,366,1", "EST25", "XXX24", "XXX-24:59",
    "EST5:60", "<>5",
    "<+05",
    "<+0$>5", "EST5EDT,M3.2.0/168,M11.1.0", "America/New_York", "Europe", String(repeating: "A", count: 300) + "5",
  ])
  func whatIsNoRuleIsNone(_ text: String) { #expect(PosixZoneRule(text) == nil) }

  @Test func farAwayMomentsHaveSomeOffset() throws {
    let rule = try #require(PosixZoneRule("CET-1CEST,M3.5.0,M10.5.0/3"))
    for moment in [Int64.min, .min + 1, -62_135_596_800, 253_402_300_799, .max] {
      #expect([3_600, 7_200].contains(rule.offsetSeconds(at: moment)))
    }
  }
}
