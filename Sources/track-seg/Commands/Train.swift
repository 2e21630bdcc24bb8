import ArgumentParser
import EstimatorCatalogue
import NeuralNetwork
import Pipeline
import Support

/// Trains a model and writes its weights with a model card.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model; writes weights, a checkpoint and a model card.",
    usage: "track-seg train infonet --steps 20000 --output Outputs/training/infonet",
    discussion: """
      Example: track-seg train infonet --steps 20000 --output Outputs/training/infonet

      Training samples are generated from the seed during training. If you stop the run, the same command resumes it and \
      ends with the same weights. weights.safetensors holds the average of the parameters; other commands load it with \
      --weights.

      Models:
      \(TrainableModels.all.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))
      """)

  @Argument(help: "The model: \(Self.names.dropLast().joined(separator: ", ")) or \(Self.names.last ?? "").")
  var model: String
  @Option(help: ArgumentHelp("Number of optimiser steps.", valueName: "n")) var steps = 20_000
  @Option(
    help: ArgumentHelp("Stop at this step; the schedule of the learning rate stays the same.", valueName: "n")
  )
  var stopAt: Int?
  @Option(help: ArgumentHelp("Samples per step.", valueName: "n")) var batch = 128
  @Option(help: ArgumentHelp("Highest learning rate of the cosine schedule.", valueName: "x")) var rate = 2e-3
  @Option(
    help: ArgumentHelp(
      "Fraction of training samples that are smooth paths; the others have independent observations.",
      valueName: "x"))
  var smooth = 0.5
  @Option(
    help: ArgumentHelp(
      "Fraction of smooth paths that are drawn from a single Gaussian; for short independent samples, half of it (infonet).",
      valueName: "x")) var linear = 0.0
  @Option(
    help: ArgumentHelp("Weight of the calibration loss relative to the dual loss (infonet).", valueName: "x"))
  var calibration: Float = 1
  @Option(
    help: ArgumentHelp(
      "Weights to start from; mist-qr can start from weights of mist.", valueName: "weights.safetensors"))
  var from: String?
  @Option(help: ArgumentHelp("Random seed for parameters and samples.", valueName: "n")) var seed: UInt64 = 1
  @Option(help: ArgumentHelp("Number of steps between checkpoints.", valueName: "n")) var every = 500
  @Option(
    help: ArgumentHelp("Number of threads (0: all cores). It never changes the result.", valueName: "n")
  )
  var threads = 0
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Output folder (default: Outputs/training/<model>).", valueName: "dir")) var output:
    String?
  @Flag(name: .shortAndLong, help: "Do not print progress.") var quiet = false

  private static var names: [String] { TrainableModels.all.map(\.name) }

  func validate() throws {
    guard Self.names.contains(model) else {
      throw ValidationError(
        "There is no model '\(model)'; expected one of: \(Self.names.joined(separator: ", ")).")
    }
    guard steps > 0, batch > 0, rate > 0, every > 0, (0...1).contains(smooth), (0...1).contains(linear) else {
      throw ValidationError(
        "--steps, --batch, --rate and --every are positive, --smooth and --linear are from 0 to 1.")
    }
  }

  func run() throws {
    try reportingFailures {
      for known in TrainableModels.all where known.name == model { try train(known) }
    }
  }

  private func train(_ model: some TrainableModel) throws {
    var options = TrainingOptions()
    (options.steps, options.batch, options.rate, options.seed, options.threads) = (
      steps, batch, rate, seed, threads
    )
    options.chunk = model.chunk
    var choices = ModelOptions()
    (choices.seed, choices.smoothShare, choices.linearShare) = (seed, smooth, linear)
    (choices.calibrationWeight, choices.start) = (calibration, from)
    let task = try model.makeTask(choices)
    let output = output ?? "Outputs/training/\(model.name)"
    try SeparatePlaces.check(inputs: [from], output: output)
    try TrainingRun(
      task: task, options: options, folder: try OutputFolder(path: output, kind: .training),
      every: every, stopAt: stopAt, isQuiet: quiet,
      facts: [
        ("model", model.name), ("parameters", "\(task.initialParameters.count)"),
        ("architecture", task.network.architecture),
      ] + model.facts(choices).map { ($0.name, $0.value) } + [("begun from", from ?? "random parameters")],
      figuresMean: model.figures, metadata: task.network.configuration.metadata
    ).go()
  }
}
