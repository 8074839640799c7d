import CivilTime
import EventLog

extension ApplicationStatus {
  /// How long an interview takes whose end is not recorded, in seconds; ours.
  public static let interviewSeconds: Int64 = 60 * 60

  /// Where an application stands.
  ///
  /// What is dated ahead of now has not happened yet. Only days that can be read count; what cannot be read is doubted.
  public init(_ given: ApplicationRecords, _ context: ReadingContext) {
    self.init(application: given.application, context)
    let (now, clock) = (context.now, context.clock)
    entries = Timeline.entries(given.states, clock: clock)
    happened.reserveCapacity(entries.count)
    for entry in entries {
      let state = entry.state
      guard let at = entry.at else {
        doubtUndated(state)
        continue
      }
      let type = RecordType(of: state)
      let isTouch = type.map(RecordType.touches.contains) ?? false
      let happening = Happening(state: state, at: at, type: type, isTouch: isTouch)
      if type == .interview {
        read(interview: happening)
      } else if Self.hasCome(at, now) {
        happened.append(happening)
      } else if isTouch || type == .reply {
        doubts.append(
          Doubt(
            record: state.id,
            text:
              "the \(Self.noun(state)) is dated \(clock.reading(of: state)?.echo ?? at.echo), which is in the future")
        )
      }
    }
    readApplication()
    readRound()
    readWords()
    readDecision()
    if let contacts = given.contacts { readPeople(contacts) }
    readRest()
    doubtContradictions()
  }

  /// Whether a moment is here: a day on that day, a time at that time.
  static func hasCome(_ at: Moment, _ now: Now) -> Bool {
    switch at {
    case .date(let day): day <= now.today
    case .time(let time): time.secondsSince1970 <= now.time.secondsSince1970
    }
  }

  /// What a record is called in a sentence.
  static func noun(_ state: RecordState) -> String {
    switch RecordType(of: state) {
    case .email?: "e-mail"
    case let type?: type.rawValue.split(separator: "_").joined(separator: " ")
    case nil: "record"
    }
  }

  private mutating func read(interview happening: Happening) {
    guard let interview = Interview(happening.state) else { return }
    let at = happening.at
    let isAhead =
      switch at {
      case .date(let day): day > today
      // Until its end; how long it takes is not recorded.
      case .time(let time): time.secondsSince1970 + Self.interviewSeconds > now.time.secondsSince1970
      }
    guard isAhead else {
      happened.append(happening)
      self.interview = interview
      interviewed = at.date
      isInterviewToday = at.time == nil && at.date == today
      return
    }
    if let reading = clock.reading(of: interview) { interviewsAhead.append((interview, reading)) }
  }

  private mutating func readApplication() {
    if let text = application.text("applied_on"), application.appliedOn == nil {
      doubts.append(
        Doubt(
          record: application.id, text: "applied_on is “\(text.prefix(40))”, which is not a date; it counts as a lead"))
    }
    // Without a day of its own it is the day on which it was noted, which identifiers of version 7 hold.
    lead = [clock.date(of: application), application.metOn, noted(application.id)].lazy.compactMap(\.self)
      .first { $0 <= today }
    if let day = application.appliedOn {
      if day <= today {
        applied = day
      } else {
        doubts.append(Doubt(record: application.id, text: "applied_on is \(day.echo), which is in the future"))
      }
    }
    if let applied {
      origin = .applied
      roundStart = applied
      beginning = Fact(record: application.id, at: .date(applied), text: "applied on \(applied.echo)")
    } else if let lead {
      roundStart = lead
      beginning = Fact(record: application.id, at: .date(lead), text: "a lead since \(lead.echo)")
    }
  }

  /// The day on which a record was made, on the person's clock; nil where its identifier does not say.
  private func noted(_ id: RecordID) -> CivilDate? {
    guard (id.high >> 12) & 0xf == 7 else { return nil }
    return clock.date(atSecondsSince1970: Int64(id.high >> 16) / 1_000)
  }

  /// The round: what it began with, and the tries since (PLAYBOOKS, "Where an application stands").
  private mutating func readRound() {
    for happening in happened {
      let (state, at, type) = (happening.state, happening.at, happening.type)
      let isInterview = type == .interview
      let isWord = type == .promise || type == .permission
      let touch = happening.isTouch ? Touch(state) : nil
      let cameIn = type == .reply || (touch?.broughtAnswer ?? false)
      // A promise after a try is an answer to it, even where nothing else was recorded of it.
      if isInterview || cameIn || (isWord && !tries.isEmpty && at.date >= tries[tries.count - 1].day) {
        if roundStart.map({ at.date < $0 }) ?? false { continue }
        // What comes in on the day of an interview leaves the interview's clock alone.
        if isInterview || !(origin == .interview && roundStart == at.date) {
          origin = isInterview ? .interview : .incoming
        }
        roundStart = at.date
        tries = []
        insiderAsked = nil
      } else if let touch, touch.isTry, let channel = Channel(rawValue: touch.type.rawValue) {
        // On the day on which it was sent, the way of sending it is no try.
        if origin == .lead || roundStart.map({ origin == .applied ? at.date > $0 : at.date >= $0 }) ?? true {
          append(touch, channel, at)
        }
      } else if type == .insiderAsk, roundStart.map({ at.date >= $0 }) ?? true {
        insiderAsked = state
      }
    }
  }

  private mutating func append(_ touch: Touch, _ channel: Channel, _ at: Moment) {
    tries.append(
      Try(
        record: touch.id, day: at.date, time: at.time, channel: channel, contact: touch.contact, outcome: touch.outcome)
    )
  }

  /// A fact on a record, in few words.
  public func fact(_ state: RecordState) -> Fact {
    let at = clock.moment(of: state)
    func named(_ field: String) -> String? { clock.reading(field, of: state)?.echo }
    let noun = Self.noun(state)
    let day = at.map { " on \($0.date.echo)" } ?? ""
    var text = noun + day
    if let touch = Touch(state) {
      text = (touch.isIncoming ? "\(noun) from them" : noun) + day
      if let outcome = touch.outcome { text += ": \(outcome.label)" }
    } else if let reply = Reply(state) {
      text += reply.answer.map { ": \($0.label)" } ?? ""
      text += named("new_date").map { ", new date \($0)" } ?? ""
      text += named("respond_by").map { ", to be answered by \($0)" } ?? ""
    } else if let promise = Promise(state) {
      text = "promised\(day)"
      text += named("by").map { " by \($0)" } ?? ""
      text += promise.words.map { ": “\($0)”" } ?? ""
    } else if let permission = Permission(state) {
      text = permission.granted == false ? "asked\(day) not to be called" : "agreed\(day) to be called"
      text += named("not_before").map { ", from \($0)" } ?? ""
      text += permission.words.map { ": “\($0)”" } ?? ""
    }
    return Fact(record: state.id, at: Moment(state["at"]), day: at?.date, text: text)
  }
}
