import EventLog
import Foundation
import GRDB
import Synchronization
import TestSupport

@testable import EventStorage

/// A folder with stores, their anchors and a clock that is moved by hand.
final class Workbench: Sendable {
  static let wall: Int64 = 1_780_000_000_000
  static let record = RecordID(high: 0x7000, low: 0x8000_0000_0000_0001)
  static let second = RecordID(high: 0x7000, low: 0x8000_0000_0000_0002)

  let folder: TemporaryFolder
  let clock = TestClock(Workbench.wall)
  private let opened = Mutex<UInt64>(0)

  init(inMemory: Bool = true) throws { folder = try TemporaryFolder(inMemory: inMemory) }

  func file(_ name: String) -> String { folder.file(name) }
  var anchors: String { file("anchors") }

  /// Opens a store; each opening has randomness of its own, so no two mint the same device.
  func open(
    _ name: String = "a.db", machine: String = "test machine", anchorDirectory: String?? = nil
  ) throws -> EventStore {
    let seed = opened.withLock { number in
      number += 1
      return number
    }
    return try EventStore(
      creatingAt: file(name),
      environment: clock.environment(
        seed: seed, machine: machine, anchorDirectory: anchorDirectory ?? anchors))
  }

  func copy(_ name: String, to other: String) throws {
    try? FileManager.default.removeItem(atPath: file(other))
    for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file(other) + suffix) }
    try FileManager.default.copyItem(atPath: file(name), toPath: file(other))
  }

  func bytes(_ name: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(fileURLWithPath: file(name)))) }

  func put(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: file(name))) }

  /// The files and their contents, without SQLite's index of the write-ahead log, in which readers leave their marks.
  func contents() throws -> [String: [UInt8]] {
    var result: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: file(name), isDirectory: &isFolder), !isFolder.boolValue else {
        continue
      }
      result[name] = name.hasSuffix("-shm") ? [] : try bytes(name)
    }
    return result
  }
}

extension EventStore {
  /// Writes one event.
  @discardableResult
  func set(_ fields: [String: JSONValue], of record: RecordID = Workbench.record, step: StepID? = nil) throws
    -> WriteReceipt
  {
    try append([Draft(record: record, set: fields)], step: step)
  }

  func digest() throws -> EventHash { try read { try $0.digest() } }

  func lines() throws -> [EventLine] {
    var log: [UInt8] = []
    try read { try $0.exportLog { log += $0 } }
    return try log.split(separator: 0x0a).map { try EventLine(reading: Array($0)) }
  }

  func line(_ hash: EventHash?) throws -> EventLine? { try lines().first { $0.hash == hash } }

  func fields(of record: RecordID = Workbench.record) throws -> [String: String]? {
    try read { try $0.record(record)?.values.mapValues(\.description) }
  }

  func state() throws -> [String] {
    var lines: [String] = []
    try read { try $0.forEachStateLine { lines.append(String(decoding: $0, as: UTF8.self)) } }
    return lines
  }

  func ownDevices() throws -> Set<DeviceID> { try read { try $0.ownDevices() } }

  /// The other side of each conflict, as `field: value, value`.
  func conflicts() throws -> [String] {
    try read { try $0.conflicts() }.map { "\($0.field): " + $0.sides.map(\.value.description).joined(separator: ", ") }
  }

  /// Runs SQL beside the store's own methods.
  func execute(_ sql: String) throws { try database.writeWithoutTransaction { try $0.execute(sql: sql) } }

  func query(_ sql: String) throws -> [String] {
    try database.read { db in
      try Row.fetchAll(db, sql: sql).map { row in
        row.map { column in
          switch column.1.storage {
          case .null: "NULL"
          case .string(let text): text
          case .int64(let number): "\(number)"
          case .double(let number): "\(number)"
          case .blob(let data): data.map { String($0, radix: 16) }.joined(separator: " ")
          }
        }.joined(separator: "|")
      }
    }
  }

  /// Whether everything is in order, by `verify` and by a rebuild.
  func problems() throws -> [String] {
    let before = try read { try $0.projection() }
    let problems = try verify().problems
    try rebuild()
    return try problems + (read { try $0.projection() } == before ? [] : ["a rebuild gives another projection"])
  }
}
