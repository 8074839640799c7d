/// What one command leaves behind, also where it is carried out anew after the person was asked something.
final class CommandTrace {
  /// Whether something was recorded.
  var hasRecorded = false
  /// What came by standard input, which can be read once only.
  var input: String?
  /// What the person wrote in an editor.
  var written: String?
  /// Where that lies until it is recorded.
  var writtenPath: String?
}
