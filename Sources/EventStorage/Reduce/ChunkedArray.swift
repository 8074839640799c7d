/// An array that grows by pieces: no copy of everything when it does, so that peak memory is what is in use.
struct ChunkedArray<Element: BitwiseCopyable>: ~Copyable {
  private static var shift: Int { 13 }
  private static var mask: Int { (1 << shift) - 1 }
  private var chunks: [UnsafeMutablePointer<Element>] = []
  private(set) var count = 0

  init() {}

  deinit { for chunk in chunks { chunk.deallocate() } }

  subscript(index: Int) -> Element {
    @inline(__always) get { chunks[index >> Self.shift][index & Self.mask] }
    @inline(__always) nonmutating _modify { yield &chunks[index >> Self.shift][index & Self.mask] }
  }

  mutating func append(_ element: Element) {
    if count >> Self.shift == chunks.count { chunks.append(.allocate(capacity: 1 << Self.shift)) }
    (chunks[count >> Self.shift] + (count & Self.mask)).initialize(to: element)
    count += 1
  }

  /// Forgets all elements; the first piece stays for the next ones.
  mutating func removeAll() {
    for chunk in chunks.dropFirst() { chunk.deallocate() }
    chunks.removeLast(max(0, chunks.count - 1))
    count = 0
  }
}

/// Bytes of many values; a value's room is reused by a shorter one.
struct ByteArena: ~Copyable {
  private static let blockShift = 15
  private var blocks: [(start: UnsafeMutablePointer<UInt8>, size: Int)] = []
  private var used = 0
  private(set) var total = 0

  init() {}

  deinit { for block in blocks { block.start.deallocate() } }

  /// Where a value lies: the block's number, and the offset there in units of 8 bytes.
  typealias Address = UInt32

  mutating func store(_ bytes: UnsafeBufferPointer<UInt8>) -> Address {
    let room = Self.room(bytes.count)
    if blocks.isEmpty || used + room > (blocks.last?.size ?? 0) {
      // A value of more than a block gets one of its own.
      let size = max(8 << Self.blockShift, room)
      blocks.append((.allocate(capacity: size), size))
      total += size
      used = 0
    }
    let address = UInt32(blocks.count - 1) << Self.blockShift | UInt32(used / 8)
    used += room
    overwrite(address, bytes)
    return address
  }

  func overwrite(_ address: Address, _ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress else { return }
    start(of: address).update(from: base, count: bytes.count)
  }

  func bytes(_ address: Address, count: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: start(of: address), count: count)
  }

  private func start(of address: Address) -> UnsafeMutablePointer<UInt8> {
    blocks[Int(address >> Self.blockShift)].start + 8 * Int(address & ((1 << Self.blockShift) - 1))
  }

  /// The room that a value of `count` bytes takes.
  static func room(_ count: Int) -> Int { (count + 7) & ~7 }

  /// Forgets all values; the first block stays for the next ones.
  mutating func removeAll() {
    for block in blocks.dropFirst() { block.start.deallocate() }
    blocks.removeLast(max(0, blocks.count - 1))
    used = 0
    total = blocks.first?.size ?? 0
  }
}
