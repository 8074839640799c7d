import EventLog
import GRDB

/// One branch of one device's log: a row of the table `chains`.
struct LogBranch {
  let device: DeviceID
  /// The branch that it forks from, at `firstSeq - 1`; nil when it begins at seq 1.
  let parent: Int?
  let firstSeq: Int64
  /// The seq and hash of its last event that counts so far.
  fileprivate(set) var lastSeq: Int64
  fileprivate(set) var head: EventHash
  /// The past of that last event; loaded when it is first needed.
  var past: VersionVector?
  var isNew = false
  var isChanged = false
  /// The number of its device among ``BranchTable/devices``.
  fileprivate var ofDevice = 0

  /// Where its last event stands.
  var end: EventPosition { EventPosition(device: device, seq: lastSeq, hash: head) }

  init(
    device: DeviceID, parent: Int?, firstSeq: Int64, lastSeq: Int64, head: EventHash, past: VersionVector? = nil,
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

/// All branches, by number (id - 1). There are about as many as devices, so they are held in memory; where there are
/// thousands of them, because a log was forged or copied again and again, each is found without going through all.
final class BranchTable {
  /// A device and the branches of its log.
  struct Device {
    let id: DeviceID
    fileprivate(set) var branches: [Int]
    /// The greatest seq that is accepted of it.
    fileprivate(set) var lastSeq: Int64
  }

  // Not checked at run time for overlapping access: nothing here calls back into the table, and every event asks it.
  @exclusivity(unchecked) private(set) var branches: [LogBranch] = []
  @exclusivity(unchecked) private(set) var devices: [Device] = []
  @exclusivity(unchecked) private var numberOfDevice: [DeviceID: Int] = [:]
  /// The branch that ends with an event; nil as long as few were asked for.
  @exclusivity(unchecked) private var branchOfHead: [EventHash: Int]?
  /// How many heads were looked at one after the other.
  @exclusivity(unchecked) private var looks = 0

  /// So many are looked at one by one at any time.
  private static let fewBranches = 32

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
      // A branch branches from one that was there before it; and so many events as all of them have can be counted.
      guard try rows.number(5) == Int64(branches.count) + 1, parent ?? 0 <= Int64(branches.count), last >= first,
        events <= LineScanner.integerMax
      else { throw Self.damaged }
      append(
        LogBranch(
          device: devices[former.number].id, parent: parent.map { Int($0) - 1 }, firstSeq: first, lastSeq: last,
          head: try rows.hash(4)), ofDevice: former.number)
    }
  }

  subscript(index: Int) -> LogBranch {
    get { branches[index] }
    _modify { yield &branches[index] }
  }

  var count: Int { branches.count }

  /// The number of the branch with this id, as the database has it.
  ///
  /// - Throws: `DatabaseError` of a damaged database when there is none.
  func number(ofID id: Int64) throws -> Int {
    guard id >= 1, id <= Int64(branches.count) else { throw Self.damaged }
    return Int(id) - 1
  }

  private static let damaged = DatabaseError.damage("it refers to a log that it does not contain")

  @discardableResult
  func append(_ branch: LogBranch) -> Int {
    append(branch, ofDevice: number(of: branch.device))
    return branches.count - 1
  }

  /// The number of a device, new or known.
  private func number(of device: DeviceID) -> Int {
    if let known = numberOfDevice[device] { return known }
    numberOfDevice[device] = devices.count
    devices.append(Device(id: device, branches: [], lastSeq: 0))
    return devices.count - 1
  }

  private func append(_ branch: consuming LogBranch, ofDevice: Int) {
    let number = branches.count
    branch.ofDevice = ofDevice
    devices[ofDevice].branches.append(number)
    if branch.lastSeq > devices[ofDevice].lastSeq { devices[ofDevice].lastSeq = branch.lastSeq }
    if branchOfHead != nil, branchOfHead?[branch.head] == nil { branchOfHead?[branch.head] = number }
    branches.append(branch)
  }

  /// The branches of a device, in order of arrival.
  func branches(of device: DeviceID) -> [Int] { numberOfDevice[device].map { devices[$0].branches } ?? [] }

  /// The greatest seq that is accepted of a device; 0 when there is none.
  func lastSeq(of device: DeviceID) -> Int64 { numberOfDevice[device].map { devices[$0].lastSeq } ?? 0 }

  /// The branch that ends with this event.
  func branch(endingWith hash: EventHash) -> Int? {
    // 64 zeros name no event, and are the head of a branch whose first event is to come.
    guard hash != .zero else { return nil }
    if let branchOfHead { return branchOfHead[hash] }
    if branches.count > Self.fewBranches {
      looks += 1
      if looks > Self.fewBranches {
        var branchOfHead = [EventHash: Int](minimumCapacity: branches.count)
        for (number, branch) in branches.enumerated().reversed() { branchOfHead[branch.head] = number }
        self.branchOfHead = branchOfHead
        return branchOfHead[hash]
      }
    }
    return branches.firstIndex { $0.head == hash }
  }

  /// The branch of a device that ends with this event, whose seq is `seq`.
  func branch(of device: DeviceID, endingWith hash: EventHash, seq: Int64) -> Int? {
    guard let number = numberOfDevice[device] else { return nil }
    if devices[number].branches.count <= Self.fewBranches {
      return devices[number].branches.first { branches[$0].lastSeq == seq && branches[$0].head == hash }
    }
    guard let branch = branch(endingWith: hash), branches[branch].device == device, branches[branch].lastSeq == seq
    else {
      return nil
    }
    return branch
  }

  /// A branch goes on to this event. Nil where its hash is not known.
  func advance(_ branch: Int, to seq: Int64, head: EventHash?) {
    branches[branch].lastSeq = seq
    let device = branches[branch].ofDevice
    if seq > devices[device].lastSeq { devices[device].lastSeq = seq }
    guard let head else { return }
    if branchOfHead != nil {
      if branchOfHead?[branches[branch].head] == branch { branchOfHead?[branches[branch].head] = nil }
      branchOfHead?[head] = branch
    }
    branches[branch].head = head
  }

  /// Takes every branch back to before its first event, for a replay of the whole log.
  func rewind() {
    for index in branches.indices {
      branches[index].lastSeq = branches[index].firstSeq - 1
      branches[index].head = .zero
      branches[index].past = nil
    }
    for index in devices.indices { devices[index].lastSeq = 0 }
    branchOfHead = nil
  }

  /// Writes what changed.
  func save(_ db: Database) throws {
    for index in branches.indices where branches[index].isChanged {
      let branch = branches[index]
      let statement = try RawStatement(
        db,
        branch.isNew
          ? "INSERT INTO chains (last_seq, head, id, device, parent, first_seq) VALUES (?, ?, ?, ?, ?, ?)"
          : "UPDATE chains SET last_seq = ?, head = ? WHERE id = ?")
      statement.bind(1, branch.lastSeq).bind(2, blob: branch.head.bytes).bind(3, Int64(index) + 1)
      if branch.isNew {
        statement.bind(4, branch.device.text).bind(6, branch.firstSeq)
        if let parent = branch.parent { statement.bind(5, Int64(parent) + 1) } else { statement.bindNull(5) }
      }
      try statement.run()
      branches[index].isChanged = false
      branches[index].isNew = false
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
