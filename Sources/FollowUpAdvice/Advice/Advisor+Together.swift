import CivilTime
import EventLog
import FollowUp

/// What concerns several applications: an offer's deadline, an offer accepted, one hope only, old ones, one contact
/// for two.
extension Advisor {
  /// What is due today, in order; where nothing is, one `wait` with its `until` and what then.
  ///
  /// - Parameters:
  ///   - assessments: of every application that is neither closed nor retracted.
  ///   - closed: closed applications; an offer accepted among them silences the rest.
  public func next(_ assessments: [Assessment], closed: some Sequence<Application> = []) -> [Advice] {
    let all = together(assessments, closed: Array(closed))
    let due = all.advice.filter(\.isDue)
    let isBusy = due.contains { $0.action != .keepSearching && $0.action != .closeOrRevive }
    return isBusy ? due : [wait(all, assessments)] + due
  }

  /// What is due, and what stands in the calendar, on the days from today on; overdue advice is on the next permitted
  /// day. Further tries, which depend on answers, are not guessed at.
  ///
  /// - Parameters:
  ///   - assessments: the open applications, each by itself.
  ///   - closed: the closed applications.
  ///   - days: how many days, today being the first.
  public func agenda(
    _ assessments: [Assessment], closed: some Sequence<Application> = [], days: Int = 14
  ) -> [AgendaEntry] {
    let last = now.today.adding(days: max(0, min(days, 3_660) - 1)) ?? .last
    let all = together(assessments, closed: Array(closed))
    var entries = all.advice.compactMap { advice -> AgendaEntry? in
      guard let on = advice.on else { return nil }
      return AgendaEntry(advice, on: on)
    }
    entries += all.live.flatMap(\.dates)
    return entries.filter { $0.day >= now.today && $0.day <= last }.sorted(by: Self.precedes)
  }

  private static func precedes(_ left: AgendaEntry, _ right: AgendaEntry) -> Bool {
    func key(_ entry: AgendaEntry) -> (Int, Int, Int64, String) {
      let rank =
        switch entry.kind {
        case .interview: 0
        case .respondBy: 1
        case .decision: 2
        case .advice(let advice): 3 + Self.rank(advice)
        case .snoozeEnds: 20
        }
      return (entry.day.dayNumber, rank, entry.time?.secondsSince1970 ?? 0, entry.subject?.application.text ?? "")
    }
    return key(left) < key(right)
  }

  // MARK: - One application beside the offers of others

  /// The outreach of one application where others have made offers: brought forward by the offer that is to be answered
  /// first, and none once an offer was accepted and nothing has happened here since.
  ///
  /// - Returns: nil where an accepted offer silences it.
  func outreach(
    of own: Assessment, beside offers: [(application: Application, offer: Assessment.Offer)], closed: [Application]
  ) -> [Assessment.Outreach]? {
    if let accepted = Self.accepted(closed), own.lastActivity.map({ $0 <= accepted.day }) ?? true { return nil }
    var outreach = own.outreach
    let own = own.offer.map { [(application: own.application, offer: $0)] } ?? []
    bringForward(&outreach, offers + own)
    return outreach.filter { $0.interviewAhead == nil || $0.advice.isDue }
  }

  // MARK: - All applications

  /// All advice, due or ahead, in order.
  func everything(_ assessments: [Assessment], closed: [Application]) -> [Advice] {
    together(assessments, closed: closed).advice
  }

  private struct Together {
    var advice: [Advice] = []
    var live: [Assessment] = []
    /// The application whose offer was accepted.
    var accepted: Application?
  }

  private func together(_ given: [Assessment], closed: [Application]) -> Together {
    var together = Together()
    let accepted = Self.accepted(closed)
    together.accepted = accepted?.application
    // Opened or touched since: the search has begun anew.
    let live = given.filter { assessment in
      guard !assessment.application.isRetracted, !assessment.application.isClosed else { return false }
      return accepted.map { accepted in assessment.lastActivity.map { $0 > accepted.day } ?? false } ?? true
    }
    together.live = live.filter { !$0.isOld }
    var outreach = together.live.flatMap(\.outreach)
    let offers = together.live.compactMap { assessment in assessment.offer.map { (assessment.application, $0) } }
    bringForward(&outreach, offers)
    let hygiene = together.live.flatMap { assessment in
      assessment.hygiene.map { weighed($0, assessment, live) }
    }
    // What comes after an interview is reckoned with only once the interview is over.
    let contacts = outreach.filter { $0.interviewAhead == nil || $0.advice.isDue }.map(\.advice)
    together.advice = merged(contacts) + hygiene
    let old = live.filter(\.isOld)
    if !old.isEmpty { together.advice.append(closeOrRevive(old, offer: soonest(offers))) }
    let open = live.filter(\.isOpen)
    if open.count == 1 { together.advice += [keepSearching(open[0])].compactMap(\.self) }
    together.advice.sort(by: Self.comesFirst)
    return together
  }

  /// The order of advice: what has an hour or a deadline first.
  static func rank(_ advice: Advice) -> Int {
    switch advice.action {
    case .answerOffer: 0
    case .askNextSteps: 1
    case .call, .email, .message, .letter: 2
    case .askInsider: 3
    case .thankYou: 4
    case .close: 5
    case .wait: 6
    case .closeOrRevive: 7
    case .keepSearching: 8
    }
  }

  private static func comesFirst(_ left: Advice, _ right: Advice) -> Bool {
    func key(_ advice: Advice) -> (Int, Int, Int, String) {
      (
        rank(advice), advice.notBefore?.dayNumber ?? .max, advice.window?.span.from.secondOfDay ?? .max,
        advice.subjects.first?.application.text ?? ""
      )
    }
    return key(left) < key(right)
  }

  /// The newest offer that was accepted: closed with that word as the reason.
  private static func accepted(_ closed: [Application]) -> (application: Application, day: CivilDate)? {
    let accepted = closed.compactMap { application -> (application: Application, day: CivilDate)? in
      guard application.isClosed, !application.isRetracted, let day = application.closedOn,
        let reason = application.closedReason
      else { return nil }
      let words = Folding.fold(reason).split { !$0.isLetter }
      guard words.contains("accepted"), !words.contains("not"), !words.contains("never") else { return nil }
      return (application, day)
    }
    return accepted.max { ($0.day, $0.application.id) < ($1.day, $1.application.id) }
  }

  /// The offer that is to be answered first.
  private func soonest(
    _ offers: [(application: Application, offer: Assessment.Offer)]
  ) -> (application: Application, offer: Assessment.Offer)? {
    offers.filter { $0.offer.respondBy >= now.today }.min {
      ($0.offer.respondBy, $0.application.id) < ($1.offer.respondBy, $1.application.id)
    }
  }

  /// An offer's day of answer brings the others forward: ask before it where they stand.
  private func bringForward(
    _ outreach: inout [Assessment.Outreach], _ offers: [(application: Application, offer: Assessment.Offer)]
  ) {
    guard let (application, offer) = soonest(offers) else { return }
    for index in outreach.indices {
      var moved = outreach[index]
      // Whoever was asked since the offer, or will be met before its day, is not asked again.
      guard moved.advice.subjects.first?.application != application.id,
        moved.lastTry.map({ $0 < offer.received }) ?? true,
        moved.interviewAhead.map({ $0 > offer.respondBy }) ?? true, let own = moved.advice.notBefore
      else { continue }
      let earliest = max(offer.received, moved.floor ?? offer.received)
      guard earliest <= offer.respondBy, let first = clock.firstWorkingDay(from: earliest) else { continue }
      moved.advice.notBefore = min(own, first)
      moved.advice.notAfter = min(moved.advice.notAfter ?? offer.respondBy, max(offer.respondBy, first))
      moved.advice.cite([], sources: ["ours"])
      moved.advice.reason =
        "\(application.title) made you an offer and wants your answer by \(offer.respondBy.echo): ask now where this one stands. "
        + moved.advice.reason
      moved.advice.facts.append(offer.fact)
      clock.put(&moved, notEarlierThan: moved.floor, isUrgent: true)
      outreach[index] = moved
    }
  }

  /// Several silent roles at one employer: the employer as a whole is to be weighed (PLAYBOOKS 11).
  private func weighed(_ advice: Advice, _ assessment: Assessment, _ all: [Assessment]) -> Advice {
    guard advice.action == .close, advice.rules.contains(11), let company = assessment.application.company else {
      return advice
    }
    let name = Folding.fold(company)
    let silent = all.filter { other in
      other.application.id != assessment.application.id && other.isSilent
        && other.application.company.map { Folding.fold($0) == name } ?? false
    }
    guard !silent.isEmpty else { return advice }
    var advice = advice
    advice.reason += " \(silent.count + 1) roles at \(company) have fallen silent: weigh the employer as a whole."
    return advice
  }

  /// One contact who is due for two applications on one day is one piece of advice that names both.
  private func merged(_ outreach: [Advice]) -> [Advice] {
    struct Meeting: Hashable {
      let contact: RecordID
      let on: CivilDate
    }
    var merged: [Advice] = []
    var places: [Meeting: Int] = [:]
    for advice in outreach.sorted(by: Self.comesFirst) {
      guard let contact = advice.to.first?.contact, let on = advice.on else {
        merged.append(advice)
        continue
      }
      let meeting = Meeting(contact: contact, on: on)
      guard let place = places[meeting] else {
        places[meeting] = merged.count
        merged.append(advice)
        continue
      }
      merged[place].join(advice)
    }
    return merged
  }

  private func closeOrRevive(
    _ old: [Assessment], offer: (application: Application, offer: Assessment.Offer)?
  ) -> Advice {
    var advice = Advice(.closeOrRevive)
    let old = old.sorted {
      ($0.lastActivity ?? .first, $0.application.id) < ($1.lastActivity ?? .first, $1.application.id)
    }
    advice.subjects = old.map { Advice.Subject($0.application) }
    advice.cite([26], sources: ["ours"])
    advice.on = now.today
    advice.isDue = true
    advice.reason =
      (old.count == 1 ? "1 old application: close or revive?" : "\(old.count) old applications: close or revive?")
      + " Nobody has touched \(old.count == 1 ? "it" : "them") for \(Self.oldAfterDays) days."
    if let (application, offer) = offer {
      advice.notAfter = offer.respondBy
      advice.reason +=
        " \(application.title) made you an offer and wants your answer by \(offer.respondBy.echo): ask now where these stand, or close them."
      advice.facts = [offer.fact]
    }
    advice.doubts = doubts
    return advice
  }

  /// One hope only: once a week, on the weekday on which it was opened, or the next working day.
  private func keepSearching(_ only: Assessment) -> Advice? {
    guard let opened = only.opened ?? only.lastActivity, opened <= now.today else { return nil }
    let passed = opened.days(until: now.today) % Self.keepSearchingDays
    guard let day = now.today.adding(days: -passed) else { return nil }
    let candidates = [day, day.adding(days: Self.keepSearchingDays)].compactMap(\.self).filter { $0 > opened }
    guard let on = candidates.lazy.compactMap({ clock.firstWorkingDay(from: $0) }).first(where: { $0 >= now.today })
    else { return nil }
    var advice = Advice(.keepSearching)
    advice.subjects = [Advice.Subject(only.application)]
    advice.notBefore = on
    advice.notAfter = on
    advice.on = on
    advice.isDue = on == now.today
    advice.cite([26], sources: ["S0", "S2", "ours"])
    advice.reason =
      "All your hopes lie on \(only.application.title). Keep searching, so that one answer does not decide everything."
    advice.facts = [
      Fact(
        record: only.application.id, at: .date(opened), text: "the only application that is open, since \(opened.echo)")
    ]
    return advice
  }

  private func wait(_ all: Together, _ assessments: [Assessment]) -> Advice {
    var advice = Advice(.wait)
    advice.doubts = doubts
    let ahead = all.advice.filter { !$0.isDue && $0.on.map { $0 >= now.today } ?? false && $0.action != .keepSearching }
    let dates = all.live.flatMap(\.dates).filter { $0.kind == .snoozeEnds && $0.day > now.today }
    guard let first = ahead.min(by: { ($0.on ?? .last, Self.rank($0)) < ($1.on ?? .last, Self.rank($1)) }) else {
      advice.cite([26])
      if let accepted = all.accepted {
        advice.reason = "You accepted the offer of \(accepted.title); nothing else is due."
      } else if let rest = dates.min(by: { $0.day < $1.day }) {
        advice.until = rest.day
        advice.on = rest.day
        advice.subjects = [rest.subject].compactMap(\.self)
        advice.reason = "Nothing is due: it is snoozed until \(rest.day.echo)."
      } else {
        advice.reason =
          all.live.isEmpty
          ? "No application is open. Keep searching." : "Nothing is due, and no day is known. Keep searching."
      }
      return advice
    }
    advice.until = first.on
    advice.then = first.action
    advice.subjects = first.subjects
    advice.to = first.to
    advice.notBefore = first.on
    advice.notAfter = first.on
    advice.on = first.on
    advice.playbook = first.playbook
    advice.rules = first.rules
    advice.sources = first.sources
    advice.facts = first.facts
    advice.doubts = first.doubts
    let day = first.on?.echo ?? "a day ahead"
    let what = first.subjects.map(\.title).joined(separator: ", ")
    advice.reason = "Nothing is due today. On \(day): \(first.action.words) (\(what)). \(first.reason)"
    return advice
  }
}

extension Advice {
  /// Adds advice for the same contact on the same day.
  fileprivate mutating func join(_ other: Advice) {
    subjects += other.subjects.filter { !subjects.contains($0) }
    notBefore = [notBefore, other.notBefore].compactMap(\.self).min()
    notAfter = [notAfter, other.notAfter].compactMap(\.self).min()
    isOverdue = isOverdue || other.isOverdue
    isDue = isDue || other.isDue
    cite(other.rules, sources: other.sources)
    if reason != other.reason {
      reason += " And for \(other.subjects.map(\.title).joined(separator: ", ")): \(other.reason)"
    }
    question = question ?? other.question
    facts += other.facts.filter { !facts.contains($0) }
    doubts += other.doubts.filter { !doubts.contains($0) }
  }
}

extension Advice.Action {
  /// The action in words: `ask next steps`.
  public var words: String { rawValue.split(separator: "_").joined(separator: " ") }
}
