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
  func nextStep(after recording: CommandResult, _ store: EventStore) -> NextStep? {
    nextStep(store) { reader in
      guard !recording.drafts.isEmpty, recording.drafts.count <= Self.recordsMax else { return [] }
      return try AdviceReader.applications(of: recording.drafts.map(\.record), reader)
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
          return NextStep(advice: nil, line: "nothing more for this one; followup next shows what is due")
        }
        return NextStep(advice: first, line: AdviceFormatter(now: query.advisor.now).line(first))
      }
    } catch {
      say("followup: it is recorded, but the next step could not be worked out: \(error)")
      return nil
    }
  }
}
