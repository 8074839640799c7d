import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// What comes next on the application that a command has just written to.
struct NextStep {
  /// The advice; nil where the application is closed.
  let advice: Advice?
  /// One line, with its date.
  let line: String
}

extension Session {
  /// More records than this are an import, after which `next` is asked anyway.
  private static let recordsMax = 8

  /// The next step of the one application that a recording concerns; nil where it concerns none, or several. Only that
  /// application is looked at. What was recorded stays recorded whatever becomes of this.
  func nextStep(after recording: Recording, _ store: EventStore) -> NextStep? {
    nextStep(store) { reader in
      guard !recording.drafts.isEmpty, recording.drafts.count <= Self.recordsMax else { return [] }
      return try applications(of: recording.drafts.map(\.record), reader)
    }
  }

  /// The next step of the one application that these are; nil where they are none, or several.
  func nextStep(_ store: EventStore, _ applications: (StoreReader) throws -> Set<RecordID>) -> NextStep? {
    guard format != .plain, !options.quiet else { return nil }
    do {
      return try store.read { reader in
        let ids = try applications(reader)
        guard ids.count == 1, let id = ids.first, let application = try reader.record(id).flatMap(Application.init)
        else { return nil }
        let query = try adviceReader(reader)
        guard let first = try query.advice(on: application).first else {
          return NextStep(advice: nil, line: "nothing more on this one; followup next says what is due")
        }
        return NextStep(advice: first, line: AdviceWords(now: query.advisor.now).line(first))
      }
    } catch {
      say("followup: it is recorded, but the next step could not be told: \(error)")
      return nil
    }
  }

  /// The applications that some records are, or belong to. A person and a note on an employer belong to those that are
  /// open there.
  func applications(of records: [RecordID], _ reader: StoreReader) throws -> Set<RecordID> {
    var found: Set<RecordID> = []
    for record in records {
      guard let state = try reader.record(record) else { continue }
      switch RecordType(of: state) {
      case .application?: found.insert(state.id)
      case .contact?, .employerNote?:
        guard let company = state["company"]?.string.map({ Folding.fold($0) }), !company.isEmpty else { continue }
        let all = try reader.records(ofType: RecordType.application.rawValue).compactMap(Application.init)
        found.formUnion(
          all.filter { !$0.isClosed && !$0.isRetracted && Folding.fold($0.company ?? "") == company }.map(\.id))
      default:
        guard let id = state["application"]?.string.flatMap({ RecordID($0) }), try reader.record(id) != nil else {
          continue
        }
        found.insert(id)
      }
    }
    return found
  }
}
