import EventLog
import Foundation
import TestSupport
import Testing

/// Runs the command lines of a page on a laptop of their own, without a shell: `followup …`, `mkdir`, `cp`, `rm`,
/// `printf … > file`, `>>`, with quotes, `*`, and `~` for the person's folder.
final class ExampleShell {
  struct Outcome {
    let status: Int32
    /// What was printed, with `~` for the person's folder.
    let out: String
    let err: String
    /// What was printed, if that is one JSON object.
    let json: JSONValue?
  }

  struct NotUnderstood: Error, CustomStringConvertible {
    let description: String
  }

  let desktop: Desktop
  private let kept: String
  /// What the page calls a folder, longest first, and where it is. A folder can be one that several laptops share.
  private let folders: [(shown: String, path: String)]

  /// - Parameter shared: where a drive brings `~/Dropbox` to, the same folder for each laptop of a page.
  init(shared: String? = nil) throws {
    desktop = try Desktop()
    kept = desktop.folder + ".kept"
    folders = (shared.map { [("~/Dropbox", $0)] } ?? []) + [("~", desktop.folder)]
  }

  deinit { try? FileManager.default.removeItem(atPath: kept) }

  /// Keeps everything as it is now.
  func keep() throws { try FileManager.default.copyItem(atPath: desktop.folder, toPath: kept) }

  /// Brings back what was kept.
  func reset() throws {
    guard FileManager.default.fileExists(atPath: kept) else { return }
    try FileManager.default.removeItem(atPath: desktop.folder)
    try FileManager.default.copyItem(atPath: kept, toPath: desktop.folder)
  }

  func run(_ line: String) throws -> Outcome {
    var words = try Self.words(line).map(path).flatMap(expanded)
    var target: String?
    let isAdding = words.contains(">>")
    if let index = words.firstIndex(where: { $0 == ">" || $0 == ">>" }), index == words.count - 2 {
      target = words[index + 1]
      words.removeLast(2)
    }
    let outcome: Outcome
    switch words.first {
    case "followup":
      let result = desktop.run(arguments: Array(words.dropFirst()))
      outcome = Outcome(
        status: result.status, out: shown(result.out), err: shown(result.err),
        json: try? JSONValue(canonical: Array(result.out.utf8.dropLast())))
    case "mkdir" where words.count == 2:
      try FileManager.default.createDirectory(atPath: words[1], withIntermediateDirectories: false)
      outcome = Outcome(status: 0, out: "", err: "", json: nil)
    case "cp" where words.count == 3:
      // A page has its files from the checkout.
      let source = words[1].hasPrefix("/") ? words[1] : Fixtures.path + "/../" + words[1]
      try FileManager.default.copyItem(atPath: source, toPath: words[2])
      outcome = Outcome(status: 0, out: "", err: "", json: nil)
    case "rm" where words.count == 2 && words[1].hasPrefix(desktop.folder + "/"):
      try FileManager.default.removeItem(atPath: words[1])
      outcome = Outcome(status: 0, out: "", err: "", json: nil)
    case "printf" where words.count == 2:
      outcome = Outcome(status: 0, out: words[1].replacing("\\n", with: "\n"), err: "", json: nil)
    default: throw NotUnderstood(description: "\(line): only followup, mkdir, cp, rm and printf are understood here")
    }
    guard let target else { return outcome }
    let before = isAdding ? try Data(contentsOf: URL(fileURLWithPath: target)) : Data()
    try (before + Data(outcome.out.utf8)).write(to: URL(fileURLWithPath: target))
    return Outcome(status: outcome.status, out: "", err: outcome.err, json: nil)
  }

  private func path(_ word: String) -> String {
    for folder in folders where word.hasPrefix(folder.shown + "/") {
      return folder.path + word.dropFirst(folder.shown.count)
    }
    return word
  }

  /// The files that a word with a `*` in its last part stands for, as in a shell.
  private func expanded(_ word: String) throws -> [String] {
    guard word.contains("*"), let slash = word.lastIndex(of: "/"), !word.contains(" ") else { return [word] }
    let parts = word[word.index(after: slash)...].split(separator: "*", omittingEmptySubsequences: false)
    let names = try FileManager.default.contentsOfDirectory(atPath: String(word[..<slash])).filter { name in
      CommandsPage.matches(parts.joined(separator: "…"), name)
    }
    return names.sorted().map { word[...slash] + $0 }
  }

  private func shown(_ text: String) -> String {
    folders.reduce(text) { $0.replacing($1.path, with: $1.shown) }
  }

  /// The words of a line; a quoted one may hold blanks. What comes after a `#` is a remark.
  static func words(_ line: String) throws -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character == " " {
        if let word { words.append(word) }
        word = nil
      } else if character == "#", word == nil {
        break
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { throw NotUnderstood(description: "\(line): a quote is open") }
    if let word { words.append(word) }
    return words
  }
}
