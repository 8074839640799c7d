import EventLog

/// What a device says that it has accepted (FORMAT 5): a claim, for people to read.
package struct FolderAck: Sendable, Equatable {
  /// The device that says so.
  package let device: DeviceID
  /// The heads of each device's log that it has accepted.
  package let heads: [DeviceID: [EventHash]]
  /// When it said so, by its clock.
  package let hlc: HybridTimestamp
  /// What its person calls it.
  package let label: String?
  /// 1, 2, 3 … with each ack of the device.
  package let n: Int64

  /// The greatest size of an ack's file in bytes.
  static let bytesMax = 4 << 20

  /// The bytes of the file.
  var content: [UInt8] {
    let heads = heads.map { device, hashes in
      (name: device.text, value: JSONValue(array: hashes.sorted().map { JSONValue($0.text) }))
    }
    return JSONValue(object: [
      (name: "device", value: JSONValue(device.text)), (name: "heads", value: JSONValue(object: heads)),
      (name: "hlc", value: JSONValue(hlc.text)), (name: "label", value: label.map { JSONValue($0) } ?? .null),
      (name: "n", value: JSONValue(integer: Int(n))), (name: "v", value: JSONValue(integer: 1)),
    ]).canonical + [UInt8(ascii: "\n")]
  }

  init(device: DeviceID, heads: [DeviceID: [EventHash]], hlc: HybridTimestamp, label: String?, n: Int64) {
    self.device = device
    self.heads = heads
    self.hlc = hlc
    self.label = label
    self.n = n
  }

  /// Reads the bytes of a file; nil when they are no ack of a version that this release knows.
  package init?(content: [UInt8]) {
    let text = content.last == 0x0a ? Array(content.dropLast()) : content
    guard let members = (try? JSONValue(canonical: text))?.object else { return nil }
    let values = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    guard values["v"]?.number == 1, let device = values["device"]?.string.flatMap({ DeviceID($0) }),
      let hlc = values["hlc"]?.string.flatMap({ HybridTimestamp($0) }), let number = values["n"]?.number,
      number >= 1, number <= 9_007_199_254_740_991, number == number.rounded(), let members = values["heads"]?.object
    else { return nil }
    var heads: [DeviceID: [EventHash]] = [:]
    for (name, value) in members {
      guard let device = DeviceID(name), let hashes = value.array else { return nil }
      heads[device] = hashes.compactMap { $0.string.flatMap { EventHash($0) } }
    }
    self.init(device: device, heads: heads, hlc: hlc, label: values["label"]?.string, n: Int64(number))
  }
}

/// The name of an ack's file.
struct AckName: Hashable {
  let device: DeviceID
  let n: Int64
  /// The first 8 hexadecimal digits of the SHA-256 of the content.
  let hash8: String

  init(device: DeviceID, n: Int64, content: [UInt8]) {
    self.device = device
    self.n = n
    hash8 = Self.hash8(content)
  }

  init?(directory: String, file: String) {
    guard let device = DeviceID(directory.lowercased()) else { return nil }
    let name = file.lowercased()
    guard name.hasSuffix(".json") else { return nil }
    let parts = name.dropLast(5).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count <= 16, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let n = Int64(parts[0]), n >= 1, parts[1].utf8.count == 8
    else { return nil }
    self.device = device
    self.n = n
    hash8 = String(parts[1])
  }

  static func hash8(_ content: [UInt8]) -> String { String(EventHash(of: content).text.prefix(8)) }

  var directory: String { "acks/\(device.text)" }
  var path: String { "\(directory)/\(n)-\(hash8).json" }
}
