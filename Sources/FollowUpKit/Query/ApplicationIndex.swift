import CivilTime
import EventLog
import EventStorage
import FollowUp

/// What is open, and who works where, by the numbers that the records have in the store.
struct ApplicationIndex {
  var open: [Int64] = []
  /// Closed, and the days, as far as they can be read.
  var closed: [(number: Int64, on: CivilDate?)] = []
  /// Closed with a reason that speaks of something accepted.
  var accepted: [Int64] = []
  /// Contacts by the folded name of their employer.
  var employers: [String: [Int64]] = [:]

  /// Goes through the applications and the contacts once, and reads no more of them than it must.
  init(_ reader: StoreReader) throws {
    let application = RecordType.application.rawValue
    try reader.forEachRecord(
      of: [(application, ["closed_on", "closed_reason"]), (RecordType.contact.rawValue, ["company"])]
    ) { number, type, values in
      if type == application {
        guard let closedOn = values["closed_on"] else {
          open.append(number)
          return
        }
        closed.append((number, Moment(closedOn)?.date))
        if let reason = values["closed_reason"]?.string, Folding.fold(reason).contains("accepted") {
          accepted.append(number)
        }
      } else if let company = values["company"]?.string, !company.isEmpty {
        employers[Folding.fold(company), default: []].append(number)
      }
    }
  }
}
