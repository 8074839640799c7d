import EventLog
import FollowUp

/// All that the log says of one application: what the advisor reads at a time.
///
///     let dossier = Dossier(
///       application, records: try reader.records(referringTo: application.id), contacts: book)
///
/// Records of other applications among them are left out.
public struct Dossier: Sendable {
  /// The application.
  public let application: Application
  /// Its records, in any order.
  public let records: [RecordState]
  /// The people of the store.
  public let contacts: ContactBook

  /// The dossier of an application, from any records that hold its own.
  public init(_ application: Application, records: some Sequence<RecordState>, contacts: ContactBook) {
    self.application = application
    let name = JSONValue(application.id.text)
    self.records = records.filter { state in !state.isRetracted && state["application"] == name }
    self.contacts = contacts
  }
}
