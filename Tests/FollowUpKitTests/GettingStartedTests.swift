import Foundation
import Testing

/// The client on the page for programmers is the one that CI builds and runs from outside (`make examples`).
@Suite struct GettingStartedTests {
  private static let checkout =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

  @Test func thePageShowsTheClientThatIsBuilt() throws {
    let page = try String(contentsOfFile: Self.checkout + "/docs/GETTING-STARTED.md", encoding: .utf8)
    let client = try String(contentsOfFile: Self.checkout + "/Examples/Sources/Client/main.swift", encoding: .utf8)
    let blocks = page.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "\n```")[0] }
    #expect(
      blocks.first.map { $0 + "\n" } == client, "copy Examples/Sources/Client/main.swift to docs/GETTING-STARTED.md")
    #expect(client.split(separator: "\n", omittingEmptySubsequences: false).count <= 61)
  }
}
