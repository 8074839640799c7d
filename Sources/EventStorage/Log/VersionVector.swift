import EventLog

/// An event's causal past as a version vector: for each branch the greatest seq that the past reaches, the event itself
/// included, or 0.
///
/// An event (branch, seq) lies in the past of another exactly when the other's past reaches that seq there.
///
/// The first branches, which in nearly every store are all of them, lie in an array. What is known of the others is sparse,
/// and shares its memory with the pasts that it grew out of (``SparseVersionVector``): a flood of branches costs what is there.
package struct VersionVector {
  /// So many branches are near.
  static let nearCount = 64

  fileprivate(set) var near: [Int64] = []
  fileprivate(set) var far: SparseVersionVector?

  /// The past that holds nothing.
  package init() {}

  /// The past that reaches so far.
  ///
  /// - Parameter pairs: in ascending order of branches, each seq at least 1.
  init(_ pairs: [(branch: Int, seq: Int64)]) {
    let start = pairs.firstIndex { $0.branch >= Self.nearCount } ?? pairs.count
    for (branch, seq) in pairs[..<start] { self[branch] = seq }
    far = SparseVersionVector(pairs[start...])
  }

  /// How far it reaches into a branch; 0 where it knows nothing of it.
  package subscript(branch: Int) -> Int64 {
    get { branch < near.count ? near[branch] : far?[branch] ?? 0 }
    set {
      guard branch < Self.nearCount else {
        far = SparseVersionVector.setting(branch, to: newValue, in: far)
        return
      }
      while near.count <= branch { near.append(0) }
      near[branch] = newValue
    }
  }

  /// Takes in another past.
  package mutating func formUnion(_ other: VersionVector) {
    if near.isEmpty {
      near = other.near
    } else {
      for (branch, seq) in other.near.enumerated() where seq > self[branch] { self[branch] = seq }
    }
    if let others = other.far { far = far.map { $0.union(others) } ?? others }
  }

  /// Of how many branches it knows, the first ones being counted whether it does or not.
  var countMax: Int { near.count + (far?.count ?? 0) }

  /// Hands on each branch that it knows of, in ascending order, and how far it reaches there.
  package func visit(_ body: (_ branch: Int, _ seq: Int64) throws -> Void) rethrows {
    for (branch, seq) in near.enumerated() where seq > 0 { try body(branch, seq) }
    try far?.forEachGain(over: nil, body)
  }

  /// Hands on, of the branches into which it reaches farther than one of its parts, in ascending order, how far that is.
  func forEachGain(over part: VersionVector, _ body: (_ branch: Int, _ seq: Int64) -> Void) {
    for (branch, seq) in near.enumerated() where seq > part[branch] { body(branch, seq) }
    far?.forEachGain(over: part.far, body)
  }

  /// Whether it holds any of some events, of each branch one.
  func reachesAny(of events: [Int: Int64]) -> Bool {
    guard countMax < events.count else { return events.contains { self[$0.key] >= $0.value } }
    var reaches = false
    visit { branch, seq in
      if let event = events[branch], seq >= event { reaches = true }
    }
    return reaches
  }

  /// A measure that is greater for whatever has this past within its own.
  var magnitude: Int64 {
    var sum: Int64 = 0
    visit { sum = sum &+ $1 }
    return sum
  }

  /// Of some events those that are in no other one's past, by their indices in ascending order.
  ///
  /// - Parameter events: each with its own past; none stands there twice.
  static func indicesOfLast(_ events: [(position: LogPosition, past: VersionVector)]) -> [Int] {
    guard events.count > 1 else { return Array(events.indices) }
    // What has another one in its past is of the greater magnitude, so it is met before that one, or something else is
    // that has both.
    let magnitudes = events.map(\.past.magnitude)
    var union = VersionVector()
    var last: [Int] = []
    for index in events.indices.sorted(by: { (magnitudes[$1], $0) < (magnitudes[$0], $1) }) {
      let (position, past) = events[index]
      guard union[position.branch] < position.seq else { continue }
      union.formUnion(past)
      last.append(index)
    }
    return last.sorted()
  }

  /// Whether both reach as far.
  func isEqual(to other: VersionVector) -> Bool {
    var gains = 0
    forEachGain(over: other) { _, _ in gains += 1 }
    other.forEachGain(over: self) { _, _ in gains += 1 }
    return gains == 0
  }

  /// A past that is read much, for the time of a call.
  struct View {
    fileprivate let near: UnsafeBufferPointer<Int64>
    fileprivate let far: SparseVersionVector?

    @inline(__always) subscript(branch: Int) -> Int64 {
      branch < near.count ? near[branch] : far?[branch] ?? 0
    }

    var countMax: Int { near.count + (far?.count ?? 0) }

    func visit(_ body: (_ branch: Int, _ seq: Int64) -> Void) {
      for (branch, seq) in near.enumerated() where seq > 0 { body(branch, seq) }
      far?.forEachGain(over: nil, body)
    }
  }

  func withView<Result>(_ body: (View) throws -> Result) rethrows -> Result {
    try near.withUnsafeBufferPointer { try body(View(near: $0, far: far)) }
  }
}

// MARK: - The column frontiers.past

extension VersionVector {
  /// A past that another one grew out of, and the event whose it is.
  struct Base {
    let position: LogPosition
    let past: VersionVector

    /// Takes another event's past instead where that knows more of the branches beyond the first ones. Where several know as
    /// much, the first stays: it is the same whether a past is computed as events arrive or anew.
    static func choose(_ base: inout Base?, _ position: LogPosition, _ past: VersionVector) {
      if let far = past.far, far.count > base?.past.far?.count ?? 0 { base = Base(position: position, past: past) }
    }
  }

  /// What each row that a past leans on counts for, beside its pairs.
  private static let rowWeight = 64

  /// Writes the column `frontiers.past`: pairs of varints (branch id, seq), ascending.
  ///
  /// A past that knows many branches is told by what it adds to another one: a zero, where no branch id can be, the event
  /// whose past that is (branch id, seq), its weight, and then the pairs. The weight is what has to be read to know it: where
  /// that is no less than the whole, the whole is written. So the bytes grow with what is new in each event, and what is
  /// read for one past with the branches that it knows. Which of the two it is follows from the log alone.
  ///
  /// - Parameter base: of the pasts of the events directly before this one, that which knows most; nil when none of them
  ///   knows of any branch but the first ones.
  mutating func encode(leaningOn base: Base?) -> [UInt8] {
    var bytes: [UInt8] = []
    if let far, let base, let farBase = base.past.far {
      var pairs: [UInt8] = []
      var weight = farBase.weight + Self.rowWeight
      forEachGain(over: base.past) { branch, seq in
        weight += 1
        Varint.append(Int64(branch) + 1, to: &pairs)
        Varint.append(seq, to: &pairs)
      }
      if weight < far.count {
        self.far = far.weighing(weight)
        bytes.append(0)
        for part in [Int64(base.position.branch) + 1, base.position.seq, Int64(weight)] {
          Varint.append(part, to: &bytes)
        }
        return bytes + pairs
      }
    }
    if let far, far.weight != 0 { self.far = far.weighing(0) }
    visit { branch, seq in
      Varint.append(Int64(branch) + 1, to: &bytes)
      Varint.append(seq, to: &bytes)
    }
    return bytes
  }

  /// What ``encode(leaningOn:)`` wrote. Anything else gives a past that is too small, which `verify` finds.
  struct Stored {
    /// The event whose past is to be added, and what has to be read for it; nil for a past that is whole.
    private(set) var base: (position: LogPosition, weight: Int)?
    private(set) var past = VersionVector()

    init(_ bytes: UnsafeBufferPointer<UInt8>, branchCount: Int) {
      var pairs: [(branch: Int, seq: Int64)] = []
      base = Self.read(bytes, branchCount: branchCount) { pairs.append(($0, $1)) }
      past = VersionVector(pairs)
    }

    /// Reads it without putting it together.
    ///
    /// - Parameter pair: gets the branches, ascending, and how far it reaches into each.
    static func read(
      _ bytes: UnsafeBufferPointer<UInt8>, branchCount: Int, pair: (_ branch: Int, _ seq: Int64) -> Void
    ) -> (position: LogPosition, weight: Int)? {
      var position = 0
      var base: (LogPosition, Int)?
      if bytes.first == 0 {
        position = 1
        guard let branch = Varint.next(in: bytes, &position), let seq = Varint.next(in: bytes, &position),
          let weight = Varint.next(in: bytes, &position), branch >= 1, branch <= branchCount,
          RawStatement.numbers.contains(seq)
        else { return nil }
        base = (LogPosition(branch: Int(branch) - 1, seq: seq), Int(clamping: weight))
      }
      var former: Int64 = 0
      while let branch = Varint.next(in: bytes, &position), let seq = Varint.next(in: bytes, &position),
        branch > former,
        branch <= branchCount, RawStatement.numbers.contains(seq)
      {
        pair(Int(branch) - 1, seq)
        former = branch
      }
      return base
    }

    /// The past that this adds to a base: to that of the event that it names.
    func added(to base: VersionVector) -> VersionVector {
      var sum = base
      sum.formUnion(past)
      if let weight = self.base?.weight { sum.far = sum.far?.weighing(weight) }
      return sum
    }
  }
}

/// Numbers of 7 bits a byte, the low ones first.
private enum Varint {
  static func append(_ value: Int64, to bytes: inout [UInt8]) {
    var rest = UInt64(bitPattern: value)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  static func next(in bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> Int64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 63 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return Int64(value) }
      shift += 7
    }
    return nil
  }
}
