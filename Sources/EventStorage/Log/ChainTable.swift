import EventLog
import GRDB

/// One branch of one device's log.
struct Chain {
  let device: DeviceID
  /// The chain that it branches from, at `firstSeq - 1`; nil when it begins at seq 1.
  let parent: Int?
  let firstSeq: Int64
  /// The seq and hash of its last event that counts so far.
  fileprivate(set) var lastSeq: Int64
  fileprivate(set) var head: EventHash
  /// The past of that last event; loaded when it is first needed.
  var past: Past?
  var isNew = false
  var isChanged = false
  /// The number of its device among ``ChainTable/devices``.
  fileprivate var ofDevice = 0

  /// Where its last event stands.
  var end: EventPosition { EventPosition(device: device, seq: lastSeq, hash: head) }

  init(
    device: DeviceID, parent: Int?, firstSeq: Int64, lastSeq: Int64, head: EventHash, past: Past? = nil,
    isNew: Bool = false
  ) {
    self.device = device
    self.parent = parent
    self.firstSeq = firstSeq
    self.lastSeq = lastSeq
    self.head = head
    self.past = past
    self.isNew = isNew
    isChanged = isNew
  }
}

/// All chains, by number (id - 1). There are about as many as devices, so they are held in memory; where there are
/// thousands of them, because a log was forged or copied again and again, each is found without going through all.
final class ChainTable {
  /// A device and the branches of its log.
  struct Device {
    let id: DeviceID
    fileprivate(set) var chains: [Int]
    /// The greatest seq that is accepted of it.
    fileprivate(set) var lastSeq: Int64
  }

  // Not checked at run time for overlapping access: nothing here calls back into the table, and every event asks it.
  @exclusivity(unchecked) private(set) var chains: [Chain] = []
  @exclusivity(unchecked) private(set) var devices: [Device] = []
  @exclusivity(unchecked) private var numberOfDevice: [DeviceID: Int] = [:]
  /// The chain that ends with an event; nil as long as few were asked for.
  @exclusivity(unchecked) private var chainOfHead: [EventHash: Int]?
  /// How many heads were looked at one after the other.
  @exclusivity(unchecked) private var looks = 0

  /// So many are looked at one by one at any time.
  private static let fewChains = 32

  init(_ db: Database) throws {
    let rows = try RawStatement(db, "SELECT device, parent, first_seq, last_seq, head, id FROM chains ORDER BY id")
    // Thousands of branches are of one device.
    var former: (text: [UInt8], number: Int) = ([], 0)
    var events: Int64 = 0
    while try rows.step() {
      let text = rows.bytes(0)
      if former.text.isEmpty || !former.text.withUnsafeBufferPointer({ $0.isSame(as: text) }) {
        guard let device = DeviceID(utf8: text) else { throw Self.damaged }
        former = (Array(text), number(of: device))
      }
      let parent = rows.isNull(1) ? nil : try rows.number(1)
      let (first, last) = (try rows.number(2), try rows.number(3))
      events += last - first + 1
      // A chain branches from one that was there before it; and so many events as all of them have can be counted.
      guard try rows.number(5) == Int64(chains.count) + 1, parent ?? 0 <= Int64(chains.count), last >= first,
        events <= LineScanner.integerMax
      else { throw Self.damaged }
      append(
        Chain(
          device: devices[former.number].id, parent: parent.map { Int($0) - 1 }, firstSeq: first, lastSeq: last,
          head: try rows.hash(4)), ofDevice: former.number)
    }
  }

  subscript(index: Int) -> Chain {
    get { chains[index] }
    _modify { yield &chains[index] }
  }

  var count: Int { chains.count }

  /// The number of the chain with this id, as the database has it.
  ///
  /// - Throws: `DatabaseError` of a damaged database when there is none.
  func number(ofID id: Int64) throws -> Int {
    guard id >= 1, id <= Int64(chains.count) else { throw Self.damaged }
    return Int(id) - 1
  }

  private static let damaged = DatabaseError.damage("it speaks of a log that it does not have")

  @discardableResult
  func append(_ chain: Chain) -> Int {
    append(chain, ofDevice: number(of: chain.device))
    return chains.count - 1
  }

  /// The number of a device, new or known.
  private func number(of device: DeviceID) -> Int {
    if let known = numberOfDevice[device] { return known }
    numberOfDevice[device] = devices.count
    devices.append(Device(id: device, chains: [], lastSeq: 0))
    return devices.count - 1
  }

  private func append(_ chain: consuming Chain, ofDevice: Int) {
    let number = chains.count
    chain.ofDevice = ofDevice
    devices[ofDevice].chains.append(number)
    if chain.lastSeq > devices[ofDevice].lastSeq { devices[ofDevice].lastSeq = chain.lastSeq }
    if chainOfHead != nil, chainOfHead?[chain.head] == nil { chainOfHead?[chain.head] = number }
    chains.append(chain)
  }

  /// The chains of a device, in order of arrival.
  func chains(of device: DeviceID) -> [Int] { numberOfDevice[device].map { devices[$0].chains } ?? [] }

  /// The greatest seq that is accepted of a device; 0 when there is none.
  func lastSeq(of device: DeviceID) -> Int64 { numberOfDevice[device].map { devices[$0].lastSeq } ?? 0 }

  /// The chain that ends with this event.
  func chain(endingWith hash: EventHash) -> Int? {
    // 64 zeros name no event, and are the head of a chain whose first event is to come.
    guard hash != .zero else { return nil }
    if let chainOfHead { return chainOfHead[hash] }
    if chains.count > Self.fewChains {
      looks += 1
      if looks > Self.fewChains {
        var chainOfHead = [EventHash: Int](minimumCapacity: chains.count)
        for (number, chain) in chains.enumerated().reversed() { chainOfHead[chain.head] = number }
        self.chainOfHead = chainOfHead
        return chainOfHead[hash]
      }
    }
    return chains.firstIndex { $0.head == hash }
  }

  /// The chain of a device that ends with this event, whose seq is `seq`.
  func chain(of device: DeviceID, endingWith hash: EventHash, seq: Int64) -> Int? {
    guard let number = numberOfDevice[device] else { return nil }
    if devices[number].chains.count <= Self.fewChains {
      return devices[number].chains.first { chains[$0].lastSeq == seq && chains[$0].head == hash }
    }
    guard let chain = chain(endingWith: hash), chains[chain].device == device, chains[chain].lastSeq == seq else {
      return nil
    }
    return chain
  }

  /// A chain goes on to this event. Nil where its hash is not known.
  func advance(_ chain: Int, to seq: Int64, head: EventHash?) {
    chains[chain].lastSeq = seq
    let device = chains[chain].ofDevice
    if seq > devices[device].lastSeq { devices[device].lastSeq = seq }
    guard let head else { return }
    if chainOfHead != nil {
      if chainOfHead?[chains[chain].head] == chain { chainOfHead?[chains[chain].head] = nil }
      chainOfHead?[head] = chain
    }
    chains[chain].head = head
  }

  /// Takes every chain back to before its first event, for a fold of the whole log from the start.
  func rewind() {
    for index in chains.indices {
      chains[index].lastSeq = chains[index].firstSeq - 1
      chains[index].head = .zero
      chains[index].past = nil
    }
    for index in devices.indices { devices[index].lastSeq = 0 }
    chainOfHead = nil
  }

  /// Writes what changed.
  func save(_ db: Database) throws {
    for index in chains.indices where chains[index].isChanged {
      let chain = chains[index]
      let statement = try RawStatement(
        db,
        chain.isNew
          ? "INSERT INTO chains (last_seq, head, id, device, parent, first_seq) VALUES (?, ?, ?, ?, ?, ?)"
          : "UPDATE chains SET last_seq = ?, head = ? WHERE id = ?")
      statement.bind(1, chain.lastSeq).bind(2, blob: chain.head.bytes).bind(3, Int64(index) + 1)
      if chain.isNew {
        statement.bind(4, chain.device.text).bind(6, chain.firstSeq)
        if let parent = chain.parent { statement.bind(5, Int64(parent) + 1) } else { statement.bindNull(5) }
      }
      try statement.run()
      chains[index].isChanged = false
      chains[index].isNew = false
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether both hold the same bytes.
  fileprivate func isSame(as other: UnsafeBufferPointer<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }
}
