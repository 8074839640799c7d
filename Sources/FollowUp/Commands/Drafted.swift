import CivilTime
import EventLog

/// What a command wants written, and what the person is to be told of it.
public struct Drafted: Hashable, Sendable {
  /// A date that was said, and what it was taken for.
  public struct Echo: Hashable, Sendable {
    /// The field that it is recorded in.
    public let field: String
    /// What it was taken for.
    public let when: When
  }

  /// The assignments; the store makes one event of each.
  public var drafts: [Draft]
  /// The dates that were said, resolved: a command echoes them back (ARCHITECTURE, "The program").
  public var echoes: [Echo]
  /// What else the person should know: sentences without a full stop.
  public var remarks: [String]

  init(_ draft: Draft, echoes: [Echo] = [], remarks: [String] = []) {
    drafts = [draft]
    self.echoes = echoes
    self.remarks = remarks
  }
}

/// Why a command cannot be carried out; it is the person's to change something, so it is wrong usage.
public enum CommandProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// A value does not fit its field.
  case field(FieldProblem)
  /// A date was not understood.
  case when(option: String, WhenProblem)
  /// A kind or a word may be several.
  case ambiguous(Ambiguity)
  /// Anything else: a sentence without a full stop that names the way out.
  case usage(String)

  /// What is wrong, and the way out.
  public var description: String {
    switch self {
    case .field(let problem): problem.description
    case .when(let option, let problem): "\(option) \(problem)"
    case .ambiguous(let ambiguity): ambiguity.description
    case .usage(let text): text
    }
  }

  /// What may mean several things, where that is the problem.
  public var ambiguity: Ambiguity? {
    switch self {
    case .field(let problem): problem.ambiguity
    case .when(_, let problem): problem.ambiguity
    case .ambiguous(let ambiguity): ambiguity
    case .usage: nil
    }
  }
}

/// Collects the assignments of one record, with what is to be said of them.
struct DraftBuilder {
  let type: RecordType
  let context: FieldContext
  var set: [String: JSONValue] = [:]
  var echoes: [Drafted.Echo] = []
  var remarks: [String] = []

  init(_ type: RecordType, _ context: FieldContext, isNew: Bool = true) {
    self.type = type
    self.context = context
    if isNew { set["type"] = JSONValue(type.rawValue) }
  }

  /// Whether `tz` stands for the zone of the record's times, and not for where somebody is.
  private var hasOwnZone: Bool { RecordSchema.of(type)?.fields.contains { $0.name == "tz" } ?? false }

  /// Assigns what was said of a date.
  mutating func put(_ field: String, _ when: When) {
    set[field] = when.moment.value
    put(tz: when.tz)
    echoes.append(Drafted.Echo(field: field, when: when))
  }

  private mutating func put(tz: String?) {
    if let tz, !hasOwnZone, set["tz"] == nil { set["tz"] = JSONValue(tz) }
  }

  /// Assigns a text to any field, read by the field's kind.
  mutating func put(_ field: String, text: some StringProtocol) throws(CommandProblem) {
    do throws(FieldProblem) {
      let (value, when) = try FieldText.read(type: type, field: field, text: text, context: context)
      set[field] = value
      if let when {
        put(tz: when.tz)
        echoes.append(Drafted.Echo(field: field, when: when))
      }
    } catch { throw .field(error) }
  }

  /// Assigns several fields, in the order of their names so that the first problem is always the same; an explicit
  /// `tz` comes first and stays.
  mutating func put(_ details: [String: String]) throws(CommandProblem) {
    for (field, text) in details.sorted(by: { ($0.key != "tz" ? 1 : 0, $0.key) < ($1.key != "tz" ? 1 : 0, $1.key) }) {
      try put(field, text: text)
    }
  }

  /// Reads what was said for a date by the field's direction.
  ///
  /// - Parameter now: the present on the clock on which hours are meant; nil is the person's own.
  func when(
    _ text: String, _ direction: When.Direction, option: String, now: Now? = nil
  ) throws(CommandProblem) -> When {
    do throws(WhenProblem) {
      return try WhenParser.parse(
        context.answers.meaning(of: text, .date), now: now ?? context.now, direction: direction,
        calendar: context.calendar, clocks: context.clocks)
    } catch { throw .when(option: option, error) }
  }

  /// The day or time that words may hold; nil where they hold none.
  ///
  /// - Throws: ``CommandProblem`` where they hold one that is read in several ways.
  func whenIfAny(_ text: String) throws(CommandProblem) -> When? {
    do throws(CommandProblem) { return try when(text, .future, option: "") } catch {
      guard case .when(_, let problem) = error, problem.ambiguity != nil else { return nil }
      throw .when(option: "the date", problem)
    }
  }

  /// The finished draft, checked field by field.
  func finish(_ id: RecordID) throws(CommandProblem) -> Drafted {
    let draft = Draft(record: id, set: set)
    do throws(FieldProblem) {
      try Validator.check(
        draft, type: type, zones: context.zones, allowUnknown: context.allowUnknown, lookup: context.lookup)
    } catch { throw .field(error) }
    return Drafted(draft, echoes: echoes, remarks: remarks)
  }
}
