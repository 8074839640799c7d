/// An event line: the bytes that *are* the event, their hash, and what they say (FORMAT 2).
///
///     let line = try EventLine(writing: event)
///     line.hash.text  // what `printf %s "$line" | sha256sum` prints
///
/// The bytes are kept, hashed, relayed and exported exactly as they arrived and never encoded again.
public struct EventLine: Hashable, Sendable {
  /// The line without its LF.
  public let bytes: [UInt8]
  /// The SHA-256 of ``bytes``: the event's name.
  public let hash: EventHash
  /// The format version of the line; above 1 it is opaque to this release.
  public let version: Int64
  /// The writer.
  public let device: DeviceID
  /// The place in the writer's log.
  public let seq: Int64
  /// The hash of the event before this one.
  public let prev: EventHash
  /// The heads of other logs that the writer knew.
  public let seen: [EventHash]
  /// The writer's clock; nil only in a line of a later version that writes it otherwise.
  public let hlc: HybridTimestamp?
  /// What the event says; nil in a line of a later version.
  public let event: Event?

  /// Lines are equal when their hashes are.
  public static func == (left: EventLine, right: EventLine) -> Bool { left.hash == right.hash }
  /// Hashes the hash of the line, not its bytes.
  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }

  /// Reads a line, without its LF, by every rule of FORMAT 2.
  ///
  /// - Throws: ``MalformedLine``.
  public init(reading bytes: [UInt8]) throws(MalformedLine) {
    var scanner = LineScanner()
    let result = bytes.withUnsafeBufferPointer { line -> Result<EventLine, MalformedLine> in
      do throws(MalformedLine) {
        try scanner.scan(line)
        return .success(EventLine(scanned: scanner, line))
      } catch { return .failure(error) }
    }
    self = try result.get()
  }

  /// The line that `scanner` has just read.
  package init(scanned scanner: LineScanner, _ line: UnsafeBufferPointer<UInt8>) {
    bytes = Array(line)
    hash = EventHash(hashing: line)
    version = scanner.version
    device = scanner.device
    seq = scanner.seq
    prev = scanner.prev
    seen = scanner.seen
    hlc = scanner.hlc
    guard !scanner.isOpaque, let stamp = scanner.hlc else {
      event = nil
      return
    }
    event = Event(
      device: scanner.device, hlc: stamp, prev: scanner.prev, record: scanner.record, seen: scanner.seen,
      seq: scanner.seq,
      set: scanner.fields.map {
        Assignment(String(decoding: line[$0.name], as: UTF8.self), JSONValue(unchecked: line[$0.value]))
      },
      step: scanner.step)
  }

  /// Writes an event and passes its line through the reader's rules.
  ///
  /// - Throws: ``MalformedLine`` when the event breaks one: a field name, too many fields, a line above 1 MiB …
  public init(writing event: Event) throws(MalformedLine) {
    try self.init(reading: Self.encode(event))
  }

  /// The canonical bytes of an event.
  public static func encode(_ event: Event) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(event.set.reduce(384 + 68 * event.seen.count) { $0 + $1.value.canonical.count + 24 })
    bytes += "{\"device\":\"".utf8
    event.device.append(to: &bytes)
    bytes += "\",\"hlc\":\"".utf8
    bytes += event.hlc.text.utf8
    bytes += "\",\"prev\":\"".utf8
    for byte in event.prev.bytes { appendHex(byte, to: &bytes) }
    bytes += "\",\"record\":\"".utf8
    event.record.append(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
    if !event.seen.isEmpty {
      bytes += ",\"seen\":[".utf8
      for (index, hash) in event.seen.enumerated() { bytes += "\(index == 0 ? "" : ",")\"\(hash.text)\"".utf8 }
      bytes.append(UInt8(ascii: "]"))
    }
    bytes += ",\"seq\":\(event.seq),\"set\":{".utf8
    for (index, assignment) in event.set.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      CanonicalJSON.append(string: assignment.field.utf8, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      bytes += assignment.value.canonical
    }
    bytes.append(UInt8(ascii: "}"))
    if let step = event.step {
      bytes += ",\"step\":\"".utf8
      step.append(to: &bytes)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes += ",\"v\":1}".utf8
    return bytes
  }
}

extension EventLine: ContiguousBytesOfLine {
  /// Calls `body` with the line's bytes, without the LF.
  package func withLineBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    try bytes.withUnsafeBufferPointer(body)
  }
}
