import Foundation
import Testing

/// Several processes on one store.
@Suite struct TwoProcessTests {
  /// Events of each of the two loops; every event is a process of its own.
  private let each = 500

  @Test func twoProcessesAppendAtOnce() throws {
    let laptop = try Laptop()
    try laptop.done("open", "Acme", "Engineer")
    let script = """
      number=0
      while [ "$number" -lt "$2" ]; do
        number=$((number + 1))
        "$1" log note acme "$3 $number" > /dev/null || exit 1
      done
      """
    let running = try ["one", "two"].map { name in
      try RunningProcess(
        "/bin/sh", ["-c", script, "sh", Tools.followup, "\(each)", name], environment: laptop.environment)
    }
    for process in running {
      let result = try process.finish()
      #expect(result.status == 0, "\(result.err)")
      #expect(result.err.isEmpty)
    }
    let devices = try laptop.status()["devices"] as? [[String: Any]] ?? []
    #expect(devices.count == 1)
    #expect(devices.first?["events"] as? Int == 2 * each + 3)
    #expect((devices.first?["heads"] as? [Any])?.count == 1)
    try laptop.done("verify")
    // Every one of them is there, once.
    let notes = try laptop.done("show", "acme", "--plain").split(separator: "\n").filter { $0.contains("\tnote\t") }
    #expect(notes.count == 2 * each)
  }

  @Test func twoProcessesMakeOneStoreAtOnce() throws {
    let laptop = try Laptop()
    let running = try ["One", "Two", "Three"].map { name in
      try RunningProcess(Tools.followup, ["open", name, "Engineer"], environment: laptop.environment)
    }
    for process in running { #expect(try process.finish().status == 0) }
    #expect(try laptop.list("applications", "list").count == 3)
    try laptop.done("verify")
    #expect((try laptop.status()["devices"] as? [Any])?.count == 1)
  }
}
