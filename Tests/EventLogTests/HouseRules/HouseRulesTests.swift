import Testing

/// Rules of the house that a compiler does not hold, read from the sources themselves. What a rule asks is in HouseRules;
/// HouseRuleFailureTests shows that each can fail.
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
    // Every file's lines are those of its text: nothing was taken for a literal or a comment that never ends.
    for source in sources {
      #expect(source.code.lines.count == source.text.utf8.count { $0 == UInt8(ascii: "\n") }, "\(source.name)")
      #expect(source.code.isDocumentation.count == source.code.lines.count)
      let braces = source.code.lines.joined().utf8
      let opened = braces.count { $0 == UInt8(ascii: "{") }
      #expect(opened == braces.count { $0 == UInt8(ascii: "}") }, "\(source.name)")
    }
  }

  @Test func importsRunDownwardsOnly() throws { try expectNone(HouseSource.sources, HouseRules.imports) }

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

  @Test func whatOtherModulesSeeIsDocumented() throws { try expectNone(HouseSource.sources, HouseRules.documentation) }
}
