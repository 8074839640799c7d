import CivilTime
import EventLog

/// What reading a person's words needs from outside.
public struct FieldContext: Sendable {
  /// The present, with the person's zone.
  public var now: Now
  /// The working week and the holidays.
  public var calendar: WorkingCalendar
  /// The rules of time zones.
  public var zones: any ZoneRules
  /// The zone of those whom a person may call `their time`; nil where it is not known.
  public var theirs: Zone?
  /// Tells the type of the record that a reference names.
  public var lookup: Validator.Lookup
  /// Finds the record of one of the types that a person names otherwise than by its UUID.
  public var resolve: @Sendable (_ text: String, _ types: [RecordType]) -> NameMatch<RecordID>
  /// Whether fields that the type does not have may be written.
  public var allowUnknown: Bool
  /// What the person answered where something may mean several things.
  public var answers: Answers

  /// A context; without `resolve`, records are named by their UUIDs alone.
  public init(
    now: Now, zones: any ZoneRules, calendar: WorkingCalendar = WorkingCalendar(), allowUnknown: Bool = false,
    lookup: @escaping Validator.Lookup = { _ in nil },
    resolve: @escaping @Sendable (_ text: String, _ types: [RecordType]) -> NameMatch<RecordID> = { _, _ in
      .none(suggestions: [])
    },
    answers: Answers = Answers()
  ) {
    self.now = now
    self.zones = zones
    self.calendar = calendar
    self.allowUnknown = allowUnknown
    self.answers = answers
    self.lookup = lookup
    self.resolve = resolve
  }
}

extension FieldContext {
  /// The clocks that may be named beside an hour.
  var clocks: NamedClocks { NamedClocks(zones, theirs: theirs) }
}

/// Turns what a person typed for a field into the value that is recorded.
package enum FieldText {
  /// The value of a text.
  ///
  /// An empty text clears the field (`null`). Dates are read as people say them, choices in any case and with `-` or
  /// a space for `_`, references by UUID or by whatever the context finds, lists with commas between.
  ///
  /// - Throws: ``FieldProblem``.
  package static func parse(
    type: RecordType, field: String, text: some StringProtocol, context: FieldContext
  ) throws(FieldProblem) -> JSONValue {
    try read(type: type, field: field, text: text, context: context).value
  }

  /// The value of a text, and for dates what is to be echoed back.
  ///
  /// - Throws: ``FieldProblem``.
  package static func read(
    type: RecordType, field: String, text: some StringProtocol, context: FieldContext
  ) throws(FieldProblem) -> (value: JSONValue, when: When?) {
    let spec = try Validator.spec(type: type, field: field, allowUnknown: context.allowUnknown)
    let trimmed = trim(text)
    if trimmed.isEmpty {
      if field == "type" { throw FieldProblem(.notAllowed, type, field, "a record must have a type") }
      return (.null, nil)
    }
    guard let spec else { return (JSONValue(text), nil) }
    let (value, when) = try value(of: spec.kind, text: String(text), spec, type, context)
    try Validator.check(
      type: type, field: field, value: value, zones: context.zones, allowUnknown: context.allowUnknown,
      lookup: context.lookup)
    return (value, when)
  }

  /// `true`, `yes`, `y`, `on` and their opposites, in any case; nil for anything else.
  package static func boolean(_ text: some StringProtocol) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "y", "on": true
    case "false", "no", "n", "off": false
    default: nil
    }
  }

  private static func value(
    of kind: FieldKind, text: String, _ spec: FieldSpec, _ type: RecordType, _ context: FieldContext
  ) throws(FieldProblem) -> (value: JSONValue, when: When?) {
    let trimmed = trim(text)
    switch kind {
    case .text: return (JSONValue(text), nil)
    case .any, .zone: return (JSONValue(trimmed), nil)
    case .either(let kinds):
      for kind in kinds {
        do throws(FieldProblem) {
          return try value(of: kind, text: text, spec, type, context)
        } catch { continue }
      }
      throw wrongKind(trimmed, spec, type)
    case .date, .moment:
      let when = try moment(trimmed, spec, type, context)
      return (when.moment.value, when)
    case .boolean:
      guard let bool = boolean(trimmed) else { throw wrongKind(trimmed, spec, type) }
      return (JSONValue(bool), nil)
    case .number:
      guard isDecimal(trimmed), let number = Double(trimmed), let spelt = JSONValue(number) else {
        throw wrongKind(trimmed, spec, type)
      }
      return (spelt, nil)
    case .oneOf(let values):
      let folded = Folding.fold(trimmed).swapping("-", for: "_").swapping(" ", for: "_")
      return (JSONValue(values.first { $0 == folded } ?? trimmed), nil)
    case .reference(let types):
      return (JSONValue(try reference(trimmed, types, spec, type, context).text), nil)
    case .references(let types):
      var ids: [JSONValue] = []
      for part in trimmed.split(separator: ",") where !trim(part).isEmpty {
        ids.append(JSONValue(try reference(trim(part), types, spec, type, context).text))
      }
      return (JSONValue(array: ids), nil)
    }
  }

  private static func moment(
    _ text: String, _ spec: FieldSpec, _ type: RecordType, _ context: FieldContext
  ) throws(FieldProblem) -> When {
    var when: When
    do throws(WhenProblem) {
      // What is recorded already reads back as itself, without any of the rules for what people say.
      if let exact = Moment(text) {
        when = When(exact)
      } else {
        when = try WhenParser.parse(
          context.answers.meaning(of: text, .date), now: context.now, direction: spec.direction,
          calendar: context.calendar, clocks: context.clocks)
      }
    } catch {
      throw FieldProblem(
        .notAllowed, type, spec.name, error.description,
        allowed: error.readings.isEmpty ? spec.kind.allowed : nil, ambiguity: error.ambiguity)
    }
    if spec.kind == .date { when = When(.date(when.moment.date), precision: when.precision) }
    return when
  }

  private static func reference(
    _ text: String, _ types: [RecordType], _ spec: FieldSpec, _ type: RecordType, _ context: FieldContext
  ) throws(FieldProblem) -> RecordID {
    if let id = RecordID(text.lowercased()) { return id }
    switch context.resolve(text, types) {
    case .found(let id): return id
    case .ambiguous(let ids):
      let names = ids.prefix(5).map { ShortID.shortID($0, among: ids) }.joined(separator: ", ")
      throw FieldProblem(
        .ambiguous, type, spec.name, "\(quoted(text)) matches \(names)", said: text, candidates: ids)
    case .none(let suggestions):
      throw FieldProblem(
        .notAllowed, type, spec.name, "nothing is called \(quoted(text))", allowed: spec.kind.allowed,
        suggestion: suggestions.first.map { ShortID.shortID($0, among: suggestions) })
    }
  }

  private static func wrongKind(_ text: String, _ spec: FieldSpec, _ type: RecordType) -> FieldProblem {
    FieldProblem(.wrongKind, type, spec.name, "\(quoted(text)) is of the wrong kind", allowed: spec.kind.allowed)
  }

  /// Whether a text is a plain decimal; Double also takes "inf", "nan" and hexadecimal.
  private static func isDecimal(_ text: String) -> Bool {
    text.utf8.count <= 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
  }
}
