import EventLog

/// How far into each chain an event's past reaches, itself included: for each chain the greatest seq, or 0.
///
/// An event (chain, seq) lies in the past of another exactly when the other's past reaches that seq there.
///
/// The first chains, which in nearly every store are all of them, lie in an array. What is known of the others is sparse,
/// and shares its memory with the pasts that it grew out of (``FarPast``): a flood of branches costs what is there.
package struct Past {
  /// So many chains are near.
  static let nearCount = 64

  fileprivate(set) var near: [Int64] = []
  fileprivate(set) var far: FarPast?

  /// The past that holds nothing.
  package init() {}

  /// The past that reaches so far.
  ///
  /// - Parameter pairs: in ascending order of chains, each seq at least 1.
  init(_ pairs: [(chain: Int, seq: Int64)]) {
    let start = pairs.firstIndex { $0.chain >= Self.nearCount } ?? pairs.count
    for (chain, seq) in pairs[..<start] { self[chain] = seq }
    far = FarPast(pairs[start...])
  }

  /// How far it reaches into a chain; 0 where it knows nothing of it.
  package subscript(chain: Int) -> Int64 {
    get { chain < near.count ? near[chain] : far?[chain] ?? 0 }
    set {
      guard chain < Self.nearCount else {
        far = FarPast.setting(chain, to: newValue, in: far)
        return
      }
      while near.count <= chain { near.append(0) }
      near[chain] = newValue
    }
  }

  /// Takes in another past.
  package mutating func formUnion(_ other: Past) {
    if near.isEmpty {
      near = other.near
    } else {
      for (chain, seq) in other.near.enumerated() where seq > self[chain] { self[chain] = seq }
    }
    if let others = other.far { far = far.map { $0.union(others) } ?? others }
  }

  /// Of how many chains it knows, the first ones being counted whether it does or not.
  var countMax: Int { near.count + (far?.count ?? 0) }

  /// Hands on each chain that it knows of, in ascending order, and how far it reaches there.
  package func visit(_ body: (_ chain: Int, _ seq: Int64) throws -> Void) rethrows {
    for (chain, seq) in near.enumerated() where seq > 0 { try body(chain, seq) }
    try far?.forEachGain(over: nil, body)
  }

  /// Hands on, of the chains into which it reaches farther than one of its parts, in ascending order, how far that is.
  func forEachGain(over part: Past, _ body: (_ chain: Int, _ seq: Int64) -> Void) {
    for (chain, seq) in near.enumerated() where seq > part[chain] { body(chain, seq) }
    far?.forEachGain(over: part.far, body)
  }

  /// Whether it holds any of some events, of each chain one.
  func reachesAny(of events: [Int: Int64]) -> Bool {
    guard countMax < events.count else { return events.contains { self[$0.key] >= $0.value } }
    var reaches = false
    visit { chain, seq in
      if let event = events[chain], seq >= event { reaches = true }
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
  static func indicesOfLast(_ events: [(place: EventPlace, past: Past)]) -> [Int] {
    guard events.count > 1 else { return Array(events.indices) }
    // What has another one in its past is of the greater magnitude, so it is met before that one, or something else is
    // that has both.
    let magnitudes = events.map(\.past.magnitude)
    var union = Past()
    var last: [Int] = []
    for index in events.indices.sorted(by: { (magnitudes[$1], $0) < (magnitudes[$0], $1) }) {
      let (place, past) = events[index]
      guard union[place.chain] < place.seq else { continue }
      union.formUnion(past)
      last.append(index)
    }
    return last.sorted()
  }

  /// Whether both reach as far.
  func isEqual(to other: Past) -> Bool {
    var gains = 0
    forEachGain(over: other) { _, _ in gains += 1 }
    other.forEachGain(over: self) { _, _ in gains += 1 }
    return gains == 0
  }

  /// A past that is read much, for the time of a call.
  struct View {
    fileprivate let near: UnsafeBufferPointer<Int64>
    fileprivate let far: FarPast?

    @inline(__always) subscript(chain: Int) -> Int64 {
      chain < near.count ? near[chain] : far?[chain] ?? 0
    }

    var countMax: Int { near.count + (far?.count ?? 0) }

    func visit(_ body: (_ chain: Int, _ seq: Int64) -> Void) {
      for (chain, seq) in near.enumerated() where seq > 0 { body(chain, seq) }
      far?.forEachGain(over: nil, body)
    }
  }

  func withView<Result>(_ body: (View) throws -> Result) rethrows -> Result {
    try near.withUnsafeBufferPointer { try body(View(near: $0, far: far)) }
  }
}

// MARK: - The column frontiers.past

extension Past {
  /// A past that another one grew out of, and the event whose it is.
  struct Base {
    let place: EventPlace
    let past: Past

    /// Takes another event's past instead where that knows more of the chains beyond the first ones. Where several know as
    /// much, the first stays: it is the same whether a past is computed as events arrive or anew.
    static func choose(_ base: inout Base?, _ place: EventPlace, _ past: Past) {
      if let far = past.far, far.count > base?.past.far?.count ?? 0 { base = Base(place: place, past: past) }
    }
  }

  /// What each row that a past leans on counts for, beside its pairs.
  private static let rowWeight = 64

  /// Writes the column `frontiers.past`: pairs of varints (chain id, seq), ascending.
  ///
  /// A past that knows many chains is told by what it adds to another one: a zero, where no chain id can be, the event
  /// whose past that is (chain id, seq), its weight, and then the pairs. The weight is what has to be read to know it: where
  /// that is no less than the whole, the whole is written. So the bytes grow with what is new in each event, and what is
  /// read for one past with the chains that it knows. Which of the two it is follows from the log alone.
  ///
  /// - Parameter base: of the pasts of the events directly before this one, that which knows most; nil when none of them
  ///   knows of any chain but the first ones.
  mutating func encode(leaningOn base: Base?) -> [UInt8] {
    var bytes: [UInt8] = []
    if let far, let base, let farBase = base.past.far {
      var pairs: [UInt8] = []
      var weight = farBase.weight + Self.rowWeight
      forEachGain(over: base.past) { chain, seq in
        weight += 1
        Varint.append(Int64(chain) + 1, to: &pairs)
        Varint.append(seq, to: &pairs)
      }
      if weight < far.count {
        self.far = far.weighing(weight)
        bytes.append(0)
        for part in [Int64(base.place.chain) + 1, base.place.seq, Int64(weight)] { Varint.append(part, to: &bytes) }
        return bytes + pairs
      }
    }
    if let far, far.weight != 0 { self.far = far.weighing(0) }
    visit { chain, seq in
      Varint.append(Int64(chain) + 1, to: &bytes)
      Varint.append(seq, to: &bytes)
    }
    return bytes
  }

  /// What ``encode(leaningOn:)`` wrote. Anything else gives a past that is too small, which `verify` finds.
  struct Stored {
    /// The event whose past is to be added, and what has to be read for it; nil for a past that is whole.
    private(set) var base: (place: EventPlace, weight: Int)?
    private(set) var past = Past()

    init(_ bytes: UnsafeBufferPointer<UInt8>, chainCount: Int) {
      var pairs: [(chain: Int, seq: Int64)] = []
      base = Self.read(bytes, chainCount: chainCount) { pairs.append(($0, $1)) }
      past = Past(pairs)
    }

    /// Reads it without putting it together.
    ///
    /// - Parameter pair: gets the chains, ascending, and how far it reaches into each.
    static func read(
      _ bytes: UnsafeBufferPointer<UInt8>, chainCount: Int, pair: (_ chain: Int, _ seq: Int64) -> Void
    ) -> (place: EventPlace, weight: Int)? {
      var position = 0
      var base: (EventPlace, Int)?
      if bytes.first == 0 {
        position = 1
        guard let chain = Varint.next(in: bytes, &position), let seq = Varint.next(in: bytes, &position),
          let weight = Varint.next(in: bytes, &position), chain >= 1, chain <= chainCount,
          RawStatement.numbers.contains(seq)
        else { return nil }
        base = (EventPlace(chain: Int(chain) - 1, seq: seq), Int(clamping: weight))
      }
      var former: Int64 = 0
      while let chain = Varint.next(in: bytes, &position), let seq = Varint.next(in: bytes, &position), chain > former,
        chain <= chainCount, RawStatement.numbers.contains(seq)
      {
        pair(Int(chain) - 1, seq)
        former = chain
      }
      return base
    }

    /// The past that this adds to a base: to that of the event that it names.
    func added(to base: Past) -> Past {
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
