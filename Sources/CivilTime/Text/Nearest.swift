/// Finding what was probably meant by a misspelt name.
package enum Nearest {
  /// What to say behind a name that there is not: what was probably meant, and what there is.
  ///
  /// - Parameter list: `choose from`, or its like.
  package static func way(from text: some StringProtocol, among names: [String], list: String) -> String {
    let all = "\(list) \(names.joined(separator: ", "))"
    guard let near = suggestion(for: text, among: names) else { return "; \(all)" }
    return "; did you mean \(near)? \(all.prefix(1).uppercased())\(all.dropFirst())"
  }

  /// The candidate nearest to `text`, if it is near enough to be a slip of the fingers: one change from three
  /// letters on, two from five, three from nine; or a candidate of which `text` is the beginning.
  package static func suggestion(for text: some StringProtocol, among candidates: some Sequence<String>) -> String? {
    let wanted = Folding.fold(text).swapping("-", for: "_").swapping(" ", for: "_")
    guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
    let limit = wanted.count < 3 ? 0 : wanted.count < 5 ? 1 : wanted.count < 9 ? 2 : 3
    var best: (candidate: String, distance: Int)?
    var beginning: String?
    for candidate in candidates {
      let folded = Folding.fold(candidate).swapping("-", for: "_").swapping(" ", for: "_")
      let distance = distance(wanted, folded)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
      if beginning == nil, wanted.count >= 2, folded.hasPrefix(wanted) { beginning = candidate }
    }
    return beginning ?? best?.candidate
  }

  /// How many letters must be added, removed, changed or swapped with their neighbour to make one text the other.
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 1...left.count {
      var current = [row]
      for column in 1...right.count {
        let change = left[row - 1] == right[column - 1] ? 0 : 1
        var cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + change)
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          cost = min(cost, beforeLast[column - 2] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
