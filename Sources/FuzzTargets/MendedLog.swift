import EventLog

/// Lines made to fit together again after something was changed in them: sequence numbers, hashes and `seen` are
/// computed anew, so that a change somewhere in a log does not end at the next line's `prev`.
enum MendedLog {
  private struct Place {
    var hash = EventHash.zero
    var seq: Int64 = 0
  }

  /// Gives each line that is a canonical object its place in its device's log. Others are dropped.
  ///
  /// A line's device is kept as far as it tells logs apart; where `prev` begins with `f`, the line branches off one
  /// event earlier, and hashes in `seen` become heads of the lines before.
  static func lines(_ lines: some Sequence<[UInt8]>) -> [[UInt8]] {
    var heads: [DeviceID: (last: Place, before: Place)] = [:]
    var written: [EventHash] = []
    var result: [[UInt8]] = []
    for line in lines {
      guard let value = try? JSONValue(canonical: line), let members = value.object else { continue }
      var byName: [String: JSONValue] = [:]
      for member in members { byName[member.name] = member.value }
      let device = device(byName["device"])
      let (last, before) = heads[device] ?? (Place(), Place())
      let branches = byName["prev"]?.string?.utf8.first == UInt8(ascii: "f")
      let place = branches ? before : last
      byName["device"] = JSONValue(device.text)
      byName["prev"] = JSONValue(place.hash.text)
      byName["seq"] = JSONValue(integer: Int(place.seq) + 1)
      if let seen = byName["seen"]?.array, !written.isEmpty {
        byName["seen"] = JSONValue(
          array: seen.prefix(LineScanner.countMax).map {
            JSONValue(written[Int($0.canonical.last ?? 0) % written.count].text)
          })
      }
      if byName["v"] == nil { byName["v"] = JSONValue(integer: 1) }
      let mended = JSONValue(object: byName.map { (name: $0.key, value: $0.value) }).canonical
      result.append(mended)
      guard let event = try? EventLine(reading: mended) else { continue }
      heads[device] = (Place(hash: event.hash, seq: event.seq), place)
      written.append(event.hash)
    }
    return result
  }

  /// A few devices for all that a field may hold.
  private static func device(_ value: JSONValue?) -> DeviceID {
    if let text = value?.string, let device = DeviceID(text) { return device }
    return DeviceID(high: 0x7000, low: 0x8000_0000_0000_0000 | UInt64(value?.canonical.dropLast().last ?? 0) % 4)
  }
}
