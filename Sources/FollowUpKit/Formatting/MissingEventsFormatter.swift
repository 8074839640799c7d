import EventLog
import EventSync

/// What is missing and who had it, in words and for scripts.
package struct MissingEventsFormatter {
  package let missing: MissingEvents
  private let name: (DeviceID) -> String?

  /// A formatter of what is missing.
  ///
  /// - Parameter name: what the person calls a device.
  package init(missing: MissingEvents, name: @escaping (DeviceID) -> String?) {
    self.missing = missing
    self.name = name
  }

  private func called(_ device: DeviceID) -> String { name(device) ?? "device \(device.text)" }

  /// `event 7 of Cheryl's laptop (UUID)`
  package var events: String {
    let (first, last) = (missing.gap.seqs.lowerBound, missing.gap.seqs.upperBound)
    let device = name(missing.gap.device).map { "\($0) (\(missing.gap.device.text))" }
    return (first == last ? "event \(first)" : "events \(first) to \(last)")
      + " of \(device ?? "device \(missing.gap.device.text)")"
  }

  /// What is missing, what waits for it, and who had it.
  package var text: String {
    let gap = missing.gap
    var text = events
    if gap.hasOther {
      text += gap.waiting > 0 ? " differs from the one here" : " is here in a different version"
    } else {
      text += gap.seqs.count == 1 ? " is missing" : " are missing"
    }
    if gap.waiting > 0 {
      text +=
        ", and \(Plural.of(gap.waiting, "line")) \(gap.waiting == 1 ? "waits" : "wait") for \(gap.seqs.count == 1 ? "it" : "them")"
    }
    return text + "; " + holders
  }

  /// Who had it.
  package var holders: String {
    let others = missing.holders.filter { $0.sign != .writer }
    guard !others.isEmpty else { return "as far as is known, only \(called(missing.gap.device)) itself had it" }
    return others.prefix(3).map { holder in
      let day = holder.hlc.map { " on \($0.text.prefix(10))" } ?? ""
      let who = holder.device.map(called) ?? holder.path ?? ""
      switch holder.sign {
      case .ack:
        return holder.isSure ? "\(who) reported\(day) that it has it" : "\(who) reported\(day) that it is further"
      case .seen: return "\(who) had it\(day)"
      case .file: return "\(who) should contain \(holder.isSure ? "it" : "part of it")"
      case .writer: return ""
      }
    }.joined(separator: ", ")
  }

  package var json: JSONValue {
    let holders = missing.holders.map { holder in
      JSONValue(object: [
        (name: "device", value: holder.device.map { JSONValue($0.text) } ?? .null),
        (name: "label", value: holder.device.flatMap(name).map { JSONValue($0) } ?? .null),
        (name: "sign", value: JSONValue(holder.sign.rawValue)),
        (name: "when", value: holder.hlc.map { JSONValue($0.text) } ?? .null),
        (name: "path", value: holder.path.map { JSONValue($0) } ?? .null),
        (name: "sure", value: JSONValue(holder.isSure)),
      ])
    }
    return JSONValue(object: [
      (name: "device", value: JSONValue(missing.gap.device.text)),
      (name: "label", value: name(missing.gap.device).map { JSONValue($0) } ?? .null),
      (name: "first", value: JSONValue(integer: Int(missing.gap.seqs.lowerBound))),
      (name: "last", value: JSONValue(integer: Int(missing.gap.seqs.upperBound))),
      (name: "last_hash", value: JSONValue(missing.gap.lastHash.text)),
      (name: "waiting", value: JSONValue(integer: missing.gap.waiting)),
      (name: "other_here", value: JSONValue(missing.gap.hasOther)),
      (name: "holders", value: JSONValue(array: holders)),
    ])
  }
}
