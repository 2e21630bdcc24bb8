import ArgumentParser
import MutualInformation
import Pipeline
import Segmentation
import Support
import Tracks
import MotionSegmentation

/// The options of the pipeline that segment, sweep and batch share (Documentation/cli.md).
struct PipelineFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Estimator of mutual information: \(Self.estimatorNames) (default: \(SegmentationOptions().estimator)).",
      valueName: "name"))
  var estimator: String?

  @Option(help: ArgumentHelp("Neighbours that ksg looks at.", valueName: "k"))
  var neighbours = SegmentationOptions().neighbours

  @Option(
    help: ArgumentHelp("Bins a side of histogram (default: from the number of frames).", valueName: "n"))
  var bins: Int?

  @Option(
    help: ArgumentHelp(
      "Steps of training of mine, dv, nwj, infonce and smile (500; mine-2000 says the same).", valueName: "n")
  )
  var iterations: Int?

  @Option(
    help: ArgumentHelp(
      "What infonet prints: calibrated, or dual (the Donsker–Varadhan bound itself).", valueName: "name"))
  var readOut = SegmentationOptions().readOut

  @Option(
    help: ArgumentHelp(
      "Weights of infonet or mist in place of those in the program.", valueName: "weights.safetensors"))
  var weights: String?

  @Flag(
    help: "Take the frames as independent draws: infonet and mist are told T, not the effective sample size.")
  var independent = false

  @Option(choice: "What of the tracks' motion is compared; default \(SegmentationOptions().signal)")
  var signal = SegmentationOptions().signal

  @Option(
    help: ArgumentHelp(
      "Frames between the two positions of a velocity, or auto: from the tracks' noise.",
      valueName: "frames|auto"))
  var lag = "auto"

  @Option(
    choice:
      "How two-dimensional positions become pairs of numbers; default \(SegmentationOptions().slicing), none for mist"
  )
  var slicing: Slicing.Kind?

  @Option(help: ArgumentHelp("Slices for each pair of tracks.", valueName: "n"))
  var slices = SegmentationOptions().slices

  @Option(
    help: ArgumentHelp(
      "Seed of projections and samples; the same seed gives the same result.", valueName: "n"))
  var seed = SegmentationOptions().seed

  @Option(
    help: ArgumentHelp(
      "Tracks in the pairwise matrix, spread over the picture; the rest are labelled by their MI with these.",
      valueName: "n"))
  var maxTracks = SegmentationOptions().maxTracks ?? 500

  @Flag(help: "Put every kept track into the pairwise matrix.")
  var allPairs = false

  @Option(
    help: ArgumentHelp(
      "Estimate only pairs of near tracks: each with the k nearest, by mean distance; the other pairs count as 0.",
      valueName: "k"))
  var near: Int?

  @Option(choice: "Rule that decides which tracks are kept; default “\(SegmentationOptions().filter)”")
  var filter = SegmentationOptions().filter

  @Option(
    help: ArgumentHelp(
      "Link tracks only where MI passes with this confidence: the matrix holds the lower bounds of central intervals of this probability (mist-qr), as 0.9.",
      valueName: "p"))
  var confidence: Double?

  @Option(help: ArgumentHelp("Threshold in nats, or auto.", valueName: "x|auto"))
  var threshold = "auto"

  @Option(
    choice: "The rule that groups tracks; default persistent, components with a threshold in nats")
  var clustering: ClusteringRule?

  @Option(help: ArgumentHelp("Worker threads (default: every core). Never changes a result.", valueName: "n"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Do only the i-th of n parts of the pairwise matrix and keep them in the output; a run without it joins what is there.",
      valueName: "i/n"))
  var tiles: String?

  /// The share that --tiles asks for.
  func tileShare() throws -> TileShare? {
    guard let tiles else { return nil }
    let parts = tiles.split(separator: "/").compactMap { Int($0) }
    guard parts.count == 2, let share = try? TileShare(parts[0], of: parts[1]) else {
      throw ValidationError("--tiles takes i/n with i from 1 to n, not '\(tiles)'.")
    }
    return share
  }

  @Option(help: ArgumentHelp("Memory that the pairwise stage may hold, such as 2G.", valueName: "size"))
  var memoryLimit: ByteCount?

  /// A number of frames, or nil for auto.
  static func lag(_ text: String) throws -> Int? {
    if text == "auto" { return nil }
    guard let lag = Int(text) else {
      throw ValidationError("--lag takes a number of frames or auto, not '\(text)'.")
    }
    return lag
  }

  private static var estimatorNames: String { SegmentationOptions.registry.names.joined(separator: ", ") }

  /// The options as the pipeline takes them.
  ///
  /// - Throws: `ValidationError` for a value that makes no sense.
  func options() throws -> SegmentationOptions {
    var options = SegmentationOptions()
    options.estimator =
      estimator
      ?? (confidence == nil
        ? options.estimator : SegmentationOptions.registry.quantileNames.first ?? options.estimator)
    options.neighbours = neighbours
    options.bins = bins
    options.iterations = iterations
    options.readOut = readOut
    options.weights = weights
    options.independent = independent
    options.signal = signal
    options.lag = try Self.lag(lag)
    options.slicing =
      slicing
      ?? SegmentationOptions.usualSlicing(for: options.estimator)
    options.confidence = confidence
    options.slices = slices
    options.seed = seed
    options.maxTracks = allPairs ? nil : maxTracks
    options.near = near
    options.filter = filter
    if threshold != "auto" {
      guard let value = Double(threshold), value.isFinite else {
        throw ValidationError("--threshold takes a number of nats or auto, not '\(threshold)'.")
      }
      options.threshold = value
    }
    options.clustering = clustering ?? (options.threshold == nil ? .persistent : .components)
    options.threads = threads ?? 0
    options.memoryLimit = memoryLimit?.bytes
    do {
      try options.validate()
    } catch let error as InvalidOption {
      throw ValidationError(error.sentence)
    }
    return options
  }
}
