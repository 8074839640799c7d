import CivilTime
import EventLog
import FollowUp

/// What is to be done beside the outreach: thanks, next steps, an answer to an offer, a close.
extension Advisor {
  func hygiene(_ status: ApplicationStatus, _ people: ApplicationPeople) -> [Advice] {
    if let decision = status.decision {
      return [decided(status, decision)].compactMap(\.self) + asking(status, people)
    }
    return asking(status, people) + thanking(status, people)
  }

  /// From the day before an interview until its end (PLAYBOOKS, "Exactly").
  private func asking(_ status: ApplicationStatus, _ people: ApplicationPeople) -> [Advice] {
    let ahead = status.interviewAhead.map { ($0.interview, $0.at) }
    let today =
      status.isInterviewToday && !status.hasNextSteps
      ? status.interview.map { ($0, TimeReading(now.today)) } : nil
    guard let (interview, at) = today ?? ahead else { return [] }
    let day = at.date
    let named = at.elsewhere == nil ? day.echo : at.echo
    var advice = Advice(.askNextSteps)
    advice.to = people.people(of: interview).map(Advice.Addressee.init)
    advice.notBefore = day.adding(days: -1) ?? day
    advice.notAfter = day
    advice.on = day
    advice.isDue = advice.notBefore.map { $0 <= now.today } ?? false
    advice.cite([1, 2])
    advice.reason =
      "Before the interview of \(named) ends, ask what comes next and when they decide; ask too whether you may call, and when."
    advice.facts = [status.fact(interview.state)]
    return [advice]
  }

  /// From the day of the interview to the next working day, and overdue until something comes in or a try is made.
  private func thanking(_ status: ApplicationStatus, _ people: ApplicationPeople) -> [Advice] {
    guard let interview = status.interview, let day = status.interviewed, !status.hasThanked,
      status.origin == .interview, status.tries.isEmpty
    else { return [] }
    var advice = Advice(.thankYou)
    advice.to = people.people(of: interview).map(Advice.Addressee.init)
    advice.channel = .email
    advice.notBefore = day
    advice.notAfter = clock.day(day, plus: 1, working: true) ?? day
    advice.cite([4, 18], sources: ["S0", "S2", "ours"])
    advice.reason =
      "The interview was on \(day.echo). Thank them while it is fresh: the same day, or the next working day."
    if status.promised == nil, !status.hasNextSteps {
      advice.question = "No date is known yet: ask in the note when they decide."
      advice.cite([1])
    }
    advice.facts = [status.fact(interview.state)]
    clock.put(&advice)
    return [advice]
  }

  private func decided(_ status: ApplicationStatus, _ decision: Reply) -> Advice? {
    let fact = status.fact(decision.state)
    let said = clock.reader.date(of: decision)
    let day = said ?? status.today
    switch decision.answer {
    case .offer?:
      var advice = Advice(.answerOffer)
      advice.notBefore = day
      let respondBy = clock.reader.reading("respond_by", of: decision)
      advice.notAfter = respondBy?.date
      advice.cite([27], sources: ["ours"])
      advice.reason =
        respondBy.map { "They made an offer and want your answer by \($0.echo)." }
        ?? "They made an offer; ask by when they want your answer."
      advice.facts = [fact]
      clock.put(&advice)
      // An answer may be due before the next working day.
      if let by = advice.notAfter, let on = advice.on, on > by, by >= now.today {
        advice.on = now.today
        advice.isDue = true
      }
      return advice
    case .filled?, .rejected?, .positionGone?:
      var advice = Advice(.close)
      advice.notBefore = day
      advice.notAfter = day
      let told = said.map { " on \($0.echo)" } ?? ""
      switch decision.answer {
      case .filled?:
        advice.cite([22, 27, 24], sources: ["S3"])
        advice.reason =
          "You heard\(told) that the position is filled. Thank them, ask to be kept in mind, and close it; stay in touch."
      case .rejected?:
        advice.cite([27, 24], sources: ["S3"])
        advice.reason =
          "They declined\(told). Thank them, ask how you did if you like, and close it; the contact stays."
      default:
        advice.cite([28, 27], sources: ["S4", "ours"])
        advice.reason = "You heard\(told) that the position is gone, so there is no use in more calls. Close it."
        advice.question = "Who has the work of this position now?"
      }
      advice.facts = [fact]
      clock.put(&advice)
      return advice
    default: return nil
    }
  }
}
