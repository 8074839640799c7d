// swift-tools-version: 6.1
import PackageDescription

// Programs that link the libraries of Followup from outside, as yours will: docs/GETTING-STARTED.md.
let package = Package(
  name: "examples",
  platforms: [.macOS(.v15), .iOS(.v18)],
  dependencies: [.package(name: "followup", path: "..")],
  targets: [
    .executableTarget(
      name: "Client", dependencies: [.product(name: "FollowUpKit", package: "followup")]),
    .executableTarget(
      name: "Notebook",
      dependencies: [
        .product(name: "EventLog", package: "followup"), .product(name: "EventStorage", package: "followup"),
        .product(name: "EventSync", package: "followup"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
