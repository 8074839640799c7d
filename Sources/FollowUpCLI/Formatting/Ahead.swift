import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// What the log itself says of the time to come: an interview, a promise, whether one may call, an answer that is due.
/// What to do about it is advice, and not said here.
struct Ahead {
  /// What kind of thing.
  enum Kind: String {
    case interview, promise, permission
    case answerOffer = "answer_offer"
    case rest
  }

  let kind: Kind
  /// The record that says so.
  let record: RecordID
  /// The day; nil where none is named.
  let on: CivilDate?
  /// In words, without what kind it is.
  let text: String
  /// The day on which they said so, where the words are all that they said.
  var saidOn: CivilDate?

  /// What the records of an open application say, the most pressing first.
  static func all(_ status: ApplicationStatus) -> [Ahead] {
    let application = status.application
    guard status.isOpen, !application.isRetracted else { return [] }
    let clock = status.clock
    var result: [Ahead] = status.interviewsAhead.map { interview, at in
      Ahead(kind: .interview, record: interview.id, on: at.date, text: at.echo)
    }
    if let offer = status.decision, offer.answer == .offer, let by = clock.reading("respond_by", of: offer) {
      result.append(Ahead(kind: .answerOffer, record: offer.id, on: by.date, text: "they want an answer by \(by.echo)"))
    }
    if let promised = status.promised, status.interviewsAhead.isEmpty,
      let promise = status.promises.last(where: { $0.record == promised.state.id })
    {
      let isPromise = Promise(promised.state) != nil
      result.append(
        Ahead(
          kind: .promise, record: promise.record, on: promise.by.date, text: promise.standing,
          saidOn: isPromise ? promise.madeOn : nil))
    }
    if let permission = status.permission {
      let on = clock.date("not_before", of: permission).map { max($0, status.today) }
      result.append(
        Ahead(
          kind: .permission, record: permission.id, on: on, text: permission.standing(clock),
          saidOn: clock.date(of: permission)))
    }
    if application.isSnoozed(on: status.today), let until = application.snoozeUntil {
      let why = application.snoozeReason.map { ", \($0)" } ?? ""
      result.append(Ahead(kind: .rest, record: application.id, on: until, text: "snoozed until \(until.echo)\(why)"))
    }
    return result
  }

  /// What stands before it in a table.
  var label: String {
    switch kind {
    case .interview: "interview"
    case .promise: "promised"
    case .permission: "a call"
    case .answerOffer: "offer"
    case .rest: "rest"
    }
  }

  var json: JSONValue {
    JSONValue(object: [
      (name: "what", value: JSONValue(kind.rawValue)), (name: "record", value: JSONValue(record.text)),
      (name: "on", value: RecordJSON.day(on)), (name: "text", value: JSONValue(text)),
    ])
  }
}

extension PromiseEvidence {
  /// `by Fri 2026-10-09, “by the end of the week”: 2 business days ago`
  fileprivate var standing: String {
    let said = words.map { ", “\($0)”" } ?? ""
    let past = late.map { ": that was \($0.words) ago" } ?? ""
    return "by \(reading.echo)\(said)\(past)"
  }
}

extension Permission {
  /// `you may, from Wed 2026-09-30`
  fileprivate func standing(_ clock: ReaderClock) -> String {
    if granted == false { return "they asked you not to" + (words.map { ": “\($0)”" } ?? "") }
    func limit(_ word: String, _ field: String) -> String? {
      clock.reading(field, of: self).map { "\(word) \($0.echo)" }
    }
    let limits = [limit("from", "not_before"), limit("until", "not_after"), window].compactMap(\.self)
    return (["you may"] + limits).joined(separator: ", ") + (words.map { " (“\($0)”)" } ?? "")
  }
}

extension DaySpan {
  /// `3 business days`; where there is none, the days of the calendar.
  var words: String {
    businessDays == 0 && calendarDays > 0
      ? Plural.of(calendarDays, "day") : Plural.of(businessDays, "business day")
  }
}
