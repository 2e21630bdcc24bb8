import ArgumentParser
import LinearAlgebra
import MutualInformation
import NumPy
import Pipeline
import Support
import MotionSegmentation

/// Mutual information of two arrays: the estimators without the video.
struct MutualInformationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mi",
    abstract: "Estimate the mutual information of two arrays, in nats.",
    usage: "track-seg mi x.npy y.npy --estimator ksg",
    discussion: """
      Example: track-seg mi x.npy y.npy --estimator ksg --neighbours 3

      \(SamplePairs.rule)

      The command prints one number per pair. Some estimators take vectors directly: \(vectors). \(scalars) take one dimension; for vectors they give sliced \
      mutual information, which is a different and lower quantity. --slicing independent, shared or axis gives sliced mutual information too. A line on \
      standard error, and quantity in --json, states which quantity a value is. --interval 0.9 prints three numbers: \
      the lower bound, the median and the upper bound of mist-qr.

      Adding a constant to the values changes nothing: they stay in double precision until they are centred. For discrete \
      data and values on a grid, ksg and histogram estimate the mutual information of discrete variables. For the other \
      estimators, a warning counts the repeated values.
      """)

  /// The estimators that take vectors, with the largest dimension where there is one.
  private static var vectors: String {
    let entries = SegmentationOptions.registry.entries.filter { $0.traits.largestDimension != 1 }
    let any = entries.filter { $0.traits.largestDimension == nil }.map(\.name).joined(separator: ", ")
    return any + " in any dimension"
      + entries.compactMap { entry in
        entry.traits.largestDimension.map { ", \(entry.name) up to \($0)" }
      }.joined()
  }

  /// The estimators that take one dimension.
  private static var scalars: String {
    SegmentationOptions.registry.entries.filter { $0.traits.largestDimension == 1 }.map(\.name)
      .joined(separator: ", ")
  }

  @Argument(help: "A .npy file with the samples of X.") var x: String
  @Argument(help: "A .npy file with the samples of Y.") var y: String

  @Option(help: EstimatorFlags.estimatorHelp(default: "ksg; with --interval, mist-qr"))
  var estimator: String?
  @OptionGroup var estimation: EstimatorFlags
  @Option(
    choice:
      "How vectors are projected to one dimension; default none if the estimator takes vectors of this dimension, else independent"
  )
  var slicing: Slicing.Kind?
  @Option(
    help: ArgumentHelp(
      "Number of slices (default: 32). Without --slicing, the slices are independent.", valueName: "n"))
  var slices: Int?
  @Option(help: ArgumentHelp("Random seed for the slices.", valueName: "n")) var seed: UInt64 = 0
  @Flag(help: "Read arrays of shape (T, d) as one sample of T observations of d coordinates.") var vector =
    false
  @Flag(help: "Read arrays of shape (B, T) as B samples of T observations.") var batch = false
  @Flag(
    help:
      "Print 0 instead of negative estimates. (Mutual information is never negative, but estimates of it can be.)"
  )
  var clip = false
  @Option(help: ArgumentHelp("Number of threads (0: all cores).", valueName: "n")) var threads = 0
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Also write the values, float32 of shape (B,), or (B, 3) with --interval.", valueName: "mi.npy"))
  var output: String?
  @Option(
    help: ArgumentHelp(
      "Also print the central interval of this probability, for example 0.9: lower bound, median, upper bound.",
      valueName: "p")
  )
  var interval: Double?
  @Flag(help: "Print one JSON object.") var json = false

  func run() throws {
    try reportingFailures {
      var options = SegmentationOptions()
      options.estimator =
        estimator ?? (interval == nil ? "ksg" : SegmentationOptions.registry.quantileNames.first ?? "ksg")
      options.estimatorOptions = try estimation.options(for: options.estimator)
      let (weights, independent) = (options.estimatorOptions.weights, options.estimatorOptions.isIndependent)
      guard !(vector && batch) else {
        throw RunError(.usage, "--vector and --batch exclude each other: choose one")
      }
      if let output { try OutputFile.check(output, inputs: [x, y] + [weights].compactMap { $0 }) }
      let samples = try SamplePairs(
        x: x, y: y, reading: vector ? .table : batch ? .batch : .byShape)
      let method = try options.makeEstimator()
      let dimensions = [samples.x.dimension, samples.y.dimension]
      let isVector = dimensions.contains { $0 > 1 }
      let isTakenWhole = dimensions.allSatisfy { method.supports(dimension: $0) }
      options.slicing =
        slicing
        ?? (slices == nil && (isTakenWhole || interval != nil) ? .none : .independent)
      options.slices = slices ?? 32
      options.seed = seed
      try options.validate()
      if isVector, interval != nil, options.slicing != .none {
        throw RunError(
          .usage,
          "--interval needs unsliced vectors: remove --slicing \(options.slicing), or use --slicing none")
      }
      let engine = PairwiseEngine(slicing: options.makeSlicing(), threads: threads)
      let intervals = try interval.map {
        try IntervalEstimates(of: samples, probability: $0, estimator: method, threads: threads)
      }
      let raw =
        try intervals?.medians ?? engine.estimatePairs(x: samples.x, y: samples.y, using: method)
      let values = clip ? raw.map { max($0, 0) } : raw
      let effective = independent ? nil : try engine.effectiveSampleSizes(x: samples.x, y: samples.y)
      let warnings =
        [samples.notice].compactMap(\.self)
        + (try EstimateWarnings(samples: samples, files: (x, y), values: raw, estimator: method).sentences)
      let summary = MutualInformationSummary(
        options, samples: samples, values: values, effective: effective,
        intervals: intervals.map { ($0.probability, $0.rows(clip: clip)) },
        isMutualInformation: method.isMutualInformation, warnings: warnings)
      if let output {
        let array =
          intervals.map {
            NumPyArray(
              shape: [values.count, 3], elements: .float($0.rows(clip: clip).joined().map(Float.init)))
          } ?? NumPyArray(shape: [values.count], elements: .float(values.map(Float.init)))
        try NPY.write(array, to: output)
      }
      for warning in warnings { Terminal.line("warning: " + warning) }
      if json {
        try StandardOutput.line(summary.json())
        return
      }
      describe(method, summary, effective)
      for row in intervals?.rows(clip: clip) ?? values.map({ [$0] }) {
        try StandardOutput.line(row.map { fixed($0, digits: 6) }.joined(separator: " "))
      }
    }
  }

  /// Says on standard error what the values are.
  private func describe(
    _ method: any MutualInformationEstimator, _ summary: MutualInformationSummary, _ effective: [Double]?
  ) {
    if !method.isMutualInformation {
      Terminal.line(
        "\(method.name): a measure of dependence from 0 to 1; it is not mutual information and has no unit")
    }
    if summary.dimensions.contains(where: { $0 > 1 }) {
      let dimensions = Set(summary.dimensions).sorted().map(String.init).joined(separator: " and ")
      let slices =
        summary.slices.map { "\($0) \(summary.slicing ?? "") slices" } ?? "the coordinates, one by one"
      Terminal.line(
        summary.slicing == "none"
          ? "\(method.name): \(summary.quantity) of samples of \(dimensions) dimensions, taken directly"
          : "\(method.name): \(summary.quantity) of samples of \(dimensions) dimensions, the mean over \(slices); "
            + "lower than mutual information itself"
            + (method.supports(dimension: summary.dimensions.max() ?? 1)
              ? "" : ", which \(method.name) cannot estimate in so many dimensions"))
    }
    if method.readsTime, let effective, let least = effective.min(), let most = effective.max() {
      let range =
        least == most
        ? fixed(least, digits: 1) : "\(fixed(least, digits: 1)) to \(fixed(most, digits: 1))"
      Terminal.line(
        "\(method.name): \(summary.observations) observations treated as paths in time, worth \(range) independent observations "
          + "(--independent treats them as independent)")
    }
  }
}
