import CivilTime
import EventLog
import FollowUp

extension Advisor {
  /// Where an application stands.
  public func standing(_ dossier: Dossier) -> Standing {
    Standing(dossier, now: now, calendar: clock.calendar, clock: clock.reader)
  }

  /// What one application comes to by itself.
  ///
  /// The time that it takes grows with the application's own records only.
  ///
  /// - Parameter withFacts: whether the advice is to say what it rests on, which takes a fifth of the time.
  public func assess(_ dossier: Dossier, withFacts: Bool = true) -> Assessment {
    let standing = standing(dossier)
    let chosen = playbook(of: dossier.application)
    var doubts = standing.doubts + self.doubts
    if let doubt = chosen.doubt { doubts.append(doubt) }
    let application = dossier.application
    let isSnoozed = application.isSnoozed(on: now.today)
    let respondBy = standing.decision.flatMap {
      $0.answer == "offer" ? clock.reader.reading("respond_by", of: $0) : nil
    }
    let lastActivity = [standing.lastActivity, respondBy?.date].compactMap(\.self).max()
    let isQuiet = lastActivity.map { $0.days(until: now.today) >= Self.oldAfterDays } ?? true
    let isOld = isQuiet && standing.interviewAhead == nil && !application.isClosed
    var assessment = Assessment(
      application: application, isOpen: standing.isOpen, isOld: isOld, lastActivity: lastActivity,
      opened: standing.applied ?? standing.lead ?? standing.roundStart, isSnoozed: isSnoozed)
    assessment.isSilent = standing.lastIncoming == nil || (standing.silenceWorkingDays ?? 0) >= 15
    // Of an old application one line is said, so nothing else is kept of it.
    if application.isClosed || isOld { return assessment }

    let people = Addressees(standing: standing, contacts: dossier.contacts)
    assessment.hygiene = hygiene(standing, people).map { finished($0, standing, doubts, withFacts) }
    assessment.dates = dates(standing)
    if let decision = standing.decision {
      if decision.answer == "offer", let received = clock.reader.date(of: decision), let respondBy {
        assessment.offer = Assessment.Offer(
          received: received, respondBy: respondBy.date, fact: standing.fact(decision.state))
      }
    } else if let playbook = chosen.playbook {
      let planned = outreach(standing, playbook, people)
      assessment.outreach = planned.outreach.map { outreach in
        var outreach = outreach
        outreach.advice = finished(outreach.advice, standing, doubts, withFacts)
        return outreach
      }
      if let close = planned.close { assessment.hygiene.append(finished(close, standing, doubts, withFacts)) }
    }
    if isSnoozed { assessment.silence(until: application.snoozeUntil, clock) }
    return assessment
  }

  private func finished(_ advice: Advice, _ standing: Standing, _ doubts: [Doubt], _ withFacts: Bool) -> Advice {
    var advice = advice
    if advice.subjects.isEmpty { advice.subjects = [Advice.Subject(standing.application)] }
    if advice.facts.isEmpty, withFacts { advice.facts = standing.facts }
    advice.doubts = doubts + advice.doubts
    return advice
  }

  private func dates(_ standing: Standing) -> [AgendaEntry] {
    let subject = Advice.Subject(standing.application)
    var dates: [AgendaEntry] = []
    for (interview, at) in standing.interviewsAhead {
      dates.append(AgendaEntry(at, kind: .interview, subject: subject, fact: standing.fact(interview.state)))
    }
    if let promised = standing.promised, promised.moment.date >= now.today {
      dates.append(
        AgendaEntry(promised.reading, kind: .decision, subject: subject, fact: promised.fact))
    }
    if let decision = standing.decision, decision.answer == "offer",
      let by = clock.reader.reading("respond_by", of: decision), by.date >= now.today
    {
      dates.append(AgendaEntry(by, kind: .respondBy, subject: subject, fact: standing.fact(decision.state)))
    }
    if let until = standing.application.snoozeUntil, until > now.today {
      dates.append(
        AgendaEntry(
          TimeReading(until), kind: .snoozeEnds, subject: subject,
          fact: Fact(record: standing.application.id, at: .date(until), text: "it rests until \(until.echo)")))
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
