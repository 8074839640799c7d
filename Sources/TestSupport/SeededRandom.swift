/// Small choices from a seed.
package struct SeededRandom: Sendable {
  private var generator: SeededGenerator

  package init(_ seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// 0 to `limit` - 1.
  package mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &generator) }

  package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] { elements.shuffled(using: &generator) }
}
