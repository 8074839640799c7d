import EventLog
import EventSync
import FollowUpKit

/// What a check found, for people and for scripts.
struct VerifyView {
  enum Kind: String { case store, folder, log }

  let session: Session
  let path: String
  let kind: Kind
  /// What the person calls a device.
  let name: (DeviceID) -> String?
  var events: Int64 = 0
  var waiting: Int64 = 0
  /// Nil where the log is damaged: then no state follows from it.
  var digest: EventHash?
  /// How many files hold exactly what their names say; of a folder.
  var files: Int?
  var problems: [String] = []
  var missing: [MissingEvents] = []
  /// What other devices have and will bring.
  var elsewhere: [String] = []
  var isDamaged = false
  /// Whether events are missing, though nothing is damaged.
  var isIncomplete = false
  /// What to do.
  var advice: String?

  func called(_ device: DeviceID) -> String { name(device) ?? "device \(device.text)" }

  private var missingWords: [MissingEventsFormatter] { missing.map { MissingEventsFormatter(missing: $0, name: name) } }

  func print() {
    if isDamaged || isIncomplete { session.status = ExitStatus.needsPerson }
    switch session.format {
    case .json: printJSON()
    case .plain:
      session.out.record(["events", "\(events)"])
      session.out.record(["digest", digest?.text ?? ""])
      for problem in problems { session.out.record(["problem", problem]) }
      for (one, words) in zip(missing, missingWords) {
        let gap = one.gap
        session.out.record([
          "missing", gap.device.text, "\(gap.seqs.lowerBound)", "\(gap.seqs.upperBound)", "\(gap.waiting)",
          words.holders,
        ])
      }
      for one in elsewhere { session.out.record(["elsewhere", one]) }
    case .text: printText()
    }
  }

  private func printText() {
    let out = session.out
    let what = files.map { " in \(Plural.of($0, "whole file"))" } ?? ""
    let order =
      isDamaged
      ? ""
      : waiting > 0
        ? ", in order; \(Plural.of(Int(waiting), "line")) waiting"
        : isIncomplete ? ", in order, but not all" : ", all in order"
    if !isDamaged || kind != .store { out.line("\(path): \(Plural.of(Int(events), "event"))\(what)\(order)") }
    if let digest, !isDamaged || kind != .store { out.line("digest \(digest.text)") }
    for problem in problems { session.say("followup: \(kind == .store ? "\(path): " : "")\(problem)") }
    for words in missingWords { session.say(isDamaged ? "followup: \(words.text)" : words.text) }
    for one in elsewhere { session.say(one) }
    if let advice { session.hint(advice) }
  }

  private func printJSON() {
    session.printJSON(
      [
        (name: kind.rawValue, value: JSONValue(path)), (name: "events", value: JSONValue(integer: Int(events))),
        (name: "waiting", value: JSONValue(integer: Int(waiting))),
        (name: "digest", value: digest.map { JSONValue($0.text) } ?? .null),
        (name: "sound", value: JSONValue(!isDamaged)),
        (name: "problems", value: JSONValue(array: problems.map { JSONValue($0) })),
        (name: "missing", value: JSONValue(array: missingWords.map(\.json))),
      ] + (files.map { [(name: "files", value: JSONValue(integer: $0))] } ?? [])
        + (kind == .folder ? [(name: "elsewhere", value: JSONValue(array: elsewhere.map { JSONValue($0) }))] : []))
  }
}
