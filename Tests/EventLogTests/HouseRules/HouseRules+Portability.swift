extension HouseRules {
  /// Modules of the system by which a file knows that it is on Linux, and on which kind.
  private static let branches = ["Darwin", "Glibc", "Musl"]

  /// Who calls the system does so on each of them.
  static func platformBranches(_ source: HouseSource) -> [Finding] {
    let imported = Set(source.imports)
    guard !imported.isDisjoint(with: branches + ["Android"]) else { return [] }
    return branches.filter { !imported.contains($0) || !source.has("canImport(\($0))") }.map {
      Finding(source, "has no branch for \($0): import it with #elseif canImport(\($0))")
    }
  }

  /// What a phone does not have or does not allow. The program may use it, and what only tests link.
  static let absentOnPhones: [Word] =
    [
      "Process()", "Process.run(", "NSTask", "posix_spawn", "fork(", "vfork(", "execv", "execl(", "system(", "popen(",
      "dlopen(", "daemon(", "NSWorkspace", "NSAppleScript", "FSEventStream", "Host.current",
      "homeDirectoryForCurrentUser", "ptrace(", "getpwuid(", "getpwnam(", "shm_open(", "sem_open(", "mach_vm",
    ].map { Word(text: $0, instead: "iOS has it not, or not for an app; it belongs in FollowUpCLI") }

  private static let absentModules: Set<String> = [
    "AppKit", "Cocoa", "CoreServices", "IOKit", "ArgumentParser", "UIKit", "SwiftUI",
  ]

  static func phones(_ source: HouseSource) -> [Finding] {
    guard HouseSource.libraries.contains(source.module) else { return [] }
    return words(source, absentOnPhones)
      + source.imports.filter { absentModules.contains($0) }.map {
        Finding(source, "imports \($0), which not every client has")
      }
  }

  /// What only Linux has, calls and paths.
  static let linuxOnly = [
    "/proc/", "/sys/", "/etc/machine-id", "inotify_", "epoll_", "statx(", "renameat2(", "O_TMPFILE", "fallocate(",
    "eventfd(", "signalfd(", "timerfd_", "copy_file_range(", "sendfile(", "prctl(", "getauxval(", "memfd_create(",
    "pipe2(", "accept4(", "CLOCK_BOOTTIME", "fdatasync(", "sync_file_range(", "posix_fadvise(",
  ]

  /// Who calls what only Linux has says beside it what Darwin has instead.
  static func darwinTwins(_ source: HouseSource) -> [Finding] {
    let words = linuxOnly.filter { source.has($0) }
    guard !words.isEmpty else { return [] }
    let lines = source.lines
    // The condition of the imports is no twin.
    let isTwin = lines.enumerated().contains { index, line in
      line.contains("#if canImport(Darwin)")
        && !lines[(index + 1)...].prefix(1).contains { $0.contains("import Darwin") }
    }
    guard !isTwin else { return [] }
    return lines.enumerated().flatMap { index, line in
      guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { return [] as [Finding] }
      return words.filter { line.contains($0) }.map {
        Finding(
          source, line: index + 1, "\($0): Linux alone has it; put Darwin's way beside it, under #if canImport(Darwin)")
      }
    }
  }
}

/// What the manifest says of targets, as far as a reader without SwiftPM sees it.
struct Manifest {
  /// By target: the targets and products that it names.
  let dependencies: [String: [String]]

  init(_ text: String) {
    let starts = [".target(", ".executableTarget(", ".testTarget("]
    // Their arguments may stand on the lines after; `.target(` within dependencies is not how this manifest names any.
    var pieces: [Substring] = []
    var start: String.Index?
    for range in starts.flatMap({ text.ranges(of: $0) }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let start { pieces.append(text[start..<range.lowerBound]) }
      start = range.upperBound
    }
    if let start { pieces.append(text[start...]) }
    var result: [String: [String]] = [:]
    for piece in pieces {
      guard let name = piece.firstMatch(of: /name: "([^"]+)"/) else { continue }
      result[String(name.1)] = Self.names(in: piece)
    }
    dependencies = result
  }

  private static func names(in target: Substring) -> [String] {
    guard let start = target.range(of: "dependencies: [")?.upperBound else { return [] }
    var depth = 1
    var end = start
    while end < target.endIndex, depth > 0 {
      if target[end] == "[" { depth += 1 }
      if target[end] == "]" { depth -= 1 }
      end = target.index(after: end)
    }
    // A product's package is not a name of a module.
    return target[start..<end].replacing(/, package: "[^"]*"/, with: "").matches(of: /"([^"]+)"/).map { String($0.1) }
  }

  /// Everything that a target needs, by any way.
  func closure(of target: String) -> Set<String> {
    var found: Set<String> = []
    var open = dependencies[target] ?? []
    while let next = open.popLast() {
      if found.insert(next).inserted { open += dependencies[next] ?? [] }
    }
    return found
  }
}
