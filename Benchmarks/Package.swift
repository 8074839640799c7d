// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that who uses the libraries never resolves what the benchmarks need.
let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "followup", path: ".."),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .executableTarget(
      name: "bench",
      dependencies: [
        .product(name: "EventLog", package: "followup"),
        .product(name: "EventStorage", package: "followup"),
        .product(name: "EventSync", package: "followup"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
