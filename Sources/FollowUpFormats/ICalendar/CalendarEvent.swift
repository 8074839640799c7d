import CivilTime
import FollowUp

/// An event of an iCalendar file (RFC 5545, 3.6.1).
package struct CalendarEvent: Hashable, Sendable {
  /// The identifier, the same in every export; nil when the file gives none.
  package let uid: String?
  package let summary: String?
  package let start: CalendarTime
  /// When it ends; the end itself no longer belongs to it. Nil where the file gives a duration or neither.
  package let end: CalendarTime?
  /// How long it lasts, where the file says that instead of an end.
  let duration: CalendarDuration?
  package let location: String?
  /// What is said of it.
  package let details: String?
  /// `CONFIRMED`, `TENTATIVE` or `CANCELLED`, in capitals.
  package let status: String?
  package let rule: RecurrenceRule?
  /// Further times at which it begins.
  package let further: [CalendarTime]
  /// Times of its series at which it does not take place.
  let exceptions: [CalendarTime]
  /// The time in the series of ``uid`` that this event stands for.
  package let replaces: CalendarTime?
  /// Everything that the file says of it.
  let component: ICalendar.Component

  /// The line of its BEGIN, from 1.
  package var line: Int { component.line }
  /// Whether it was called off.
  package var isCancelled: Bool { status == "CANCELLED" }

  /// The event of a component, or nil with a refusal when its beginning cannot be read. What else cannot be read is
  /// left out, each with a refusal.
  init?(_ component: ICalendar.Component, _ refusals: inout Refusals) {
    func text(_ name: String) -> String? {
      component.property(name).map { trim($0.text) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    func times(_ name: String, _ refusals: inout Refusals) -> [CalendarTime] {
      component.properties(name).flatMap { line in
        do throws(ContentLine.LineProblem) { return try CalendarTime.list(line) } catch {
          refusals.add(line.line, error.reason)
          return []
        }
      }
    }
    guard let start = component.property("DTSTART") else {
      refusals.add(component.line, "the event has no DTSTART; it was left out")
      return nil
    }
    guard let begins = times("DTSTART", &refusals).first else {
      refusals.add(start.line, "so the event on line \(component.line) has no start; it was left out")
      return nil
    }
    self.start = begins
    let ends = component.property("DTEND") == nil ? nil : times("DTEND", &refusals).first
    if let ends, (ends.local == nil) != (begins.local == nil) {
      let line = component.property("DTEND")?.line ?? component.line
      refusals.add(line, "DTEND is a \(ends.local == nil ? "day" : "time") and DTSTART is not; DTEND was left out")
      end = nil
    } else {
      end = ends
    }
    duration = component.property("DURATION").flatMap { line in
      let duration = CalendarDuration(line.value)
      if duration == nil {
        refusals.add(line.line, "\(quoted(line.value)) is not a duration; write it like P1D or PT1H30M")
      }
      return duration
    }
    uid = text("UID")
    summary = text("SUMMARY")
    location = text("LOCATION")
    details = text("DESCRIPTION")
    status = text("STATUS")?.uppercased()
    rule = component.property("RRULE").flatMap { line in
      do throws(ContentLine.LineProblem) { return try RecurrenceRule(line.value, start: begins) } catch {
        refusals.add(line.line, error.reason + "; only the event itself was imported, not its recurrence")
        return nil
      }
    }
    for line in component.properties("RRULE").dropFirst() {
      refusals.add(line.line, "a second RRULE in one event is not supported; it was left out")
    }
    for line in component.properties("EXRULE") {
      refusals.add(line.line, "EXRULE is not supported; it was left out")
    }
    further = times("RDATE", &refusals)
    exceptions = times("EXDATE", &refusals)
    replaces = times("RECURRENCE-ID", &refusals).first
    self.component = component
  }

  /// How many whole days it lasts; nil when it does not take whole days, or ends before it begins.
  ///
  /// A day without an end is one day (RFC 5545, 3.6.1). Times from midnight to midnight are whole days too, because
  /// some programs write them so.
  package var wholeDays: Int? {
    let begins = start.date
    if start.local == nil {
      if let end { return end.date > begins ? begins.days(until: end.date) : end.date == begins ? 1 : nil }
      guard let duration else { return 1 }
      return duration.days > 0 && duration.seconds == 0 ? duration.days : nil
    }
    guard start.local?.time.secondOfDay == 0 else { return nil }
    if let end = end?.local {
      return end.time.secondOfDay == 0 && end.date > begins ? begins.days(until: end.date) : nil
    }
    guard let duration, duration.days >= 0, duration.seconds >= 0, duration.seconds % 86_400 == 0 else { return nil }
    let days = duration.days + duration.seconds / 86_400
    return days > 0 ? days : nil
  }
}
