extension Advice {
  /// What it asks for, in a few words without number or day: `Call Tobias Lindqvist`.
  public var title: String {
    let names = to.map(\.name).joined(separator: ", ")
    func named(_ verb: String, nobody: String) -> String { names.isEmpty ? nobody : "\(verb) \(names)" }
    switch action {
    case .call: return named("Call", nobody: "Call them")
    case .email: return named("E-mail", nobody: "Write an e-mail")
    case .message: return named("Send a message to", nobody: "Send a message")
    case .letter: return named("Write a letter to", nobody: "Write a letter")
    case .thankYou: return named("Thank", nobody: "Send a thank-you note")
    case .askInsider: return named("Ask", nobody: "Ask somebody inside")
    case .askNextSteps: return names.isEmpty ? "Ask what comes next" : "Ask \(names) what comes next"
    case .answerOffer: return "Answer the offer"
    case .close: return "Close it"
    case .closeOrRevive: return "Close or revive old ones"
    case .keepSearching: return "Keep searching"
    case .wait: return "Nothing is due"
    }
  }
}
