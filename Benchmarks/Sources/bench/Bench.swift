import Foundation

/// The part of the benchmarks that is not the program itself: making logs, and timing appends inside one process.
@main struct Bench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "generate" where arguments.count >= 3:
      // generate FOLDER EVENTS [RECORDS [SEED]]
      let events = Int(arguments[2]) ?? 10_000
      let records = arguments.count > 3 ? Int(arguments[3]) ?? 0 : 0
      try LogGenerator(
        events: events, records: records > 0 ? records : max(1, events / 12),
        seed: arguments.count > 4 ? UInt64(arguments[4]) ?? 1 : 1
      ).write(to: arguments[1])
    case "append" where arguments.count == 4:
      // append STORE FILE COUNT
      try AppendBenchmark.run(store: arguments[1], file: arguments[2], count: Int(arguments[3]) ?? 1_000)
    case "sync" where arguments.count >= 3:
      // sync FOLDER COUNT [LOG…]
      try SyncBenchmark(place: arguments[1], count: Int(arguments[2]) ?? 1_000, logs: Array(arguments.dropFirst(3)))
        .run()
    default:
      let usage =
        "usage: bench generate FOLDER EVENTS [RECORDS [SEED]] | append STORE FILE COUNT | sync FOLDER COUNT [LOG…]\n"
      FileHandle.standardError.write(Data(usage.utf8))
      exit(2)
    }
  }
}
