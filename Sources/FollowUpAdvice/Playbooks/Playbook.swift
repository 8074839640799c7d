import CivilTime
import FollowUp

/// One published piece of advice as data: named steps with their waits, channels, addressees, tries and windows.
///
/// A playbook is read from a file by `init(yaml:file:)`; the five sources and `balanced` are such files, and a person
/// may copy one and change its numbers (PLAYBOOKS, "A playbook of your own").
public struct Playbook: Hashable, Sendable {
  /// The name by which it is chosen: `martin`, `three-tips`, or a person's own.
  public let name: String
  /// The version of the file, 1 or more; a person who changes the file may count it up.
  public let version: Int
  /// Half a sentence for a list.
  public let title: String
  /// The article: `S0` … `S4`, or `ours`.
  public let source: String
  /// The playbook's own channel.
  public let channel: Channel
  /// When to call.
  package let windows: WindowPlan
  /// The steps, in the order of the file.
  package let steps: [Step]
  /// When to stop.
  package let stop: Stop

  /// What starts a step's clock: an event of the application, or another step.
  package enum Trigger: Hashable, Sendable {
    /// What the application's round began with, or what they said in it.
    case event(Event)
    /// The first try of the round, by whichever step it was made.
    case firstTry
    /// The step of that name.
    case step(String)
  }

  /// The events that begin a round's first step, the strongest first (PLAYBOOKS, "Exactly").
  package enum Event: String, CaseIterable, Hashable, Sendable {
    /// They asked not to be called, and promised to be in touch.
    case refusal
    /// They agreed that one may call.
    case permission
    /// They named a day: P.
    case promise
    /// An interview was held: I.
    case interview
    /// Something came in, without a date.
    case incoming
    /// The application was sent: A.
    case applied
    /// There is a lead only: L.
    case lead
  }

  /// From which day a later step's wait counts.
  package enum CountsFrom: String, CaseIterable, Hashable, Sendable {
    /// V, the day of the last try.
    case lastTry = "last_try"
    /// The day of the step before: of its try, or, of a question to an insider, the day on which it was due. So a step
    /// without a known person does not stop the ladder's clock.
    case stepBefore = "step_before"
  }

  /// When a step is taken at all.
  package enum Condition: String, CaseIterable, Hashable, Sendable {
    /// The first written try of the round went to a recruiter or to HR.
    case recruiterWrittenFirst = "recruiter_written_first"
    /// The last try left a message: a voicemail, or something written.
    case messageLeft = "message_left"
  }

  /// How long to wait: from so many days to so many.
  package struct Wait: Hashable, Sendable {
    /// The least number of days.
    package let from: Int
    /// The greatest number of days.
    package let to: Int
    /// Whether working days are counted, or days of the calendar.
    package let isInWorkingDays: Bool

    /// A wait of `from` to `to` days.
    package init(from: Int, to: Int, isInWorkingDays: Bool = true) {
      self.from = from
      self.to = to
      self.isInWorkingDays = isInWorkingDays
    }
  }

  /// A named step.
  package struct Step: Hashable, Sendable {
    /// Its name within the playbook.
    package let name: String
    /// The line of the file on which it begins.
    package let line: Int
    /// What starts its clock.
    package let trigger: Trigger
    /// When it is taken at all; nil for always.
    package let condition: Condition?
    /// How long to wait from the trigger's day.
    package let wait: Wait
    /// A wait from the day of the interview that holds beside ``wait``; the later of both counts.
    package let interviewWait: Wait?
    /// From which day a later step counts.
    package let countsFrom: CountsFrom
    /// Weekdays on which it is never taken.
    package let neverOn: Set<Weekday>
    /// Whether it is taken on another weekday than the last try.
    package let onOtherWeekday: Bool
    /// By which channel.
    package let channel: Channel
    /// To whom.
    package let to: AddresseeKind
    /// How many tries may be made of it; nil is open.
    package let tries: Int?
    /// The rules of PLAYBOOKS that it follows.
    package let rules: [Int]
    /// Where it is from: `S0` … `S4`, and `ours` where a number is.
    package let sources: [String]
    /// Why, with placeholders in braces.
    package let reason: String
  }

  /// When to stop.
  package struct Stop: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Working days after the last try, once all tries are used.
    package let afterLastTry: Wait?
    /// Days after the first unanswered try of the round.
    package let afterFirstTry: Wait?
    /// Of two, whether the later counts; else the earlier does.
    package let isLater: Bool
    /// Whether tries go on beside the offer to close.
    package let goesOn: Bool
    /// The rules of PLAYBOOKS that it follows.
    package let rules: [Int]
    /// Where it is from.
    package let sources: [String]
    /// Why, with placeholders in braces.
    package let reason: String
  }

  /// The windows for calls, on the other person's clock (PLAYBOOKS 14).
  package struct WindowPlan: Hashable, Sendable {
    /// They alternate from try to try.
    package let alternating: [ClockSpan]
    /// What remains when those of a day are past.
    package let otherwise: [ClockSpan]
    /// When meetings begin; no window may lie there.
    package let avoided: [ClockSpan]
    /// The rules of PLAYBOOKS that they follow.
    package let rules: [Int]
    /// Where they are from.
    package let sources: [String]
  }

  /// The steps that one trigger leads to.
  package func steps(after trigger: Trigger) -> [Step] { steps.filter { $0.trigger == trigger } }
}
