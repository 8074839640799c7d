import CivilTime
import EventLog

/// What they said: promises, permissions, replies.
extension ApplicationStatus {
  /// The newest promise and permission of the round.
  mutating func readWords() {
    for happening in happened {
      let (state, at) = (happening.state, happening.at)
      if let start = roundStart, at.date < start {
        if happening.type == .permission { doubtFormerRefusal(state, start) }
        continue
      }
      switch happening.type {
      case .promise?: if let promise = Promise(state) { read(promise, at) }
      case .permission?: if let permission = Permission(state) { read(permission, at) }
      case .reply?: if let date = clock.reading("new_date", of: state) { promised = promised(date, nil, state) }
      default: break
      }
    }
  }

  /// A refusal counts in its round only; whether it is meant to last is for the person to say.
  private mutating func doubtFormerRefusal(_ state: RecordState, _ start: CivilDate) {
    guard let permission = Permission(state) else { return }
    doubts.removeAll { $0.text.hasPrefix(Self.formerRefusal) }
    guard permission.granted == false, let day = clock.date(of: permission) else { return }
    doubts.append(
      Doubt(
        record: state.id,
        text: "\(Self.formerRefusal) on \(day.echo); they were in touch on \(start.echo), so it no longer counts"))
  }

  private static let formerRefusal = "they asked not to be called"

  private mutating func read(_ promise: Promise, _ at: Moment) {
    guard let by = clock.reading("by", of: promise) else {
      if let text = promise.text("by") {
        doubts.append(
          Doubt(record: promise.id, text: "the promise is for “\(text.prefix(40))”, which is not a date; it is ignored")
        )
      }
      return
    }
    // What they kept or put off is no longer the clock; what they broke still is.
    if promise.kept?.isSettled ?? false {
      if promised?.state.id == promise.id { promised = nil }
      return
    }
    if by.date < at.date {
      doubts.append(
        Doubt(
          record: promise.id, text: "the promise made on \(at.date.echo) is for \(by.date.echo), an earlier day"))
    }
    promised = promised(by, promise.precision, promise.state)
  }

  /// P from what was said: "about D" is a working day later, a week is over on its last working day.
  private func promised(_ reading: TimeReading, _ precision: When.Precision?, _ state: RecordState) -> Promised {
    let day = Promised.day(reading.own, precision, calendar)
    let hasPassed =
      switch reading.own {
      case .time(let time) where precision != .about: time.secondsSince1970 <= now.time.secondsSince1970
      default: day < now.today
      }
    return Promised(reading: reading, day: day, hasPassed: hasPassed, state: state)
  }

  private mutating func read(_ permission: Permission, _ at: Moment) {
    self.permission = permission
    guard permission.granted != false else {
      refusal = permission
      permitted = nil
      return
    }
    refusal = nil
    let first = clock.moment("not_before", of: permission)
    var notAfter = clock.date("not_after", of: permission)
    if let from = first?.date, let to = notAfter, to < from {
      doubts.append(
        Doubt(
          record: permission.id,
          text: "the permission ends on \(to.echo), before it begins on \(from.echo); only its beginning counts"))
      notAfter = nil
    }
    // "Until Friday" begins the next day; a permission without any day sets no clock.
    guard let notBefore = first?.date ?? notAfter.flatMap({ _ in try? calendar.bd(at.date, 1) }) else {
      return
    }
    permitted = Permitted(
      notBefore: notBefore, notBeforeTime: first?.time, notAfter: notAfter.map { max($0, notBefore) },
      window: permission.window.flatMap { ClockSpan($0) }, state: permission.state)
  }

  /// The reply that decides it; a later interview takes a refusal back.
  mutating func readDecision() {
    // A decision without a date is one still.
    let dated = happened.last { $0.type == .reply && Reply($0.state)?.answer != nil }?.state
    let undated = dated == nil ? entries.last { $0.at == nil && Reply($0.state)?.answer != nil }?.state : nil
    guard let reply = (dated ?? undated).flatMap(Reply.init) else { return }
    guard let answer = reply.answer, answer.isDecision else { return }
    let isTakenBack =
      interviewAhead != nil || clock.date(of: reply).map { said in interviewed.map { $0 > said } ?? false } ?? false
    // An offer stands while further interviews go on; a refusal does not.
    if answer == .offer || !isTakenBack { decision = reply }
    if let said = clock.date(of: reply), let interviewed, said < interviewed {
      doubts.append(
        Doubt(record: reply.id, text: "the answer of \(said.echo) is dated before the interview of \(interviewed.echo)")
      )
    }
  }

  /// Touches, thanks, and how long it has been silent.
  mutating func readRest() {
    for happening in happened {
      let (state, at) = (happening.state, happening.at)
      guard let type = happening.type else { continue }
      if happening.isTouch {
        lastTouch = state
        if type == .thankYou, interviewed.map({ at.date >= $0 }) ?? false, let touch = Touch(state), !touch.isIncoming,
          touch.outcome != .bounced
        {
          hasThanked = true
        }
      }
      if type == .nextSteps, interviewed.map({ at.date >= $0 }) ?? false { hasNextSteps = true }
      if type == .silence, let silence = Silence(state) { silenceCause = silence }
      if Self.ofAdvice.contains(type) { factStates.append(state) }
    }
    // What happened is in order, so the last is the latest.
    let days = [happened.last?.at.date, applied, lead].compactMap(\.self)
    // A day that they named, or a permission, is something to wait for, so the clock of neglect begins there.
    let named = [promised?.day, permitted?.notBefore, application.snoozeUntil].compactMap(\.self)
    lastActivity = (days + named).max()
    silence = silence(until: application.closedOn.map { min($0, today) } ?? today)
  }

  /// What advice rests on.
  private static let ofAdvice =
    RecordType.touches + [.reply, .promise, .permission, .interview, .insiderAsk]

  /// The people of the application, those dealt with last first.
  mutating func readPeople(_ contacts: ContactBook) {
    var seen: Set<RecordID> = []
    for happening in happened.reversed() {
      let type = happening.type
      var named = happening.state.namedPeople
      // Who gave a tip about another employer is nobody to ask there.
      if type.map(Remark.types.contains) ?? false {
        named.removeAll { id in contacts.contact(id).map { !Self.works($0, at: application.company) } ?? false }
      }
      for id in named where seen.insert(id).inserted { people.append(id) }
      if happening.isTouch { touched.formUnion(named) }
    }
    for id in interviewsAhead.flatMap(\.interview.with) where seen.insert(id).inserted { people.append(id) }
    for id in people where contacts.contact(id) == nil {
      doubts.append(Doubt(record: id, text: "a record names a contact that is not in the log: \(ShortID.shortID(id))"))
    }
    people.removeAll { contacts.contact($0) == nil }
  }

  /// Whether a contact is of an employer; one whose employer is not recorded may be.
  private static func works(_ contact: Contact, at company: String?) -> Bool {
    guard let own = contact.company, let company else { return true }
    return Folding.fold(own) == Folding.fold(company)
  }

  mutating func doubtUndated(_ state: RecordState) {
    guard let type = RecordType(of: state), type.isKnown, type != .note else { return }
    let text = state["at"]?.string.map { "“\($0.prefix(40))” is not a date" } ?? "it has no date"
    doubts.append(Doubt(record: state.id, text: "\(Self.noun(state)): \(text); it is ignored"))
  }

  mutating func doubtContradictions() {
    if let applied, let interviewed, interviewed < applied {
      doubts.append(
        Doubt(
          record: application.id,
          text: "the interview of \(interviewed.echo) is dated before applied_on, \(applied.echo)"))
    }
    if application.isClosed, application.closedOn == nil {
      doubts.append(Doubt(record: application.id, text: "closed_on is not a date; it counts as closed"))
    }
    if application.snoozeUntil == nil, let text = application.text("snooze_until") {
      doubts.append(
        Doubt(
          record: application.id, text: "snooze_until is “\(text.prefix(40))”, which is not a date; it is not snoozed"))
    }
    let relevant: Set<String> = [
      "at", "by", "kept", "precision", "answer", "new_date", "respond_by", "granted", "not_before", "not_after",
      "direction",
      "outcome", "applied_on", "closed_on", "snooze_until", "type", "contact", "with",
    ]
    for state in [application.state] + entries.lazy.map(\.state) where !state.conflicts.isEmpty {
      let fields = state.conflicts.intersection(relevant).sorted()
      guard !fields.isEmpty else { continue }
      doubts.append(
        Doubt(
          record: state.id,
          text: "\(Self.noun(state)): two devices set \(fields.joined(separator: ", ")) differently"))
    }
  }
}

extension ApplicationStatus.Promised {
  /// The day that counts of one that they named: "about D" is a working day later, a week is over on its last working day
  /// (PLAYBOOKS, "Exactly").
  static func day(_ named: Moment, _ precision: When.Precision?, _ calendar: WorkingCalendar) -> CivilDate {
    switch precision {
    case .about: (try? calendar.bd(named.date, 1)) ?? named.date
    case .week: calendar.lastWorkingDay(ofWeekOf: named.date).map { max($0, named.date) } ?? named.date
    case .day, nil: named.date
    }
  }
}
