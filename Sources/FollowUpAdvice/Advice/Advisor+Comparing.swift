import EventLog
import FollowUp

/// The next outreach step of one playbook.
public struct Comparison: Sendable, Hashable {
  /// The playbook.
  public let playbook: String
  /// Its next outreach step, even if that lies ahead; the offer to close where no step is left; nil where the
  /// application is closed or decided.
  public let advice: Advice?
  /// Why the playbook cannot be read.
  public let problem: PlaybookProblem?
}

/// Why there is the advice that there is: the chain from the log to the rules.
public struct Explanation: Sendable {
  /// Where the application stands.
  public let status: ApplicationStatus
  /// The playbook that is followed; nil where none can be read.
  public let playbook: Playbook?
  /// All advice on the application, due or ahead, in order.
  public let advice: [Advice]
  /// The rules that it follows, in the order of their numbers.
  public let rules: [Rule]
  /// What was concluded from the log, a sentence each, in the order in which one follows from another.
  public let chain: [String]
  /// What is doubtful.
  public let doubts: [Doubt]
}

extension Advisor {
  /// The next outreach step of each playbook side by side, never waiting or hygiene.
  ///
  /// - Parameters:
  ///   - records: what the log says of the application.
  ///   - names: the playbooks; by default the six that are built in.
  public func compare(_ records: ApplicationRecords, playbooks names: [String] = PlaybookShelf.builtIn) -> [Comparison]
  {
    let status = status(of: records)
    let people = ApplicationPeople(status, contacts: records.contacts)
    let isDecided = status.decision != nil || records.application.isClosed
    return names.map { name in
      do throws(PlaybookProblem) {
        let playbook = try playbook(name)
        guard !isDecided else { return Comparison(playbook: name, advice: nil, problem: nil) }
        var (outreach, close) = outreach(status, playbook, people)
        if let until = records.application.snoozeUntil, until > now.today {
          for index in outreach.indices { clock.put(&outreach[index], notEarlierThan: until) }
        }
        let first = outreach.map(\.advice).min { ($0.notBefore ?? .last) < ($1.notBefore ?? .last) }
        var advice = first ?? close
        advice?.subjects = [Advice.Subject(records.application)]
        advice?.facts = status.facts
        advice?.doubts += status.doubts + doubts
        return Comparison(playbook: name, advice: advice, problem: nil)
      } catch { return Comparison(playbook: name, advice: nil, problem: error) }
    }
  }

  /// The chain of facts and rules behind an application's advice.
  ///
  /// - Parameters:
  ///   - records: what the log says of the application.
  ///   - others: the assessments of the other open applications, for what concerns several.
  ///   - closed: closed applications.
  public func why(
    _ records: ApplicationRecords, others: [Assessment] = [], closed: some Sequence<Application> = []
  ) -> Explanation {
    let status = status(of: records)
    let assessment = assess(records)
    let chosen = playbook(of: records.application)
    let all = others.filter { $0.application.id != records.application.id } + [assessment]
    let advice = everything(all, closed: Array(closed)).filter { advice in
      advice.subjects.contains { $0.application == records.application.id }
    }
    let numbers = Set(advice.flatMap(\.rules)).sorted()
    var doubts = status.doubts + self.doubts
    if let doubt = chosen.doubt { doubts.append(doubt) }
    for doubt in advice.flatMap(\.doubts) where !doubts.contains(doubt) { doubts.append(doubt) }
    return Explanation(
      status: status, playbook: chosen.playbook, advice: advice, rules: numbers.compactMap(Rule.of),
      chain: chain(status, assessment, chosen.playbook), doubts: doubts)
  }

  private func chain(_ status: ApplicationStatus, _ assessment: Assessment, _ playbook: Playbook?) -> [String] {
    var chain: [String] = []
    if let start = status.roundStart {
      let what =
        switch status.origin {
        case .lead: "you found the lead"
        case .applied: "you applied"
        case .interview: "you had the interview"
        case .incoming: "you last heard from them"
        }
      chain.append("This round started on \(start.echo), when \(what).")
    } else {
      chain.append("The log has no date that could start a round.")
    }
    let ahead = status.interviewsAhead.map(\.at.echo)
    if ahead.count == 1, let only = ahead.first {
      chain.append("An interview is coming up on \(only): wait for it.")
    } else if let last = ahead.last {
      let others = ahead.dropLast().joined(separator: ", ")
      chain.append("\(ahead.count) interviews are coming up, on \(others) and \(last): wait for them.")
    }
    if status.refusal != nil { chain.append("They asked you not to call, so their promise sets the clock.") }
    if let permitted = status.permitted {
      chain.append("They said you may call from \(permitted.notBefore.echo): that overrides any promise.")
    }
    if let promised = status.promised {
      let passed = promised.hasPassed ? "it has passed" : "it has not passed yet"
      let counted = promised.day == promised.moment.date ? "" : ", which counts as \(promised.day.echo)"
      chain.append("They named \(promised.reading.echo)\(counted); \(passed).")
    }
    if let first = status.firstTry, let last = status.lastTry {
      chain.append(
        "\(status.tries.count) \(status.tries.count == 1 ? "try" : "tries") in this round: the first on \(first.day.echo), the last on \(last.day.echo)."
      )
    } else {
      chain.append("No tries yet in this round.")
    }
    if let silence = status.silence, silence.days > 0 {
      let days = silence.workingDays
      chain.append(
        "They have been silent since \(silence.since.echo), for \(days) working \(days == 1 ? "day" : "days").")
    }
    if let cause = status.silenceCause?.cause {
      chain.append(
        "You recorded a likely cause: \(cause.swapping("_", for: " ")). It is evidence, not proof.")
    }
    if assessment.isOld {
      chain.append("It has not been touched for \(Self.oldAfterDays) days, so it counts as old.")
    }
    if assessment.isSnoozed, let until = status.application.snoozeUntil {
      chain.append("It is snoozed until \(until.echo).")
    }
    if status.application.isClosed { chain.append("It is closed.") }
    if let playbook {
      chain.append("The playbook is \(playbook.name), version \(playbook.version): \(playbook.title).")
    }
    return chain
  }
}
