import Foundation
import Testing

/// A few system calls of the real program failed by `strace`; `make faults` fails each of them.
@Suite struct FaultTests {
  /// Whether strace is here and may trace: in many containers it may not, and then nothing is tested here.
  private static let canTrace: Bool = {
    guard Tools.path("strace") != nil, Tools.path("python3") != nil else { return false }
    let script = "strace -f -qq -o /dev/null -e trace=write -e inject=write:error=EIO:when=999 true"
    return (try? Tools.shell(script).status) == 0
  }()

  private static let script: String =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
    + "/Faults/faults.py"

  @Test(
    .enabled(if: canTrace, "strace is not here, or may not trace on this machine"),
    arguments: ["append", "backup"])
  func aCallThatFailsLosesNothing(command: String) throws {
    let result = try Tools.shell(
      "python3 -B \"$1\" \"$2\" --each 1 --exactly \"$3\"", [Self.script, Tools.followup, command])
    #expect(result.status == 0, "\(result.text) \(result.err)")
    #expect(result.text.contains("; 0 of them left something that does not hold."), "\(result.text)")
    #expect(result.text.contains("pwrite64 EIO"), "\(result.text)")
  }
}
