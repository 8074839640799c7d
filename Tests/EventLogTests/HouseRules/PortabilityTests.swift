import Foundation
import Testing

/// What a client on a phone needs of the libraries, held without a phone.
@Suite struct PortabilityTests {
  @Test func everyPlatformHasItsBranch() throws {
    let sources = try HouseSource.sources.get()
    for finding in sources.flatMap(HouseRules.platformBranches) { Issue.record("\(finding)") }
    #expect(sources.count { $0.imports.contains("Glibc") } > 5)
  }

  @Test func librariesUseNothingThatPhonesLack() throws {
    for finding in try HouseSource.sources.get().flatMap(HouseRules.phones) { Issue.record("\(finding)") }
  }

  @Test func whatOnlyLinuxHasStandsBesideDarwinsWay() throws {
    for finding in try HouseSource.sources.get().flatMap(HouseRules.darwinTwins) { Issue.record("\(finding)") }
  }

  @Test func librariesNeedNothingOfTheProgram() throws {
    let manifest = try HouseSource.manifest.get()
    #expect(manifest.closure(of: "FollowUpCLI").contains("ArgumentParser"))
    #expect(manifest.closure(of: "FollowUpCLI").isSuperset(of: HouseSource.libraries))
    #expect(manifest.closure(of: "EventLog") == ["Crypto"])
    let own = HouseSource.libraries.union(["Schema", "Crypto", "GRDB", "GRDBSQLite", "Yams"])
    for library in HouseSource.libraries.sorted() {
      let needed = manifest.closure(of: library)
      #expect(!needed.isEmpty && needed.isSubset(of: own), "\(library) needs \(needed.subtracting(own).sorted())")
    }
    // What lies below names nothing above it.
    for (below, above) in [("EventStorage", "EventSync"), ("EventSync", "FollowUp"), ("FollowUp", "EventStorage")] {
      #expect(!manifest.closure(of: below).contains(above))
    }
  }

  // MARK: Each rule can fail

  private func source(_ text: String, _ name: String = "EventStorage/Sample.swift") -> HouseSource {
    HouseSource(name: name, text: text)
  }

  @Test func aMissingBranchIsFound() {
    let whole = """
      #if canImport(Darwin)
        import Darwin
      #elseif canImport(Glibc)
        import Glibc
      #elseif canImport(Musl)
        import Musl
      #endif

      """
    #expect(HouseRules.platformBranches(source(whole)).isEmpty)
    #expect(HouseRules.platformBranches(source("let a = 1\n")).isEmpty)
    for name in ["Darwin", "Glibc", "Musl"] {
      #expect(HouseRules.platformBranches(source(whole.replacing("import \(name)", with: ""))).count == 1)
      #expect(HouseRules.platformBranches(source(whole.replacing("canImport(\(name))", with: "true"))).count == 1)
    }
    #expect(HouseRules.platformBranches(source("import Glibc\n")).count == 3)
  }

  @Test func whatPhonesLackIsFound() {
    for code in ["let a = Process()", "fork()", "system(a)", "posix_spawn(&a, b, nil, nil, c, d)", "import AppKit"] {
      #expect(HouseRules.phones(source(code + "\n")).count == 1, "\(code)")
      #expect(HouseRules.phones(source(code + "\n", "FollowUpCLI/Sample.swift")).isEmpty)
    }
    #expect(HouseRules.phones(source("let a = SimulatedProcess()\nlet b = \"fork()\"\nfileSystem(a)\n")).isEmpty)
  }

  @Test func whatLacksItsTwinIsFound() {
    let imports = "#if canImport(Darwin)\n  import Darwin\n#endif\n"
    let call = "let a = readFile(\"/proc/self/mounts\")\n"
    #expect(HouseRules.darwinTwins(source(imports + call)).compactMap(\.line) == [4])
    #expect(HouseRules.darwinTwins(source(imports + "#if canImport(Darwin)\n  b()\n#else\n  \(call)#endif\n")).isEmpty)
    #expect(HouseRules.darwinTwins(source(imports + "/// Reads /proc/self/mounts.\nlet a = 1\n")).isEmpty)
  }

  @Test func aManifestIsReadAsItIsWritten() {
    let manifest = Manifest(
      """
      .target(
        name: "A",
        dependencies: [.product(name: "P", package: "Package")]),
      .target(name: "B", path: "B", exclude: ["x.json"]),
      .executableTarget(name: "C", dependencies: ["A", "B"], resources: [.copy("y")]),
      .testTarget(name: "D", dependencies: ["C", .product(name: "Q", package: "R")]),
      """)
    #expect(manifest.dependencies == ["A": ["P"], "B": [], "C": ["A", "B"], "D": ["C", "Q"]])
    #expect(manifest.closure(of: "D") == ["A", "B", "C", "P", "Q"])
    #expect(manifest.closure(of: "E").isEmpty)
  }
}
