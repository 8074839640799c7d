/// Rows of cells in columns, measured by what they take on a terminal.
struct Table {
  private var rows: [[String]] = []
  private var styles: [Style] = []

  /// Adds a row.
  mutating func add(_ cells: [String], _ style: Style = .plain) {
    rows.append(cells.map(Visible.text))
    styles.append(style)
  }

  /// Prints the rows. On a terminal the widest columns give way until a row fits.
  ///
  /// - Parameter wrapsLast: whether the last column goes on in further lines, so that nothing of it is cut.
  func print(to out: Output, indent: Int = 0, wrapsLast: Bool = false) {
    let count = rows.map(\.count).max() ?? 0
    guard count > 0 else { return }
    var widths = (0..<count).map { column in
      rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
    }
    if let columns = out.columns {
      let room = columns - indent - 2 * (count - 1)
      if wrapsLast {
        widths[count - 1] = min(widths[count - 1], max(20, room - widths.dropLast().reduce(0, +)))
      }
      while !wrapsLast, widths.reduce(0, +) > room,
        let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 4
      {
        widths[widest] -= 1
      }
    }
    for (row, style) in zip(rows, styles) {
      let cells = row.enumerated().map { column, cell in
        wrapsLast && column == count - 1
          ? DisplayWidth.wrap(cell, widths[column]) : [DisplayWidth.fit(cell, widths[column])]
      }
      for line in 0..<(cells.map(\.count).max() ?? 0) {
        let pieces = cells.enumerated().map { DisplayWidth.pad(line < $1.count ? $1[line] : "", widths[$0]) }
        out.line(String(repeating: " ", count: indent) + pieces.joined(separator: "  "), style)
      }
    }
  }
}
