import ArgumentParser
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// `device [LABEL]`
struct DeviceCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "device", abstract: "List the devices, or name one.",
    discussion: "Histories, conflicts and status show the name, such as \"kitchen laptop\".")

  @Argument(help: "The name for this device; an empty one clears it.") var label: String?
  @Option(
    help: ArgumentHelp("Name another device, given by its current name or the end of its id.", valueName: "device"),
    completion: .devices)
  var of: String?
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    guard let label else {
      guard of == nil else {
        throw CommandFailure("--of needs the new name: followup device NAME --of DEVICE", status: ExitStatus.wrongUsage)
      }
      return try list(session)
    }
    try session.record(creating: of == nil) { query, writer in
      let device = try of.map { try query.device($0) } ?? writer.device()
      let draft = DeviceLabelling.draft(device, label: label)
      let shown = draft.set["label"]?.string ?? "(no name)"
      let subject = of == nil ? "this device" : query.snapshot.name(of: device)
      return CommandResult(drafts: [draft], lines: ["\(subject) is \(shown)  [\(device.text)]"])
    }
  }

  private func list(_ session: Session) throws {
    var devices: [(device: StoreStatus.Device, label: String?)] = []
    if let store = try session.openStoreIfAny() {
      defer { try? store.close() }
      devices = try session.read(store) { query in
        try query.reader.status().devices.map { ($0, query.snapshot.label(of: $0.device)) }
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
      if devices.isEmpty { session.say("No device has recorded anything yet: followup open COMPANY ROLE") }
    }
  }
}
