import ArgumentParser
import EstimatorCatalogue
import NeuralNetwork
import Pipeline
import Support

/// Trains a model and writes its weights with a model card.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model: weights, checkpoint and model card.",
    usage: "track-seg train infonet --steps 20000 --output Outputs/training/infonet",
    discussion: """
      Example: track-seg train infonet --steps 20000 --output Outputs/training/infonet

      Samples are made as they are needed, from the seed. A run that is stopped goes on where it was when the same \
      command is given again, and ends with the same weights. weights.safetensors holds the average of the parameters; \
      --weights of the other commands takes it.

      Models:
      \(TrainableModels.all.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))
      """)

  @Argument(help: "The model: \(Self.names.dropLast().joined(separator: ", ")) or \(Self.names.last ?? "").")
  var model: String
  @Option(help: ArgumentHelp("Optimiser steps.", valueName: "n")) var steps = 20_000
  @Option(
    help: ArgumentHelp("Stop at this step of the schedule, as an interruption would.", valueName: "n"))
  var stopAt: Int?
  @Option(help: ArgumentHelp("Samples a step.", valueName: "n")) var batch = 128
  @Option(help: ArgumentHelp("Highest learning rate of the cosine schedule.", valueName: "x")) var rate = 2e-3
  @Option(
    help: ArgumentHelp(
      "Share of smooth paths among the samples; the others are independent draws.", valueName: "x"))
  var smooth = 0.5
  @Option(
    help: ArgumentHelp(
      "Share of the paths (and of half as many short independent samples) whose law is a single Gaussian (infonet).",
      valueName: "x")) var linear = 0.0
  @Option(help: ArgumentHelp("Weight of the calibration beside the dual (infonet).", valueName: "x"))
  var calibration: Float = 1
  @Option(
    help: ArgumentHelp(
      "Begin from these weights; mist-qr may begin from those of mist.", valueName: "weights.safetensors"))
  var from: String?
  @Option(help: ArgumentHelp("Seed of parameters and samples.", valueName: "n")) var seed: UInt64 = 1
  @Option(help: ArgumentHelp("Steps between checkpoints.", valueName: "n")) var every = 500
  @Option(
    help: ArgumentHelp("Worker threads (default: every core); does not change the result.", valueName: "n"))
  var threads = 0
  @Option(name: .shortAndLong, help: ArgumentHelp("Folder of the run.", valueName: "dir")) var output: String?
  @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

  private static var names: [String] { TrainableModels.all.map(\.name) }

  func validate() throws {
    guard Self.names.contains(model) else {
      throw ValidationError(
        "There is no model '\(model)'; this version trains: \(Self.names.joined(separator: ", ")).")
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
