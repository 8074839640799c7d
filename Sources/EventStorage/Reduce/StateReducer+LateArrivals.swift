import EventLog
import GRDB

// An event that arrives late can lie in the past of events that are here already, because they have seen it. Then the
// pasts of those events grow, and with them survivors can end, of records too that the late event does not touch
// (FORMAT 3). Work is in proportion to the rows of `frontiers` that grow and to the registers with several survivors.
extension StateReducer {
  /// Brings pasts and survivors up to date with what was resolved late.
  ///
  /// - Returns: the records whose survivors ended.
  func applyLateArrivals(_ db: Database) throws -> [Int64] {
    guard !lateFrom.isEmpty else { return [] }
    try recomputePasts(db)
    clearLate()
    return try endSurvivors(db)
  }

  /// The rows that grow: those whose past holds an event that was resolved late. Along a branch the past only grows,
  /// so they are the last ones of each branch.
  private func growingRows(_ db: Database) throws -> [[Int64]] {
    let select = try RawStatement(db, "SELECT seq FROM frontiers WHERE chain = ? ORDER BY seq DESC")
    return try (0..<branches.count).map { branch in
      var rows: [Int64] = []
      select.bind(1, Int64(branch) + 1)
      defer { select.reset() }
      while try select.step() {
        let seq = try select.number(0)
        // What it has itself seen late is known without looking at its past.
        guard
          try lateFrom[branch].map({ seq >= $0 }) == true || storedPast(of: branch, seq: seq).reachesAny(of: lateFrom)
        else { break }
        rows.append(seq)
      }
      return rows.reversed()
    }
  }

  private func recomputePasts(_ db: Database) throws {
    let rows = try growingRows(db)
    var done: [LogPosition: VersionVector] = [:]
    /// The growing row that says what the past of an event is; nil when that does not grow.
    func growingRow(_ branch: Int, _ seq: Int64) -> LogPosition? {
      var low = 0
      var high = rows[branch].count
      while low < high {
        let middle = (low + high) / 2
        if rows[branch][middle] <= seq { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? nil : LogPosition(branch: branch, seq: rows[branch][low - 1])
    }
    /// The events directly before a row's event.
    func parents(_ row: LogPosition) throws -> [LogPosition] {
      var result: [LogPosition] = []
      if row.seq > branches[row.branch].firstSeq {
        result.append(LogPosition(branch: row.branch, seq: row.seq - 1))
      } else if let parent = branches[row.branch].parent {
        result.append(LogPosition(branch: parent, seq: row.seq - 1))
      }
      for hash in try index.seen(branch: row.branch, seq: row.seq) {
        if let position = try index.locate(hash) { result.append(position) }
      }
      return result
    }
    let update = try RawStatement(db, "UPDATE frontiers SET past = ? WHERE chain = ? AND seq = ?")
    var parentsOf: [LogPosition: [LogPosition]] = [:]
    for branch in rows.indices {
      for seq in rows[branch] {
        var stack = [LogPosition(branch: branch, seq: seq)]
        while let row = stack.last {
          guard done[row] == nil else {
            stack.removeLast()
            continue
          }
          let before = try parentsOf[row] ?? parents(row)
          parentsOf[row] = before
          let missing = before.compactMap { growingRow($0.branch, $0.seq) }.filter { done[$0] == nil }
          guard missing.isEmpty else {
            stack += missing
            continue
          }
          var union = VersionVector()
          var base: VersionVector.Base?
          for parent in before {
            var past: VersionVector
            if let growing = growingRow(parent.branch, parent.seq) {
              past = done[growing] ?? VersionVector()
            } else {
              past = try self.past(of: parent.branch, seq: parent.seq)
            }
            past[parent.branch] = max(past[parent.branch], parent.seq)
            VersionVector.Base.choose(&base, parent, past)
            union.formUnion(past)
          }
          union[row.branch] = row.seq
          let stored = union.encode(leaningOn: base)
          try update.bind(1, blob: stored).bind(2, Int64(row.branch) + 1).bind(3, row.seq).run()
          done[row] = union
          parentsOf[row] = nil
          stack.removeLast()
        }
      }
    }
    forgetStoredPasts()
  }

  /// Drops the survivors that are now in the past of another one of their register.
  func endSurvivors(_ db: Database) throws -> [Int64] {
    let keys = try RawStatement(
      db, "SELECT DISTINCT record, field FROM survivors WHERE place > 0 ORDER BY record, field")
    var contested: [(record: Int64, field: String)] = []
    while try keys.step() { contested.append((try keys.number(0), keys.text(1))) }
    let select = try RawStatement(
      db, "SELECT value, chain, seq FROM survivors WHERE record = ? AND field = CAST(? AS TEXT) ORDER BY place")
    let delete = try RawStatement(db, "DELETE FROM survivors WHERE record = ? AND field = CAST(? AS TEXT)")
    let insert = try RawStatement(
      db, "INSERT INTO survivors (record, field, place, value, chain, seq) VALUES (?, ?, ?, ?, ?, ?)")
    var changed: [Int64] = []
    for (record, field) in contested {
      var survivors: [(value: String, branch: Int, seq: Int64)] = []
      select.bind(1, record).bind(2, field)
      while try select.step() {
        survivors.append((select.text(0), try branches.number(ofID: select.number(1)), try select.number(2)))
      }
      let pasts = try survivors.map { try past(of: $0.branch, seq: $0.seq) }
      let remaining = VersionVector.indicesOfLast(
        survivors.indices.map { (LogPosition(branch: survivors[$0].branch, seq: survivors[$0].seq), pasts[$0]) })
      guard remaining.count < survivors.count else { continue }
      let former = try search?.document(of: record)
      try delete.bind(1, record).bind(2, field).run()
      for (rank, index) in remaining.enumerated() {
        let survivor = survivors[index]
        insert.bind(1, record).bind(2, field).bind(3, Int64(rank)).bind(4, survivor.value)
        try insert.bind(5, Int64(survivor.branch) + 1).bind(6, survivor.seq).run()
      }
      if let former { try search?.update(record, from: former) }
      if changed.last != record { changed.append(record) }
    }
    return changed
  }
}
