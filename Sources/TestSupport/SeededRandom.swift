/// Small choices from a seed.
public struct SeededRandom: Sendable {
  private var generator: SeededGenerator

  public init(_ seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// 0 to `limit` - 1.
  public mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &generator) }

  public mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] { elements.shuffled(using: &generator) }
}
