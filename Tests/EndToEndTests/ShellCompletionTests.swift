import Foundation
import TestSupport
import Testing

/// The shells that are installed here take their scripts, and complete names in a terminal.
@Suite(.serialized) struct ShellCompletionTests {
  private static let shells = ["bash", "zsh", "fish"].filter { Tools.path($0) != nil && Tools.path("python3") != nil }

  /// The words of lines after Tab was pressed behind each.
  private func words(_ shell: String, _ script: String, _ lines: [String], _ laptop: Laptop) throws -> [[String]] {
    let driver = Fixtures.path + "/../Tests/Peers/completion.py"
    let folder = (Tools.followup as NSString).deletingLastPathComponent
    let python = try #require(Tools.path("python3"))
    let result = try RunningProcess(
      python, ["-B", driver, shell, script, folder] + lines, environment: laptop.environment
    ).finish()
    #expect(result.status == 0, "\(shell): \(result.err)")
    let blocks = result.text.split(separator: "\n\n", omittingEmptySubsequences: true)
    return blocks.map { $0.split(separator: "\n").map(String.init) }
  }

  @Test(arguments: shells) func aNameWithASpaceIsCompleted(_ shell: String) throws {
    let laptop = try Laptop()
    try laptop.done("open", "Halvorsen Optics", "Lab technician")
    try laptop.done("open", "Quinn & O'Dell \"Sons\"", "Clerk")
    try laptop.done("open", "Evil $(touch pwned) `touch pwned`", "Tester")
    let name = shell == "zsh" ? "_followup" : "followup.\(shell)"
    let script = try laptop.file(name, Array(try laptop.done("completions", shell).utf8))
    let lines: [(typed: String, words: [String])] = [
      ("followup sho", ["followup", "show"]),
      ("followup log call hal", ["followup", "log", "call", "halvorsen Optics"]),
      ("followup log call \"Halvorsen O", ["followup", "log", "call", "Halvorsen Optics"]),
      ("followup why q", ["followup", "why", "quinn & O'Dell \"Sons\""]),
      ("followup help dat", ["followup", "help", "dates"]),
      // Of what a name holds, nothing is run; bash would run it, so it is not offered there.
      ("followup why ev", ["followup", "why", shell == "bash" ? "ev" : "evil $(touch pwned) `touch pwned`"]),
    ]
    #expect(try words(shell, script, lines.map(\.typed), laptop) == lines.map(\.words))
    #expect(!FileManager.default.fileExists(atPath: "pwned"))
    #expect(!FileManager.default.fileExists(atPath: laptop.folder + "/pwned"))
  }

  @Test(arguments: shells) func theScriptHasNoMistake(_ shell: String) throws {
    let laptop = try Laptop()
    let script = try laptop.file("script", Array(try laptop.done("completions", shell).utf8))
    let result = try RunningProcess(
      try #require(Tools.path(shell)), ["-n", script], environment: laptop.environment
    ).finish()
    #expect(result.status == 0 && result.err.isEmpty, "\(result.err)")
  }

  @Test func aLockedStoreGivesNoNamesAndNobodyWaits() throws {
    guard let sqlite = Tools.path("sqlite3") else { return }
    let laptop = try Laptop()
    try laptop.done("open", "Acme", "Engineer")
    let result = try Tools.shell(
      """
      (echo '.timeout 20000'; echo 'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE other(x);'; exec sleep 30) |
        "$1" "$2" >/dev/null &
      looks=0
      while "$1" "$2" 'SELECT count(*) FROM events' >/dev/null 2>&1 && [ $looks -lt 200 ]; do
        looks=$((looks + 1))
        sleep 0.1
      done
      SAP_SHELL=fish "$3" ---completion why -- positional@0 2 0 followup why ''
      status=$?
      # The lock is still held: the program has not waited for it to go.
      "$1" "$2" 'SELECT count(*) FROM events' >/dev/null 2>&1 && echo unlocked
      kill $(jobs -p)
      exit $status
      """, [sqlite, laptop.store, Tools.followup], environment: laptop.environment)
    #expect(result.status == 0)
    #expect(result.text == "\n")
  }
}
