import EventStorage
import FollowUp
import FollowUpAdvice

/// The templates that a person has written or changed: `voicemail.txt` and so on, in one folder.
struct OwnTemplates {
  let folder: String

  /// Where the template of a kind lies, if there is one.
  func path(_ kind: ScriptKind) -> String { "\(folder)/\(kind.fileStem).txt" }

  /// The person's template of a kind; nil where there is none.
  func template(_ kind: ScriptKind) throws -> ScriptTemplate? {
    guard Platform.status(path(kind)) != nil else { return nil }
    return try Self.read(path(kind))
  }

  /// A template from any file.
  ///
  /// - Throws: ``CommandFailure`` that names the file and, where a line is wrong, the line.
  static func read(_ path: String) throws -> ScriptTemplate {
    let bytes = try InputFile.read(path, limitBytes: ScriptTemplate.bytesMax, what: "a template")
    do { return try ScriptTemplate(parsing: bytes, file: path) } catch { throw CommandFailure("\(error)") }
  }
}

extension Session {
  var ownTemplates: OwnTemplates { OwnTemplates(folder: configurationFolder + "/templates") }
}
