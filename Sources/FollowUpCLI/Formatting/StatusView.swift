import EventLog
import EventStorage
import EventSync
import FollowUpKit

/// The numbers of a store, and the answer to "am I synced?": each device, what it has of mine, what is here of it.
struct StatusView {
  private let session: Session
  private let status: StoreStatus
  private let standing: SyncStanding?
  private let backups: BackupState?
  private let label: (DeviceID) -> String?
  private let time: (HybridTimestamp) -> String
  /// The other devices, by their identifiers: those whose events are here, and those that have only said that they exist.
  private let others: [SyncStanding.Device]
  private let other: [DeviceID: SyncStanding.Device]

  init(
    session: Session, status: StoreStatus = StoreStatus(digest: DigestBuilder().finalize()),
    standing: SyncStanding? = nil, backups: BackupState? = nil, label: @escaping (DeviceID) -> String? = { _ in nil },
    time: @escaping (HybridTimestamp) -> String = { $0.text }
  ) {
    self.session = session
    self.status = status
    self.standing = standing
    self.backups = backups
    self.label = label
    self.time = time
    others = (standing?.devices ?? []).sorted { $0.device < $1.device }
    other = Dictionary(others.map { ($0.device, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func print() {
    switch session.format {
    case .json: printJSON()
    case .plain: printPlain()
    case .text: printText()
    }
    if let complaint = backups?.complaint {
      session.say("followup: \(complaint)")
      session.status = ExitStatus.needsPerson
    }
  }

  private var numbers: [(String, String)] {
    [
      ("digest", status.digest.text), ("events", "\(status.events)"), ("opaque", "\(status.opaque)"),
      ("conflicts", "\(status.conflicts)"), ("waiting", "\(status.waiting.reduce(0) { $0 + $1.lines })"),
    ]
  }

  private func name(_ device: DeviceID) -> String? { label(device) ?? other[device]?.ackLabel }

  // MARK: Text

  private func printText() {
    let out = session.out
    out.line("store      \(session.storePath)")
    for (name, value) in numbers { out.line(DisplayWidth.pad(name, 11) + value) }
    for folder in standing?.folders ?? [] {
      let when = HybridTimestamp(milliseconds: folder.syncedMilliseconds, counter: 0).map(time) ?? "never"
      let lacks = folder.unpublished == 0 ? "has all events" : "lacks \(Plural.of(Int(folder.unpublished), "event"))"
      out.line("folder     \(folder.path), synced \(when), \(lacks)")
      for note in folder.notes { out.line("           \(note)") }
    }
    for line in backups?.lines ?? [] { out.line("backup     \(line)") }
    let own = status.devices.filter(\.isOwn)
    if !own.isEmpty || !others.isEmpty { out.line("devices", .bold) }
    var table = Table()
    let branchCount = Dictionary(
      status.devices.map { ($0.device, $0.heads.count) }, uniquingKeysWith: { first, _ in first })
    for device in own {
      let branches = device.heads.count > 1 ? ", \(device.heads.count) branches" : ""
      table.add([
        name(device.device) ?? "(no name)", device.device.text,
        Plural.of(Int(device.events), "event") + " written here" + branches,
      ])
    }
    for device in others {
      let branches = branchCount[device.device] ?? 1
      table.add([
        name(device.device) ?? "(no name)", device.device.text,
        Plural.of(Int(device.here), "event") + (branches > 1 ? ", \(branches) branches" : ""),
      ])
    }
    table.print(to: out, indent: 2)
    for waiting in status.waiting { out.line(WaitingLine.text(waiting, name: name(waiting.device))) }
    if let standing, status.events > 0 { printStanding(standing) }
    if status.conflicts > 0 { session.hint("followup conflicts shows them") }
    if status.opaque > 0 { session.hint("opaque events come from a newer release; update to understand them") }
  }

  private func printStanding(_ standing: SyncStanding) {
    let out = session.out
    out.line("am I synced?", .bold)
    if standing.devices.isEmpty {
      out.line("  No other device is known yet: run followup sync FOLDER, or merge its files.")
    } else {
      var table = Table()
      table.add(["device", "last seen", "has of mine", "here of it", "in between"], .dim)
      for device in standing.devices {
        table.add([
          name(device.device) ?? String(device.device.text.suffix(6)), device.lastSeen.map(time) ?? "never",
          "\(device.hasOfMine) of \(device.mine)",
          Plural.of(Int(device.here), "event") + (device.isAhead ? ", more to come" : ""), between(device),
        ])
      }
      table.print(to: out, indent: 2)
    }
    if standing.onlyHere > 0 {
      out.line(
        "  \(Plural.of(Int(standing.onlyHere), "event")) \(standing.onlyHere == 1 ? "exists" : "exist") only here, "
          + "as far as is known")
    } else {
      out.line("  every event is also on another device")
    }
  }

  /// What lies between a device and this store.
  private func between(_ device: SyncStanding.Device) -> String {
    let lacks = device.lacks == 0 ? nil : "it lacks \(Plural.of(Int(device.lacks), "event"))"
    let waits = device.isAhead ? "its latest event is not here" : nil
    let parts = [lacks, waits].compactMap(\.self)
    return parts.isEmpty ? "nothing" : parts.joined(separator: "; ")
  }

  // MARK: For scripts

  private func printPlain() {
    for (name, value) in numbers { session.out.record([name, value]) }
    for device in status.devices {
      session.out.record([
        "device", device.device.text, name(device.device) ?? "", "\(device.events)", device.isOwn ? "own" : "other",
      ])
    }
    guard let standing else { return }
    session.out.record(["only_here", "\(standing.onlyHere)"])
    for device in others {
      session.out.record([
        "standing", device.device.text, name(device.device) ?? "", device.lastSeen?.text ?? "", "\(device.hasOfMine)",
        "\(device.mine)", "\(device.here)", "\(device.lacks)", device.isAhead ? "ahead" : "here",
      ])
    }
    for folder in standing.folders {
      session.out.record(["folder", folder.path, "\(folder.unpublished)"])
      for note in folder.notes { session.out.record(["file", "\(folder.path)/\(note.path)", note.reason]) }
    }
    for entry in backups?.entries ?? [] {
      func text(_ milliseconds: Int64?) -> String { milliseconds.flatMap { BackupState.json($0).string } ?? "" }
      session.out.record([
        "backup", entry.folder, entry.file, text(entry.madeMilliseconds), text(entry.provedMilliseconds),
      ])
    }
  }

  private func printJSON() {
    let present = Set(status.devices.map(\.device))
    let silent = others.filter { !present.contains($0.device) }.map { other in
      StoreStatus.Device(device: other.device, events: 0, heads: [], isOwn: false)
    }
    let devices = (status.devices + silent).sorted { $0.device < $1.device }.map(json)
    let folders = (standing?.folders ?? []).map { folder in
      let synced = HybridTimestamp(milliseconds: folder.syncedMilliseconds, counter: 0)
      return JSONValue(object: [
        (name: "path", value: JSONValue(folder.path)),
        (name: "synced", value: synced.map { JSONValue($0.text) } ?? .null),
        (name: "unpublished", value: JSONValue(integer: Int(folder.unpublished))),
        (
          name: "files",
          value: JSONValue(
            array: folder.notes.map { note in
              JSONValue(object: [
                (name: "path", value: JSONValue(note.path)), (name: "reason", value: JSONValue(note.reason)),
              ])
            })
        ),
      ])
    }
    session.printJSON([
      (name: "digest", value: JSONValue(status.digest.text)),
      (name: "events", value: JSONValue(integer: Int(status.events))),
      (name: "opaque", value: JSONValue(integer: Int(status.opaque))),
      (name: "conflicts", value: JSONValue(integer: status.conflicts)),
      (name: "waiting", value: JSONValue(integer: status.waiting.reduce(0) { $0 + $1.lines })),
      (name: "devices", value: JSONValue(array: devices)),
      (name: "only_here", value: JSONValue(integer: Int(standing?.onlyHere ?? 0))),
      (name: "folders", value: JSONValue(array: folders)),
      (name: "backups", value: backups?.json ?? JSONValue(array: [])),
      (name: "backups_overdue", value: JSONValue(backups?.complaint != nil)),
      (name: "store", value: JSONValue(session.storePath)),
      (name: "zone_rules", value: ZoneRulesJSON.value(session.zones)),
    ])
  }

  private func json(_ device: StoreStatus.Device) -> JSONValue {
    let heads = device.heads.map { head in
      JSONValue(object: [
        (name: "seq", value: JSONValue(integer: Int(head.seq))), (name: "hash", value: JSONValue(head.hash.text)),
      ])
    }
    var members: [(name: String, value: JSONValue)] = [
      (name: "device", value: JSONValue(device.device.text)),
      (name: "label", value: name(device.device).map { JSONValue($0) } ?? .null),
      (name: "events", value: JSONValue(integer: Int(device.events))),
      (name: "own", value: JSONValue(device.isOwn)), (name: "heads", value: JSONValue(array: heads)),
    ]
    if let other = other[device.device] {
      members += [
        (name: "last_seen", value: other.lastSeen.map { JSONValue($0.text) } ?? .null),
        (name: "has_of_mine", value: JSONValue(integer: Int(other.hasOfMine))),
        (name: "mine", value: JSONValue(integer: Int(other.mine))),
        (name: "lacks", value: JSONValue(integer: Int(other.lacks))), (name: "ahead", value: JSONValue(other.isAhead)),
      ]
    }
    return JSONValue(object: members)
  }
}
