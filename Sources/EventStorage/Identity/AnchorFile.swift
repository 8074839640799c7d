import EventLog

/// The line of an anchor: the note outside the database that tells a store from its copies (FORMAT 6), as which device the
/// store at this path of this machine writes, and its last event.
extension EventPosition {
  /// The one line of the file: of one length, so that it can be written over an older one.
  var anchorLine: [UInt8] {
    let digits = String(seq)
    return JSONValue(object: [
      (name: "device", value: JSONValue(device.text)), (name: "hash", value: JSONValue(hash.text)),
      (name: "seq", value: JSONValue(String(repeating: "0", count: max(0, 16 - digits.count)) + digits)),
    ]).canonical + [UInt8(ascii: "\n")]
  }

  init?(anchorLine line: [UInt8]) {
    guard line.last == UInt8(ascii: "\n"), let value = try? JSONValue(canonical: Array(line.dropLast())),
      let members = value.object
    else { return nil }
    let values = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    guard let device = values["device"]?.string.flatMap({ DeviceID($0) }),
      let hash = values["hash"]?.string.flatMap({ EventHash($0) }),
      let seq = values["seq"]?.string.flatMap({ Int64($0) }), seq >= 0
    else { return nil }
    self.init(device: device, seq: seq, hash: hash)
  }
}

/// Where one store's anchor lies, and how it is moved.
struct AnchorFile {
  /// The SHA-256 of machine and path: the anchor's name, and how the store remembers where it is.
  let locationID: String
  private let directory: String?

  init(environment: StoreEnvironment, storePath: String) {
    locationID = environment.locationID(ofRealPath: Platform.realPath(storePath) ?? storePath)
    directory = environment.anchorDirectory
  }

  private var path: String? { directory.map { "\($0)/\(locationID)" } }

  /// The anchor, or nil when there is none or it cannot be read.
  func read() -> EventPosition? {
    guard let path, let bytes = try? Platform.readFile(path, limit: 1_024) else { return nil }
    return EventPosition(anchorLine: bytes)
  }

  /// Writes the anchor by rename, without fsync: after a power cut an older one is as good.
  ///
  /// - Returns: whether that was possible.
  func write(_ anchor: EventPosition) -> Bool {
    guard let directory, let path else { return false }
    do {
      let temporary = "\(path).\(Platform.processID())"
      do {
        try Platform.replaceFile(path, with: anchor.anchorLine, temporary: temporary, durable: false)
      } catch {
        try Platform.makeDirectory(directory)
        try Platform.replaceFile(path, with: anchor.anchorLine, temporary: temporary, durable: false)
      }
      return true
    } catch { return false }
  }

  /// Moves the anchor on after a commit: never to a lower seq, never away from another process's newer device. The lock
  /// is for the case that two processes commit one after the other and come here the other way round.
  func advance(to anchor: EventPosition) {
    guard let directory else { return }
    Platform.withFileLock("\(directory)/lock") {
      guard let path, let current = read(), current.device == anchor.device, current.seq < anchor.seq else { return }
      // The file of the anchor before is written over and takes the other one's place: a rename over a file of its own
      // makes some file systems write data at once, which took as long as the commit.
      if Platform.rotateFile(path, spare: path + ".spare", with: anchor.anchorLine) { return }
      _ = write(anchor)
    }
  }
}
