import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// Texts that a person writes for a record: behind an option, on standard input, or in an editor.
extension Session {
  /// So long may a text be.
  private static let textBytesMax = 1 << 19

  /// Whether somebody sits there who can write in an editor.
  var canEdit: Bool { context.edit != nil && !options.noInput }

  /// What an option such as `--note` says: the text itself; `-` is standard input.
  func text(_ option: String?) throws -> String? {
    guard option == "-" else { return option }
    if let input = trace.input { return input }
    let bytes = try InputFile.read("-", limitBytes: Self.textBytesMax, what: "a text")
    let input = try Self.text(bytes, from: "standard input")
    guard !input.isEmpty else {
      throw CommandFailure(
        "standard input: empty; nothing was recorded", status: ExitStatus.wrongUsage)
    }
    trace.input = input
    return input
  }

  /// Has the person write a text in the editor, once for this command.
  ///
  /// - Parameters:
  ///   - subject: what it is about, which is told in the file.
  ///   - former: what is in it to begin with.
  /// - Throws: ``CommandFailure`` where nobody can, or nothing was written.
  func edited(_ subject: String, former: String = "") throws -> String {
    if let written = trace.written { return written }
    guard canEdit, let edit = context.edit else {
      throw CommandFailure(
        "no terminal to open an editor in; pass the text with --note TEXT, or --note - to read standard input",
        status: ExitStatus.wrongUsage)
    }
    let id: RecordID = storeEnvironment.newIdentifier()
    let folder = "\(temporaryFolder)/followup-\(id.text)"
    let path = folder + "/note.txt"
    let begun = Self.template(subject, former: former)
    do {
      try Platform.makeDirectory(folder)
      try Platform.replaceFile(path, with: Array(begun.utf8), temporary: path + ".new", durable: false)
    } catch { throw CommandFailure("\(error); set TMPDIR to another place for temporary files") }
    let status = edit(path)
    let bytes = (try? Platform.readFile(path, limit: Self.textBytesMax + 1)) ?? []
    let isUnchanged = bytes == Array(begun.utf8) || bytes.isEmpty
    guard status == 0 else {
      let what =
        TerminalProgram.notFoundStatuses.contains(status)
        ? "cannot start the editor; set VISUAL or EDITOR to another one" : "the editor exited with status \(status)"
      if isUnchanged { Platform.removeDirectory(folder) } else { trace.writtenPath = path }
      throw CommandFailure("\(what); nothing was recorded")
    }
    trace.writtenPath = path
    guard bytes.count <= Self.textBytesMax else {
      throw CommandFailure("\(path): longer than \(Self.textBytesMax >> 10) KiB; nothing was recorded")
    }
    let written = Self.withoutComments(try Self.text(bytes, from: path))
    guard !written.isEmpty else {
      forgetWritten()
      throw CommandFailure("the text is empty; nothing was recorded")
    }
    trace.written = written
    return written
  }

  /// Removes what was written and is not needed.
  func forgetWritten() {
    if let path = trace.writtenPath { Platform.removeDirectory(path.parentDirectory) }
    trace.writtenPath = nil
  }

  private static func template(_ subject: String, former: String) -> String {
    let subject = Visible.text(subject)
    return former + """

      # \(subject)
      #
      # Lines that begin with # are ignored. An empty text records nothing.

      """
  }

  private static func withoutComments(_ text: String) -> String {
    trim(
      text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("#") }
        .joined(separator: "\n"))
  }

  private static func text(_ bytes: [UInt8], from name: String) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure("\(name): not UTF-8 text; nothing was recorded")
    }
    return trim(text.replacing("\r\n", with: "\n"))
  }

  /// Reads from the store before something is written for it, so that nobody writes for nothing.
  func readFirst<Result>(_ body: (QueryContext) throws -> Result) throws -> Result {
    let store = try openStore()
    defer { try? store.close() }
    return try read(store, body)
  }
}
