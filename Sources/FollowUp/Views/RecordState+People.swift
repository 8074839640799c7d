import EventLog

extension RecordState {
  /// The people whom a record names: with whom, from whom or to whom, in the order of the fields.
  ///
  /// Which fields these are is read nowhere else.
  public var namedPeople: [RecordID] {
    Self.peopleFields.flatMap { field -> [RecordID] in
      guard let value = self[field] else { return [] }
      if let single = value.string { return RecordID(single).map { [$0] } ?? [] }
      return value.array?.compactMap { $0.string.flatMap { RecordID($0) } } ?? []
    }
  }

  /// The fields in which records of an application name people.
  static let peopleFields = ["contact", "with", "made_by", "asked_of"]

  /// The application that the record belongs to.
  public var application: RecordID? { self["application"]?.string.flatMap { RecordID($0) } }

  /// Whether something came in by it: they got in touch, one spoke, or they answered (PLAYBOOKS, "Where an application
  /// stands").
  public var isIncoming: Bool {
    if let touch = Touch(self) { return touch.broughtAnswer }
    return Reply(self) != nil
  }

  /// Whether it holds something that they said.
  public var isSaid: Bool {
    if isIncoming { return true }
    return switch RecordType(of: self) {
    case .promise?, .permission?, .nextSteps?, .intel?, .feedback?: true
    default: false
    }
  }

  /// Whether it ends a silence: they were heard, or met.
  public var endsSilence: Bool {
    switch RecordType(of: self) {
    case .interview?, .reply?, .promise?, .permission?, .feedback?, .nextSteps?: true
    default: Touch(self)?.broughtAnswer ?? false
    }
  }
}
