import CivilTime
import EventLog
import FollowUp

extension Advisor {
  /// The next outreach of an application by a playbook, and the offer to close that may stand beside it or instead.
  func outreach(
    _ given: ApplicationStatus, _ playbook: Playbook, _ people: ApplicationPeople
  ) -> (outreach: [Assessment.Outreach], close: Advice?) {
    // While an interview lies ahead nobody is contacted; what would come is reckoned as after it.
    let status = given.interviewAhead.map { given.after($0.interview, $0.at.own) } ?? given
    let entry = playbook.steps(after: .event(status.promised == nil ? .interview : .promise)).first
    let writesRecruiterFirst = entry.map { step in
      step.channel != .call && people.addressee(for: step.to).person?.role?.isRecruiting ?? false
    }
    let ladder = Ladder(status, playbook, clock, writesRecruiterFirst: writesRecruiterFirst ?? false) {
      people.isRecruiting($0)
    }
    var planned: [Ladder.Planned] = []
    if let insider = ladder.insider {
      let hasRunOn = ladder.next.map { $0.notBefore <= now.today } ?? false
      let isKnown = people.addressee(for: .insider).person != nil
      planned = hasRunOn ? (isKnown ? [insider] : []) + [ladder.next].compactMap(\.self) : [insider]
    } else if let next = ladder.next {
      planned = [next]
    }
    var close = stopAdvice(status, playbook, ladder)
    if let stop = ladder.stop, !playbook.stop.goesOn {
      // Of the stop and the next try, only what comes first is said.
      if stop <= now.today || planned.first.map({ stop <= $0.notBefore }) ?? true {
        planned = []
      } else {
        close = nil
      }
    }
    if given.interviewAhead != nil { close = nil }
    return (planned.map { outreach(given, status, playbook, people, ladder, $0) }, close)
  }

  private func outreach(
    _ given: ApplicationStatus, _ status: ApplicationStatus, _ playbook: Playbook, _ people: ApplicationPeople,
    _ ladder: Ladder,
    _ planned: Ladder.Planned
  ) -> Assessment.Outreach {
    let step = planned.step
    var found = people.addressee(for: step.to)
    if step.channel == .askInsider { found.gone = [] }
    // Calls they asked not to get are written instead; only after a promise that they broke one is called for.
    let isRefused = step.channel == .call && status.refusal != nil && ladder.event != .refusal
    let channel: Channel = isRefused ? .email : step.channel

    var advice = Advice(Advice.Action(rawValue: channel.rawValue) ?? .call)
    advice.to = found.person.map { [Advice.Addressee($0)] } ?? []
    advice.channel = channel
    advice.addresseeKind = step.to
    advice.notBefore = planned.notBefore
    advice.notAfter = planned.notAfter
    if channel.isTry {
      advice.tryNumber = status.tries.count + 1
      advice.tryLimit = ladder.tryLimit
    }
    advice.playbook = playbook.name
    advice.step = step.name
    advice.cite(step.rules, sources: step.sources)
    var reason = ReasonText.filled(step.reason, status.words)
    if status.refusal != nil { advice.cite([3]) }
    if isRefused {
      reason += " They asked not to be called, so write."
    }
    if channel == .call {
      advice.cite(playbook.windows.rules + [15, 16])
      if status.lastTry?.outcome == .voicemail { advice.cite([17]) }
    }
    if channel.isTry { advice.cite([18]) }
    if let person = found.person, let first = found.gone.first {
      advice.cite([25])
      reason += " \(first.displayName) is not there any more; \(person.displayName) has the work now."
    }
    advice.reason = reason
    advice.question = question(channel, found, status)
    if found.person == nil, !found.gone.isEmpty { advice.cite([25, 28]) }

    let place = place(found.person, status)
    if let doubt = place.doubt { advice.doubts.append(doubt) }
    let windows = channel == .call ? choice(playbook, status, ladder, place.place) : nil
    var outreach = Assessment.Outreach(
      advice: advice, step: step, windows: windows, lastTry: status.lastTry?.day,
      floor: status.permitted?.notBefore, interviewAhead: given.interviewAhead?.at.date)
    clock.put(&outreach)
    if given.interviewAhead != nil { outreach.advice.isDue = false }
    return outreach
  }

  private func choice(
    _ playbook: Playbook, _ status: ApplicationStatus, _ ladder: Ladder, _ place: ClockContext.Place
  ) -> WindowChoice {
    let calls = status.tries.filter { $0.channel == .call }
    let last = calls.last?.time.flatMap { time in
      place.zone.flatMap { $0.time(at: time.secondsSince1970) }?.local.time ?? time.local.time
    }
    var spans = WindowChoice.order(playbook.windows, calls: calls.count, last: last)
    if let agreed = status.permitted?.window { spans = [agreed] }
    return WindowChoice(
      place: place, spans: spans, earliest: status.permitted?.notBeforeTime?.secondsSince1970)
  }

  /// Where the other person is: the contact's zone, else the application's, else one's own.
  private func place(_ person: Contact?, _ status: ApplicationStatus) -> (place: ClockContext.Place, doubt: Doubt?) {
    var doubt: Doubt?
    for (record, name) in [(person?.id, person?.tz), (status.application.id, status.application.tz)] {
      guard let name else { continue }
      if let place = place(name) { return (place, doubt) }
      doubt =
        doubt ?? Doubt(record: record, text: "“\(name.prefix(40))” is not a known time zone; another clock is used")
    }
    return (clock.own, doubt)
  }

  private func question(_ channel: Channel, _ found: ApplicationPeople.Addressee, _ status: ApplicationStatus)
    -> String?
  {
    let company = status.application.company ?? "the employer"
    guard let person = found.person else {
      if channel == .askInsider { return "Whom do you know inside \(company)?" }
      if let gone = found.gone.first { return "\(gone.displayName) is not there any more: who has the work now?" }
      return "Who is to be contacted at \(company)?"
    }
    let addressee = Advice.Addressee(person)
    if channel == .call, addressee.phone == nil { return "What is the number of \(addressee.name)?" }
    if channel == .email, addressee.email == nil { return "What is the e-mail address of \(addressee.name)?" }
    if status.silenceCause?.cause == "interviewer_left", found.gone.isEmpty {
      return "You noted that the interviewer left: is \(addressee.name) the successor?"
    }
    return nil
  }

  private func stopAdvice(_ status: ApplicationStatus, _ playbook: Playbook, _ ladder: Ladder) -> Advice? {
    guard let stop = ladder.stop else { return nil }
    var advice = Advice(.close)
    advice.notBefore = stop
    advice.notAfter = stop
    advice.playbook = playbook.name
    advice.step = playbook.stop.name
    advice.cite(playbook.stop.rules, sources: playbook.stop.sources)
    advice.cite([25, 26])
    advice.reason = ReasonText.filled(playbook.stop.reason, status.words)
    advice.tryLimit = nil
    clock.put(&advice)
    return advice
  }
}

extension ClockContext {
  /// Puts advice that contacts nobody, or by no window, on the next working day from today.
  func put(_ advice: inout Advice) {
    guard let notBefore = advice.notBefore else { return }
    advice.on = firstWorkingDay(from: max(notBefore, now.today))
    advice.isDue = advice.on.map { $0 <= now.today } ?? false
    advice.isOverdue = advice.notAfter.map { $0 < now.today } ?? false
  }
}

extension ApplicationStatus {
  /// The days that reasons name.
  var words: [String: String] {
    var words: [String: String] = [:]
    words["promised"] = promised?.reading.echo
    words["permitted"] = permitted?.notBefore.echo
    words["interviewed"] = interviewed?.echo
    words["applied"] = applied?.echo
    words["lead"] = lead?.echo
    words["heard"] = roundStart?.echo
    words["last_try"] = lastTry?.day.echo
    words["first_try"] = firstTry?.day.echo
    return words
  }
}
