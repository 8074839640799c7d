import FollowUp

extension CommandFailure {
  /// A word of the command line that is none of those that may stand there: what is near, and what there is.
  ///
  /// - Parameter what: such as `--sort: there is no order`.
  static func unknownWord(_ what: String, _ text: String, among known: [String]) -> CommandFailure {
    let list = known.joined(separator: ", ")
    let rest = Nearest.suggestion(for: text, among: known).map { "did you mean \($0)? There are \(list)" }
    return CommandFailure("\(what) \"\(text)\"; \(rest ?? "there are \(list)")", status: ExitStatus.wrongUsage)
  }
}
