import Testing

/// Rules of the house that neither the compiler nor swift-format holds, read from the sources themselves. What a rule
/// asks is in HouseRules; HouseRuleFailureTests shows that each can fail.
@Suite struct HouseRulesTests {
  private func expectNone(
    _ sources: Result<[HouseSource], any Error>, at location: SourceLocation = #_sourceLocation,
    _ rule: (HouseSource) -> [Finding]
  ) throws {
    for finding in try sources.get().flatMap(rule) { Issue.record("\(finding)", sourceLocation: location) }
  }

  @Test func theSourcesAreFound() throws {
    let sources = try HouseSource.sources.get()
    #expect(Set(sources.map(\.module)).isSuperset(of: HouseSource.libraries.union(["FollowUpCLI", "TestSupport"])))
    #expect(sources.count > 300)
    #expect(sources.flatMap(\.imports).count > 600)
    #expect(try HouseSource.tests.get().count > 100)
  }

  @Test func modulesImportWhatTheirTargetsDependOn() throws {
    let manifest = try HouseSource.manifest.get()
    try expectNone(HouseSource.sources) { HouseRules.imports($0, manifest) }
  }

  @Test func foldersUseTheOnesBelowThemOnly() throws {
    let sources = try HouseSource.sources.get()
    for (module, order) in HouseRules.folders {
      let own = sources.filter { $0.module == module }
      #expect(Set(own.map(\.folder)) == Set(order))
      for finding in HouseRules.folderOrder(own, order) { Issue.record("\(finding)") }
    }
  }

  @Test func librariesDoNotPrintNorTrap() throws {
    try expectNone(HouseSource.sources) { HouseRules.words($0, HouseRules.words) }
  }

  @Test func clocksAndChanceAreInjected() throws {
    try expectNone(HouseSource.sources) { source in
      HouseRules.words(source, HouseRules.clocksAndChance) + HouseRules.chance(source)
    }
  }

  @Test func filesStayShort() throws {
    try expectNone(HouseSource.sources, HouseRules.size)
    try expectNone(HouseSource.tests, HouseRules.size)
    let names = Set(try (HouseSource.sources.get() + HouseSource.tests.get()).map(\.name))
    #expect(names.isSuperset(of: HouseRules.longFiles.keys), "an exception for a file that is gone")
  }

  @Test func whatTheCompilerIsToldToBelieveHasItsReason() throws {
    try expectNone(HouseSource.sources, HouseRules.beliefs)
  }
}
