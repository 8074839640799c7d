import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// The names in a store that a shell may complete a word to. Nothing is written, nobody is waited for.
struct CompletionNames {
  private let reader: StoreReader
  private let line: TypedLine
  private let shell: CompletionShellForm

  /// So many words are offered at most.
  private static let wordsMax = 500

  /// Where the store lies when the line does not say.
  static func storePath(_ environment: [String: String]) -> String {
    func named(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let path = named("FOLLOWUP_STORE") { return path }
    let data = named("XDG_DATA_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (data ?? (named("HOME") ?? ".") + "/.local/share") + "/followup/followup.db"
  }

  /// Looks into a store.
  static func reading(
    _ path: String, _ environment: StoreEnvironment, line: TypedLine, shell: CompletionShellForm,
    _ body: (CompletionNames) throws -> [CompletedWord]
  ) throws -> [CompletedWord] {
    let store = try EventStore(readingAt: path, environment: environment)
    defer { try? store.close() }
    return try store.read { try Array(body(CompletionNames(reader: $0, line: line, shell: shell)).prefix(wordsMax)) }
  }

  // MARK: Applications and people

  /// Applications: each by the shortest name that is its own and goes on from what is typed.
  func applications(_ typed: String, where isWanted: (Application) -> Bool = { _ in true }) throws -> [CompletedWord] {
    let all = try reader.records(ofType: RecordType.application.rawValue).compactMap(Application.init)
    let named = all.filter { !$0.isRetracted }
    return words(
      typed, named.filter(isWanted), title: { $0.title },
      parts: { [$0.company, $0.role].compactMap(\.self) },
      isFound: { ApplicationFinder.find($0, in: named) == .found($1) },
      shortID: { ShortID.shortID($0.id, among: all.map(\.id)) })
  }

  /// People.
  func contacts(_ typed: String) throws -> [CompletedWord] {
    let all = try reader.records(ofType: RecordType.contact.rawValue).compactMap(Contact.init)
    let named = all.filter { !$0.isRetracted }
    return words(
      typed, named, title: { [$0.displayName, $0.company].compactMap(\.self).joined(separator: ", ") },
      parts: { [$0.name].compactMap(\.self) },
      isFound: { ContactFinder.find($0, in: named) == .found($1) },
      shortID: { ShortID.shortID($0.id, among: all.map(\.id)) })
  }

  /// - Parameters:
  ///   - parts: what it is called, the first of which is enough where it is the only one.
  ///   - isFound: whether a text names it, and nothing else.
  private func words<Found: RecordView>(
    _ typed: String, _ found: [Found], title: (Found) -> String, parts: (Found) -> [String],
    isFound: (String, Found) -> Bool, shortID: (Found) -> String
  ) -> [CompletedWord] {
    let words: [CompletedWord] = found.compactMap { one in
      let parts = parts(one)
      let whole = parts.joined(separator: " ")
      // The beginnings first, then words within.
      let later = typed.isEmpty ? [] : parts.flatMap(Self.tails)
      let names = parts.prefix(1) + (parts.count > 1 ? [whole] : []) + parts.dropFirst() + later
      var isBegun = false
      for name in names {
        guard let word = TypedLine.completed(typed, to: name) else { continue }
        isBegun = true
        if isPlain(word), isFound(word, one) { return CompletedWord(text: word, doc: title(one)) }
      }
      let id = shortID(one)
      // A name that no shell should be given, or that others have too.
      guard isBegun || id.hasPrefix(typed.lowercased()) else { return nil }
      return id.hasPrefix(typed.lowercased()) ? CompletedWord(text: id, doc: title(one)) : nil
    }
    return words.sorted { $0.text < $1.text }
  }

  /// The text from its second word on, from its third, and so forth.
  private static func tails(_ text: String) -> [String] {
    var result: [String] = []
    var rest = text[...]
    while let space = rest.firstIndex(where: \.isWhitespace), result.count < 16 {
      rest = rest[space...].drop(while: \.isWhitespace)
      if !rest.isEmpty { result.append(String(rest)) }
    }
    return result
  }

  /// Whether a word can be handed to the shell: no line end or other control, nothing that the program would take for an
  /// option, or the shell for a home folder; and nothing that would be run. Of what it puts on the line, bash quotes all
  /// but a dollar sign and a backquote.
  private func isPlain(_ word: String) -> Bool {
    guard !word.isEmpty, Visible.text(word) == word, !word.hasPrefix("-"), !word.hasPrefix("~") else { return false }
    return shell != .bash || !word.contains { $0 == "$" || $0 == "`" }
  }

  // MARK: The others

  /// The words among those that go on from what is typed.
  private func going(on typed: String, _ words: [CompletedWord]) -> [CompletedWord] {
    var seen: Set<String> = []
    return words.compactMap { word in
      guard let text = TypedLine.completed(typed, to: word.text), isPlain(text), seen.insert(text).inserted
      else { return nil }
      return CompletedWord(text: text, doc: word.doc)
    }
  }

  func employers(_ typed: String) throws -> [CompletedWord] {
    var states = try reader.records(ofType: RecordType.application.rawValue)
    states += try reader.records(ofType: RecordType.contact.rawValue)
    states += try reader.records(ofType: RecordType.employerNote.rawValue)
    return going(on: typed, Employer.all(in: states).map { CompletedWord(text: $0.name) })
  }

  /// Any record, by the beginning of its short id.
  func records(_ typed: String) throws -> [CompletedWord] {
    guard !typed.isEmpty, typed.allSatisfy(\.isHexDigit) else { return [] }
    let states = try reader.records()
    let wanted = states.filter { ShortID.shortID($0.id).hasPrefix(typed.lowercased()) }
    return wanted.map { state in
      CompletedWord(
        text: ShortID.shortID(state.id, among: states.map(\.id)),
        doc: RecordLine.text(state, name: { _ in nil }, echoes: []))
    }
  }

  func conflicts(_ typed: String) throws -> [CompletedWord] {
    let snapshot = try Snapshot(reader)
    let words = try reader.conflicts().map { conflict in
      CompletedWord(
        text: ShortID.shortID(conflict.record),
        doc: [snapshot.name(of: conflict.record), conflict.field].compactMap(\.self).joined(separator: ": "))
    }
    return going(on: typed, words)
  }

  func conflictFields(_ typed: String) throws -> [CompletedWord] {
    let named = line.words(after: "settle").first ?? ""
    let conflicts = try reader.conflicts()
    let own = conflicts.filter { ShortID.names(named, $0.record) }
    return going(on: typed, (own.isEmpty ? conflicts : own).map { CompletedWord(text: $0.field) })
  }

  func playbooks(_ typed: String) throws -> [CompletedWord] {
    var shelf = PlaybookShelf(own: try reader.records(ofType: PlaybookShelf.recordType))
    return going(
      on: typed,
      shelf.names.map { CompletedWord(text: $0, doc: (try? shelf.playbook($0))?.title ?? "") })
  }

  func devices(_ typed: String) throws -> [CompletedWord] {
    let snapshot = try Snapshot(reader)
    let words = try reader.outline().branches.map { chain in
      CompletedWord(
        text: snapshot.label(of: chain.device) ?? String(chain.device.text.suffix(6)), doc: chain.device.text)
    }
    return going(on: typed, words)
  }

  func logWords(_ typed: String) -> [CompletedWord] {
    let kind = line.words(after: "log").first ?? ""
    let words = LogWords.of(RecordType(kind: kind))?.shown ?? []
    return going(on: typed, words.filter { $0 != "round N" }.map { CompletedWord(text: $0) })
  }
}
