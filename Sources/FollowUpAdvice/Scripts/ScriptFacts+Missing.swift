import EventLog
import FollowUp

extension ScriptFacts {
  /// The question and the command for a fact that is not recorded.
  public func asking(for fact: ScriptFact) -> MissingFact {
    let application = short(application.id)
    let company = self[.company] ?? "the employer"
    func setting(_ question: String, _ name: String, _ value: String) -> MissingFact {
      MissingFact(fact: fact, question: question, command: "followup setting \(name) \(value)")
    }
    func edit(_ question: String, _ assignment: String) -> MissingFact {
      MissingFact(fact: fact, question: question, command: "followup edit \(application) \(assignment)")
    }
    func ofContact(_ question: (String) -> String, _ assignment: String) -> MissingFact {
      // Nothing can be asked about somebody who is not known.
      guard let contact else { return asking(for: .contact) }
      let command = "followup contact edit \(short(contact.id)) \(assignment)"
      return MissingFact(fact: fact, question: question(contact.displayName), command: command)
    }
    switch fact {
    case .myName: return setting("What is your name?", "my_name", "NAME")
    case .myPhone, .myPhoneSlowly: return setting("What is your telephone number?", "my_phone", "NUMBER")
    case .myEmail: return setting("What is your e-mail address?", "my_email", "ADDRESS")
    case .contact: return askingForContact(application, company)
    case .contactTitle: return ofContact({ "What is \($0)'s position?" }, "title=POSITION")
    case .contactPhone: return ofContact({ "What is \($0)'s phone number?" }, "phone=NUMBER")
    case .contactEmail: return ofContact({ "What is \($0)'s e-mail address?" }, "email=ADDRESS")
    case .directLine: return ofContact({ "What is \($0)'s direct line?" }, "direct_line=NUMBER")
    case .formerContact: return ofContact({ "Who did \($0)'s work before?" }, "note=TEXT")
    case .company: return edit("Which employer is it?", "company=NAME")
    // The last two are always known.
    case .role, .applicationID, .today: return edit("Which position at \(company) is it?", "role=POSITION")
    case .interviewDay:
      let question = "On which day was your interview at \(company)?"
      guard let undatedInterview else {
        return MissingFact(fact: fact, question: question, command: "followup log interview \(application) --at DAY")
      }
      let command = "followup edit \(short(undatedInterview)) at=DAY"
      return MissingFact(fact: fact, question: question, command: command)
    case .interviewFormat, .interviewer:
      let question = fact == .interviewer ? "Who interviewed you at \(company)?" : "How was the interview held?"
      let command = "followup log interview \(application) --at DAY"
      return MissingFact(fact: fact, question: question, command: command)
    case .appliedDay: return edit("On which day did you apply to \(company)?", "applied_on=DAY")
    case .metWhere: return edit("Where did you meet them?", "met_where=PLACE")
    case .metDay: return edit("On which day did you meet them?", "met_on=DAY")
    case .offered: return edit("What did they offer you?", "offered=TEXT")
    case .promisedDay:
      return MissingFact(
        fact: fact, question: "By when did \(company) say they would decide?",
        command: "followup log promise \(application) --by DAY")
    case .nextSteps:
      return MissingFact(
        fact: fact, question: "What did \(company) say comes next?",
        command: "followup log next-steps \(application) TEXT")
    }
  }

  private func short(_ id: RecordID) -> String { shortIDs[id] ?? ShortID.shortID(id) }

  private func askingForContact(_ application: String, _ company: String) -> MissingFact {
    if let contact {
      return MissingFact(
        fact: .contact, question: "What is the name of \(contact.displayName)?",
        command: "followup contact edit \(short(contact.id)) name=NAME")
    }
    if let former {
      return MissingFact(
        fact: .contact, question: "\(former.displayName) is no longer there. Who took over?",
        command: "followup contact edit \(short(former.id)) successor=NAME")
    }
    let isInsider = kind == .insider
    return MissingFact(
      fact: .contact,
      question: isInsider ? "Whom do you know at \(company)?" : "Whom did you deal with at \(company)?",
      command: "followup contact add NAME --app \(application)" + (isInsider ? " --role insider" : ""))
  }
}
