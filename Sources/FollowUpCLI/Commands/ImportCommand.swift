import ArgumentParser
import EventLog
import FollowUp
import FollowUpFormats
import FollowUpKit

/// `import FILE…`
struct ImportCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Import tables and calendars from other programs.",
    discussion: """
      followup import "Job Applications.csv" Connections.csv     from a LinkedIn archive
      followup import applications.csv --dry-run                 preview your own spreadsheet, saved as CSV
      followup import liste.csv --map company=Firma --map role=Stelle --map applied_on=Wann --save-map liste

      The command recognises columns by their names, shows what it found and, at a terminal, asks before it writes. \
      Importing the same file again changes nothing. A newer file brings in what is new or changed there; what you changed \
      here stays. followup undo takes back the whole import.
      Exit status 3: some rows were refused; all others were imported.
      """)

  @Argument(help: "CSV or iCalendar files, or - for standard input.", completion: .file()) var files: [String] = []
  @Option(help: ArgumentHelp("The format of the files: csv or ics (default: detected).", valueName: "format"))
  var format: ImportFormat?
  @Option(
    help: ArgumentHelp(
      "A saved map, or the column for a field, such as --map company=Firma; may be repeated.",
      valueName: "name|field=column"))
  var map: [String] = []
  @Option(
    name: .customLong("save-map"),
    help: ArgumentHelp("Save this map for next time, on every device.", valueName: "name"))
  var saveMap: String?
  @Option(help: ArgumentHelp("The order of dates such as 3/7/24: dmy, mdy or ymd.", valueName: "order"))
  var dates: ForeignDateOrder?
  @Option(
    help: ArgumentHelp("With a calendar: the application that all its events belong to.", valueName: "app"),
    completion: .applications)
  var application: String?
  @Flag(help: "List the maps.") var maps = false
  @Flag(name: .customLong("dry-run"), help: "Show what would be imported; write nothing.") var isDryRun = false
  @Flag(name: .customLong("yes"), help: "Do not ask for confirmation.") var isAgreed = false
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard maps || !files.isEmpty else { throw ValidationError("Name the files to import; see followup help import.") }
    guard !maps || files.isEmpty else { throw ValidationError("--maps lists the maps; leave out the files.") }
    if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("Standard input can be read only once.") }
    if let saveMap, !ImportMap.isOwnName(saveMap) {
      throw ValidationError(
        "--save-map \(saveMap): a map's name has lower-case letters, digits and hyphens, and is not a built-in map's."
      )
    }
    if saveMap != nil, files.count > 1 { throw ValidationError("--save-map takes only one file.") }
    _ = try wish()
  }

  func run(_ session: Session) throws {
    if maps { return try ImportMapListing.print(session) }
    try ImportJob(command: self, session: session).run()
  }

  /// What was said with `--map`.
  func wish() throws -> MapWish {
    var wish = MapWish()
    for text in map {
      guard let equals = text.firstIndex(of: "=") else {
        guard wish.name == nil else { throw ValidationError("--map names two maps; choose one.") }
        wish.name = text
        continue
      }
      let name = String(text[..<equals])
      guard let field = ImportField(rawValue: name.split(separator: "-").joined(separator: "_")) else {
        let fields = ImportField.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--map \(text): no field \(name); the fields are \(fields).")
      }
      guard wish.columns.updateValue(String(text[text.index(after: equals)...]), forKey: field) == nil else {
        throw ValidationError("--map \(text): \(name) is mapped twice; map it once.")
      }
    }
    guard wish.name == nil || wish.columns.isEmpty else {
      throw ValidationError("--map takes the name of a map or columns, not both.")
    }
    return wish
  }
}

extension ImportFormat: ExpressibleByArgument {}

extension ForeignDateOrder: ExpressibleByArgument {}
