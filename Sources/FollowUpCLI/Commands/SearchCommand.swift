import ArgumentParser
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// `search WORDS…`
struct SearchCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Search everything you recorded.",
    discussion: """
      followup search lindqvist decis
      followup search "call back" --app acme
      followup search 312-555-0142
      Finds every record that has all the words; the last word may be a prefix. Words in quotes must be adjacent. Then \
      come records that have a word inside a longer one (fahrt in Schifffahrt), unless you quote it; in Chinese, Japanese, \
      Korean and Thai, words always match like that. A word can also name the application: acme voicemail. Case, accents \
      and punctuation do not matter. A phone number finds its owner, however it is written. Closed applications are \
      searched too; retracted records only with --all. Dates and kinds are not searched: use show, agenda and --kind. \
      Finding nothing is not a failure: the exit status is 0.
      """)

  @Argument(help: "Words, phrases in quotes, or a phone number.") var words: [String]
  @Option(help: "Only records of this application.", completion: .applications) var app: String?
  @Option(help: "Only records of this kind: call, note, contact …", completion: SearchCommand.kinds) var kind: String?
  @Flag(help: "Include retracted records.") var all = false
  @Option(help: ArgumentHelp("The maximum number of records.", valueName: "n")) var limit = 20
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
      return SearchView(result: nothing).print(session)
    }
    defer { try? store.close() }
    try session.read(store, asOf) { query in
      let application = try app.map { try query.application($0) }
      var failure: String?
      let finder = SearchFinder(
        query, type: type, application: application, isShowingAll: all, onIndexFailure: { failure = $0 })
      SearchView(result: try finder.result(words, limit: limit)).print(session)
      if let failure {
        session.say("\(failure); the search read every record instead. followup rebuild rebuilds the index")
      }
    }
  }

  /// The type that a person names; a kind that this release does not know is one that nothing can be of here.
  static func type(ofKind kind: String) throws -> RecordType {
    let type = RecordType(kind: kind.lowercased())
    if type.isKnown { return type }
    throw CommandFailure.unknownWord(
      "--kind: no kind is called", kind, among: RecordSchema.all.map(\.type.kind))
  }
}
