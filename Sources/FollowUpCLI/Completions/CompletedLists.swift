import ArgumentParser
import CivilTime
import FollowUp
import FollowUpAdvice
import FollowUpKit

// What the parser writes into a script as it is. A list of a command is a constant of it: the compiler does not take closures
// among the arguments of a property wrapper.

extension LogCommand {
  /// The kinds, for a shell.
  static let kinds = CompletionKind.list(LogWords.types.map { $0.kind })
}

extension SettingCommand {
  /// The settings, for a shell.
  static let names = CompletionKind.list(SettingAssignment.known.map { $0.name })
}

extension SilenceCommand {
  /// The causes, for a shell.
  static let causes = CompletionKind.list(SilenceCause.allCases.map { $0.typed })
}

extension ListCommand {
  /// The stages, for a shell.
  static let stageNames = CompletionKind.list(Stage.allCases.map { $0.label.swapping(" ", for: "-") })
  /// The orders, for a shell.
  static let orderNames = CompletionKind.list(ListOrder.allCases.map { $0.rawValue })
}

extension SearchCommand {
  /// The kinds of records, for a shell.
  static let kinds = CompletionKind.list(RecordSchema.all.map { $0.type.kind })
}
