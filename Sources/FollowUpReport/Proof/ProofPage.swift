import CivilTime
import FollowUp

/// The proof of a search as a page to print and to sign: HTML without scripts, and without anything from elsewhere.
///
/// It is written as the rows come: ``beginning``, ``row(_:)`` for each, ``end(rows:)``.
package struct ProofPage: Sendable {
  /// The person's name; nil leaves a line for it.
  package let name: String?
  /// The first day that is asked for; nil where everything is.
  package let from: CivilDate?
  /// The last day that is asked for; nil where everything is.
  package let through: CivilDate?

  package init(name: String?, from: CivilDate?, through: CivilDate?) {
    self.name = name
    self.from = from
    self.through = through
  }

  private var period: String {
    switch (from, through) {
    case (let from?, let through?): from == through ? from.echo : "\(from.echo) to \(through.echo)"
    case (let from?, nil): "from \(from.echo)"
    case (nil, let through?): "until \(through.echo)"
    case (nil, nil): "everything that is recorded"
    }
  }

  /// Everything before the rows.
  package var beginning: HTMLText {
    let blank: HTMLText = "<span class=\"blank\"></span>"
    let name: HTMLText = self.name.map { HTMLText(text: $0) } ?? blank
    let title = ["Proof of search", self.name, period].compactMap(\.self).joined(separator: ", ")
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <h1>Proof of search</h1>
      <dl>
      <div><dt>Name</dt><dd>\(name)</dd></div>
      <div><dt>Period</dt><dd>\(period)</dd></div>
      </dl>
      <table>
      <thead>
      <tr><th scope="col">Date</th><th scope="col">Employer</th><th scope="col">Address or phone</th>\
      <th scope="col">Person</th><th scope="col">Method</th><th scope="col">Position</th>\
      <th scope="col">Result</th></tr>
      </thead>
      <tbody>

      """
  }

  /// One row, with its line end.
  package func row(_ row: SearchProof.Row) -> HTMLText {
    """
    <tr><td class="date">\(row.date.text)</td><td>\(row.employer)</td><td>\(row.reach ?? "")</td>\
    <td>\(row.person ?? "")</td><td>\(row.method)</td><td>\(row.position ?? "")</td><td>\(row.result)</td></tr>

    """
  }

  /// Everything behind the rows.
  ///
  /// - Parameter rows: how many there were.
  package func end(rows: Int) -> HTMLText {
    let count = rows == 0 ? "Nothing is recorded in this period." : rows == 1 ? "1 entry." : "\(rows) entries."
    return """
      </tbody>
      </table>
      <p>\(count)</p>
      <div class="sign">
      <p><span class="blank"></span><br>Date</p>
      <p><span class="blank wide"></span><br>Signature</p>
      </div>
      </body>
      </html>

      """
  }

  private static let style: HTMLText = """
    :root { color-scheme: light; }
    body { margin: 2rem auto; padding: 0 1rem; max-width: 62rem; background: #fff; color: #111;
      font: 0.95rem/1.4 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
    h1 { font-size: 1.4rem; margin: 0 0 0.5rem; }
    dl { display: flex; flex-wrap: wrap; gap: 0.25rem 2.5rem; margin: 0 0 1rem; }
    dl div { display: flex; gap: 0.5rem; }
    dt { color: #555; }
    dd { margin: 0; font-weight: 600; }
    table { width: 100%; border-collapse: collapse; }
    th, td { border: 1px solid #999; padding: 0.3rem 0.45rem; text-align: left; vertical-align: top;
      overflow-wrap: anywhere; white-space: pre-line; }
    th { background: #eee; white-space: nowrap; }
    td.date { white-space: nowrap; }
    .blank { display: inline-block; min-width: 12rem; border-bottom: 1px solid #111; height: 1.4em; }
    .blank.wide { min-width: 20rem; }
    .sign { display: flex; flex-wrap: wrap; gap: 1rem 3rem; margin-top: 2rem; break-inside: avoid; }
    .sign p { margin: 0; color: #555; }
    @media (max-width: 40rem) {
      thead { position: absolute; clip-path: inset(50%); }
      table, tbody, tr, td { display: block; }
      tr { border: 1px solid #999; margin-bottom: 0.75rem; }
      td { border: 0; padding: 0.15rem 0.5rem; }
      td:empty { display: none; }
      td.date { font-weight: 600; }
    }
    @page { margin: 18mm 14mm 20mm;
      @bottom-left { content: "Proof of search"; font: 8pt sans-serif; color: #555; }
      @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt sans-serif; color: #555; } }
    @media print {
      body { margin: 0; padding: 0 1px; max-width: none; font-size: 8.5pt; }
      thead { display: table-header-group; }
      tr { break-inside: avoid; }
      th { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """
}
