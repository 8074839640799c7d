import ArgumentParser
import EventLog
import EventStorage
import FollowUp

/// `status`
struct StatusCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show the numbers of the store.",
    discussion: "Two stores with the same digest say the same.")

  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    guard let store = try session.openStoreIfAny() else {
      print(Figures(), session, name: { _ in .null })
      if session.format == .text { session.say("Nothing is recorded yet: followup open COMPANY ROLE") }
      return
    }
    defer { try? store.close() }
    try session.read(store) { desk in
      print(Figures(try desk.reader.status()), session, name: { RecordJSON.label($0, desk.snapshot) })
    }
  }

  /// What is shown: a store's numbers, or those of a store that is not there yet.
  private struct Figures {
    var digest = DigestBuilder().finalize()
    var events: Int64 = 0
    var opaque: Int64 = 0
    var conflicts = 0
    var devices: [StoreStatus.Device] = []
    var waiting: [StoreStatus.Waiting] = []

    init() {}

    init(_ status: StoreStatus) {
      digest = status.digest
      events = status.events
      opaque = status.opaque
      conflicts = status.conflicts
      devices = status.devices
      waiting = status.waiting
    }
  }

  private func print(_ status: Figures, _ session: Session, name: (DeviceID) -> JSONValue) {
    switch session.format {
    case .json:
      session.printJSON([
        (name: "digest", value: JSONValue(status.digest.text)),
        (name: "events", value: JSONValue(integer: Int(status.events))),
        (name: "opaque", value: JSONValue(integer: Int(status.opaque))),
        (name: "conflicts", value: JSONValue(integer: status.conflicts)),
        (name: "waiting", value: JSONValue(integer: status.waiting.reduce(0) { $0 + $1.lines })),
        (name: "devices", value: JSONValue(array: status.devices.map { Self.json($0, name) })),
        (name: "store", value: JSONValue(session.storePath)),
      ])
    case .plain:
      for (name, value) in numbers(status) { session.out.record([name, value]) }
      for device in status.devices {
        session.out.record([
          "device", device.device.text, name(device.device).string ?? "", "\(device.events)",
          device.isOwn ? "own" : "other",
        ])
      }
    case .text:
      session.out.line("store      \(session.storePath)")
      for (name, value) in numbers(status) { session.out.line(DisplayWidth.pad(name, 11) + value) }
      if !status.devices.isEmpty { session.out.line("devices", .bold) }
      var table = Table()
      for device in status.devices {
        table.add([
          name(device.device).string ?? "(no name)", device.device.text, "\(device.events) events",
          [device.isOwn ? "written here" : nil, device.heads.count > 1 ? "\(device.heads.count) branches" : nil]
            .compactMap(\.self).joined(separator: ", "),
        ])
      }
      table.print(to: session.out, indent: 2)
      for waiting in status.waiting {
        session.out.line(WaitingLine.text(waiting, name: name(waiting.device).string))
      }
      if status.conflicts > 0 { session.hint("followup conflicts shows what devices disagree on") }
      if status.opaque > 0 { session.hint("opaque events were written by a newer release; update to understand them") }
    }
  }

  private func numbers(_ status: Figures) -> [(String, String)] {
    [
      ("digest", status.digest.text), ("events", "\(status.events)"), ("opaque", "\(status.opaque)"),
      ("conflicts", "\(status.conflicts)"), ("waiting", "\(status.waiting.reduce(0) { $0 + $1.lines })"),
    ]
  }

  private static func json(_ device: StoreStatus.Device, _ name: (DeviceID) -> JSONValue) -> JSONValue {
    JSONValue(object: [
      (name: "device", value: JSONValue(device.device.text)),
      (name: "label", value: name(device.device)),
      (name: "events", value: JSONValue(integer: Int(device.events))),
      (name: "own", value: JSONValue(device.isOwn)),
      (
        name: "heads",
        value: JSONValue(
          array: device.heads.map { head in
            JSONValue(object: [
              (name: "seq", value: JSONValue(integer: Int(head.seq))), (name: "hash", value: JSONValue(head.hash.text)),
            ])
          })
      ),
    ])
  }
}

/// What waits, in words.
enum WaitingLine {
  /// `3 lines wait for event 7 of Cheryl's laptop`
  static func text(_ waiting: StoreStatus.Waiting, name: String?) -> String {
    let device = name.map { "\($0) (\(waiting.device.text))" } ?? "device \(waiting.device.text)"
    return "\(Plural.of(waiting.lines, "line")) \(waiting.lines == 1 ? "waits" : "wait") for event "
      + "\(waiting.missingSeq) of \(device)"
  }
}

/// Numbers with their nouns.
enum Plural {
  /// `1 event`, `2 events`
  static func of(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
