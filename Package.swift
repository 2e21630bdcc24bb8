// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors, existentials are spelled out, and nothing leaks from an import by accident.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Numerical modules are optimised in debug builds too: unoptimised they are 17 to 330 times slower and tests crawl.
let kernels: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A C library of the system: a module map, a shim header, and the Debian package that brings it.
func system(_ name: String, pkgConfig: String, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let package = Package(
  name: "track-seg",
  products: [
    .executable(name: "track-seg", targets: ["track-seg"]),
    .library(name: "MutualInformation", targets: ["MutualInformation"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
  ],
  targets: [
    // C libraries of the system.
    system("CFFmpeg", pkgConfig: "libavformat", apt: "libavformat-dev"),
    system("CPNG", pkgConfig: "libpng", apt: "libpng-dev"),
    system("COpenBLAS", pkgConfig: "openblas", apt: "libopenblas-dev"),
    system("CZip", pkgConfig: "libzip", apt: "libzip-dev"),
    system("CCairo", pkgConfig: "cairo", apt: "libcairo2-dev"),
    system("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
    system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),

    // Our own C: loops that want run-time dispatch on the processor's vector width.
    .target(
      name: "CKernels",
      cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),

    // The shipped weights, in the program itself: they survive moving it.
    .target(
      name: "CModelWeights",
      exclude: [
        "infonet.safetensors", "infonet-table.safetensors", "infonet-perceiver.safetensors",
        "mist.safetensors",
        "mist-qr.safetensors", "motion-groups.txt", "motion-background.txt",
      ],
      cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),

    // The review page's sources, in the program itself too.
    .target(
      name: "CReviewPage", exclude: ["result.html", "batch.html", "review.css", "script"]),

    // OpenCV behind a C header. Its headers lie in a folder of their own, which the link opencv4 leads to: flags for a search path
    // outside of the package would be unsafe, and other packages could then not depend on this one.
    .target(
      name: "COpenCV", exclude: ["opencv4"], cxxSettings: [.headerSearchPath("opencv4")],
      linkerSettings: [
        .linkedLibrary("opencv_video"), .linkedLibrary("opencv_imgproc"), .linkedLibrary("opencv_core"),
      ]),

    // What every module may use: the one writer of files, folders of results, CSV.
    .target(name: "Support", swiftSettings: kernels),

    .target(
      name: "LinearAlgebra",
      dependencies: ["CKernels", "COpenBLAS"], swiftSettings: kernels),
    .target(
      name: "NumPy",
      dependencies: ["CZip", "Support"], swiftSettings: kernels),
    .target(
      name: "Tracks",
      dependencies: ["LinearAlgebra", "NumPy", "Support"], swiftSettings: kernels),
    .target(
      name: "Video",
      dependencies: ["CFFmpeg", "CPNG", "Support"], swiftSettings: kernels),
    // Point tracks from the pictures of a video.
    .target(
      name: "Tracking",
      dependencies: ["COpenCV", "LinearAlgebra", "NumPy", "Support", "Video"],
      swiftSettings: kernels),
    .target(
      name: "MutualInformation",
      dependencies: ["LinearAlgebra", "Support", "CKernels"], swiftSettings: kernels),
    .target(
      name: "NeuralNetwork",
      dependencies: ["LinearAlgebra", "Support", "CKernels"], swiftSettings: kernels),
    .target(
      name: "Distributions",
      dependencies: ["CKernels", "LinearAlgebra"], swiftSettings: kernels),
    .target(
      name: "InfoNet",
      dependencies: [
        "NeuralNetwork", "MutualInformation", "Distributions", "LinearAlgebra", "Support", "CKernels",
        "CModelWeights",
      ],
      swiftSettings: kernels),
    .target(
      name: "Mist",
      dependencies: [
        "NeuralNetwork", "MutualInformation", "Distributions", "LinearAlgebra", "CKernels", "CModelWeights",
      ],
      swiftSettings: kernels),
    .target(
      name: "NeuralCritics",
      dependencies: ["NeuralNetwork", "MutualInformation", "LinearAlgebra"], swiftSettings: kernels),
    // Every estimator by name, in one list.
    .target(
      name: "EstimatorCatalogue",
      dependencies: ["MutualInformation", "NeuralNetwork", "NeuralCritics", "InfoNet", "Mist"],
      swiftSettings: kernels),
    .target(
      name: "Segmentation",
      dependencies: ["LinearAlgebra", "Support"], swiftSettings: kernels),
    // Objects by the motion that their tracks have in common.
    .target(
      name: "MotionGroups",
      dependencies: ["CModelWeights", "LinearAlgebra", "Segmentation", "Support", "Tracks"],
      swiftSettings: kernels),
    .target(
      name: "Evaluation",
      dependencies: ["LinearAlgebra"], swiftSettings: kernels),
    .target(
      name: "Report",
      dependencies: ["LinearAlgebra", "Support", "Video", "CCairo", "CCrypto", "CReviewPage", "CZlib"],
      swiftSettings: kernels),
    .target(
      name: "Synthesis",
      dependencies: ["LinearAlgebra", "NumPy", "Support", "Tracks", "Video"], swiftSettings: kernels),
    .target(
      name: "MotionSegmentation",
      dependencies: [
        "LinearAlgebra", "Support", "Tracks", "MutualInformation", "EstimatorCatalogue", "MotionGroups",
        "Segmentation",
      ],
      swiftSettings: kernels),
    .target(
      name: "Pipeline",
      dependencies: [
        "MotionGroups", "MotionSegmentation", "Tracking",
        "LinearAlgebra", "NumPy", "Tracks", "Video", "MutualInformation",
        "Segmentation", "Evaluation", "Report", "Support", "CCrypto",
      ],
      swiftSettings: kernels),
    .target(
      name: "Experiments",
      dependencies: [
        "LinearAlgebra", "NumPy", "MutualInformation", "Distributions", "Mist", "NeuralNetwork",
        "NeuralCritics", "Evaluation", "Pipeline", "Report", "Support", "MotionGroups", "MotionSegmentation",
        "Segmentation", "Synthesis", "Tracking",
        "Tracks",
      ],
      swiftSettings: kernels),
    .executableTarget(
      name: "track-seg",
      dependencies: [
        "Segmentation",
        "Pipeline", "MotionSegmentation", "Synthesis", "LinearAlgebra", "NumPy", "Tracks", "Video",
        "MutualInformation",
        "EstimatorCatalogue", "NeuralNetwork", "Experiments", "Report", "Support", "Tracking",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Tests: one target a module, and what they share.
    .target(
      name: "TestSupport", path: "Tests/TestSupport", swiftSettings: kernels),
    .target(
      name: "GradientCheck", dependencies: ["NeuralNetwork", "LinearAlgebra"], path: "Tests/GradientCheck",
      swiftSettings: kernels),
    .testTarget(
      name: "SupportTests", dependencies: ["Support", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "LinearAlgebraTests",
      dependencies: [
        "LinearAlgebra", .product(name: "RealModule", package: "swift-numerics"),
      ], swiftSettings: strict),
    .testTarget(
      name: "NumPyTests", dependencies: ["NumPy", "TestSupport"], exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "TracksTests", dependencies: ["Tracks", "LinearAlgebra", "NumPy", "Support", "TestSupport"],
      exclude: ["Golden"], swiftSettings: kernels),
    .testTarget(
      name: "VideoTests", dependencies: ["Video", "TestSupport"], exclude: ["Golden"], swiftSettings: kernels),
    .testTarget(
      name: "TrackingTests",
      dependencies: ["Tracking", "LinearAlgebra", "NumPy", "Support", "Video"],
      swiftSettings: kernels),
    .testTarget(
      name: "MutualInformationTests",
      dependencies: [
        "MutualInformation", "NeuralCritics", "EstimatorCatalogue", "LinearAlgebra", "Support", "TestSupport",
      ],
      exclude: ["Golden"], swiftSettings: kernels),
    .testTarget(
      name: "DistributionsTests",
      dependencies: ["Distributions", "MutualInformation", "LinearAlgebra"],
      swiftSettings: kernels),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Support",
        "Experiments", "Distributions", "Pipeline", "LinearAlgebra",
        "TestSupport",
      ],
      swiftSettings: kernels),
    .testTarget(
      name: "NeuralNetworkTests",
      dependencies: ["NeuralNetwork", "LinearAlgebra", "GradientCheck", "TestSupport"],
      exclude: ["Golden"], swiftSettings: kernels),
    .testTarget(
      name: "InfoNetTests",
      dependencies: [
        "InfoNet", "Distributions", "NeuralNetwork", "MutualInformation", "LinearAlgebra", "CKernels",
        "GradientCheck",
      ],
      exclude: ["Golden"],
      swiftSettings: kernels),
    .testTarget(
      name: "MistTests",
      dependencies: [
        "Mist", "Distributions", "NeuralNetwork", "MutualInformation", "LinearAlgebra", "GradientCheck",
      ],
      swiftSettings: kernels),
    .testTarget(
      name: "SegmentationTests", dependencies: ["Segmentation", "LinearAlgebra", "TestSupport"],
      exclude: ["Golden"],
      swiftSettings: kernels),
    .testTarget(
      name: "MotionGroupsTests",
      dependencies: ["MotionGroups", "LinearAlgebra", "Support", "Synthesis", "Tracks"],
      swiftSettings: kernels),
    .testTarget(
      name: "EvaluationTests", dependencies: ["Evaluation", "LinearAlgebra", "TestSupport"],
      exclude: ["Golden"],
      swiftSettings: kernels),
    .testTarget(
      name: "ReportTests", dependencies: ["Report", "LinearAlgebra", "Video"],
      swiftSettings: strict),
    .testTarget(
      name: "SynthesisTests", dependencies: ["Synthesis", "Tracks", "Video"],
      swiftSettings: kernels),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "MotionSegmentation",
        "Pipeline", "LinearAlgebra", "MutualInformation", "Segmentation", "Support", "Synthesis", "Tracks",
        "TestSupport",
      ], swiftSettings: kernels),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "track-seg", "EstimatorCatalogue", "MotionSegmentation", "MutualInformation", "NeuralNetwork",
        "LinearAlgebra",
        "NumPy", "Pipeline", "Segmentation", "Support", "Tracks", "TestSupport",
      ], exclude: ["Help"], swiftSettings: strict),
    .testTarget(
      name: "ResultTests",
      dependencies: [
        "MotionSegmentation",
        "track-seg", "Pipeline", "Evaluation", "LinearAlgebra", "NumPy", "Report", "Segmentation", "Support",
        "Tracks",
        "TestSupport",
      ],
      swiftSettings: kernels),
    .testTarget(
      name: "ReviewTests",
      dependencies: ["track-seg", "LinearAlgebra", "NumPy", "Report", "TestSupport"],
      swiftSettings: kernels),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
