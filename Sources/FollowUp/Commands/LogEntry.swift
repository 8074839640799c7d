import CivilTime
import EventLog

/// `log KIND APP [WORDS…] [--at WHEN] [--by WHEN] [--note TEXT]`: what happened.
///
///     LogEntry(kind: "call", application: acme, words: ["voicemail"])
///     LogEntry(kind: "promise", application: acme, by: "fri")
///     LogEntry(kind: "reply", application: acme, words: ["pending"], by: "fri")  // sets new_date
///
/// The kinds and their words are those of `LogWords`.
public struct LogEntry: Hashable, Sendable {
  /// The type with `-` or `_`.
  public var kind: String
  /// The application it belongs to.
  public var application: RecordID
  /// What stands behind the application's name.
  public var words: [String]
  /// When it happened, as people say it; nil is today.
  public var at: String?
  /// The day or the time that they named, as people say it.
  public var by: String?
  /// Anything worth keeping.
  public var note: String?
  /// The other person.
  public var contact: RecordID?
  /// Which weekday a bare one in `at` is: the last one, for `log` says what happened. An interview that lies ahead is
  /// given with a date, with `next tue`, or with this set to `.future`.
  public var atDirection: When.Direction
  /// Where the application is: an hour for an interview is meant on the clock there. Nil is the person's own clock.
  public var zone: Zone?
  /// Other fields as text, by name: `script`, `window`, `kept` …
  public var details: [String: String]

  /// What a person says with `log`; nothing is checked before ``drafted(id:context:)``.
  public init(
    kind: String, application: RecordID, words: [String] = [], at: String? = nil, by: String? = nil,
    note: String? = nil, contact: RecordID? = nil, atDirection: When.Direction = .past, zone: Zone? = nil,
    details: [String: String] = [:]
  ) {
    self.kind = kind
    self.application = application
    self.words = words
    self.at = at
    self.by = by
    self.note = note
    self.contact = contact
    self.atDirection = atDirection
    self.zone = zone
    self.details = details
  }

  /// The type of a kind that `log` writes.
  ///
  /// A kind may be shortened to any beginning that is of no other.
  ///
  /// - Throws: ``CommandProblem`` for a kind that does not belong to an application, with the command that writes it, and
  ///   for one that may be several.
  public static func type(ofKind kind: String, answers: Answers = Answers()) throws(CommandProblem) -> RecordType {
    let kind = answers.meaning(of: kind, .kind)
    let type = RecordType(kind: Folding.fold(kind).swapping(" ", for: "_"))
    if LogWords.types.contains(type) { return type }
    switch type {
    case .application: throw .usage("to record an application: open COMPANY ROLE")
    case .contact: throw .usage("to record a contact: contact add NAME")
    case .employerNote: throw .usage("to record a note on an employer: employer NAME --note TEXT")
    case .setting: throw .usage("to change a setting: setting NAME VALUE")
    case .device: throw .usage("to name a device: device")
    default:
      let kinds = LogWords.types.map(\.kind)
      let begun = Abbreviation.names(kind, among: kinds)
      if begun.count > 1 { throw .ambiguous(Ambiguity(.kind, kind, begun)) }
      if let only = begun.first { return RecordType(kind: only) }
      if let way = Self.ways[type.rawValue] { throw .usage("no kind is called \(quoted(kind)); use followup \(way)") }
      throw .usage("no kind is called \(quoted(kind))\(Nearest.way(from: kind, among: kinds, list: "choose from"))")
    }
  }

  /// How what people call a thing is logged.
  private static let ways: [String: String] = [
    "offer": "log reply APP offer", "rejection": "log reply APP rejected", "rejected": "log reply APP rejected",
    "answer": "log reply APP pending|offer|rejected", "phone": "log call APP", "voicemail": "log call APP voicemail",
    "mail": "log email APP", "thanks": "log thank-you APP", "meeting": "log interview APP",
    "application": "open COMPANY ROLE", "closed": "close APP",
  ]

  /// The draft of a new record.
  ///
  /// - Throws: ``CommandProblem``.
  public func drafted(id: RecordID, context: FieldContext) throws(CommandProblem) -> Drafted {
    let type = try Self.type(ofKind: kind, answers: context.answers)
    guard let understood = LogWords.of(type) else { throw .usage("log does not record \(type.kind)") }
    var context = context
    context.theirs = zone
    var builder = DraftBuilder(type, context)
    builder.set["application"] = JSONValue(application.text)
    if let at {
      var when = try builder.when(at, atDirection, option: "--at")
      // An hour that is said with its offset is what it says.
      if type == .interview, when.moment.time != nil, Moment(trim(at)) == nil, let zone,
        let theirs = try? Now(context.now.time, zone: zone)
      {
        when = try builder.when(at, atDirection, option: "--at", now: theirs)
      }
      builder.put("at", when)
      if type != .interview, atDirection == .past, when.moment.date > context.now.today {
        builder.remarks.append(
          "\(when.moment.date.echo) is in the future, and log is for past events; undo takes it back")
      }
    } else {
      builder.set["at"] = JSONValue(context.now.today.text)
    }
    try builder.put(details)
    if let note, !trim(note).isEmpty { builder.set["note"] = JSONValue(note) }
    try put(contact, type, &builder)

    if let field = understood.textField {
      try putText(field, type, &builder)
    } else {
      let (words, remark) = understood.withoutRemark(words, kind: type.kind, context.answers)
      for (field, value) in try understood.read(words, kind: type.kind, context.answers).sorted(by: { $0.key < $1.key })
      {
        try builder.put(field, text: value)
      }
      if let remark, builder.set["note"] == nil {
        builder.set["note"] = JSONValue(remark)
      } else if let remark {
        throw .usage("both \(quoted(remark)) and --note would be the note; use only one")
      }
      if RecordType.touches.contains(type) { putTouchDefaults(type, &builder) }
      try putBy(type, &builder)
    }
    return try builder.finish(id)
  }

  private func put(_ contact: RecordID?, _ type: RecordType, _ builder: inout DraftBuilder) throws(CommandProblem) {
    guard let contact else { return }
    let fields = RecordSchema.of(type)?.fields.map(\.name) ?? []
    switch ["contact", "with", "asked_of", "made_by"].first(where: fields.contains) {
    case "with"?: builder.set["with"] = JSONValue(array: [JSONValue(contact.text)])
    case let field?: builder.set[field] = JSONValue(contact.text)
    case nil: throw .usage("\(type.kind) takes no contact; put the name into --note")
    }
  }

  /// Outgoing unless something else is said, and what is written is sent (PLAYBOOKS, "Record types and fields").
  private func putTouchDefaults(_ type: RecordType, _ builder: inout DraftBuilder) {
    if builder.set["direction"] == nil { builder.set["direction"] = "out" }
    if type != .call, builder.set["outcome"] == nil, builder.set["direction"] == "out" {
      builder.set["outcome"] = "sent"
    }
  }

  private func putText(_ field: String, _ type: RecordType, _ builder: inout DraftBuilder) throws(CommandProblem) {
    let text = trim(words.joined(separator: " "))
    switch type {
    case .promise: try putPromise(text, &builder)
    case .permission: try putPermission(text, &builder)
    case .note:
      // `log note acme --note "…"` says the same.
      if text.isEmpty, let note, !trim(note).isEmpty {
        builder.set[field] = builder.set.removeValue(forKey: "note")
      } else if text.isEmpty {
        throw .usage("a note needs text, such as log note acme \"they use Swift\"")
      } else {
        builder.set[field] = JSONValue(text)
      }
      try putBy(type, &builder)
    default:
      if !text.isEmpty { builder.set[field] = JSONValue(text) }
      try putBy(type, &builder)
    }
  }

  private func putPromise(_ text: String, _ builder: inout DraftBuilder) throws(CommandProblem) {
    let said: When?
    if let by {
      said = try due(by, &builder)
    } else {
      said = try builder.whenIfAny(text)
    }
    if let said {
      builder.put("by", said)
      if let precision = said.precision { builder.set["precision"] = JSONValue(precision.rawValue) }
    } else if builder.set["by"] == nil {
      guard !text.isEmpty else { throw .usage("a promise needs a date, such as log promise acme --by fri") }
      builder.remarks.append("no date found in \(quoted(text)); add one with --by")
    }
    let words = text.isEmpty ? trim(by ?? "") : text
    if !words.isEmpty { builder.set["words"] = JSONValue(words) }
  }

  /// The day or time that they named, reckoned from today. What was said on an earlier day may have meant another one.
  private func due(_ by: String, _ builder: inout DraftBuilder) throws(CommandProblem) -> When {
    let when = try builder.when(by, .future, option: "--by")
    let context = builder.context
    if let at = Moment(builder.set["at"])?.date, at < context.now.today,
      let (time, _) = context.now.resolve(CivilDateTime(date: at, time: context.now.time.local.time)),
      let then = try? Now(time, zone: context.now.zone),
      let other = try? WhenParser.parse(
        context.answers.meaning(of: by, .date), now: then, direction: .future, calendar: context.calendar,
        clocks: context.clocks),
      other.moment.date != when.moment.date,
      // A day before they spoke is what nobody names, so it cannot be meant.
      other.moment.date >= at
    {
      builder.remarks.append(
        "--by counts from today; from \(at.echo) it is \(other.moment.date.echo): if you meant that, undo, and use --by \(other.moment.date.text)"
      )
    }
    return when
  }

  private func putPermission(_ text: String, _ builder: inout DraftBuilder) throws(CommandProblem) {
    let folded = Folding.fold(text).swapping("’", for: "'")
    let refusals = ["no", "not", "denied", "refused", "don't", "dont", "do not", "please don't", "never"]
    let isRefused =
      refusals.contains { folded == $0 || folded.hasPrefix($0 + " ") || folded.hasPrefix($0 + ",") }
      && !folded.hasPrefix("not before")
    if builder.set["granted"] == nil { builder.set["granted"] = JSONValue(!isRefused) }
    if isRefused {
      // Their promise is the clock then (PLAYBOOKS 3), and it is a record of its own.
      if by != nil { throw .usage("to record what they promised instead: log promise APP --by WHEN") }
    } else {
      let when = folded.hasPrefix("yes") ? trim(folded.dropFirst(3).drop { $0 == "," }) : folded
      let isLimit = when.hasPrefix("by ") || when.hasPrefix("until ") || when.hasPrefix("till ")
      if let said = try builder.whenIfAny(when) { put(said, isLimit: isLimit, &builder) }
      if let by { put(try due(by, &builder), isLimit: true, &builder) }
    }
    if !text.isEmpty { builder.set["words"] = JSONValue(text) }
  }

  /// Bounds a permission by what was said: a span by both ends, a day by its beginning, or its end after "by".
  private func put(_ said: When, isLimit: Bool, _ builder: inout DraftBuilder) {
    guard let first = said.notBefore else { return builder.put(isLimit ? "not_after" : "not_before", said) }
    builder.put("not_before", When(.date(first), precision: .day))
    if let last = said.notAfter { builder.put("not_after", When(.date(last), precision: .day)) }
  }

  private func putBy(_ type: RecordType, _ builder: inout DraftBuilder) throws(CommandProblem) {
    guard let by else { return }
    guard type == .reply else {
      throw .usage("--by is for promise, permission and reply; to record what they promised: log promise")
    }
    let answer = builder.set["answer"]?.string.map { ReplyAnswer(rawValue: $0) }
    if answer?.isRefusal ?? false { throw .usage("--by names a day to come, which this answer does not have") }
    builder.put(answer == .offer ? "respond_by" : "new_date", try due(by, &builder))
  }
}
