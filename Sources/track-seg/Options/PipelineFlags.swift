import ArgumentParser
import MutualInformation
import Pipeline
import Segmentation
import Support
import Tracks
import MotionSegmentation

/// The options of the pipeline that segment, sweep and batch share (Documentation/cli.md).
struct PipelineFlags: ParsableArguments {
  @Option(help: EstimatorFlags.estimatorHelp(default: SegmentationOptions().estimator))
  var estimator: String?

  @OptionGroup var estimation: EstimatorFlags

  @Option(choice: "Signal that is compared between tracks; default \(SegmentationOptions().signal)")
  var signal = SegmentationOptions().signal

  @Option(
    help: ArgumentHelp(
      "Number of frames between the two positions of a velocity, or auto (chosen from the noise of the tracks).",
      valueName: "frames|auto"))
  var lag = "auto"

  @Option(
    choice:
      "How two-dimensional positions are projected to one dimension; default \(SegmentationOptions().slicing), none for mist"
  )
  var slicing: Slicing.Kind?

  @Option(help: ArgumentHelp("Number of slices for each pair of tracks.", valueName: "n"))
  var slices = SegmentationOptions().slices

  @Option(
    help: ArgumentHelp(
      "Random seed for slices and samples. The same seed gives the same result.", valueName: "n"))
  var seed = SegmentationOptions().seed

  @Option(
    help: ArgumentHelp(
      "Largest number of tracks in the pairwise matrix, spread over the picture. Each other track joins the object with which it shares the most MI.",
      valueName: "n"))
  var maxTracks = SegmentationOptions().maxTracks ?? 500

  @Flag(help: "Put all tracks that pass the filter into the pairwise matrix.")
  var allPairs = false

  @Option(
    help: ArgumentHelp(
      "Estimate MI only between each track and its k nearest tracks (by mean distance). All other pairs count as 0.",
      valueName: "k"))
  var near: Int?

  @Option(choice: "Rule that selects the tracks to use; default “\(SegmentationOptions().filter)”")
  var filter = SegmentationOptions().filter

  @Option(
    help: ArgumentHelp(
      "Least number of frames in which a track must be observed (default: 8, or all frames of a shorter video).",
      valueName: "n"))
  var leastFrames: Int?

  @Option(
    help: ArgumentHelp(
      "Cluster on lower confidence bounds instead of estimates, for example 0.9. Needs mist-qr, which is then the default estimator.",
      valueName: "p"))
  var confidence: Double?

  @Option(
    help: ArgumentHelp("MI threshold in nats, or auto (the clustering rule finds it).", valueName: "x|auto"))
  var threshold = "auto"

  @Option(
    choice: "Rule that groups tracks; default auto, or components if --threshold is a number")
  var clustering: ClusteringRule?

  @Option(
    help: ArgumentHelp(
      "Number of objects, the background not counted (clustering auto; default: found by the rule). With --background none, or if no background is found, every group is an object.",
      valueName: "k"))
  var objects: Int?

  @Option(
    help: ArgumentHelp("Number of threads (default: all cores). It never changes the result.", valueName: "n")
  )
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Compute only part i of n of the pairwise matrix and save it in the output folder. A run without --tiles joins the parts.",
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

  @Option(help: ArgumentHelp("Largest memory for the pairwise stage, for example 2G.", valueName: "size"))
  var memoryLimit: ByteCount?

  /// A number of frames, or nil for auto.
  static func lag(_ text: String) throws -> Int? {
    if text == "auto" { return nil }
    guard let lag = Int(text) else {
      throw ValidationError("--lag takes a number of frames or auto, not '\(text)'.")
    }
    return lag
  }

  /// The options as the pipeline takes them.
  ///
  /// `others` are estimators that run beside this one.
  /// - Throws: `ValidationError` for a value that makes no sense.
  func options(beside others: [String] = []) throws -> SegmentationOptions {
    var options = SegmentationOptions()
    options.estimator =
      estimator
      ?? (confidence == nil
        ? options.estimator : SegmentationOptions.registry.quantileNames.first ?? options.estimator)
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
    options.leastFrames = leastFrames
    if threshold != "auto" {
      guard let value = Double(threshold), value.isFinite else {
        throw ValidationError("--threshold takes a number of nats or auto, not '\(threshold)'.")
      }
      options.threshold = value
    }
    options.clustering = clustering ?? (options.threshold == nil ? .auto : .components)
    options.objects = objects
    options.threads = threads ?? 0
    options.memoryLimit = memoryLimit?.bytes
    do {
      options.estimatorOptions = try estimation.options(for: options.estimator, beside: others)
      try options.validate()
    } catch let error as InvalidOption {
      throw ValidationError(error.sentence)
    }
    return options
  }
}
