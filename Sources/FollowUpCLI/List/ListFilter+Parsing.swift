import CivilTime
import FollowUp
import FollowUpAdvice
import FollowUpKit

extension ListFilter {
  /// The stage that a person names, by its name in the log or as lists show it.
  static func stage(_ text: String) throws -> Stage {
    let folded = Folding.fold(text)
    let name = folded.swapping(" ", for: "_").swapping("-", for: "_")
    if let stage = Stage(rawValue: name) { return stage }
    throw CommandFailure.unknownWord(
      "--stage: no stage is called", text, among: Stage.allCases.map { $0.label.swapping(" ", for: "-") })
  }

  /// The playbook that a person names.
  static func playbook(_ text: String, _ shelf: PlaybookShelf) throws -> String {
    let name = text.lowercased()
    if shelf.names.contains(name) { return name }
    throw CommandFailure.unknownWord("--playbook: no playbook is called", text, among: shelf.names)
  }
}
