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

      One number per pair is printed. Samples of several dimensions go to the estimator directly where it takes so many \
      (ksg, gaussian, kde, cca, distance, mine, dv, nwj, infonce, smile; mist and mist-qr up to four). histogram, \
      kde-integral, bspline, infonet and infonet-perceiver take one dimension: their value is sliced mutual information, \
      another and lower quantity, as with --slicing independent, shared or axis. A line on standard error, and quantity \
      in --json, says which of the two a value is. --interval 0.9 prints three numbers: the lower bound, the median and \
      the upper bound of mist-qr.

      Values keep double precision until they are centred, so a constant added to them changes nothing. Of values on a \
      grid and of discrete data ksg and histogram give the information of discrete variables; for the other estimators a \
      warning counts the repeated values.
      """)

  @Argument(help: "The samples of X, a .npy file.") var x: String
  @Argument(help: "The samples of Y, a .npy file.") var y: String

  @Option(
    help: ArgumentHelp(
      "Estimator: \(SegmentationOptions.registry.names.joined(separator: ", ")) (default: ksg, mist-qr with --interval).",
      valueName: "name"))
  var estimator: String?

  @Option(help: ArgumentHelp("Neighbours that ksg looks at.", valueName: "k")) var neighbours = 5
  @Option(help: ArgumentHelp("Bins a side of histogram.", valueName: "n")) var bins: Int?
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
  @Option(
    choice:
      "How vectors become numbers; default: none where the estimator takes the dimensions, else independent")
  var slicing: Slicing.Kind?
  @Option(help: ArgumentHelp("Slices (32); without --slicing: independent ones.", valueName: "n"))
  var slices: Int?
  @Option(help: ArgumentHelp("Seed of the slices.", valueName: "n")) var seed: UInt64 = 0
  @Flag(help: "Read arrays of shape (T, d) as one sample of T observations of d coordinates.") var vector =
    false
  @Flag(help: "Read arrays of shape (B, T) as B samples of T observations.") var batch = false
  @Flag(
    help: "The T samples are independent draws, not a path in time: no effective sample size is reported.")
  var independent = false
  @Flag(
    help:
      "Print 0 for negative estimates; mutual information is never negative, unbiased estimates of it are.")
  var clip = false
  @Option(help: ArgumentHelp("Worker threads (default: every core).", valueName: "n")) var threads = 0
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Also write the values, float32 of shape (B,), or (B, 3) with --interval.", valueName: "mi.npy"))
  var output: String?
  @Option(
    help: ArgumentHelp(
      "Print the central interval of this probability as well, as 0.9: lower, median, upper.", valueName: "p")
  )
  var interval: Double?
  @Flag(help: "Print one JSON object.") var json = false

  func run() throws {
    try reportingFailures {
      var options = SegmentationOptions()
      options.estimator =
        estimator ?? (interval == nil ? "ksg" : SegmentationOptions.registry.quantileNames.first ?? "ksg")
      options.neighbours = neighbours
      options.bins = bins
      options.iterations = iterations
      options.readOut = readOut
      options.weights = weights
      options.independent = independent
      guard !(vector && batch) else {
        throw RunError(.usage, "--vector and --batch are two ways to read one shape: choose one of them")
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
          "--interval is of whole vectors: leave out --slicing \(options.slicing), or take --slicing none")
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
        "\(method.name): a measure of dependence from 0 to 1, not mutual information, not nats")
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
        "\(method.name): \(summary.observations) observations, taken as paths in time worth \(range) independent ones "
          + "(--independent takes them as draws)")
    }
  }
}
