import CivilTime
import FollowUp

extension CommandFailure {
  /// A word of the command line that is none of those that may stand there: what is near, and what there is.
  ///
  /// - Parameter what: such as `--sort: there is no order`.
  static func unknownWord(_ what: String, _ text: String, among known: [String]) -> CommandFailure {
    CommandFailure(
      "\(what) \"\(text)\"\(Nearest.way(from: text, among: known, list: "choose from"))", status: ExitStatus.wrongUsage)
  }
}
