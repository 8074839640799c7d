/// What a column of a foreign table can be taken for: the name stands before `=` in `--map field=Column`.
package enum ImportField: String, CaseIterable, Hashable, Sendable {
  /// The identifier of a record, in a table that this program wrote.
  case id
  /// The application's field of that name.
  case company, role, url, location, source, note, tz
  /// The day on which the application was sent.
  case appliedOn = "applied_on"
  /// Whether it was sent at all.
  case applied
  /// When a lead was found, or a person met.
  case at
  /// Where the application stands, in the words of the table; see `StatusWord`.
  case status
  /// Since when it stands there.
  case statusDate = "status_date"
  case interviewOn = "interview_on"
  /// The day on which the application was closed.
  case closedOn = "closed_on"
  case closedReason = "closed_reason"
  /// The person to deal with, in a table of applications; the contact's own name in a table of contacts is ``name``.
  case contact
  case name
  /// A contact's given name, joined with ``lastName``.
  case firstName = "first_name"
  case lastName = "last_name"
  case title
  case email, phone

  /// Half a sentence for people.
  package var doc: String {
    switch self {
    case .id: "the record's identifier, in a table that followup export wrote"
    case .company: "the employer"
    case .role: "the position; of a contact, the part in the application"
    case .url: "the advertisement; of a contact, the profile"
    case .location: "where the work is"
    case .source: "where you found it"
    case .note: "a free note"
    case .tz: "the employer's time zone"
    case .appliedOn: "the day it was sent"
    case .applied: "whether it was sent: yes or no"
    case .at: "the day a lead was found, or a person met"
    case .status: "its status: applied, interview, offer, rejected, withdrawn, saved …"
    case .statusDate: "the day of that status"
    case .interviewOn: "the day of the interview"
    case .closedOn: "the day you closed it"
    case .closedReason: "why you closed it"
    case .contact: "the person to deal with"
    case .name: "the contact's name"
    case .firstName: "the contact's first name"
    case .lastName: "the contact's last name"
    case .title: "the person's position"
    case .email: "the person's address"
    case .phone: "the person's number"
    }
  }

  /// The fields that hold a day.
  static let dates: Set<ImportField> = [.appliedOn, .at, .statusDate, .interviewOn, .closedOn]
}

/// What the rows of a table become.
package enum ImportTarget: String, Hashable, Sendable {
  /// Applications; one without a day of sending is a lead.
  case application
  /// Applications that were not sent yet.
  case lead
  case contact

  /// The fields that rows of the kind can fill.
  var fields: Set<ImportField> {
    switch self {
    case .application, .lead:
      [
        .id, .company, .role, .url, .location, .source, .note, .tz, .appliedOn, .applied, .at, .status, .statusDate,
        .interviewOn, .closedOn, .closedReason, .contact, .title, .email, .phone,
      ]
    case .contact:
      [.id, .name, .firstName, .lastName, .company, .title, .role, .url, .email, .phone, .note, .tz, .at]
    }
  }
}
