import ArgumentParser
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// `search WORDS…`
struct SearchCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Find what was written down, by its words.",
    discussion: """
      followup search lindqvist decis
      followup search "call back" --app acme
      followup search 312-555-0142
      Found is every record that has all of the words; the last one may be the beginning of a word. Words in quotes stand \
      side by side. After these come records that have a word inside a longer one (fahrt in Schifffahrt), unless it was \
      quoted; Chinese, Japanese, Korean and Thai are found so in any case. A word may name the application, too: acme \
      voicemail. Capitals and accents do not count, and no sign has a meaning of its own. A number finds whoever it \
      reaches, however it is spelt. What belongs to closed applications is found too; what was retracted, with --all. \
      Dates and kinds are not searched: see show, agenda and --kind. Nothing found is no failure: the status is 0.
      """)

  @Argument(help: "Words, phrases in quotes, or a telephone number.") var words: [String]
  @Option(help: "Only what belongs to this application.", completion: .applications) var app: String?
  @Option(help: "Only records of this kind: call, note, contact …", completion: SearchCommand.kinds) var kind: String?
  @Flag(help: "Retracted records too.") var all = false
  @Option(help: ArgumentHelp("How many records at most.", valueName: "n")) var limit = 20
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var options: GlobalOptions
  static let isPaged = true

  func validate() throws {
    if limit < 1 || limit > 1_000_000 { throw ValidationError("--limit must be 1 to 1000000.") }
  }

  func run(_ session: Session) throws {
    let type = try kind.map { try Self.type(ofKind: $0) }
    guard let store = try session.openStoreIfAny() else {
      let nothing = SearchResult(query: words, groups: [], near: [], hasMore: false, retracted: 0)
      return SearchPage(result: nothing).print(session)
    }
    defer { try? store.close() }
    try session.read(store, asOf) { query in
      let application = try app.map { try query.application($0) }
      var failure: String?
      let finder = SearchFinder(
        query, type: type, application: application, isShowingAll: all, onIndexFailure: { failure = $0 })
      SearchPage(result: try finder.result(words, limit: limit)).print(session)
      if let failure {
        session.say("\(failure); this was found without it, by reading every record. followup rebuild makes it anew")
      }
    }
  }

  /// The type that a person names; a kind that this release does not know is one that nothing can be of here.
  static func type(ofKind kind: String) throws -> RecordType {
    let type = RecordType(kind: kind.lowercased())
    if type.isKnown { return type }
    throw CommandFailure.unknownWord(
      "--kind: there is no kind", kind, among: RecordSchema.all.map(\.type.kind))
  }
}
