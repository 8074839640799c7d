import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice

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
    guard !recording.drafts.isEmpty, recording.drafts.count <= Self.recordsMax, format != .plain else { return nil }
    do {
      return try store.read { reader in
        guard let application = try application(of: recording.drafts, reader) else { return nil }
        let desk = try AdviceDesk(reader, self)
        guard let first = try desk.advice(on: application).first else {
          return NextStep(advice: nil, line: "nothing more on this one; followup next says what is due")
        }
        return NextStep(advice: first, line: AdviceWords(now: desk.advisor.now).line(first))
      }
    } catch {
      say("followup: it is recorded, but the next step could not be told: \(error)")
      return nil
    }
  }

  private func application(of drafts: [Draft], _ reader: StoreReader) throws -> Application? {
    var found: Application?
    for draft in drafts {
      guard var state = try reader.record(draft.record) else { continue }
      if let id = state["application"]?.string.flatMap({ RecordID($0) }), let owner = try reader.record(id) {
        state = owner
      }
      guard let application = Application(state) else { continue }
      guard found == nil || found?.id == application.id else { return nil }
      found = application
    }
    return found
  }
}
