import EventLog

/// Lines split at LF, as they are and mended.
enum LineChecks {
  static func check(_ input: [UInt8]) throws {
    let lines = input.split(separator: 0x0a).map(Array.init)
    for line in lines { try check(line: line) }
    let mended = MendedLog.lines(lines.prefix(48))
    for line in mended { try check(line: line) }
    try checkMerge(mended.compactMap { try? EventLine(reading: $0) })
  }

  /// What is accepted is the one spelling of what it says, and every reader of it says the same.
  private static func check(line: [UInt8]) throws {
    let value = try? JSONValue(canonical: line)
    if let value { try expect(rewritten(value) == line, "another spelling: \(value)") }
    let event: EventLine
    do throws(MalformedLine) { event = try EventLine(reading: line) } catch {
      return try expect((0...line.count).contains(error.offset), "a reason beyond the line: \(error)")
    }
    try expect(value?.object != nil, "an accepted line is no canonical object")
    try expect((event.seq == 1) == (event.prev == .zero), "prev and seq disagree")
    let header = line.withUnsafeBufferPointer { LineHeader(peeking: $0) }
    if let header {
      try expect(
        header.device == event.device && header.prev == event.prev && header.seq == event.seq
          && header.hlc == event.hlc,
        "the header says otherwise than the line")
    }
    guard let read = event.event else { return try expect(event.version > 1, "no event in a line of this version") }
    let known: Set<String> = ["device", "hlc", "prev", "record", "seen", "seq", "set", "step", "v"]
    if value?.object?.allSatisfy({ known.contains($0.name) }) == true {
      try expect(EventLine.encode(read) == line, "the event is written otherwise than it was read")
      try expect(header != nil, "no header in a line such as this release writes")
    }
  }

  /// The value taken apart and put together again, by the public parts alone.
  static func rewritten(_ value: JSONValue) -> [UInt8] {
    if let members = value.object {
      return JSONValue(object: members.map { (name: $0.name, value: JSONValue(unchecked: rewritten($0.value))) })
        .canonical
    }
    if let elements = value.array {
      return JSONValue(array: elements.map { JSONValue(unchecked: rewritten($0)) }).canonical
    }
    if let string = value.string { return JSONValue(string).canonical }
    if let number = value.number { return JSONValue(number)?.canonical ?? [] }
    if let bool = value.bool { return JSONValue(bool).canonical }
    return JSONValue.null.canonical
  }

  /// The order in which lines arrive does not matter.
  private static func checkMerge(_ lines: [EventLine]) throws {
    let merged = MergedLog(lines)
    let backwards = MergedLog(lines.reversed() + lines)
    try expect(merged.digest == backwards.digest, "the same lines in another order give another state")
    try expect(merged.heads == backwards.heads, "the same lines in another order give other heads")
    try expect(
      merged.accepted.count + merged.waiting.count + merged.refused.count == Set(lines).count,
      "a line is neither accepted nor waiting nor refused")
    for line in merged.stateLines {
      try expect((try? JSONValue(canonical: line)) != nil, "a state line is not canonical")
    }
  }
}
