import FollowUp
import FollowUpAdvice
import Testing

@Suite struct SilenceCauseTests {
  /// The schema lives below and lists the causes as words.
  @Test func everyCauseOfTheSchemaIsExplainedInItsOwnWords() {
    let causes = SilenceCause.allCases
    #expect(causes.map(\.rawValue) == RecordSchema.causes)
    #expect(Set(causes.map(\.title)).count == causes.count)
    #expect(Set(causes.map(\.explanation)).count == causes.count)
  }
}
