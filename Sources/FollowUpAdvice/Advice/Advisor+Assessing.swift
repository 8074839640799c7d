import CivilTime
import EventLog
import FollowUp

extension Advisor {
  /// Where an application stands.
  public func status(of records: ApplicationRecords) -> ApplicationStatus {
    ApplicationStatus(records, context)
  }

  /// What one application comes to by itself.
  ///
  /// The time that it takes grows with the application's own records only.
  ///
  /// - Parameters:
  ///   - records: what the log says of the application.
  ///   - withFacts: whether the advice is to say what it rests on, which takes a fifth of the time.
  public func assess(_ records: ApplicationRecords, withFacts: Bool = true) -> Assessment {
    let status = status(of: records)
    let chosen = playbook(of: records.application)
    var doubts = status.doubts + self.doubts
    if let doubt = chosen.doubt { doubts.append(doubt) }
    let application = records.application
    let isSnoozed = application.isSnoozed(on: now.today)
    let respondBy = status.decision.flatMap {
      $0.answer == .offer ? clock.reader.reading("respond_by", of: $0) : nil
    }
    let lastActivity = [status.lastActivity, respondBy?.date].compactMap(\.self).max()
    let isQuiet = lastActivity.map { $0.days(until: now.today) >= Self.oldAfterDays } ?? true
    let isOld = isQuiet && status.interviewAhead == nil && !application.isClosed
    var assessment = Assessment(
      application: application, isOpen: status.isOpen, isOld: isOld, lastActivity: lastActivity,
      opened: status.applied ?? status.lead ?? status.roundStart, isSnoozed: isSnoozed)
    assessment.isSilent = status.silence.map { $0.isUnbroken || $0.workingDays >= Self.silentAfterWorkingDays } ?? true
    // Of an old application one line is said, so nothing else is kept of it.
    if application.isClosed || isOld { return assessment }

    let people = ApplicationPeople(status, contacts: records.contacts)
    assessment.hygiene = hygiene(status, people).map { finished($0, status, doubts, withFacts) }
    assessment.dates = dates(status)
    if let decision = status.decision {
      if decision.answer == .offer, let received = clock.reader.date(of: decision), let respondBy {
        assessment.offer = Assessment.Offer(
          received: received, respondBy: respondBy.date, fact: status.fact(decision.state))
      }
    } else if let playbook = chosen.playbook {
      let planned = outreach(status, playbook, people)
      assessment.outreach = planned.outreach.map { outreach in
        var outreach = outreach
        outreach.advice = finished(outreach.advice, status, doubts, withFacts)
        return outreach
      }
      if let close = planned.close { assessment.hygiene.append(finished(close, status, doubts, withFacts)) }
    }
    if isSnoozed { assessment.silence(until: application.snoozeUntil, clock) }
    return assessment
  }

  private func finished(_ advice: Advice, _ status: ApplicationStatus, _ doubts: [Doubt], _ withFacts: Bool) -> Advice {
    var advice = advice
    if advice.subjects.isEmpty { advice.subjects = [Advice.Subject(status.application)] }
    if advice.facts.isEmpty, withFacts { advice.facts = status.facts }
    advice.doubts = doubts + advice.doubts
    return advice
  }

  private func dates(_ status: ApplicationStatus) -> [AgendaEntry] {
    let subject = Advice.Subject(status.application)
    var dates: [AgendaEntry] = []
    for (interview, at) in status.interviewsAhead {
      dates.append(AgendaEntry(at, kind: .interview, subject: subject, fact: status.fact(interview.state)))
    }
    if let promised = status.promised, promised.moment.date >= now.today {
      dates.append(
        AgendaEntry(promised.reading, kind: .decision, subject: subject, fact: status.fact(promised.state)))
    }
    if let decision = status.decision, decision.answer == .offer,
      let by = clock.reader.reading("respond_by", of: decision), by.date >= now.today
    {
      dates.append(AgendaEntry(by, kind: .respondBy, subject: subject, fact: status.fact(decision.state)))
    }
    if let until = status.application.snoozeUntil, until > now.today {
      dates.append(
        AgendaEntry(
          TimeReading(until), kind: .snoozeEnds, subject: subject,
          fact: Fact(record: status.application.id, at: .date(until), text: "it is snoozed until \(until.echo)")))
    }
    return dates
  }
}

extension Assessment {
  /// Puts all advice on the day on which the rest ends, or later.
  mutating func silence(until day: CivilDate?, _ clock: ClockContext) {
    guard let day else { return }
    for index in outreach.indices {
      outreach[index].floor = outreach[index].floor.map { max($0, day) } ?? day
      clock.put(&outreach[index], notEarlierThan: day)
    }
    for index in hygiene.indices {
      hygiene[index].isDue = false
      if let on = hygiene[index].on { hygiene[index].on = max(on, clock.firstWorkingDay(from: day) ?? day) }
    }
    offer = nil
  }
}

extension ClockContext {
  /// Puts outreach on the next permitted day from today: a working day that the step allows and, for a call, one on
  /// which a window is left.
  func put(_ outreach: inout Assessment.Outreach, notEarlierThan floor: CivilDate? = nil, isUrgent: Bool = false) {
    let step = outreach.step
    let lastTry = outreach.lastTry
    guard let notBefore = outreach.advice.notBefore else { return }
    let start = [notBefore, now.today, floor].compactMap(\.self).max() ?? notBefore
    var window: CallWindow?
    let windows = outreach.advice.channel == .call ? outreach.windows : nil
    let on = firstWorkingDay(from: start) { day in
      let isOtherWeekday = !step.onOtherWeekday || day.weekday != lastTry?.weekday
      guard isUrgent || (!step.neverOn.contains(day.weekday) && isOtherWeekday) else { return false }
      guard let windows else { return true }
      window = windows.window(on: day, self)
      return window != nil
    }
    outreach.advice.on = on
    outreach.advice.window = on == nil ? nil : window
    // A window on their clock may begin on another day of one's own.
    let own = on == nil ? nil : window?.ownFrom.date ?? on
    outreach.advice.isDue = own.map { $0 <= now.today } ?? false && floor.map { $0 <= now.today } ?? true
    outreach.advice.isOverdue = outreach.advice.notAfter.map { $0 < now.today } ?? false
  }
}
