import CivilTime
import EventLog

/// What a name that a person typed stands for.
public enum NameMatch<Found: Sendable>: Sendable {
  /// Exactly one.
  case found(Found)
  /// Several; they are listed for the person to choose from.
  case ambiguous([Found])
  /// None; these come near.
  case none(suggestions: [Found])
}

extension NameMatch: Equatable where Found: Equatable {}

/// Finds the application that a person names (ARCHITECTURE, "The program"): by a short id, by company or role, or by
/// any part of them that is unambiguous.
///
///     ApplicationFinder.find("acme swift", in: applications)  // .found(Acme GmbH — Swift Engineer)
///
/// Case and the marks on Latin letters do not count. What matches exactly beats what matches in part, and a short id
/// beats a part of a name; between equals nothing is chosen silently.
public enum ApplicationFinder {
  /// The applications that `text` names.
  public static func find(_ text: some StringProtocol, in applications: [Application]) -> NameMatch<Application> {
    NameFinder.find(text, in: applications) { application in
      [application.company, application.role].compactMap(\.self)
    }
  }
}

/// Finds the contact that a person names, by the rules of ``ApplicationFinder``: by short id, name or company.
public enum ContactFinder {
  /// The contacts whose telephone or direct line is a number, in the order given (`who NUMBER`); see
  /// `PhoneNumber.reaches` for when two spellings are one number.
  public static func find(number: some StringProtocol, in contacts: [Contact]) -> [Contact] {
    guard let wanted = PhoneNumber(number) else { return [] }
    return contacts.filter { contact in
      [contact.phone, contact.directLine].compactMap { $0.flatMap { PhoneNumber($0) } }.contains { $0.reaches(wanted) }
    }
  }

  /// The contacts that `text` names.
  public static func find(_ text: some StringProtocol, in contacts: [Contact]) -> NameMatch<Contact> {
    NameFinder.find(text, in: contacts) { contact in [contact.name, contact.company].compactMap(\.self) }
  }
}

/// The rules that ``ApplicationFinder`` and ``ContactFinder`` share.
enum NameFinder {
  static func find<Found: RecordView>(
    _ text: some StringProtocol, in candidates: [Found], names: (Found) -> [String]
  ) -> NameMatch<Found> {
    let wanted = Folding.fold(text)
    guard !wanted.isEmpty else { return .none(suggestions: []) }
    let wantedWords = Folding.words(wanted)
    // "c++" stays whole here; a dash alone says nothing.
    let wantedParts = wanted.split(separator: " ").filter { $0.contains { $0.isLetter || $0.isNumber } }
    let folded = candidates.map { (candidate: $0, names: names($0).map { Folding.fold($0) }) }

    let exact = folded.filter { entry in
      entry.candidate.id.text == wanted || entry.names.contains(wanted)
        || (!wantedWords.isEmpty && Folding.words(entry.names.joined(separator: " ")) == wantedWords)
    }
    if !exact.isEmpty { return match(exact.map(\.candidate)) }

    let byID = candidates.filter { ShortID.names(wanted, $0.id) }
    if !byID.isEmpty { return match(byID) }

    // A part as it stands ("c++"), or every word of it somewhere in the names ("acme swift").
    let part = folded.filter { entry in
      if entry.names.contains(where: { $0.contains(wanted) }) { return true }
      let all = entry.names.joined(separator: " ")
      return !wantedParts.isEmpty && wantedParts.allSatisfy { all.contains($0) }
    }
    if !part.isEmpty { return match(part.map(\.candidate)) }

    let near = folded.filter { entry in
      let words = entry.names + entry.names.flatMap { Folding.words($0) }
      return Nearest.suggestion(for: wanted, among: words) != nil
        || wantedWords.contains { Nearest.suggestion(for: $0, among: words) != nil }
    }
    return .none(suggestions: near.map(\.candidate))
  }

  private static func match<Found: RecordView>(_ found: [Found]) -> NameMatch<Found> {
    if found.count == 1, let only = found.first { return .found(only) }
    return .ambiguous(found)
  }
}
