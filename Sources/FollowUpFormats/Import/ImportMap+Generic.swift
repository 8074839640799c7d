import CivilTime

extension ImportMap {
  /// The name of the map that is made to fit a table by what its columns are called.
  package static let genericName = "generic"

  /// What columns are called in tables that people keep themselves. Short words come last: a more telling one wins.
  private static let applicationNames: [(field: ImportField, names: [String])] = [
    (
      .company,
      [
        "Company", "Company Name", "Employer", "Employer Name", "Organisation", "Organization", "Firma", "Unternehmen",
        "Arbeitgeber", "Entreprise", "Société", "Empresa", "Azienda", "Bedrijf", "Firm",
      ]
    ),
    (
      .role,
      [
        "Role", "Job Title", "JobTitle", "Position", "Position Title", "Role Title", "Job Role", "Job Position",
        "Stelle",
        "Stellenbezeichnung", "Poste", "Puesto", "Cargo", "Posizione", "Functie", "Job", "Title",
      ]
    ),
    (
      .appliedOn,
      [
        "Applied On", "Date Applied", "Applied Date", "AppliedDate", "Application Date", "Date of Application",
        "Applied At", "Date Submitted", "Submitted", "Beworben am", "Bewerbungsdatum", "Beworben",
        "Date de candidature", "Fecha de solicitud", "Fecha", "Applied", "Datum", "Date",
      ]
    ),
    (
      .url,
      [
        "Job URL", "Job Link", "Posting URL", "Job Posting", "Posting", "Application Link", "URL", "Link",
        "Advertisement", "Anzeige", "Lien", "Enlace",
      ]
    ),
    (.location, ["Location", "Job Location", "City", "Place", "Ort", "Standort", "Lieu", "Ubicación", "Ciudad"]),
    (.source, ["Source", "Job Source", "Job Board", "Found On", "Found Via", "Quelle", "Via", "Origen", "Platform"]),
    (.status, ["Status", "Application Status", "Stage", "State", "Outcome", "Result", "Stand", "Statut", "Estado"]),
    (
      .statusDate,
      [
        "Status Date", "Date of Status", "Last Update", "Last Updated", "Updated", "Response Date",
        "Date of Response", "Rejection Date",
      ]
    ),
    (.interviewOn, ["Interview Date", "Date of Interview", "Interview On", "Interview", "Vorstellungsgespräch"]),
    (.at, ["Saved On", "Saved Date", "Date Saved", "Date Found", "Found", "Date Added", "Created At", "CreatedAt"]),
    (.closedOn, ["Closed On", "Date Closed", "Closed", "Withdrawn On"]),
    (.closedReason, ["Closed Reason", "Reason", "Rejection Reason", "Grund"]),
    (.note, ["Note", "Notes", "Comment", "Comments", "Remarks", "Notiz", "Notizen", "Bemerkung", "Bemerkungen"]),
    (
      .contact,
      [
        "Contact", "Contact Name", "Contact Person", "Recruiter", "Recruiter Name", "Hiring Manager",
        "Ansprechpartner", "Ansprechpartnerin", "Kontakt", "Contacto",
      ]
    ),
    (.title, ["Contact Title", "Contact Position"]),
    (.email, ["Contact Email", "Recruiter Email", "Email", "E-Mail", "Email Address", "Mail"]),
    (
      .phone,
      ["Contact Phone", "Contact Phone Number", "Recruiter Phone", "Phone", "Phone Number", "Telephone", "Telefon"]
    ),
    (.tz, ["tz", "Time Zone", "Timezone", "Zeitzone"]),
  ]

  private static let contactNames: [(field: ImportField, names: [String])] = [
    (.name, ["Name", "Full Name", "Contact", "Contact Name", "Person", "Ansprechpartner", "Nom", "Nombre"]),
    (.firstName, ["First Name", "Given Name", "Vorname", "Prénom"]),
    (.lastName, ["Last Name", "Family Name", "Surname", "Nachname"]),
    (
      .company,
      ["Company", "Company Name", "Employer", "Organisation", "Organization", "Firma", "Unternehmen", "Entreprise"]
    ),
    (.title, ["Title", "Job Title", "Position", "Funktion"]),
    (.role, ["Role", "Contact Role"]),
    (.email, ["Email", "E-Mail", "Email Address", "Mail"]),
    (.phone, ["Phone", "Phone Number", "Telephone", "Mobile", "Telefon", "Handy"]),
    (.url, ["URL", "Profile", "LinkedIn", "Link"]),
    (.note, ["Note", "Notes", "Comment", "Comments", "Notiz", "Notizen"]),
    (.at, ["Connected On", "Met On", "Date"]),
    (.tz, ["tz", "Time Zone", "Timezone", "Zeitzone"]),
  ]

  /// A map that fits the table by the names of its columns, and by what a person said of them; nil when there is
  /// neither an employer nor a person's name in it.
  ///
  /// - Parameter assigned: what was said with `--map field=Column`; it goes before all that the names suggest.
  static func generic(for header: [String], assigned: [ImportField: String] = [:]) -> ImportMap? {
    let folded = header.map(folded)
    func has(_ names: [(field: ImportField, names: [String])], _ field: ImportField) -> Bool {
      assigned[field] != nil
        || names.first { $0.field == field }?.names.contains { folded.contains(Self.folded($0)) } ?? false
    }
    let isApplication =
      has(applicationNames, .company) && (has(applicationNames, .role) || has(applicationNames, .status))
    let isContact =
      has(contactNames, .name) || (has(contactNames, .firstName) && has(contactNames, .lastName))
    let saysContact = assigned[.name] != nil || assigned[.firstName] != nil || assigned[.lastName] != nil
    // A table of people has their names and perhaps titles; one of applications says how far they are.
    let signs: [ImportField] = [.appliedOn, .status, .statusDate, .interviewOn]
    let target: ImportTarget
    if saysContact || (isContact && !signs.contains { has(applicationNames, $0) }) {
      target = .contact
    } else if isApplication {
      target = .application
    } else {
      return nil
    }
    let names = target == .contact ? contactNames : applicationNames
    var columns = assigned.sorted { $0.key.rawValue < $1.key.rawValue }.map { field, column in
      Column(field, names: [column], isRequired: true)
    }
    columns += names.filter { assigned[$0.field] == nil }.map { Column($0.field, names: $0.names) }
    return ImportMap(
      name: genericName, title: target == .contact ? "a table of people" : "a table of applications", target: target,
      source: "table", columns: columns)
  }
}
