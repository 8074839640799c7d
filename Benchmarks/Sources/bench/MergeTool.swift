import EventStorage
import EventSync
import Foundation

enum MergeTool {
  static func run(store path: String, sources: [String]) throws {
    let store = try EventStore(creatingAt: path, environment: .live(anchorDirectory: nil))
    let report = try store.ingest(
      sources.map { source -> any LineSource in
        if source.hasSuffix(".db") { return try StoreLineSource(path: source, into: store) }
        return try LogFileSource(path: source)
      })
    try store.close()
    print("accepted \(report.accepted) known \(report.known) waiting \(report.waiting) refused \(report.refused)")
  }
}
