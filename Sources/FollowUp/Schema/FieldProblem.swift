import EventLog

/// Why a value cannot be written into a field: which field, what is wrong, and what is allowed.
public struct FieldProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: String, Hashable, Sendable {
    /// The type has no such field.
    case unknownField
    /// The name breaks the rules of FORMAT 2.
    case badFieldName
    /// The value is of another kind than the field's.
    case wrongKind
    /// The value is of the right kind, but there is no such date, zone, choice or record.
    case notAllowed
    /// The name stands for several records.
    case ambiguous
  }

  /// What is wrong.
  public let code: Code
  /// The type of the record.
  public let type: RecordType
  /// The field.
  public let field: String
  /// Half a sentence on what is wrong with the value.
  public let reason: String
  /// What is allowed, as the end of a sentence; nil where the reason says it.
  let allowed: String?
  /// What was probably meant.
  public let suggestion: String?
  /// What was said and may be read in several ways, where that is the problem.
  public let ambiguity: Ambiguity?
  /// What was said for a record, where it stands for several.
  public let said: String?
  /// The records that it stands for.
  public let candidates: [RecordID]

  init(
    _ code: Code, _ type: RecordType, _ field: String, _ reason: String, allowed: String? = nil,
    suggestion: String? = nil, ambiguity: Ambiguity? = nil, said: String? = nil, candidates: [RecordID] = []
  ) {
    self.code = code
    self.type = type
    self.field = field
    self.reason = reason
    self.allowed = allowed
    self.suggestion = suggestion
    self.ambiguity = ambiguity
    self.said = said
    self.candidates = candidates
  }

  /// The field, what is wrong, what was meant and what is allowed, in one line.
  public var description: String {
    var text = "\(type.kind) \(field): \(reason)"
    if let suggestion { text += "; did you mean \(suggestion)?" }
    if let allowed { text += text.hasSuffix("?") ? " It must be \(allowed)" : "; it must be \(allowed)" }
    return text
  }
}
