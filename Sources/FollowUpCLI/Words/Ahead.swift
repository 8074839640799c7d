import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice

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
  static func all(
    of application: Application, stage: Stage, records: [RecordState], today: CivilDate, calendar: WorkingCalendar
  ) -> [Ahead] {
    guard stage.isOpen, !application.isRetracted else { return [] }
    let timeline = Timeline.of(application.id, in: records)
    let evidence = ApplicationEvidence(application, states: records, today: today, calendar: calendar)
    var result: [Ahead] = []
    let interview = timeline.compactMap(Interview.init).first { $0.at.map { $0.date > today } ?? false }
    if let interview, let at = interview.at {
      result.append(Ahead(kind: .interview, record: interview.id, on: at.date, text: at.echo))
    }
    if stage == .offer, let offer = timeline.compactMap(Reply.init).last(where: { $0.answer == "offer" }),
      let by = offer.respondBy
    {
      result.append(Ahead(kind: .answerOffer, record: offer.id, on: by.date, text: "they want an answer by \(by.echo)"))
    }
    if let promise = evidence.promises.last(where: { $0.isUnanswered }), interview == nil {
      let isPromise = timeline.contains { $0.id == promise.record && RecordType(of: $0) == .promise }
      result.append(
        Ahead(
          kind: .promise, record: promise.record, on: promise.by.date, text: promise.standing,
          saidOn: isPromise ? promise.madeOn : nil))
    }
    let permission = timeline.compactMap(Permission.init).last { permission in
      guard let given = permission.at?.date else { return false }
      return given <= today && evidence.waiting.map { given >= $0.from } ?? true
    }
    if let permission {
      let on = permission.notBefore.map { max($0.date, today) }
      result.append(
        Ahead(kind: .permission, record: permission.id, on: on, text: permission.standing, saidOn: permission.at?.date))
    }
    if application.isSnoozed(on: today), let until = application.snoozeUntil {
      let why = application.snoozeReason.map { ", \($0)" } ?? ""
      result.append(Ahead(kind: .rest, record: application.id, on: until, text: "rests until \(until.echo)\(why)"))
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
  /// Whether the person still waits for what was promised.
  fileprivate var isUnanswered: Bool { answeredOn == nil && (outcome == .open || outcome == .broken) }

  /// `by Fri 2026-10-09, “by the end of the week”: 2 business days ago`
  fileprivate var standing: String {
    let said = words.map { ", “\($0)”" } ?? ""
    let past = late.map { ": that was \($0.words) ago" } ?? ""
    return "by \(by.echo)\(said)\(past)"
  }
}

extension Permission {
  /// `you may, from Wed 2026-09-30`
  fileprivate var standing: String {
    if granted == false { return "they asked you not to" + (words.map { ": “\($0)”" } ?? "") }
    let limits = [notBefore.map { "from \($0.echo)" }, notAfter.map { "until \($0.echo)" }, window].compactMap(\.self)
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
