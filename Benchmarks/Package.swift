// swift-tools-version: 6.2
import PackageDescription

/// Benchmarks are a package of their own, so that the tests do not build them: `swift run -c release EstimatorSpeed`.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "track-seg", path: "..")],
  targets: [
    .executableTarget(
      name: "EstimatorSpeed", dependencies: [.product(name: "MutualInformation", package: "track-seg")])
  ],
  swiftLanguageModes: [.v6]
)
