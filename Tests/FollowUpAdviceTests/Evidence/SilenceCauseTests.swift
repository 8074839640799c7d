import FollowUp
import FollowUpAdvice
import Testing

@Suite struct SilenceCauseTests {
  @Test func rule25FiveLikelyCausesTwoOfThemHarmless() {
    #expect(SilenceCause.allCases.map(\.rawValue) == RecordSchema.causes)
    #expect(SilenceCause.allCases.filter(\.isLikely).count == 5)
    #expect(SilenceCause.allCases.filter(\.isHarmless) == [.stalling, .swamped])
    #expect(SilenceCause.allCases.filter(\.isHarmless).allSatisfy { $0.isLikely })
    #expect(SilenceCause.allCases.filter { $0.source == "S4" } == [.screening, .reorganised])
    #expect(SilenceCause.caution.contains("not proof"))
    for cause in SilenceCause.allCases { #expect(cause.explanation.hasSuffix(".") && !cause.title.isEmpty) }
    #expect(SilenceCause.interviewerLeft.explanation.contains("who has that work now"))
  }
}
