import EventLog
import EventStorage

extension SyncRun {
  func readAcks(_ listing: FolderListing) {
    let byDevice = Dictionary(grouping: listing.acks, by: \.name.device)
    for (device, files) in byDevice {
      for file in files.sorted(by: { ($0.name.n, $0.path) > ($1.name.n, $1.path) }) {
        if memory.acks[device]?.path == file.path { break }
        guard let content = try? FolderReading.bytes(folder, file.path, limit: FolderAck.bytesMax),
          AckName.hash8(content) == file.name.hash8, let ack = FolderAck(content: content), ack.device == device,
          ack.n == file.name.n
        else { continue }
        memory.acks[device] = FolderMemory.Ack(n: ack.n, path: file.path, content: content)
        break
      }
    }
  }

  /// Says what this store has accepted, if that is not said already.
  func acknowledge(
    _ listing: FolderListing, _ device: DeviceID, _ label: String?, _ view: any SyncView
  ) {
    let own = listing.acks.filter { $0.name.device == device }
    do {
      let heads = Dictionary(grouping: try view.outline().branches, by: \.device).mapValues { $0.map(\.head).sorted() }
      if let last = memory.acks[device], own.contains(where: { $0.path == last.path }),
        let ack = FolderAck(content: last.content), ack.heads == heads
      {
        return
      }
      guard let hlc = try view.clockReading(wallMilliseconds: now) else { return }
      let n = max(own.map(\.name.n).max() ?? 0, memory.acks[device]?.n ?? 0) + 1
      let ack = FolderAck(device: device, heads: heads, hlc: hlc, label: label, n: n)
      let content = ack.content
      let name = AckName(device: device, n: n, content: content)
      try FolderWriting.write(
        content, to: name.path, directory: name.directory, folder, device: device, isDurable: false)
      memory.acks[device] = FolderMemory.Ack(n: n, path: name.path, content: content)
      report.hasAcked = true
      report.bytesWritten += Int64(content.count)
      for file in own { try? folder.remove(file.path) }
    } catch { report.add(problem: FolderWriting.note("acks/\(device.text)", error)) }
  }

  /// Names the devices that say they have written what neither the folder nor this store holds: otherwise a sync with a
  /// folder of which only the acks have arrived would look like one with nothing new.
  func reportAbsentEvents(_ view: any SyncView) throws {
    let own = try view.ownDevices()
    for (device, stored) in memory.acks.sorted(by: { $0.key < $1.key }) where !own.contains(device) {
      guard let ack = FolderAck(content: stored.content), let heads = ack.heads[device],
        // Nobody waits for what a device has kept to itself that is not used any more.
        let said = ack.hlc.milliseconds, apart(said) <= 30 * Self.dayMilliseconds,
        try view.positions(of: heads).contains(where: { $0 == nil })
      else { continue }
      report.add(
        notice: FolderNote(
          path: "log/\(device.text)",
          reason:
            "\(ack.label ?? "this device") reports events that are not here; they may still be on their "
            + "way, and its next sync brings them"))
    }
  }

  /// Removes what this device's own interrupted writing left behind.
  func tidy(_ listing: FolderListing, _ device: DeviceID) {
    for file in listing.temporaries where Temporary.isOwn(file.path, device: device) {
      if apart(file.modifiedNanoseconds / 1_000_000) > Self.dayMilliseconds { try? folder.remove(file.path) }
    }
  }
}
