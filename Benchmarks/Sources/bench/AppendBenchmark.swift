import EventLog
import EventStorage
import Foundation

/// Durable appends on an open store, each followed by a 4 KiB write and fdatasync to a file that is already allocated:
/// the medians and the ratio pair by pair.
enum AppendBenchmark {
  static func run(store path: String, file: String, count: Int) throws {
    let folder = (path as NSString).deletingLastPathComponent
    let store = try EventStore(creatingAt: path, environment: .live(anchorDirectory: folder + "/anchors"))
    let descriptor = open(file, O_RDWR | O_CREAT, 0o600)
    let block = [UInt8](repeating: 7, count: 4_096)
    for index in 0..<count { _ = pwrite(descriptor, block, block.count, off_t(index * block.count)) }
    fsync(descriptor)
    var appends: [Double] = []
    var syncs: [Double] = []
    let record = StoreEnvironment.live(anchorDirectory: nil).newIdentifier() as RecordID
    for index in 0..<count {
      let start = DispatchTime.now().uptimeNanoseconds
      _ = try store.append([
        Draft(
          record: record,
          set: ["type": "call", "outcome": "voicemail", "note": JSONValue("call number \(index)")])
      ])
      let middle = DispatchTime.now().uptimeNanoseconds
      _ = pwrite(descriptor, block, block.count, off_t(index * block.count))
      fdatasync(descriptor)
      let end = DispatchTime.now().uptimeNanoseconds
      appends.append(Double(middle - start) / 1e6)
      syncs.append(Double(end - middle) / 1e6)
    }
    // The first quarter grows the write-ahead log; afterwards it is allocated.
    func median(_ values: some Collection<Double>) -> Double { values.sorted()[values.count / 2] }
    for (name, range) in [("fresh", 0..<count / 4), ("allocated", count / 2..<count)] {
      let a = median(appends[range])
      let b = median(syncs[range])
      print(
        "append \(name): p50 \(String(format: "%.3f", a)) ms, 4 KiB + fdatasync \(String(format: "%.3f", b)) ms, "
          + "ratio \(String(format: "%.2f", a / b))")
    }
    try store.close()
  }
}
