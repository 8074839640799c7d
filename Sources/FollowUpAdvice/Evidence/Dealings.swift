import CivilTime
import EventLog
import FollowUp

/// What records say of who dealt with whom.
enum Dealings {
  private static let fields = ["contact", "with", "made_by", "asked_of"]

  /// The people that a record names.
  static func people(in state: RecordState) -> [RecordID] {
    fields.flatMap { field -> [RecordID] in
      guard let value = state[field] else { return [] }
      if let single = value.string { return RecordID(single).map { [$0] } ?? [] }
      return value.array?.compactMap { $0.string.flatMap { RecordID($0) } } ?? []
    }
  }

  /// Whether something came in by a record: they got in touch, one spoke, or they answered (PLAYBOOKS, "Where an
  /// application stands").
  static func isIncoming(_ state: RecordState) -> Bool {
    if let touch = Touch(state) { return touch.broughtAnswer }
    return Reply(state) != nil
  }

  /// Whether a record holds something that they said.
  static func isSaid(_ state: RecordState) -> Bool {
    if isIncoming(state) || Promise(state) != nil || Permission(state) != nil || NextSteps(state) != nil { return true }
    guard let remark = Remark(state) else { return false }
    return remark.type == .intel || remark.type == .feedback
  }
}

/// Who has a person's task now (PLAYBOOKS 25 and 28).
public enum Succession {
  /// Whether a person is no longer there: left by that day, or moved.
  public static func isGone(_ contact: Contact, today: CivilDate) -> Bool {
    if contact.movedTo != nil || contact.successor != nil { return true }
    return contact.leftOn.map { $0 <= today } ?? false
  }

  /// The person, or the successor, or that one's; nil when the last of them is gone too, or they succeed each other in
  /// a ring, as two laptops can make them.
  public static func current(
    _ contact: Contact, in contacts: [RecordID: Contact], today: CivilDate
  ) -> Contact? {
    var seen: Set<RecordID> = []
    var person = contact
    while isGone(person, today: today) {
      guard seen.insert(person.id).inserted, let next = person.successor.flatMap({ contacts[$0] }) else { return nil }
      person = next
    }
    return person
  }
}
