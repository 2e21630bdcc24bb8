import Evaluation
import Foundation
import LinearAlgebra
import Support
import TestSupport
import Tracks

@testable import Pipeline
import MotionSegmentation

/// Values of small results, and results of the built program.
enum Samples {
  /// Two objects, a static track, and two dropped ones, of which one has no position in frame 0.
  static func labels(origin: Double = 0) -> LabelTable {
    let (frames, tracks) = (3, 5)
    let x: [Float] = [0.1, 1, 2, 123456.78, 4, 5, 1.7e7, 7, 8, .nan, 9, 9, 3, 3, 3]
    var set = TrackSet(
      frameCount: frames, trackCount: tracks, x: x, y: x.map { 2 * $0 },
      visible: (0..<frames * tracks).map { $0 % 4 != 1 },
      valid: [Bool](repeating: true, count: frames * tracks),
      trackIDs: [3, 1, 4, 15, 9])
    (set.originX, set.originY) = (origin, origin == 0 ? 0 : 5_300_000.25)
    let filtered = FilteredTracks(all: set, reasons: [.kept, .kept, .kept, .nonFinite, .noPosition])
    return LabelTable(
      tracks: set, filtered: filtered, labels: [1, 2, 0], scores: [0.3, -1, 1],
      origins: ["matrix", "mi", "static"])
  }

  static let matrix: ResultMatrix = {
    var values = SymmetricMatrix(count: 3)
    for i in 0..<3 { for j in 0...i { values[i, j] = Float(i) / 3 - Float(j) } }
    return ResultMatrix(values: .dense(values), trackIDs: [3, 1, 4])
  }()

  /// Of three tracks two pairs are known.
  static let sparse: ResultMatrix? = SparseMatrix(
    count: 3, rows: [0, 1], columns: [2, 2], values: [0.5, -0.25], common: [9, 300]
  ).map { ResultMatrix(values: .sparse($0), trackIDs: [3, 1, 4]) }

  static let metrics = ResultMetrics(
    averagePrecision: 1.0 / 3,
    perObject: [.init(id: 7, tracks: 2, averagePrecision: nil, label: 1, precision: 0.1, recall: 0.2)],
    adjustedRandIndex: -0.125, foregroundAri: nil, hungarianAccuracy: 0.9, regionPrecision: 0.1,
    regionRecall: 0.2,
    regionF: 2.0 / 15, extractedObjects: 1, density: 0.01, nClusters: 2, nObjects: 3, nScored: 4, nDropped: 5,
    maskIou: 0.5, maskBoundary: nil, masks: [.init(id: 1, label: nil, region: 0.5, boundary: 0)],
    scoredWith: "abc, increment 0.1")

  static let truth = ReviewTruth(ids: [7, 7, 999, 0, 0], background: 999, query: 4, metrics: metrics)

  static let curves: QueryCurves? = try? QueryCurves(
    matrix: matrix.values.rows, truth: [7, 7, 8], ids: matrix.trackIDs, query: nil, increment: 0.1)

  static func record(_ change: (inout SegmentationOptions) -> Void = { _ in }) -> RunRecord {
    var options = SegmentationOptions()
    options.pictures = false
    change(&options)
    return RunRecord(
      version: "0.1.0", command: ["track-seg", "a b/ü.npz"], options: options, workingDirectory: "../..",
      inputs: [], tracksFound: "npz", videoFound: nil, video: nil, reading: TrackReadingOptions(),
      arguments: nil,
      frameNames: ["00000", "00001", "00002"], frameCount: 3, trackCount: 5, keptCount: 3,
      dropped: ["non-finite": 1], staticCount: 1, sampledCount: 3, channelMeans: ["position": 0.1],
      threshold: nil, objectCount: 2, objectSizes: [1, 1], warnings: ["“w”"],
      timings: [.init(stage: "load", seconds: 0.1)], totalSeconds: 0.25, peakMemory: 1 << 33)
  }

  /// A result of the built program on a small synthetic scene, and the scene: 40 frames, 70 tracks, pictures.
  static func programResult(in folder: TemporaryFolder) throws -> (result: String, scene: String) {
    let (scene, result) = (folder.file("scene"), folder.file("cat"))
    let arguments = [
      [
        "synth", scene, "--frames", "40", "--objects", "2", "--tracks", "20", "--background", "30", "--width",
        "160",
        "--height", "90", "--quiet",
      ],
      [scene, "--output", result, "--quiet", "--max-tracks", "45", "--query", "3"],
    ]
    for arguments in arguments {
      let run = try runProgram([try programPath()] + arguments)
      guard run.exitCode == 0 else { throw ProgramFailure(reason: run.errors) }
    }
    return (result, scene)
  }
}
