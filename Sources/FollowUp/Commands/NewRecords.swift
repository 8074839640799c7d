import CivilTime
import EventLog

/// `open COMPANY ROLE [--lead]`: a new application, or a lead that has not been applied to yet.
public struct OpenApplication: Hashable, Sendable {
  /// The employer.
  public var company: String
  /// The position.
  public var role: String
  /// Whether it has not been applied to yet.
  public var isLead: Bool
  /// The day on which it was sent or, for a lead, found, as people say it; nil is today.
  public var at: String?
  /// Other fields as text: `source`, `url`, `tz` …
  public var details: [String: String]

  /// What a person says with `open`; nothing is checked before ``drafted(id:context:)``.
  public init(company: String, role: String, isLead: Bool = false, at: String? = nil, details: [String: String] = [:]) {
    self.company = company
    self.role = role
    self.isLead = isLead
    self.at = at
    self.details = details
  }

  /// The draft of a new record; an application gets `applied_on`, a lead `at` alone.
  ///
  /// - Throws: ``CommandProblem``.
  public func drafted(id: RecordID, context: FieldContext) throws(CommandProblem) -> Drafted {
    var builder = DraftBuilder(.application, context)
    guard !trim(company).isEmpty else { throw .usage("an application needs a company") }
    guard !trim(role).isEmpty || isLead else { throw .usage("an application needs a role; a lead (--lead) does not") }
    try builder.put(details)
    builder.set["company"] = JSONValue(trim(company))
    if !trim(role).isEmpty { builder.set["role"] = JSONValue(trim(role)) }
    if let at {
      builder.put("at", try builder.when(at, .past, option: "--at"))
    } else if builder.set["at"] == nil {
      builder.set["at"] = JSONValue(context.now.today.text)
    }
    if isLead {
      if builder.set["applied_on"] != nil { throw .usage("a lead has no applied_on; leave out --lead") }
    } else if builder.set["applied_on"] == nil, let day = Moment(builder.set["at"])?.date {
      builder.set["applied_on"] = JSONValue(day.text)
    }
    return try builder.finish(id)
  }
}

/// A new contact.
public struct NewContact: Hashable, Sendable {
  /// The person's name.
  public var name: String
  /// Other fields as text: `role`, `company`, `phone`, `email` …
  public var details: [String: String]

  /// What a person says of a contact; nothing is checked before ``drafted(id:context:)``.
  public init(name: String, details: [String: String] = [:]) {
    self.name = name
    self.details = details
  }

  /// The draft of a new record.
  ///
  /// - Throws: ``CommandProblem``.
  public func drafted(id: RecordID, context: FieldContext) throws(CommandProblem) -> Drafted {
    guard !trim(name).isEmpty else { throw .usage("a contact needs a name") }
    var builder = DraftBuilder(.contact, context)
    try builder.put(details)
    builder.set["name"] = JSONValue(trim(name))
    return try builder.finish(id)
  }
}

/// `employer NAME [--note TEXT]`: what an employer's behaviour says of it.
public struct NewEmployerNote: Hashable, Sendable {
  /// The employer.
  public var company: String
  /// What their behaviour says of them.
  public var about: String?
  /// Anything worth keeping.
  public var note: String?
  /// When it was noticed, as people say it; nil is today.
  public var at: String?

  /// What a person says with `employer`; nothing is checked before ``drafted(id:context:)``.
  public init(company: String, about: String? = nil, note: String? = nil, at: String? = nil) {
    self.company = company
    self.about = about
    self.note = note
    self.at = at
  }

  /// The draft of a new record.
  ///
  /// - Throws: ``CommandProblem``.
  public func drafted(id: RecordID, context: FieldContext) throws(CommandProblem) -> Drafted {
    guard !trim(company).isEmpty else { throw .usage("an employer needs a name") }
    var builder = DraftBuilder(.employerNote, context)
    builder.set["company"] = JSONValue(trim(company))
    if let about, !trim(about).isEmpty { builder.set["about"] = JSONValue(about) }
    if let note, !trim(note).isEmpty { builder.set["note"] = JSONValue(note) }
    if let at {
      builder.put("at", try builder.when(at, .past, option: "--at"))
    } else {
      builder.set["at"] = JSONValue(context.now.today.text)
    }
    return try builder.finish(id)
  }
}
