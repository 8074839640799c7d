import CivilTime
import EventLog
import FollowUp

/// Why a file is not imported at all: a sentence that names the way out.
package struct ImportProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package let file: String
  /// What is wrong, and what now.
  package let reason: String
  /// Whether it is the person's to say something else, rather than the file that is at fault.
  package let isUsage: Bool

  init(_ file: String, _ reason: String, isUsage: Bool = false) {
    self.file = file
    self.reason = reason
    self.isUsage = isUsage
  }

  package var description: String { "\(file): \(reason)" }
}

extension ImportTable {
  private static let sampleCount = 3

  /// Looks through the whole file once, for what no single row tells: the order of its dates, and which rows are the
  /// same or have the same key. Twice where there are such, or where rows may be applications that are there.
  ///
  /// - Parameters:
  ///   - known: the applications that are there.
  ///   - exists: whether the log has a record that was not taken back.
  /// - Throws: ``ImportProblem`` when dates can be read in two ways; what `rows` throws.
  package mutating func survey(
    known: KnownApplications, exists: (RecordID) throws -> Bool
  ) throws {
    var seen: [UInt64: UInt64] = [:]
    var order = RowOrder()
    var samples = DateSamples(fields: dates == nil ? binding.index.keys.filter(ImportField.dates.contains) : [])
    var mayBeKnown = false
    var sample: [CSVRow] = []
    var count = 0
    let reader = self.reader
    try forEachFullRow(
      { row in
        count += 1
        if sample.count < Self.sampleCount { sample.append(row) }
        samples.add(row, reader)
        guard let key = reader.key(row) else { return }
        let mark = RowOrder.Mark(key: key, row)
        if let other = seen.updateValue(mark.content, forKey: mark.key) {
          if other == mark.content { order.hasRepeats = true } else { order.contested.insert(mark.key) }
        }
        if !mayBeKnown, !known.isEmpty, map.target != .contact { mayBeKnown = reader.mayBe(known, row) }
      }, refused: { _ in })
    rows = count
    self.sample = sample
    if dates == nil { dates = try samples.order(file) }
    self.order = order
    if !order.contested.isEmpty || mayBeKnown { try settle(known, exists) }
  }

  /// A row whose key others have too, or which may be an application that is there.
  private struct Candidate {
    let mark: RowOrder.Mark
    let key: String
    let day: CivilDate?
    let fields: [String]
    let company: String
    let role: String
  }

  private mutating func settle(_ known: KnownApplications, _ exists: (RecordID) throws -> Bool) throws {
    var contested: [UInt64: [Candidate]] = [:]
    var single: [Candidate] = []
    var met: Set<RowOrder.Mark> = []
    var taken: Set<RecordID> = []
    let reader = self.reader
    let contestedKeys = order.contested
    try forEachFullRow(
      { line in
        guard let key = reader.key(line) else { return }
        let mark = RowOrder.Mark(key: key, line)
        let isContested = contestedKeys.contains(mark.key)
        guard isContested || (!known.isEmpty && map.target != .contact && reader.mayBe(known, line)),
          met.insert(mark).inserted, let row = try? reader.read(line), row.id == nil
        else { return }
        if !isContested {
          // Mostly it is simply there from an earlier import.
          let id = RowIdentity.record(key)
          if known.entries(company: row.company, role: row.role).contains(where: { $0.id == id }) {
            taken.insert(id)
            return
          }
        }
        let candidate = Candidate(
          mark: mark, key: key, day: row.day, fields: line.fields, company: row.company, role: row.role)
        if isContested { contested[mark.key, default: []].append(candidate) } else { single.append(candidate) }
      }, refused: { _ in })
    // The earlier first, wherever the rows stand in the file: a later one does not take its place.
    for (_, rows) in contested {
      let sorted = rows.sorted { left, right in
        let days = (left.day?.dayNumber ?? .min, right.day?.dayNumber ?? .min)
        if days.0 != days.1 { return days.0 < days.1 }
        return left.fields.lexicographicallyPrecedes(right.fields) { Array($0.utf8).lexicographicallyPrecedes($1.utf8) }
      }
      for (index, row) in sorted.enumerated() { order.ordinals[row.mark] = index + 1 }
    }
    try join(single + contested.values.flatMap(\.self), known, taken, exists)
  }

  /// A row that was never imported is taken for an application to the same position that is there, where there is one
  /// such row and one such application.
  private mutating func join(
    _ rows: [Candidate], _ known: KnownApplications, _ taken: Set<RecordID>, _ exists: (RecordID) throws -> Bool
  ) throws {
    var groups: [[String]: [(row: Candidate, id: RecordID)]] = [:]
    for row in rows {
      let id = RowIdentity.record(row.key, ordinal: order.ordinals[row.mark] ?? 1)
      groups[[row.company, row.role], default: []].append((row, id))
    }
    for (names, rows) in groups {
      let own = Set(rows.map(\.id))
      var free = known.entries(company: names[0], role: names[1])
      free.removeAll { own.contains($0.id) || taken.contains($0.id) }
      var unknown = try rows.filter { try !exists($0.id) }
      // First those of the nearest days, then the one that is left.
      var pairs: [(days: Int, row: Candidate, id: RecordID, entry: KnownApplications.Entry)] = []
      for (row, id) in unknown {
        for entry in free {
          guard let day = row.day, let other = entry.appliedOn else { continue }
          let days = abs(day.days(until: other))
          if days <= Self.nearDaysMax { pairs.append((days, row, id, entry)) }
        }
      }
      for pair in pairs.sorted(by: { ($0.days, $0.id, $0.entry.id) < ($1.days, $1.id, $1.entry.id) }) {
        guard unknown.contains(where: { $0.id == pair.id }), free.contains(pair.entry) else { continue }
        order.joined[pair.row.mark] = pair.entry.id
        unknown.removeAll { $0.id == pair.id }
        free.removeAll { $0.id == pair.entry.id }
      }
      if free.count == 1, unknown.count == 1, let entry = free.first, let only = unknown.first {
        let days = only.row.day.flatMap { day in entry.appliedOn.map { abs(day.days(until: $0)) } } ?? 0
        if days <= Self.joinedDaysMax {
          order.joined[only.row.mark] = entry.id
          continue
        }
      }
      // The others look alike and are not, as far as can be told; the person should know.
      if let entry = free.first { for one in unknown { order.alike[one.row.mark] = entry } }
    }
  }

  /// So near, two days of sending are the same one, written down by hand.
  private static let nearDaysMax = 7
  /// Two days of sending that lie further apart are those of two applications.
  private static let joinedDaysMax = 31
}

extension RowReader {
  /// Whether there is an application to the position of a row.
  fileprivate func mayBe(_ known: KnownApplications, _ row: CSVRow) -> Bool {
    guard let company = text(.company, of: row) else { return false }
    let role = RowIdentity.fold(text(.role, of: row) ?? "")
    return known.has(company: RowIdentity.fold(company), role: role)
  }
}
