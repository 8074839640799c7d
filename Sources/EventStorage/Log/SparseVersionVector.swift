/// The part of a version vector beyond the first branches: a tree of arrays, of which two pasts share those that are alike.
///
/// An instance never changes. One that grows out of another copies the arrays on the way to what is new and keeps the rest,
/// and a union looks only into those that the two do not share.
package final class SparseVersionVector {
  private static let bits = 4
  private static let width = 1 << bits

  fileprivate enum Node {
    /// For each of 16 branches the seq, or 0.
    case leaf([Int64])
    case inner([Node?])

    /// Whether both are the same memory.
    func isSame(as other: Node) -> Bool {
      switch (self, other) {
      case (.leaf(let one), .leaf(let two)):
        one.withUnsafeBufferPointer { one in two.withUnsafeBufferPointer { $0.baseAddress == one.baseAddress } }
      case (.inner(let one), .inner(let two)):
        one.withUnsafeBufferPointer { one in two.withUnsafeBufferPointer { $0.baseAddress == one.baseAddress } }
      default: false
      }
    }

    var identity: UnsafeRawPointer? {
      switch self {
      case .leaf(let seqs): seqs.withUnsafeBytes { $0.baseAddress }
      case .inner(let children): children.withUnsafeBytes { $0.baseAddress }
      }
    }
  }

  fileprivate let root: Node
  /// How far the root stands above the leaves.
  fileprivate let level: Int
  /// The first branch that the root has room for.
  fileprivate let first: Int
  /// Of how many branches it knows.
  let count: Int
  /// Of the past that it belongs to: how much has to be read for it; 0 where it is stored as a whole.
  let weight: Int

  private init(root: Node, level: Int, first: Int, count: Int, weight: Int) {
    self.root = root
    self.level = level
    self.first = first
    self.count = count
    self.weight = weight
  }

  /// - Parameter pairs: in ascending order of branches.
  convenience init?(_ pairs: ArraySlice<(branch: Int, seq: Int64)>) {
    var nodes: [(number: Int, node: Node)] = []
    var start = pairs.startIndex
    while start < pairs.endIndex {
      let number = pairs[start].branch >> Self.bits
      var seqs = [Int64](repeating: 0, count: Self.width)
      while start < pairs.endIndex, pairs[start].branch >> Self.bits == number {
        seqs[pairs[start].branch & (Self.width - 1)] = pairs[start].seq
        start += 1
      }
      nodes.append((number, .leaf(seqs)))
    }
    guard !nodes.isEmpty else { return nil }
    var level = 0
    while nodes.count > 1 {
      level += 1
      var above: [(number: Int, node: Node)] = []
      var start = 0
      while start < nodes.count {
        let number = nodes[start].number >> Self.bits
        var children = [Node?](repeating: nil, count: Self.width)
        while start < nodes.count, nodes[start].number >> Self.bits == number {
          children[nodes[start].number & (Self.width - 1)] = nodes[start].node
          start += 1
        }
        above.append((number, .inner(children)))
      }
      nodes = above
    }
    self.init(
      root: nodes[0].node, level: level, first: nodes[0].number * Self.width(ofLevel: level), count: pairs.count,
      weight: 0)
  }

  /// The same with another weight.
  func weighing(_ weight: Int) -> SparseVersionVector {
    SparseVersionVector(root: root, level: level, first: first, count: count, weight: weight)
  }

  subscript(branch: Int) -> Int64 {
    guard Self.start(of: branch, level: level) == first else { return 0 }
    var node = root
    var level = level
    while case .inner(let children) = node {
      guard let child = children[Self.slot(of: branch, level: level)] else { return 0 }
      node = child
      level -= 1
    }
    guard case .leaf(let seqs) = node else { return 0 }
    return seqs[Self.slot(of: branch, level: 0)]
  }

  /// The first branch of the node of a level that holds this one.
  private static func start(of branch: Int, level: Int) -> Int {
    branch & ~(width(ofLevel: level) - 1)
  }

  /// For how many branches a node of a level has room.
  fileprivate static func width(ofLevel level: Int) -> Int { 1 << (bits * (level + 1)) }

  /// The place of a branch within the node of a level that holds it.
  private static func slot(of branch: Int, level: Int) -> Int { (branch >> (bits * level)) & (width - 1) }

  /// The root as part of a larger tree.
  private func root(raisedTo level: Int) -> Node {
    var node = root
    var current = self.level
    while current < level {
      current += 1
      var children = [Node?](repeating: nil, count: Self.width)
      children[Self.slot(of: first, level: current)] = node
      node = .inner(children)
    }
    return node
  }

  /// The level of the least tree that holds this one and a branch.
  private func level(with branch: Int, atLeast least: Int) -> Int {
    var level = max(level, least)
    while Self.start(of: branch, level: level) != Self.start(of: first, level: level) { level += 1 }
    return level
  }

  // MARK: - Growing

  static func setting(_ branch: Int, to seq: Int64, in past: SparseVersionVector?) -> SparseVersionVector {
    guard let past else {
      var seqs = [Int64](repeating: 0, count: width)
      seqs[slot(of: branch, level: 0)] = seq
      return SparseVersionVector(root: .leaf(seqs), level: 0, first: start(of: branch, level: 0), count: 1, weight: 0)
    }
    let level = past.level(with: branch, atLeast: 0)
    var former: Int64 = 0
    let root = setting(branch, to: seq, in: past.root(raisedTo: level), level: level, &former)
    return SparseVersionVector(
      root: root, level: level, first: start(of: branch, level: level), count: past.count + (former == 0 ? 1 : 0),
      weight: past.weight)
  }

  private static func setting(
    _ branch: Int, to seq: Int64, in node: Node?, level: Int, _ former: inout Int64
  ) -> Node {
    let slot = slot(of: branch, level: level)
    switch node {
    case .leaf(var seqs):
      former = seqs[slot]
      seqs[slot] = seq
      return .leaf(seqs)
    case .inner(var children):
      children[slot] = setting(branch, to: seq, in: children[slot], level: level - 1, &former)
      return .inner(children)
    case nil where level == 0:
      var seqs = [Int64](repeating: 0, count: width)
      seqs[slot] = seq
      return .leaf(seqs)
    case nil:
      var children = [Node?](repeating: nil, count: width)
      children[slot] = setting(branch, to: seq, in: nil, level: level - 1, &former)
      return .inner(children)
    }
  }

  /// What both know. Where that is what one of them knows, it is that one.
  func union(_ other: SparseVersionVector) -> SparseVersionVector {
    let level = level(with: other.first, atLeast: other.level)
    var added = 0
    let (left, right) = (root(raisedTo: level), other.root(raisedTo: level))
    let root = Self.union(left, right, &added)
    if root.isSame(as: left) { return self }
    if root.isSame(as: right) { return other }
    return SparseVersionVector(
      root: root, level: level, first: Self.start(of: first, level: level), count: count + added, weight: weight)
  }

  /// - Parameter added: grows by the branches that the first knows nothing of.
  private static func union(_ one: Node, _ other: Node, _ added: inout Int) -> Node {
    if one.isSame(as: other) { return one }
    switch (one, other) {
    case (.leaf(let left), .leaf(let right)):
      var isLeft = true
      var isRight = true
      for slot in 0..<width {
        if right[slot] > left[slot] { isLeft = false }
        if left[slot] > right[slot] { isRight = false }
        if left[slot] == 0, right[slot] > 0 { added += 1 }
      }
      if isLeft { return one }
      if isRight { return other }
      var seqs = left
      for slot in 0..<width where right[slot] > left[slot] { seqs[slot] = right[slot] }
      return .leaf(seqs)
    case (.inner(let left), .inner(let right)):
      var children = left
      var isLeft = true
      var isRight = true
      for slot in 0..<width {
        switch (left[slot], right[slot]) {
        case (nil, nil): break
        case (_?, nil): isRight = false
        case (nil, let node?):
          isLeft = false
          children[slot] = node
          added += count(of: node)
        case (let before?, let node?):
          let union = union(before, node, &added)
          if !union.isSame(as: node) { isRight = false }
          if !union.isSame(as: before) {
            isLeft = false
            children[slot] = union
          }
        }
      }
      return isLeft ? one : isRight ? other : .inner(children)
    default:
      // Both stand on one level, where all nodes are of one kind.
      return one
    }
  }

  private static func count(of node: Node) -> Int {
    switch node {
    case .leaf(let seqs): seqs.count { $0 > 0 }
    case .inner(let children): children.reduce(0) { $0 + ($1.map { count(of: $0) } ?? 0) }
    }
  }

  // MARK: - Reading

  /// Hands on, of the branches into which it reaches farther than another one, in ascending order, how far that is.
  func forEachGain(over part: SparseVersionVector?, _ body: (_ branch: Int, _ seq: Int64) throws -> Void) rethrows {
    guard let part else { return try Self.forEachGain(root, over: nil, level: level, first: first, body) }
    let level = level(with: part.first, atLeast: part.level)
    try Self.forEachGain(
      root(raisedTo: level), over: part.root(raisedTo: level), level: level,
      first: Self.start(of: first, level: level), body)
  }

  private static func forEachGain(
    _ node: Node, over part: Node?, level: Int, first: Int, _ body: (_ branch: Int, _ seq: Int64) throws -> Void
  ) rethrows {
    if let part, part.isSame(as: node) { return }
    switch node {
    case .leaf(let seqs):
      guard case .leaf(let former) = part else {
        for slot in 0..<width where seqs[slot] > 0 { try body(first + slot, seqs[slot]) }
        return
      }
      for slot in 0..<width where seqs[slot] > former[slot] { try body(first + slot, seqs[slot]) }
    case .inner(let children):
      var former: [Node?]?
      if case .inner(let nodes) = part { former = nodes }
      for slot in 0..<width {
        guard let child = children[slot] else { continue }
        try forEachGain(
          child, over: former?[slot], level: level - 1, first: first + slot * width(ofLevel: level - 1), body)
      }
    }
  }
}

/// Adds up what follows from each branch that pasts know of: once for the arrays that they share.
package struct VersionVectorSums<Sum> {
  private let zero: Sum
  private let add: (inout Sum, Sum) -> Void
  private let value: (_ branch: Int, _ seq: Int64) -> Sum
  /// What is added up already, with the arrays, which must not go as long as they are known by their places.
  private var known: [UnsafeRawPointer: (node: SparseVersionVector.Node, sum: Sum)] = [:]

  /// Beyond so many arrays what is known is forgotten: of pasts that share nothing it would hold them all.
  private static var knownMax: Int { 100_000 }

  /// - Parameter value: what is added for a branch, and how far a past reaches there.
  package init(
    zero: Sum, add: @escaping (inout Sum, Sum) -> Void, value: @escaping (_ branch: Int, _ seq: Int64) -> Sum
  ) {
    self.zero = zero
    self.add = add
    self.value = value
  }

  /// The sum over all branches that a past knows of.
  package mutating func sum(_ past: VersionVector) -> Sum {
    var sum = zero
    for (branch, seq) in past.near.enumerated() where seq > 0 { add(&sum, value(branch, seq)) }
    if let far = past.far { add(&sum, self.sum(far.root, level: far.level, first: far.first)) }
    return sum
  }

  private mutating func sum(_ node: SparseVersionVector.Node, level: Int, first: Int) -> Sum {
    let identity = node.identity
    if let identity, let known = known[identity] { return known.sum }
    var result = zero
    switch node {
    case .leaf(let seqs):
      for (slot, seq) in seqs.enumerated() where seq > 0 { add(&result, value(first + slot, seq)) }
    case .inner(let children):
      for (slot, child) in children.enumerated() {
        guard let child else { continue }
        add(&result, sum(child, level: level - 1, first: first + SparseVersionVector.width(ofLevel: level - 1) * slot))
      }
    }
    if known.count > Self.knownMax { known = [:] }
    if let identity { known[identity] = (node, result) }
    return result
  }
}
