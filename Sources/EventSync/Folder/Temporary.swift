import EventLog

/// The names of files that are being written.
enum Temporary {
  static let prefix = ".tmp-"

  static func name(device: DeviceID, nonce: UInt64) -> String {
    "\(prefix)\(device.text)-\(String(nonce, radix: 16))"
  }

  /// Whether a file is this device's own.
  static func isOwn(_ path: String, device: DeviceID) -> Bool {
    (path.split(separator: "/").last ?? "").lowercased().hasPrefix("\(prefix)\(device.text)-")
  }
}
