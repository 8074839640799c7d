import ArgumentParser
import EventLog
import FollowUp
import FollowUpFormats
import FollowUpKit

/// `import FILE…`
struct ImportCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take in tables and calendars of other programs.",
    discussion: """
      followup import "Job Applications.csv" Connections.csv     from a LinkedIn archive
      followup import applications.csv --dry-run                 a spreadsheet of your own, saved as CSV: what would come in
      followup import liste.csv --map company=Firma --map role=Stelle --map applied_on=Wann --save-map liste

      Columns are recognised by their names. What is found is shown first; at a terminal you are asked before it is \
      written. The same file again changes nothing; a later one brings what is new or was changed there, and what you \
      have changed here stays. Undo takes an import back as a whole.
      Exit status 3: some rows were refused, and all the others were taken in.
      """)

  @Argument(help: "CSV or iCalendar files, or - for standard input.", completion: .file()) var files: [String] = []
  @Option(help: ArgumentHelp("What the files are (default: found out): csv or ics.", valueName: "format"))
  var format: ImportFormat?
  @Option(
    help: ArgumentHelp(
      "A map by its name, or which column is taken for a field; --map company=Firma. May be repeated.",
      valueName: "name|field=column"))
  var map: [String] = []
  @Option(
    name: .customLong("save-map"),
    help: ArgumentHelp("Record how the table is read, for the next time and on every device.", valueName: "name"))
  var saveMap: String?
  @Option(help: ArgumentHelp("The order of dates such as 3/7/24: dmy, mdy or ymd.", valueName: "order"))
  var dates: ForeignDateOrder?
  @Option(
    help: ArgumentHelp("The application that all events of a calendar belong to.", valueName: "app"),
    completion: .applications)
  var application: String?
  @Flag(help: "List the maps.") var maps = false
  @Flag(name: .customLong("dry-run"), help: "Show what would come in, and write nothing.") var isDryRun = false
  @Flag(name: .customLong("yes"), help: "Do not ask.") var isAgreed = false
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard maps || !files.isEmpty else { throw ValidationError("Name the files to import; followup help import.") }
    guard !maps || files.isEmpty else { throw ValidationError("--maps stands alone: it lists the maps.") }
    if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("Standard input can be read once only.") }
    if let saveMap, !ImportMap.isOwnName(saveMap) {
      throw ValidationError(
        "--save-map \(saveMap): a map has a name of small letters, digits and hyphens, and not that of one that is built in."
      )
    }
    if saveMap != nil, files.count > 1 { throw ValidationError("--save-map goes with one file.") }
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
        throw ValidationError("--map \(text): there is no field \(name); there are \(fields).")
      }
      guard wish.columns.updateValue(String(text[text.index(after: equals)...]), forKey: field) == nil else {
        throw ValidationError("--map \(text): \(name) is mapped twice; say it once.")
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
