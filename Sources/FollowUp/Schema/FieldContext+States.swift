import CivilTime
import EventLog

extension FieldContext {
  /// A context from what is recorded: the calendar of the settings, and references found among the records, by short
  /// id, and applications and contacts also by any unambiguous part of their names.
  ///
  ///     let context = FieldContext(now: now, zones: zones, states: store.states)
  ///     try LogEntry(kind: "call", application: acme, words: ["voicemail"]).drafted(id: id, context: context)
  public init(now: Now, zones: any ZoneRules, states: [RecordState], allowUnknown: Bool = false) {
    let types = Dictionary(
      states.compactMap { state in RecordType(of: state).map { (state.id, $0) } },
      uniquingKeysWith: { first, _ in first })
    self.init(
      now: now, zones: zones, calendar: Settings(states).calendar, allowUnknown: allowUnknown, lookup: { types[$0] },
      resolve: { text, wanted in Self.find(text, wanted, states) })
  }

  private static func find(_ text: String, _ types: [RecordType], _ states: [RecordState]) -> NameMatch<RecordID> {
    if types == [.contact] { return ids(ContactFinder.find(text, in: Contact.all(in: states))) }
    if types == [.application] { return ids(ApplicationFinder.find(text, in: Application.all(in: states))) }
    let found = states.filter { state in
      ShortID.names(text, state.id) && RecordType(of: state).map(types.contains) ?? false
    }
    if found.count == 1, let only = found.first { return .found(only.id) }
    return found.isEmpty ? .none(suggestions: []) : .ambiguous(found.map(\.id))
  }

  private static func ids<Found: RecordView>(_ match: NameMatch<Found>) -> NameMatch<RecordID> {
    switch match {
    case .found(let found): .found(found.id)
    case .ambiguous(let several): .ambiguous(several.map(\.id))
    case .none(let suggestions): .none(suggestions: suggestions.map(\.id))
    }
  }
}
