// swift-tools-version: 6.1
import PackageDescription

// Imports run downwards only, as the dependencies below say: EventLog <- EventStorage <- EventSync;
// EventLog <- CivilTime <- FollowUp <- FollowUpFormats, FollowUpAdvice; FollowUpAdvice <- FollowUpReport; FollowUpCLI on
// all. A test holds the sources to it.

// The plugin that builds the documentation, for `make docs` alone: nobody else has to fetch and compile it.
let documentation: [Package.Dependency] =
  Context.environment["FOLLOWUP_DOCS"] == nil
  ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0")]

let package = Package(
  name: "followup",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "EventLog", targets: ["EventLog"]),
    .library(name: "EventStorage", targets: ["EventStorage"]),
    .library(name: "EventSync", targets: ["EventSync"]),
    .library(name: "CivilTime", targets: ["CivilTime"]),
    .library(name: "FollowUp", targets: ["FollowUp"]),
    .library(name: "FollowUpAdvice", targets: ["FollowUpAdvice"]),
    .library(name: "FollowUpKit", targets: ["FollowUpKit"]),
    .executable(name: "followup", targets: ["FollowUpProgram"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ] + documentation,
  targets: [
    .target(
      name: "EventLog",
      dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
    .target(
      name: "Schema", path: "Schema", exclude: ["event.schema.json", "records.schema.json"],
      resources: [
        .embedInCode("v0001_log.sql"), .embedInCode("v0002_folders.sql"), .embedInCode("v0003_search.sql"),
      ]),
    .target(
      name: "EventStorage",
      dependencies: [
        "EventLog", "Schema", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .target(name: "EventSync", dependencies: ["EventLog", "EventStorage"]),
    .target(name: "CivilTime", dependencies: ["EventLog"]),
    .target(name: "FollowUp", dependencies: ["CivilTime", "EventLog"]),
    .target(
      name: "FollowUpAdvice",
      dependencies: ["CivilTime", "EventLog", "FollowUp", .product(name: "Yams", package: "Yams")],
      resources: [
        .embedInCode("Scripts/Templates"),
        .embedInCode("Playbooks/martin.yaml"), .embedInCode("Playbooks/collegegrad.yaml"),
        .embedInCode("Playbooks/quast.yaml"), .embedInCode("Playbooks/three-tips.yaml"),
        .embedInCode("Playbooks/phone.yaml"), .embedInCode("Playbooks/balanced.yaml"),
      ]),
    // No products of their own: what they declare is package.
    .target(name: "FollowUpFormats", dependencies: ["CivilTime", "EventLog", "FollowUp"]),
    .target(name: "FollowUpReport", dependencies: ["CivilTime", "EventLog", "FollowUp", "FollowUpAdvice"]),
    .target(
      name: "FollowUpKit",
      dependencies: [
        "CivilTime", "EventLog", "EventStorage", "EventSync", "FollowUp", "FollowUpAdvice", "FollowUpFormats",
        "FollowUpReport",
      ]),
    .target(
      name: "FollowUpCLI",
      dependencies: [
        "FollowUpKit",
        "CivilTime", "EventLog", "EventStorage", "EventSync", "FollowUp", "FollowUpAdvice", "FollowUpFormats",
        "FollowUpReport", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.embedInCode("Help/Topics")]),
    // Not named as the program is: on a file system that folds case it would collide with the library FollowUp.
    .executableTarget(name: "FollowUpProgram", dependencies: ["FollowUpCLI"]),
    .target(name: "TestSupport", dependencies: ["CivilTime", "EventLog", "EventStorage", "EventSync", "FollowUp"]),
    // What the fuzzer gives its bytes to: no product, and built by `make fuzz` with the fuzzer's instruments.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "CivilTime", "EventLog", "EventStorage", "EventSync", "FollowUp", "FollowUpAdvice", "FollowUpFormats",
        "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(name: "EventLogTests", dependencies: ["EventLog", "TestSupport"]),
    .testTarget(
      name: "EventStorageTests",
      dependencies: ["EventStorage", "EventSync", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(name: "EventSyncTests", dependencies: ["EventLog", "EventStorage", "EventSync", "TestSupport"]),
    .testTarget(name: "CivilTimeTests", dependencies: ["CivilTime", "TestSupport"]),
    .testTarget(name: "FollowUpTests", dependencies: ["CivilTime", "FollowUp", "TestSupport"]),
    .testTarget(name: "FollowUpAdviceTests", dependencies: ["CivilTime", "FollowUpAdvice", "TestSupport"]),
    .testTarget(name: "FollowUpFormatsTests", dependencies: ["CivilTime", "FollowUpFormats", "TestSupport"]),
    .testTarget(name: "FollowUpReportTests", dependencies: ["CivilTime", "FollowUpReport", "TestSupport"]),
    .testTarget(
      name: "FollowUpCLITests", dependencies: ["FollowUpKit", "CivilTime", "FollowUpCLI", "FuzzTargets", "TestSupport"]),
    .testTarget(
      name: "FollowUpKitTests",
      dependencies: [
        "CivilTime", "EventLog", "EventStorage", "EventSync", "FollowUp", "FollowUpAdvice", "FollowUpKit",
        "TestSupport",
      ]),
    .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets", "TestSupport"]),
    .testTarget(name: "EndToEndTests", dependencies: ["EventStorage", "FollowUpCLI", "FuzzTargets", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
