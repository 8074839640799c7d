import CivilTime
import EventLog
import FollowUp

/// Reads the rows of one table by its map: cells to fields, or a reason why not.
struct RowReader: Sendable {
  let map: ImportMap
  let binding: ColumnBinding
  let dates: ImportDates

  /// A row must fit an event line (FORMAT 2), with room for what the line holds besides.
  static let bytesMax = 1 << 19

  /// The row; nil when nothing stands in it.
  ///
  /// - Throws: ``RowProblem``: the row is refused.
  func read(_ row: CSVRow) throws(RowProblem) -> ImportedRow? {
    guard !Self.isBlank(row) else { return nil }
    try check(row)
    let cells = Cells(map: map, binding: binding, dates: dates, fields: row.fields)
    return map.target == .contact ? try contact(cells, row.line) : try application(cells, row.line)
  }

  /// The key of a row; nil when there is none, and the row will be refused or passed over.
  func key(_ row: CSVRow) -> String? {
    let cells = Cells(map: map, binding: binding, dates: dates, fields: row.fields)
    if map.target == .contact {
      guard let name = cells.personName else { return nil }
      return RowIdentity.contact(
        source: map.source, name: name, company: cells.text(.company), email: cells.text(.email), url: cells.text(.url))
    }
    guard let company = cells.text(.company) else { return nil }
    return RowIdentity.application(
      source: map.source, company: company, role: cells.text(.role), url: cells.text(.url))
  }

  /// The cells of a field, for finding out the order of its dates.
  func text(_ field: ImportField, of row: CSVRow) -> String? {
    Cells(map: map, binding: binding, dates: dates, fields: row.fields).text(field)
  }

  static func isBlank(_ row: CSVRow) -> Bool {
    !row.fields.contains { !$0.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
  }

  /// A row with other columns than the header is one whose cells stand in the wrong places.
  private func check(_ row: CSVRow) throws(RowProblem) {
    if let reason = row.raggedness(columns: binding.header.count) {
      throw RowProblem("\(reason): it has a missing or extra quote or delimiter")
    }
    let size = row.fields.reduce(0) { $0 + $1.utf8.count }
    guard size <= Self.bytesMax else {
      throw RowProblem("it has \(size >> 10) KiB, more than a record can hold")
    }
  }

  // MARK: Applications

  private func application(_ cells: Cells, _ line: Int) throws(RowProblem) -> ImportedRow {
    guard let company = cells.text(.company) else { throw cells.missing(.company, "an employer") }
    let role = cells.text(.role)
    let url = cells.text(.url)
    var values: [ImportedRecord.Value] = [ImportedRecord.Value("company", company)]
    func add(_ field: ImportField, _ text: String?) {
      if cells.has(field) || text != nil { values.append(ImportedRecord.Value(field.rawValue, text)) }
    }
    add(.role, role)
    add(.url, url)
    add(.location, cells.text(.location))
    add(.source, cells.text(.source) ?? map.constants[.source])
    add(.note, cells.text(.note))
    add(.tz, try cells.zone(.tz))
    add(.closedReason, cells.text(.closedReason))
    let at = try cells.day(.at)
    add(.at, at?.text)

    var row = ImportedRow(
      line: line, key: RowIdentity.application(source: map.source, company: company, role: role, url: url),
      values: [], type: .application)
    row.company = RowIdentity.fold(company)
    row.role = RowIdentity.fold(role ?? "")
    row.id = cells.text(.id).flatMap { RecordID($0.lowercased()) }

    let status = cells.text(.status)
    let word = status.flatMap { StatusWord($0) }
    let statusDay = try cells.day(.statusDate)
    let applied = try cells.sentDay()
    let isLead = map.target == .lead || word == .lead || applied.isSent == false
    let day = isLead ? nil : applied.day
    if map.target != .lead { add(.appliedOn, day?.text) }
    if map.target != .lead, !isLead, day == nil { row.remarks.append(.noDay) }
    row.day = day ?? at

    var closedOn = try cells.day(.closedOn)
    var isKept = false
    if let status {
      switch word {
      case .answered(let answer)?:
        row.parts.append(
          ("reply", .reply, [ImportedRecord.Value("answer", answer), ImportedRecord.Value("at", statusDay?.text)]))
      case .closed? where closedOn == nil && statusDay != nil: closedOn = statusDay
      case .closed? where closedOn == nil:
        isKept = true
        row.remarks.append(.undatedStatus(status))
      case nil:
        isKept = true
        row.remarks.append(.unknownStatus(status))
      default: break
      }
    }
    var format: String?
    if case .interview(let known)? = word {
      format = known
      // The day on which a status changed is not the day of the interview.
      if let status, cells.text(.interviewOn) == nil {
        isKept = true
        row.remarks.append(.undatedStatus(status))
      }
    }
    if let day = try cells.day(.interviewOn) {
      row.parts.append(
        ("interview", .interview, [ImportedRecord.Value("at", day.text), ImportedRecord.Value("format", format)]))
    }
    // What cannot be recorded for what it is stays as it was said.
    if cells.has(.status) { values.append(ImportedRecord.Value("status", isKept ? status : nil)) }
    if cells.has(.closedOn) || closedOn != nil || (cells.has(.status) && cells.has(.statusDate)) {
      values.append(ImportedRecord.Value("closed_on", closedOn?.text))
      if word == .closed, closedOn != nil, let status, cells.text(.closedReason) == nil {
        values.removeAll { $0.field == "closed_reason" }
        values.append(ImportedRecord.Value("closed_reason", status))
      }
    }
    row.values = values
    try addContact(cells, company, &row)
    return row
  }

  private func addContact(_ cells: Cells, _ company: String, _ row: inout ImportedRow) throws(RowProblem) {
    guard let name = cells.text(.contact) else {
      if cells.text(.email) != nil || cells.text(.phone) != nil { row.remarks.append(.namelessContact) }
      return
    }
    let email = cells.text(.email)
    var values = [ImportedRecord.Value("name", name), ImportedRecord.Value("company", company)]
    for field in [ImportField.title, .email, .phone] where cells.has(field) {
      values.append(ImportedRecord.Value(field.rawValue, cells.text(field)))
    }
    let key = RowIdentity.contact(source: map.source, name: name, company: company, email: email, url: nil)
    row.contact = ImportedRecord(id: RowIdentity.record(key), type: .contact, values: values)
  }

  // MARK: People

  private func contact(_ cells: Cells, _ line: Int) throws(RowProblem) -> ImportedRow {
    guard let name = cells.personName else {
      throw cells.missing(cells.has(.name) ? .name : .lastName, "a name")
    }
    let company = cells.text(.company)
    let email = cells.text(.email)
    var values = [ImportedRecord.Value("name", name)]
    var title = cells.text(.title)
    if cells.has(.role) {
      let text = cells.text(.role)
      let role = text.map { RowIdentity.fold($0).split(separator: " ").joined(separator: "_") }
      let isKnown = role.map { RecordSchema.contactRoles.contains($0) } ?? true
      // Another word is the person's position.
      if !isKnown, title == nil { title = text }
      values.append(ImportedRecord.Value("role", isKnown ? role : nil))
    }
    func add(_ field: ImportField, _ text: String?) {
      if cells.has(field) || text != nil { values.append(ImportedRecord.Value(field.rawValue, text)) }
    }
    add(.title, title)
    add(.company, company)
    add(.email, email)
    add(.phone, cells.text(.phone))
    add(.note, cells.text(.note))
    add(.tz, try cells.zone(.tz))
    let at = try cells.day(.at)
    add(.at, at?.text)
    var row = ImportedRow(
      line: line,
      key: RowIdentity.contact(
        source: map.source, name: name, company: company, email: email, url: cells.text(.url)),
      values: values, type: .contact)
    row.id = cells.text(.id).flatMap { RecordID($0.lowercased()) }
    row.day = at
    row.company = company.map(RowIdentity.fold) ?? ""
    return row
  }
}

/// Why a row is refused: half a sentence.
struct RowProblem: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

/// The cells of one row by the fields they are taken for.
private struct Cells {
  let map: ImportMap
  let binding: ColumnBinding
  let dates: ImportDates
  let fields: [String]

  /// Whether the table has a column for the field at all: only then an empty cell says something.
  func has(_ field: ImportField) -> Bool { binding.index[field] != nil }

  /// The cell without the space around it; nil when it is empty.
  func text(_ field: ImportField) -> String? {
    guard let index = binding.index[field], index < fields.count else { return nil }
    let cell = fields[index]
    let bytes = cell.utf8
    guard let first = bytes.first, let last = bytes.last else { return nil }
    // Most cells have no space around them.
    let isBare = first > 0x27 && last > 0x20 && first < 0x80 && last < 0x80
    if isBare { return cell }
    let text = trim(map.isOwnExport ? CSVWriter.unguarded(cell) : cell)
    return text.isEmpty ? nil : text
  }

  var personName: String? {
    if let name = text(.name) { return name }
    let both = [text(.firstName), text(.lastName)].compactMap(\.self).joined(separator: " ")
    return both.isEmpty ? nil : both
  }

  /// Words that stand where nothing is known.
  private static let blanks: Set<String> = ["-", "–", "—", "?", "n/a", "na", "none", "tbd", "tba", "unknown", "null"]
  private static let yes: Set<String> = [
    "yes", "y", "true", "1", "x", "✓", "✔", "ja", "applied", "done", "oui", "si", "sí",
  ]
  private static let no: Set<String> = ["no", "n", "false", "0", "not yet", "nein", "non", "not applied"]

  /// No word for yes, no or nothing is as long as the text of a day with its year.
  private static let dayMin = 14

  private static func isWord(_ text: String) -> Bool {
    guard text.utf8.count < dayMin, let first = text.utf8.first else { return false }
    return text.utf8.count == 1 || !(0x30...0x39).contains(first)
  }

  private static func isTelling(_ text: String) -> Bool { !isWord(text) || !blanks.contains(text.lowercased()) }

  func day(_ field: ImportField) throws(RowProblem) -> CivilDate? {
    guard let text = text(field), Self.isTelling(text) else { return nil }
    return try day(field, text)
  }

  private func day(_ field: ImportField, _ text: String) throws(RowProblem) -> CivilDate {
    do throws(ForeignDateProblem) { return try dates.day(text) } catch {
      throw RowProblem("\(name(field)): \(error)")
    }
  }

  /// The day on which the application was sent, and whether it was at all, as far as the row says.
  func sentDay() throws(RowProblem) -> (isSent: Bool?, day: CivilDate?) {
    var isSent = text(.applied).map { !Self.no.contains($0.lowercased()) }
    guard let text = text(.appliedOn), Self.isTelling(text) else { return (isSent, nil) }
    // Some tables hold a mark in place of the day.
    if Self.isWord(text) {
      if Self.yes.contains(text.lowercased()) { return (isSent ?? true, nil) }
      if Self.no.contains(text.lowercased()) { return (false, nil) }
    }
    if isSent == nil { isSent = true }
    return (isSent, try day(.appliedOn, text))
  }

  func zone(_ field: ImportField) throws(RowProblem) -> String? {
    guard let text = text(field) else { return nil }
    do throws(ZoneProblem) { return try dates.zones.zone(text).name } catch {
      throw RowProblem("\(name(field)): \(error)")
    }
  }

  func missing(_ field: ImportField, _ what: String) -> RowProblem {
    RowProblem("it has no \(field.rawValue) (\(name(field)) is empty), and each row needs \(what)")
  }

  private func name(_ field: ImportField) -> String {
    binding.index[field].map { binding.header[$0] } ?? field.rawValue
  }
}
