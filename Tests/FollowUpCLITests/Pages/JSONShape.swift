import EventLog

/// What a JSON value is made of: the names of its members and the kinds of its values, without the values. Values in one
/// array are taken together.
///
///     { applications: [{ company: text, role: text | null, url?: text }], schema: number }
struct JSONShape: Equatable {
  private var scalars: Set<String> = []
  private var isArray = false
  /// What the elements of the arrays are, taken together: none or one.
  private var elements: [JSONShape] = []
  private var members: [String: Member]?
  /// The name of the object that has these members besides.
  private var base: String?

  private struct Member: Equatable {
    var shape: JSONShape
    var isOptional = false
  }

  /// Objects whose members differ from case to case, such as the fields of a record.
  private static let open: Set<String> = ["fields", "set", "columns", "new_by_kind"]

  /// Objects that many commands print, by their members. The page describes each once; elsewhere their name stands for
  /// them, with what they have besides.
  private static let named: [(name: String, members: Set<String>)] = [
    ("record", ["conflicts", "fields", "record", "retracted", "type"]),
    (
      "advice",
      [
        "action", "application", "applications", "channel", "company", "contacts", "doubts", "due", "email", "facts",
        "not_after", "not_before", "of", "on", "overdue", "phone", "playbook", "question", "reason", "role", "rules",
        "sources", "step", "then", "to", "try", "until", "window",
      ]
    ),
  ]

  /// - Parameter isNaming: whether objects that have a name are called by it.
  init(_ value: JSONValue, isNaming: Bool = false) {
    if let object = value.object {
      let names = Set(object.map(\.name))
      let known = isNaming ? Self.named.first { $0.members.isSubset(of: names) } : nil
      let rest = object.filter { known?.members.contains($0.name) != true }
      if let known, rest.isEmpty {
        scalars = [known.name]
        return
      }
      base = known?.name
      members = Dictionary(
        rest.map { member in
          let isOpen = Self.open.contains(member.name) && member.value.object != nil
          return (
            member.name, Member(shape: isOpen ? JSONShape(scalar: "{…}") : JSONShape(member.value, isNaming: isNaming))
          )
        }, uniquingKeysWith: { $1 })
    } else if let array = value.array {
      isArray = true
      for element in array.map({ JSONShape($0, isNaming: isNaming) }) {
        if elements.isEmpty { elements = [element] } else { elements[0].unite(element) }
      }
    } else if value.string != nil {
      scalars = ["text"]
    } else if value.bool != nil {
      scalars = ["boolean"]
    } else {
      scalars = [value.isNull ? "null" : "number"]
    }
  }

  private init(scalar: String) { scalars = [scalar] }

  private mutating func unite(_ other: JSONShape) {
    scalars.formUnion(other.scalars)
    isArray = isArray || other.isArray
    if let element = other.elements.first {
      if elements.isEmpty { elements = [element] } else { elements[0].unite(element) }
    }
    guard let theirs = other.members else { return }
    guard var mine = members else {
      (members, base) = (theirs, other.base)
      return
    }
    for name in Set(mine.keys).union(theirs.keys) {
      switch (mine[name], theirs[name]) {
      case (var one?, let two?):
        one.shape.unite(two.shape)
        one.isOptional = one.isOptional || two.isOptional
        mine[name] = one
      case (var one?, nil):
        one.isOptional = true
        mine[name] = one
      case (nil, var two?):
        two.isOptional = true
        mine[name] = two
      case (nil, nil): break
      }
    }
    members = mine
  }

  /// The lines that describe it, none longer than `columns` where that can be.
  func lines(columns: Int = 96) -> [String] {
    let line = inline
    if line.count <= columns { return [line] }
    if members != nil, !isArray, scalars.subtracting(["null"]).isEmpty {
      return [opening] + memberLines(columns - 2).map { "  " + $0 } + ["}" + (scalars.isEmpty ? "" : " | null")]
    }
    if isArray, members == nil, scalars.isEmpty, let element = elements.first {
      var lines = element.lines(columns: columns - 1)
      lines[0] = "[" + lines[0]
      lines[lines.count - 1] += "]"
      return lines
    }
    return [line]
  }

  private func memberLines(_ columns: Int) -> [String] {
    var lines: [String] = []
    var isShort = false
    let sorted = (members ?? [:]).sorted { $0.key < $1.key }
    for (index, (name, member)) in sorted.enumerated() {
      let end = index == sorted.count - 1 ? "" : ","
      let label = name + (member.isOptional ? "?: " : ": ")
      let single = label + member.shape.inline + end
      let wasShort = isShort
      isShort = single.count <= columns
      if wasShort, isShort, let last = lines.last, last.count + 1 + single.count <= columns {
        lines[lines.count - 1] = last + " " + single
        continue
      }
      // What goes on in further lines stands by itself.
      var part = isShort ? [member.shape.inline] : member.shape.lines(columns: columns - end.count)
      part[0] = label + part[0]
      part[part.count - 1] += end
      lines += part
    }
    return lines
  }

  private var opening: String { base.map { "\($0) & {" } ?? "{" }

  private var inline: String {
    var parts: [String] = []
    if let members {
      let list = members.sorted { $0.key < $1.key }.map {
        $0.key + ($0.value.isOptional ? "?: " : ": ") + $0.value.shape.inline
      }
      parts.append(list.isEmpty ? "{}" : opening + " " + list.joined(separator: ", ") + " }")
    }
    if isArray { parts.append("[" + (elements.first?.inline ?? "") + "]") }
    parts += scalars.subtracting(["null"]).sorted() + (scalars.contains("null") ? ["null"] : [])
    return parts.joined(separator: " | ")
  }
}
