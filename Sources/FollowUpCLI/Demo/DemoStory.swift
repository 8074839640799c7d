/// The sample search that `demo` plays: an interview, a day that passes without a word, and what comes of it.
///
/// Everybody in it is invented; the numbers are of the range that belongs to nobody.
enum DemoStory {
  /// Some commands, one after the other, at one moment of the story.
  struct Step {
    /// The moment at which the first of the commands is given, RFC 3339 with the offset of ``zone``.
    let moment: String
    /// What happens, before the commands.
    let said: String
    /// The commands, without the program's name.
    let commands: [[String]]

    init(_ moment: String, _ said: String, _ commands: [String]...) {
      self.moment = moment
      self.said = said
      self.commands = commands
    }
  }

  /// Where the story takes place.
  static let zone = "America/Chicago"

  static let opening = """
    This is a sample search with its own clock: it is October 2025 in Chicago. The commands and their output are real; \
    the store is temporary. Yours is not touched.
    """

  static let steps: [Step] = [
    Step(
      "2025-10-07T17:20:00-05:00",
      "First, once: your name and number, for the scripts, and whose advice to follow.",
      ["setting", "my_name", "Robin Vance"],
      ["setting", "my_phone", "312-555-0177"],
      ["playbook", "use", "martin"]),
    Step(
      "2025-10-07T17:30:00-05:00",
      "Tuesday evening. This morning you had an interview. You sent your thanks, and they will decide by Friday.",
      ["open", "Halvorsen Optics", "Lab technician", "--at", "last tue"],
      ["contact", "add", "Priya Raman", "--app", "halvorsen", "--role", "hiring_manager", "--phone", "312-555-0134"],
      ["log", "interview", "halvorsen", "--at", "10:00", "--contact", "priya"],
      ["log", "thank-you", "halvorsen", "--contact", "priya"],
      ["log", "promise", "halvorsen", "a decision this week", "--by", "fri"],
      ["open", "Marlow & Finch", "Sample preparator"]),
    Step(
      "2025-10-13T08:30:00-05:00",
      "Friday has passed without a word. It is Monday morning. Is it time to call?",
      ["next"]),
    Step(
      "2025-10-14T07:55:00-05:00",
      "Tuesday, 7:55. What should I do today? Just run followup.",
      []),
    Step(
      "2025-10-14T08:02:00-05:00",
      "What do I say if nobody picks up?",
      ["script", "halvorsen", "--kind", "voicemail"]),
    Step(
      "2025-10-14T08:06:00-05:00",
      "It was voicemail. You log the call, and get the day and hour of the next try.",
      ["log", "call", "halvorsen", "voicemail"]),
    Step(
      "2025-10-14T08:07:00-05:00",
      "Why then? You see each rule and its source.",
      ["why", "halvorsen"]),
    Step(
      "2025-10-15T14:20:00-05:00",
      "Wednesday: the phone rings and shows 312-555-0134. Who is it?",
      ["who", "312-555-0134"]),
    Step(
      "2025-10-15T14:26:00-05:00",
      "They had an answer: one more internal discussion, and a decision by Wednesday. The clock restarts.",
      ["log", "reply", "halvorsen", "pending", "--by", "wed"],
      ["show", "halvorsen", "--timeline"]),
  ]
}
