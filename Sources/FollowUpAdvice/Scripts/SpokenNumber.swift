import CivilTime
import FollowUp

/// A telephone number as it is said slowly into a voicemail (PLAYBOOKS 17): `3 1 2, 5 5 5, 0 1 1 7`.
package enum SpokenNumber {
  /// The number digit by digit. The groups are those in which it was written; one without any is put into groups of
  /// three and four.
  package static func text(_ number: String) -> String {
    var groups: [String] = []
    var digits = ""
    var isExtension = false
    func close() {
      if !digits.isEmpty { groups.append(contentsOf: isExtension ? [digits] : grouped(digits)) }
      digits = ""
    }
    for character in trim(number) {
      switch character {
      case _ where character.isASCII && character.isNumber: digits.append(character)
      case "+":
        close()
        groups.append("plus")
      case _ where (character.isLetter || character == "#") && !isExtension && !(groups.isEmpty && digits.isEmpty):
        close()
        groups.append("extension")
        isExtension = true
      default: close()
      }
    }
    close()
    guard groups.contains(where: { $0.first?.isNumber == true }) else { return trim(number) }
    return groups.enumerated().map { index, group in
      let isWord = group.first?.isNumber == false
      let spoken = isWord ? group : group.map(String.init).joined(separator: " ")
      let end = index == groups.count - 1 ? "" : isWord ? " " : ", "
      return spoken + end
    }.joined()
  }

  /// Up to four digits stay together; more are cut from the end: four, then threes.
  private static func grouped(_ digits: String) -> [String] {
    guard digits.count > 4 else { return [digits] }
    var rest = digits.dropLast(4)
    var groups = [String(digits.suffix(4))]
    while !rest.isEmpty {
      groups.insert(String(rest.suffix(3)), at: 0)
      rest = rest.dropLast(3)
    }
    return groups
  }
}

/// A day as it is said to somebody: `Tuesday, October 6`, with the year where it could be mistaken.
enum SpokenDay {
  static func text(_ day: CivilDate, today: CivilDate) -> String {
    let text = "\(day.weekday.full), \(MonthName.full(day.month)) \(day.day)"
    return abs(day.days(until: today)) > 180 ? "\(text), \(day.year)" : text
  }
}
