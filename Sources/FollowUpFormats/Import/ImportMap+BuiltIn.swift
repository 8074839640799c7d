extension ImportMap {
  /// The maps that come with the program.
  package static let builtIn = [
    linkedInApplications, linkedInSaved, linkedInConnections, jobSync, simplify, followup, followupContacts,
  ]

  /// The map of a name that comes with the program; `generic` is none of them, for it is made to fit each table.
  package static func builtIn(_ name: String) -> ImportMap? { builtIn.first { $0.name == name } }

  private static let ownAddress = "it is yours, not theirs"

  private static let linkedInApplications: ImportMap = {
    var map = ImportMap(
      name: "linkedin-applications", title: "LinkedIn: Job Applications.csv", target: .application,
      source: "linkedin",
      columns: [
        Column(.appliedOn, "Application Date", isRequired: true), Column(.company, "Company Name", isRequired: true),
        Column(.role, "Job Title", isRequired: true), Column(.url, "Job Url", isRequired: true),
      ])
    map.omissions = [
      Omission(name: "Contact Email", reason: ownAddress), Omission(name: "Contact Phone Number", reason: ownAddress),
      Omission(name: "Resume Name", reason: "what you sent is not recorded"),
      Omission(name: "Question And Answers", reason: "what you answered is not recorded"),
    ]
    map.fileNames = ["job applications"]
    map.dates = .monthDayYear
    map.constants = [.source: "LinkedIn"]
    return map
  }()

  private static let linkedInSaved: ImportMap = {
    var map = ImportMap(
      name: "linkedin-saved", title: "LinkedIn: Saved Jobs.csv", target: .lead, source: "linkedin",
      columns: [
        Column(.at, "Saved Date", isRequired: true), Column(.url, "Job Url", isRequired: true),
        Column(.role, "Job Title", isRequired: true), Column(.company, "Company Name", isRequired: true),
      ])
    map.fileNames = ["saved jobs"]
    map.dates = .monthDayYear
    map.constants = [.source: "LinkedIn"]
    return map
  }()

  private static let linkedInConnections: ImportMap = {
    var map = ImportMap(
      name: "linkedin-connections", title: "LinkedIn: Connections.csv", target: .contact, source: "linkedin",
      columns: [
        Column(.firstName, "First Name", isRequired: true), Column(.lastName, "Last Name", isRequired: true),
        Column(.url, "URL"), Column(.email, "Email Address"), Column(.company, "Company", isRequired: true),
        Column(.title, "Position"), Column(.at, "Connected On", isRequired: true),
      ])
    map.fileNames = ["connections"]
    map.dates = .dayMonthYear
    return map
  }()

  private static let jobSync: ImportMap = {
    var map = ImportMap(
      name: "jobsync", title: "JobSync", target: .application, source: "jobsync",
      columns: [
        Column(.company, "Company", isRequired: true), Column(.role, "JobTitle", isRequired: true),
        Column(.appliedOn, "appliedDate", isRequired: true), Column(.applied, "applied", isRequired: true),
        Column(.at, "createdAt"), Column(.location, "Location"), Column(.source, "JobSource"),
        Column(.status, "Status", isRequired: true),
      ])
    map.omissions = [Omission(name: "index", reason: "it counts the rows")]
    return map
  }()

  private static let simplify: ImportMap = {
    var map = ImportMap(
      name: "simplify", title: "Simplify", target: .application, source: "simplify",
      columns: [
        Column(.role, "Job Title", isRequired: true), Column(.company, "Company Name", isRequired: true),
        Column(.url, "Job URL", isRequired: true), Column(.status, "Status", isRequired: true),
        Column(.statusDate, "Status Date", isRequired: true), Column(.appliedOn, "Applied Date", isRequired: true),
        Column(.location, "Location"), Column(.note, "Notes"),
      ])
    map.fileNames = ["simplify"]
    return map
  }()

  private static let followup: ImportMap = {
    var map = ImportMap(
      name: "followup", title: "followup export --format csv", target: .application, source: "table",
      columns: [
        Column(.id, "record", isRequired: true), Column(.company, "company", isRequired: true),
        Column(.role, "role", isRequired: true), Column(.appliedOn, "applied_on", isRequired: true),
        Column(.url, "url"), Column(.location, "location"), Column(.source, "source"), Column(.note, "note"),
        Column(.tz, "tz"), Column(.at, "at"), Column(.closedOn, "closed_on"), Column(.closedReason, "closed_reason"),
      ])
    map.dates = .yearMonthDay
    map.isOwnExport = true
    return map
  }()

  private static let followupContacts: ImportMap = {
    var map = ImportMap(
      name: "followup-contacts", title: "followup export --format csv --what contacts", target: .contact,
      source: "table",
      columns: [
        Column(.id, "record", isRequired: true), Column(.name, "name", isRequired: true),
        Column(.role, "role", isRequired: true), Column(.company, "company", isRequired: true),
        Column(.title, "title"), Column(.phone, "phone"), Column(.email, "email"), Column(.note, "note"),
        Column(.tz, "tz"), Column(.at, "at"),
      ])
    map.dates = .yearMonthDay
    map.isOwnExport = true
    return map
  }()
}
