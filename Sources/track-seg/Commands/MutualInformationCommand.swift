import ArgumentParser
import LinearAlgebra
import MutualInformation
import NumPy
import Pipeline

/// Mutual information of two arrays: the estimators without the video.
struct MutualInformationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mi",
    abstract: "Estimate the mutual information of two arrays, in nats.",
    usage: "track-seg mi x.npy y.npy --estimator ksg",
    discussion: """
      Example: track-seg mi x.npy y.npy --estimator ksg --neighbours 3

      Arrays of shape (T,) are one pair of samples; (B, T), B pairs of one-dimensional samples; (B, T, d), B pairs of \
      d-dimensional ones; (T, d) with --vector, one pair. One number per pair is printed. Samples of several dimensions \
      are sliced unless --slicing none, or the estimator is mist or mist-qr. --interval 0.9 prints three: the lower \
      bound, the median and the upper bound of mist-qr.
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
    help: ArgumentHelp(
      "independent, shared, axis or none (default: independent, none for mist).", valueName: "name"))
  var slicing: String?
  @Option(help: ArgumentHelp("Slices.", valueName: "n")) var slices = 32
  @Option(help: ArgumentHelp("Seed of the slices.", valueName: "n")) var seed: UInt64 = 0
  @Flag(help: "Take arrays of shape (T, d) as one sample of d dimensions.") var vector = false
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
      options.estimator = estimator ?? (interval == nil ? "ksg" : "mist-qr")
      options.neighbours = neighbours
      options.bins = bins
      options.iterations = iterations
      options.readOut = readOut
      options.weights = weights
      options.independent = independent
      let samples = try SamplePairs(x: x, y: y, isVector: vector)
      options.slicing =
        slicing
        ?? SegmentationOptions.usualSlicing(
          for: options.estimator, dimension: max(samples.x.dimension, samples.y.dimension),
          otherwise: "independent")
      options.slices = slices
      options.seed = seed
      try options.validate()
      let engine = PairwiseEngine(slicing: try options.makeSlicing(), threads: threads)
      let method = try options.makeEstimator()
      let intervals = try interval.map {
        try IntervalEstimates(of: samples, probability: $0, estimator: method, threads: threads)
      }
      let raw =
        try intervals?.medians ?? engine.estimatePairs(x: samples.x, y: samples.y, using: method)
      let values = clip ? raw.map { max($0, 0) } : raw
      let effective = independent ? nil : try engine.effectiveSampleSizes(x: samples.x, y: samples.y)
      if let output {
        let array =
          intervals.map {
            NumPyArray(
              shape: [values.count, 3], elements: .float($0.rows(clip: clip).joined().map(Float.init)))
          } ?? NumPyArray(shape: [values.count], elements: .float(values.map(Float.init)))
        try NPY.write(array, to: output)
      }
      if json {
        print(
          try MutualInformationSummary(
            options, samples: samples, values: values, effective: effective,
            intervals: intervals.map { ($0.probability, $0.rows(clip: clip)) },
            isMutualInformation: method.isMutualInformation
          ).json()
        )
      } else {
        if !method.isMutualInformation {
          Terminal.line(
            "\(method.name): a measure of dependence from 0 to 1, not mutual information, not nats")
        }
        if method.readsTime, let effective, let least = effective.min(), let most = effective.max() {
          let range =
            least == most
            ? fixed(least, digits: 1) : "\(fixed(least, digits: 1)) to \(fixed(most, digits: 1))"
          Terminal.line(
            "\(method.name): \(samples.x.length) observations, taken as paths in time worth \(range) independent ones (--independent takes them as draws)"
          )
        }
        if let intervals {
          for row in intervals.rows(clip: clip) {
            print(row.map { fixed($0, digits: 6) }.joined(separator: " "))
          }
        } else {
          for value in values { print(fixed(value, digits: 6)) }
        }
      }
    }
  }
}
