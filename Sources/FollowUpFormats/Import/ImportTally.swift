import EventLog
import FollowUp

/// What became of the rows of a file, or would: the numbers of a preview.
package struct ImportTally: Hashable, Sendable {
  /// A value of a row that was not taken, because the person has another one.
  package struct Kept: Hashable, Sendable {
    /// The line of the row, from 1.
    package let line: Int
    package let record: RecordID
    /// What the row is called: employer and position, or a name.
    package let title: String
    /// The field, the person's value and the row's.
    package let value: Reconciliation.Kept
  }

  /// A row that was taken for an application that somebody recorded.
  package struct Joined: Hashable, Sendable {
    /// The line of the row, from 1.
    package let line: Int
    package let record: RecordID
    package let title: String
  }

  /// Rows with something in them, refused ones included.
  package internal(set) var rows = 0
  /// Rows that stood in the file before, cell by cell.
  package internal(set) var repeated = 0
  /// Records that are not there yet, by kind: `application`, `lead`, `contact`, `reply`, `interview`.
  package internal(set) var new: [String: Int] = [:]
  /// Records of which the log says the same already.
  package internal(set) var known = 0
  /// Records of which the source says something else than when it was last imported.
  package internal(set) var changed = 0
  package internal(set) var retracted = 0
  /// How many values were not taken.
  package internal(set) var keptCount = 0
  /// The first of the values that were not taken.
  package internal(set) var kept: [Kept] = []
  /// How many rows were taken for applications that somebody recorded.
  package internal(set) var joinedCount = 0
  /// The first of the rows that were taken for recorded applications.
  package internal(set) var joined: [Joined] = []
  package internal(set) var refusedCount = 0
  /// The first of the rows that were refused.
  package internal(set) var refused: [Refusal] = []
  /// What is to be said of rows, with how many it is said of.
  package internal(set) var remarks: [RowRemark: Int] = [:]

  /// So many of each list are kept; nobody reads more.
  static let listMax = 1_000

  package init() {}

  /// The numbers of a calendar of holidays, which are days of one setting.
  package init(newHolidays: Int, known: Int, refusals: [Refusal]) {
    rows = newHolidays + known + refusals.count
    if newHolidays > 0 { new = ["holiday": newHolidays] }
    self.known = known
    for refusal in refusals { refuse(refusal) }
  }

  /// Records that are not there yet.
  package var newCount: Int { new.values.reduce(0, +) }
  /// Events that this comes to.
  package var events: Int { newCount + changed }

  mutating func refuse(_ refusal: Refusal) {
    refusedCount += 1
    if refused.count < Self.listMax { refused.append(refusal) }
  }

  mutating func join(_ joined: Joined) {
    joinedCount += 1
    if self.joined.count < Self.listMax { self.joined.append(joined) }
  }

  mutating func count(_ outcome: Reconciliation, _ record: ImportedRecord, line: Int, title: @autoclosure () -> String)
  {
    switch outcome {
    case .new(let set):
      let isLead = record.type == .application && set["applied_on"] == nil
      new[isLead ? "lead" : record.type.kind, default: 0] += 1
    case .known: known += 1
    case .changed: changed += 1
    case .retracted: retracted += 1
    }
    for value in outcome.kept {
      keptCount += 1
      if kept.count < Self.listMax {
        kept.append(Kept(line: line, record: record.id, title: title(), value: value))
      }
    }
  }
}
