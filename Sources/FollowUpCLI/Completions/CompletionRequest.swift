import ArgumentParser
import CivilTime
import EventStorage
import FollowUp

/// What a shell asks for while somebody types, in the parser's own form: `---completion VERB… -- ARGUMENT …`.
enum CompletionRequest {
  /// What the closures of the parser cannot be given: where the names are.
  struct Place: Sendable {
    let environment: [String: String]
    let store: StoreEnvironment
  }

  @TaskLocal static var place: Place?

  /// Whether the arguments ask for completions.
  static func isOne(_ arguments: [String]) -> Bool { arguments.first == "---completion" }

  /// Prints the completions, one a line. Whatever is wrong, somebody is typing: there are none then, and no words.
  static func answer(_ arguments: [String], _ context: CommandContext) -> Int32 {
    var store = context.storeEnvironment(nil)
    store.busySeconds = 0
    let text = $place.withValue(Place(environment: context.environment, store: store)) {
      do { _ = try Root.parseAsRoot(arguments) } catch  where Root.exitCode(for: error) == .success {
        return Root.fullMessage(for: error)
      } catch {}
      return ""
    }
    // Not as lines of text: the shell's script counts on each byte.
    Array((text + "\n").utf8).withUnsafeBufferPointer { context.out.lines($0) }
    return ExitStatus.done
  }
}

/// A word that may stand where the cursor is.
struct CompletedWord: Equatable, Sendable {
  /// The word, without anything that a shell needs around it.
  let text: String
  /// What it stands for; shells that can show it beside the word do.
  var doc = ""
}

/// How words are handed to a shell.
enum CompletionShellForm: String {
  case bash, zsh, fish

  /// The line of a word.
  func line(_ word: CompletedWord) -> String {
    let doc = Visible.text(word.doc)
    switch self {
    // compgen -W expands what it is given: $(…) in the name of a company would be run.
    case .bash: return "'" + word.text.replacing("'", with: "'\\''") + "'"
    case .zsh:
      let text = word.text.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
      return doc.isEmpty ? text : "\(text):\(doc)"
    case .fish: return doc.isEmpty ? word.text : "\(word.text)\t\(doc)"
    }
  }
}

extension CompletionKind {
  /// Words that are read from the store when somebody asks for them.
  ///
  /// - Parameter names: gets what is typed so far.
  static func names(_ names: @escaping @Sendable (CompletionNames, String) throws -> [CompletedWord]) -> CompletionKind
  {
    .custom { words, index, prefix in
      guard let place = CompletionRequest.place else { return [] }
      let shell = CompletionShellForm(rawValue: place.environment["SAP_SHELL"] ?? "") ?? .bash
      let line = TypedLine(words: words, home: place.environment["HOME"])
      let path = line.value(of: "--store") ?? CompletionNames.storePath(place.environment)
      let typed = TypedLine.unquoted(prefix)
      let found = try? CompletionNames.reading(path, place.store, line: line, shell: shell) { try names($0, typed) }
      return (found ?? []).map(shell.line)
    }
  }

  /// Applications that are not retracted.
  static let applications = names { names, typed in try names.applications(typed) }
  /// Those that are closed.
  static let closedApplications = names { names, typed in try names.applications(typed, where: \.isClosed) }
  /// Those that are not.
  static let openApplications = names { names, typed in try names.applications(typed) { !$0.isClosed } }
  /// People.
  static let contacts = names { names, typed in try names.contacts(typed) }
  /// Whoever may telephone: people and employers.
  static let callers = names { names, typed in try names.contacts(typed) + names.employers(typed) }
  /// Employers.
  static let employers = names { names, typed in try names.employers(typed) }
  /// Applications, people, and any record by its short id.
  static let records = names { names, typed in
    try names.applications(typed) + names.contacts(typed) + names.records(typed)
  }
  /// Records with a field in conflict.
  static let conflicts = names { names, typed in try names.conflicts(typed) }
  /// The fields in conflict of the record that is named before.
  static let conflictFields = names { names, typed in try names.conflictFields(typed) }
  /// Playbooks, built in and one's own.
  static let playbooks = names { names, typed in try names.playbooks(typed) }
  /// Devices.
  static let devices = names { names, typed in try names.devices(typed) }
  /// What `log` takes after the kind that is typed before.
  static let logWords = names { names, typed in names.logWords(typed) }
  /// Dates of what happened.
  static let pastDates = CompletionKind.list(
    ["today", "yesterday", "now"] + Weekday.allCases.map { $0.full.lowercased() })
  /// Dates of what is due.
  static let dueDates = CompletionKind.list(
    ["today", "tomorrow", "+3bd"] + Weekday.allCases.map { $0.full.lowercased() })
}
