import Foundation

/// A folder that is removed when the value goes away.
package final class TemporaryFolder: Sendable {
  package let path: String

  /// - Parameter inMemory: on a file system that keeps nothing, where there is one: for tests of many small stores that
  ///   do not ask whether bytes reach a disk.
  package init(inMemory: Bool = false) throws {
    let memory = "/dev/shm/"
    let base = inMemory && FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    path = base + "followup-test-" + UUID().uuidString.lowercased()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file within the folder.
  package func file(_ name: String) -> String { path + "/" + name }
}

/// The folder Fixtures of the checkout that the tests were built from.
package enum Fixtures {
  package static let path: String = {
    // .../Sources/TestSupport/TemporaryFolder.swift
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/Fixtures"
  }()

  package static func bytes(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
  }

  /// The lines of a file, without their LFs; empty ones are left out.
  package static func lines(_ name: String) throws -> [[UInt8]] {
    try bytes(name).split(separator: 0x0a).map(Array.init)
  }

  /// The names in a folder, sorted.
  package static func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
  }
}
