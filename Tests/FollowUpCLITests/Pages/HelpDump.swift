import Foundation
import Testing

/// What the program says of its own commands, as `--experimental-dump-help` prints it.
struct HelpDump: Decodable {
  struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let shouldDisplay: Bool?
    let defaultSubcommand: String?
    let subcommands: [Command]?
    let arguments: [Argument]?
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }
    let kind: String
    let shouldDisplay: Bool?
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let abstract: String?
    let allValues: [String]?

    /// As it is written: `<file>`, `--at <at>`, `-o, --output <file>`.
    var spelt: String {
      let value = valueName.map { "<\($0)>" } ?? ""
      guard kind != "positional" else { return value }
      let all = (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }.joined(separator: ", ")
      return kind == "option" ? "\(all) \(value)" : all
    }

    /// As it stands in a form.
    var form: String {
      let names = names ?? []
      let name = names.first { $0.kind == "long" } ?? names.first
      let short = name.map { ($0.kind == "long" ? "--" : "-") + $0.name } ?? ""
      let value = valueName.map { "<\($0)>" } ?? ""
      var text = kind == "positional" ? value : kind == "option" ? "\(short) \(value)" : short
      if isRepeating { text += " …" }
      return isOptional ? "[\(text)]" : text
    }
  }

  /// One way of writing a command, such as `contact add`.
  struct Form {
    let words: [String]
    let isDefault: Bool
    let command: Command
  }

  let command: Command

  static func read(_ desktop: Desktop) throws -> HelpDump {
    let dump = desktop.run("--experimental-dump-help")
    #expect(dump.status == 0)
    return try JSONDecoder().decode(HelpDump.self, from: Data(dump.out.utf8))
  }

  /// The verbs, in their order. The parser names its own `help` behind the program's, which is the one that counts.
  var verbs: [Command] {
    var seen: Set<String> = []
    return (command.subcommands ?? []).filter { $0.shouldDisplay != false && seen.insert($0.commandName).inserted }
  }

  static func forms(of verb: Command, under words: [String] = []) -> [Form] {
    let words = words + [verb.commandName]
    let below = (verb.subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    guard !below.isEmpty else { return [Form(words: words, isDefault: false, command: verb)] }
    return below.flatMap { sub in
      forms(of: sub, under: words).map {
        Form(words: $0.words, isDefault: sub.commandName == verb.defaultSubcommand, command: $0.command)
      }
    }
  }

  /// The options that every command takes: those that `rebuild`, which has none of its own, takes.
  var globals: [Argument] {
    (verbs.first { $0.commandName == "rebuild" }?.arguments ?? []).filter { $0.kind != "positional" }
  }
}
