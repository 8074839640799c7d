/// A page of `help`, on something that concerns several commands. The texts lie in Help/Topics.
enum HelpTopic: String, CaseIterable {
  case dates, names, playbooks, sync, files, scripting

  /// What the page is about, in one line.
  var abstract: String {
    switch self {
    case .dates: "Write dates the way you say them."
    case .names: "Name applications, people and records."
    case .playbooks: "Where the advice comes from, and how to choose the rules."
    case .sync: "Keep laptops in sync through any shared folder."
    case .files: "Where files are kept, and what is safe to copy."
    case .scripting: "Output, exit statuses and timers for scripts."
    }
  }

  /// The text: paragraphs, and lines that begin with two spaces and stay as they are.
  var text: String {
    let bytes =
      switch self {
      case .dates: PackageResources.dates_txt
      case .names: PackageResources.names_txt
      case .playbooks: PackageResources.playbooks_txt
      case .sync: PackageResources.sync_txt
      case .files: PackageResources.files_txt
      case .scripting: PackageResources.scripting_txt
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Wider lines than this are hard to read.
  private static let columnsMax = 88

  /// Prints the page.
  func print(to out: Output) {
    let columns = min(out.columns ?? 80, Self.columnsMax)
    for block in Self.blocks(of: text) {
      switch block {
      case .paragraph(let text): for line in DisplayWidth.wrap(text, columns) { out.line(line) }
      case .line(let text): out.line(text)
      }
    }
  }

  /// A part of a page.
  enum Block: Equatable {
    /// Goes on in further lines where the terminal is narrow.
    case paragraph(String)
    /// Stays one line.
    case line(String)
  }

  /// The parts of a text. Lines of a paragraph are joined; an empty one ends it.
  static func blocks(of text: String) -> [Block] {
    var blocks: [Block] = []
    var paragraph: [Substring] = []
    func ended() -> [Block] { paragraph.isEmpty ? [] : [.paragraph(paragraph.joined(separator: " "))] }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in text.hasSuffix("\n") ? lines.dropLast() : lines[...] {
      if line.isEmpty || line.hasPrefix("  ") {
        blocks += ended() + [.line(String(line))]
        paragraph = []
      } else {
        paragraph.append(line)
      }
    }
    return blocks + ended()
  }
}
