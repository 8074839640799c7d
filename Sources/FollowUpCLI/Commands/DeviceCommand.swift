import ArgumentParser
import EventLog
import EventStorage
import FollowUp

/// `device [LABEL]`
struct DeviceCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "device", abstract: "List the devices, or name this one.",
    discussion: "A name such as \"kitchen laptop\" stands in histories and conflicts.")

  @Argument(help: "The name for this device; an empty one clears it.") var label: String?
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    guard let label else { return try list(session) }
    try session.record(creating: true) { _, writer in
      let device = try writer.device()
      let draft = DeviceLabelling.draft(device, label: label)
      let shown = draft.set["label"]?.string ?? "(no name)"
      return Recording(drafts: [draft], lines: ["this device is \(shown)  [\(device.text)]"])
    }
  }

  private func list(_ session: Session) throws {
    var devices: [(device: StoreStatus.Device, label: String?)] = []
    if let store = try session.openStoreIfAny() {
      defer { try? store.close() }
      devices = try session.read(store) { desk in
        try desk.reader.status().devices.map { ($0, desk.snapshot.label(of: $0.device)) }
      }
    }
    switch session.format {
    case .json:
      let list = devices.map { device, label in
        JSONValue(object: [
          (name: "device", value: JSONValue(device.device.text)),
          (name: "label", value: label.map { JSONValue($0) } ?? .null),
          (name: "events", value: JSONValue(integer: Int(device.events))),
          (name: "own", value: JSONValue(device.isOwn)),
        ])
      }
      session.printJSON([(name: "devices", value: JSONValue(array: list))])
    case .plain:
      for (device, label) in devices {
        session.out.record([device.device.text, label ?? "", "\(device.events)", device.isOwn ? "own" : "other"])
      }
    case .text:
      var table = Table()
      for (device, label) in devices {
        table.add([
          label ?? "(no name)", device.device.text, Plural.of(Int(device.events), "event"),
          device.isOwn ? "written here" : "",
        ])
      }
      table.print(to: session.out)
      if devices.isEmpty { session.say("No device has written yet: followup open COMPANY ROLE") }
    }
  }
}
