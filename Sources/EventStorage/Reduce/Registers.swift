import EventLog
import GRDB

/// The registers (record, field) that a transaction assigns, reduced in memory and written sorted.
///
/// A register keeps its survivors: the assignments that are in no other one's past (FORMAT 3). Memory grows with the
/// records that a transaction touches, not with the events; beyond ``memoryMax`` the caller flushes and goes on.
final class Registers {
  /// Beyond so many bytes the registers are worth writing, so that no merge is too large for the machine.
  static let memoryMax = 80 << 20

  private struct Record: BitwiseCopyable {
    var id: Int64
    /// Nothing of this record is in the database, so nothing needs to be looked for there.
    var isNew: Bool
    var firstRegister: Int32
  }

  private struct Register: BitwiseCopyable {
    var record: Int32
    var field: Int32
    var firstSurvivor: Int32
    var nextInRecord: Int32
    /// How many ranks it has in the database.
    var storedRanks: Int32
  }

  private struct Survivor: BitwiseCopyable {
    var seq: Int64
    /// The event's id; 0 for what was loaded from the database, which does not keep it.
    var event: Int64
    var value: ByteArena.Address
    var length: Int32
    /// The room at `value`, which a shorter one does not give up.
    var room: Int32
    var branch: Int32
    var next: Int32
  }

  // Not checked at run time for overlapping access: nothing here calls back into the registers, and the checks took a
  // twentieth of a large merge.
  @exclusivity(unchecked) private var records = ChunkedArray<Record>()
  @exclusivity(unchecked) private var indexOfRecord: [RecordID: Int32] = [:]
  @exclusivity(unchecked) private var registers = ChunkedArray<Register>()
  @exclusivity(unchecked) private var survivors = ChunkedArray<Survivor>()
  @exclusivity(unchecked) private var freeSurvivor: Int32 = -1
  /// The registers with many survivors: the list of each is made again when it is read.
  @exclusivity(unchecked) private var crowds: [Int32: Crowd] = [:]
  @exclusivity(unchecked) private var values = ByteArena()
  @exclusivity(unchecked) private var fields = FieldNames()
  /// The index of a register and, above it, the rest of its hash: most others are passed over without looking at them.
  @exclusivity(unchecked) private var slots: [Int64] = Array(repeating: -1, count: 256)

  private let select: RawStatement
  private let insert: RawStatement
  private let deleteBeyond: RawStatement
  private let branches: BranchTable
  private let index: LogIndex
  private let search: SearchIndex?

  init(_ db: Database, _ branches: BranchTable, _ index: LogIndex, _ search: SearchIndex? = nil) throws {
    self.branches = branches
    self.index = index
    self.search = search
    // The cast keeps SQLite from planning anew for each value, because a partial index is on one field.
    select = try RawStatement(
      db, "SELECT value, chain, seq FROM survivors WHERE record = ? AND field = CAST(? AS TEXT) ORDER BY place")
    insert = try RawStatement(
      db, "INSERT OR REPLACE INTO survivors (record, field, place, value, chain, seq) VALUES (?, ?, ?, ?, ?, ?)")
    deleteBeyond = try RawStatement(
      db, "DELETE FROM survivors WHERE record = ? AND field = CAST(? AS TEXT) AND place >= ?")
  }

  var isEmpty: Bool { registers.count == 0 }

  /// Roughly the bytes in use.
  var memory: Int {
    records.count * 88 + registers.count * 20 + survivors.count * 40 + slots.count * 8 + values.total
  }

  /// The number of a record that was met before in this transaction.
  func record(_ id: RecordID) -> Int32? { indexOfRecord[id] }

  func rowid(_ record: Int32) -> Int64 { records[Int(record)].id }

  /// Gives a record its number.
  func addRecord(_ id: RecordID, rowid: Int64, isNew: Bool) -> Int32 {
    let index = Int32(records.count)
    records.append(Record(id: rowid, isNew: isNew, firstRegister: -1))
    indexOfRecord[id] = index
    return index
  }

  /// Takes one assignment in: it ends the survivors that are in its past, and is one.
  ///
  /// - Parameter past: how far the event's past reaches, by branch.
  func assign(
    record: Int32, field name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>, branch: Int, seq: Int64,
    event: Int64, past: VersionVector.View
  ) throws {
    let index = try register(record, fields.number(of: name))
    if !crowds.isEmpty, crowds[Int32(index)] != nil {
      return assign(toCrowd: index, value: value, branch: branch, seq: seq, event: event, past: past)
    }
    var left = 0
    // Unlink what is in the past; the first one unlinked gives its place to the new survivor.
    var reused: Int32 = -1
    var previous: Int32 = -1
    var current = registers[index].firstSurvivor
    while current >= 0 {
      let survivor = survivors[Int(current)]
      if past[Int(survivor.branch)] >= survivor.seq {
        if previous < 0 {
          registers[index].firstSurvivor = survivor.next
        } else {
          survivors[Int(previous)].next = survivor.next
        }
        if reused < 0 {
          reused = current
        } else {
          survivors[Int(current)].next = freeSurvivor
          freeSurvivor = current
        }
      } else {
        previous = current
        left += 1
      }
      current = survivor.next
    }
    registers[index].firstSurvivor = add(
      reusing: reused, value: value, branch: branch, seq: seq, event: event, next: registers[index].firstSurvivor)
    if left >= Self.crowdMin { makeCrowd(index) }
  }

  /// So many survivors that nobody has brought together yet are told apart by their branches.
  private static let crowdMin = 32

  /// In a sound log no two survivors of a register are of one branch, for the later would have ended the earlier.
  private func makeCrowd(_ index: Int) {
    var crowd = Crowd()
    var current = registers[index].firstSurvivor
    while current >= 0 {
      guard crowd.add(current, branch: survivors[Int(current)].branch) else { return }
      current = survivors[Int(current)].next
    }
    crowds[Int32(index)] = crowd
  }

  private func assign(
    toCrowd index: Int, value: UnsafeBufferPointer<UInt8>, branch: Int, seq: Int64, event: Int64,
    past: VersionVector.View
  ) {
    let key = Int32(index)
    let ended = crowds[key]?.remove(reachedBy: past) { survivors[Int($0)].seq } ?? []
    for survivor in ended.dropFirst() {
      survivors[Int(survivor)].next = freeSurvivor
      freeSurvivor = survivor
    }
    let survivor = add(reusing: ended.first ?? -1, value: value, branch: branch, seq: seq, event: event, next: -1)
    _ = crowds[key]?.add(survivor, branch: Int32(branch))
  }

  /// Makes the lists of survivors again where there were many.
  private func disperse() {
    for (index, crowd) in crowds {
      var next: Int32 = -1
      for survivor in crowd.survivors {
        survivors[Int(survivor)].next = next
        next = survivor
      }
      registers[Int(index)].firstSurvivor = next
    }
    crowds = [:]
  }

  /// - Returns: the index of the new survivor.
  private func add(
    reusing reused: Int32, value: UnsafeBufferPointer<UInt8>, branch: Int, seq: Int64, event: Int64, next: Int32
  ) -> Int32 {
    var address: ByteArena.Address
    var room = ByteArena.room(value.count)
    if reused >= 0, Int(survivors[Int(reused)].room) >= value.count {
      address = survivors[Int(reused)].value
      room = Int(survivors[Int(reused)].room)
      values.overwrite(address, value)
    } else {
      address = values.store(value)
    }
    let survivor = Survivor(
      seq: seq, event: event, value: address, length: Int32(value.count), room: Int32(room),
      branch: Int32(branch), next: next)
    if reused >= 0 {
      survivors[Int(reused)] = survivor
      return reused
    }
    if freeSurvivor >= 0 {
      let free = freeSurvivor
      freeSurvivor = survivors[Int(free)].next
      survivors[Int(free)] = survivor
      return free
    }
    survivors.append(survivor)
    return Int32(survivors.count - 1)
  }

  /// The register's index; what the database has of it is loaded when it is first met.
  private func register(_ record: Int32, _ field: Int32) throws -> Int {
    let hash = Self.hash(record, field)
    let tag = Self.tag(hash)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      if slots[slot] & Self.tagMask == tag {
        let index = Int(slots[slot] & ~Self.tagMask)
        if registers[index].record == record, registers[index].field == field { return index }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let index = registers.count
    registers.append(
      Register(
        record: record, field: field, firstSurvivor: -1, nextInRecord: records[Int(record)].firstRegister,
        storedRanks: 0))
    records[Int(record)].firstRegister = Int32(index)
    slots[slot] = tag | Int64(index)
    if registers.count * 2 > slots.count { grow() }
    if !records[Int(record)].isNew { try load(index) }
    return index
  }

  private func load(_ index: Int) throws {
    select.bind(1, records[Int(registers[index].record)].id)
    try fields.names[Int(registers[index].field)].withUnsafeBufferPointer { name in
      select.bind(2, text: name)
      while try select.step() {
        registers[index].firstSurvivor = try add(
          reusing: -1, value: select.bytes(0), branch: branches.number(ofID: select.number(1)), seq: select.number(2),
          event: 0,
          next: registers[index].firstSurvivor)
        registers[index].storedRanks += 1
      }
    }
  }

  private static let tagMask: Int64 = 0x7fff_ffff << 32

  /// Its low bits choose the slot, its high ones are the tag.
  private static func hash(_ record: Int32, _ field: Int32) -> UInt64 {
    let mixed = (UInt64(UInt32(bitPattern: record)) << 16 ^ UInt64(UInt32(bitPattern: field))) &* 0x9e37_79b9_7f4a_7c15
    return mixed ^ mixed >> 32
  }

  private static func tag(_ hash: UInt64) -> Int64 { Int64(truncatingIfNeeded: hash) & tagMask }

  private func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for index in 0..<registers.count {
      let hash = Self.hash(registers[index].record, registers[index].field)
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Self.tag(hash) | Int64(index)
    }
  }

  // MARK: - Writing

  /// Writes all registers in the order of the table, and forgets them.
  func flush() throws {
    guard registers.count > 0 else { return }
    var current: (rowid: Int64, former: SearchIndex.Document?)?
    func finishRecord() throws {
      if let current, let former = current.former { try search?.update(current.rowid, from: former) }
    }
    _ = try allInOrder { register, rowid in
      if let search, current?.rowid != rowid {
        try finishRecord()
        current = (rowid, try search.document(of: rowid))
      }
      try write(register, rowid: rowid)
      return true
    }
    try finishRecord()
    removeAll()
  }

  /// Hands on the registers in the order of the table, until `body` says that it is enough.
  ///
  /// - Returns: whether it never did.
  private func allInOrder(_ body: (_ register: Register, _ rowid: Int64) throws -> Bool) rethrows -> Bool {
    disperse()
    var rank = [Int32](repeating: 0, count: fields.names.count)
    let sorted = fields.names.indices.sorted { fields.names[$0].lexicographicallyPrecedes(fields.names[$1]) }
    for (position, number) in sorted.enumerated() { rank[number] = Int32(position) }
    // Rowids are given in order of arrival, so the records of a fresh store are sorted already.
    var order = Array(0..<Int32(records.count))
    if !(1..<max(1, records.count)).allSatisfy({ records[$0 - 1].id < records[$0].id }) {
      order.sort { records[Int($0)].id < records[Int($1)].id }
    }
    var ofRecord: [Int32] = []
    for record in order {
      ofRecord.removeAll(keepingCapacity: true)
      var index = records[Int(record)].firstRegister
      while index >= 0 {
        ofRecord.append(index)
        index = registers[Int(index)].nextInRecord
      }
      ofRecord.sort { rank[Int(registers[Int($0)].field)] < rank[Int(registers[Int($1)].field)] }
      for index in ofRecord {
        guard try body(registers[Int(index)], records[Int(record)].id) else { return false }
      }
    }
    return true
  }

  // MARK: - Comparing

  /// Whether the stored survivors are these, row by row, without any of them being written.
  func areStored(in db: Database) throws -> Bool {
    let stored = try RawStatement(
      db, "SELECT record, field, place, value, chain, seq FROM main.survivors ORDER BY record, field, place")
    func isNext(_ survivor: Survivor, _ rank: Int64, _ register: Register, _ rowid: Int64) throws -> Bool {
      guard try stored.step() else { return false }
      return try stored.anyInteger(0) == rowid && stored.anyInteger(2) == rank
        && stored.anyInteger(4) == Int64(survivor.branch) + 1 && stored.anyInteger(5) == survivor.seq
        && stored.bytes(1).elementsEqual(fields.names[Int(register.field)])
        && stored.bytes(3).elementsEqual(values.bytes(survivor.value, count: Int(survivor.length)))
    }
    let areAlike = try allInOrder { register, rowid in
      guard register.firstSurvivor >= 0 else { return true }
      let first = survivors[Int(register.firstSurvivor)]
      if first.next < 0 { return try isNext(first, 0, register, rowid) }
      for (rank, survivor) in try sortedSurvivors(register).enumerated() {
        guard try isNext(survivor, Int64(rank), register, rowid) else { return false }
      }
      return true
    }
    return try areAlike && !stored.step()
  }

  // MARK: - Rows

  private func write(_ register: Register, rowid: Int64) throws {
    try fields.names[Int(register.field)].withUnsafeBufferPointer { name in
      insert.bind(1, rowid)
      insert.bind(2, text: name)
      var count: Int64 = 0
      if register.firstSurvivor >= 0, survivors[Int(register.firstSurvivor)].next < 0 {
        try writeRank(survivors[Int(register.firstSurvivor)], 0)
        count = 1
      } else {
        for survivor in try sortedSurvivors(register) {
          try writeRank(survivor, count)
          count += 1
        }
      }
      if Int64(register.storedRanks) > count {
        deleteBeyond.bind(1, rowid)
        deleteBeyond.bind(2, text: name)
        try deleteBeyond.bind(3, count).run()
      }
    }
  }

  private func writeRank(_ survivor: Survivor, _ rank: Int64) throws {
    insert.bind(3, rank)
    insert.bind(4, text: values.bytes(survivor.value, count: Int(survivor.length)))
    insert.bind(5, Int64(survivor.branch) + 1)
    try insert.bind(6, survivor.seq).run()
  }

  private func sortedSurvivors(_ register: Register) throws -> [Survivor] {
    var result: [(order: WriteOrder, survivor: Survivor)] = []
    var current = register.firstSurvivor
    while current >= 0 {
      let survivor = survivors[Int(current)]
      let position = LogPosition(branch: Int(survivor.branch), seq: survivor.seq)
      result.append((try index.writeOrder(position, id: survivor.event), survivor))
      current = survivor.next
    }
    return result.sorted { $0.order > $1.order }.map(\.survivor)
  }

  /// Forgets all registers.
  func removeAll() {
    records.removeAll()
    indexOfRecord = [:]
    registers.removeAll()
    survivors.removeAll()
    freeSurvivor = -1
    crowds = [:]
    values.removeAll()
    fields.removeAll()
    // What was made for a large merge is not kept; what a small one needs is.
    if slots.count > 1_024 { slots = [] }
    if slots.isEmpty {
      slots = Array(repeating: -1, count: 256)
    } else {
      for index in slots.indices { slots[index] = -1 }
    }
  }
}
