import EventLog

/// All that the log says of one application, with the people: what ``ApplicationStatus`` is made from.
///
///     let records = ApplicationRecords(
///       application, records: try reader.records(referringTo: application.id), contacts: book)
public struct ApplicationRecords: Sendable {
  /// The application.
  public let application: Application
  /// Its records, in any order.
  public let states: [RecordState]
  /// The people of the store; nil where nobody asks who they are, which then is not read.
  public let contacts: ContactBook?

  /// The records of an application, from any that hold its own; those of other applications, and retracted ones, are left
  /// out.
  public init(_ application: Application, records: some Sequence<RecordState>, contacts: ContactBook?) {
    self.application = application
    let name = JSONValue(application.id.text)
    states = records.filter { state in !state.isRetracted && state["application"] == name }
    self.contacts = contacts
  }
}
