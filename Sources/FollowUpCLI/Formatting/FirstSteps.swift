/// What a person does first.
enum FirstSteps {
  private static let commands = [
    ("followup open \"Acme GmbH\" \"Swift engineer\"", "an application (--lead if you have not applied yet)"),
    ("followup log interview acme --at \"tue 10:00\"", "what happened: also call, promise, reply, note"),
    ("followup", "what to do next, and why"),
  ]
  private static let besides = [
    ("followup demo", "plays a sample search in a minute"),
    ("followup import FILE", "imports a spreadsheet saved as CSV, or a calendar"),
    ("followup help", "lists the commands, and topics such as dates, names, sync"),
  ]

  /// Prints the three commands that matter, and where there is more.
  ///
  /// - Parameter isAfterDemo: whether the demo has just been seen.
  static func print(_ out: Output, _ heading: String, isAfterDemo: Bool = false) {
    out.paragraph(heading)
    table(commands).print(to: out, indent: 2, wrapsLast: true)
    out.line()
    table(isAfterDemo ? Array(besides.dropFirst()) : besides).print(to: out, indent: 2, wrapsLast: true)
  }

  private static func table(_ rows: [(command: String, words: String)]) -> Table {
    let width = (commands + besides).map(\.0.count).max() ?? 0
    var table = Table()
    for row in rows { table.add([DisplayWidth.pad(row.command, width), row.words]) }
    return table
  }
}
