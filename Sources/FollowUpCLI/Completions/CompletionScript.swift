import ArgumentParser

/// The script that makes a shell ask for completions: the parser's own, without the parser's own `help`.
///
/// The parser adds its `help`, which knows no topics, behind the commands that there are; in a shell the later of two
/// functions counts.
enum CompletionScript {
  /// The script for a shell.
  static func text(_ shell: CompletionShell) -> String {
    var lines = Root.completionScript(for: shell).split(separator: "\n", omittingEmptySubsequences: false)
    lines.removeAll { $0.contains("Show subcommand help information.") }
    let heads = lines.indices.filter { lines[$0] == "_followup_help() {" }
    if heads.count > 1, let head = heads.last, let end = lines[head...].firstIndex(of: "}") {
      lines.removeSubrange(head...end)
    }
    return lines.map { line -> String in
      if line.hasSuffix("|help)"), line.contains("|help|") { return String(line.dropLast("|help)".count)) + ")" }
      return line.contains(" help ") ? String(line).replacing(" help' -- ", with: "' -- ") : String(line)
    }.joined(separator: "\n")
  }
}
