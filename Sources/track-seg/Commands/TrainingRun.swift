import NeuralNetwork
import Pipeline
import Support

/// A run of training in a folder: progress, checkpoints, resumption, weights and model card.
struct TrainingRun<Task: TrainingTask> {
  let task: Task
  let options: TrainingOptions
  let folder: OutputFolder
  let every: Int
  /// Step to stop at before the schedule ends.
  var stopAt: Int?
  let isQuiet: Bool
  /// What the model card says besides the options and figures.
  let facts: [(String, String)]
  /// What the held-out figures are.
  let figuresMean: String
  /// What the weights say about themselves.
  let metadata: [String: String]

  private var fingerprint: String {
    options.fingerprint + " " + facts.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
  }

  func go() throws {
    let layout = task.initialParameters
    let checkpoint = try folder.claimed("checkpoint.safetensors")
    var state: TrainingState?
    if folder.contains("checkpoint.safetensors") {
      state = try TrainingState(
        file: Safetensors(path: checkpoint), layout: layout, fingerprint: fingerprint, source: checkpoint)
      say("resumes at step \(state?.step ?? 0) of \(options.steps)")
    }
    var loop = TrainingLoop(task: task, options: options, state: state)
    say("\(layout.count) parameters, \(options.steps) steps of \(options.batch) samples")
    let instants = ContinuousClock()
    var mark = instants.now
    var sum = 0.0
    var since = loop.state.step
    while !loop.isFinished, loop.state.step < stopAt ?? .max {
      sum += try loop.advance().loss
      let stopped = Interruption.isRequested
      guard loop.state.step % every == 0 || loop.isFinished || stopped || loop.state.step == stopAt else {
        continue
      }
      let seconds = (instants.now - mark).seconds
      mark = instants.now
      loop.spend(seconds: seconds)
      let steps = loop.state.step - since
      let rate = Double(steps * options.batch) / max(seconds, 1e-9)
      try loop.state.file(layout: layout, fingerprint: fingerprint).write(to: checkpoint)
      if stopped, !loop.isFinished {
        throw RunError(
          .interrupted,
          "stopped at step \(loop.state.step); run the same command again to resume from \(checkpoint)")
      }
      let figures = try task.heldOut(parameters: loop.state.average.values, threads: options.threads)
      try save(loop.state, layout: layout, figures: figures)
      let left = Double(options.steps - loop.state.step) * Double(options.batch) / rate
      say(
        "step \(loop.state.step)/\(options.steps)  loss \(fixed(sum / Double(max(steps, 1)), digits: 4))  "
          + figures.map { "\($0.name) \(fixed($0.value, digits: 4))" }.joined(separator: "  ")
          + "  \(Int(rate)) samples/s" + (loop.isFinished ? "" : ", \(clock(left)) left"))
      (sum, since) = (0, loop.state.step)
      mark = instants.now
    }
    try StandardOutput.line("\(folder.path)/weights.safetensors")
  }

  private func save(
    _ state: TrainingState, layout: Parameters, figures: [(name: String, value: Double)]
  ) throws {
    let file = Safetensors(
      tensors: layout.tensors(values: state.average.values),
      metadata: metadata.merging(["steps": "\(state.step)", "options": fingerprint]) { first, _ in first })
    try folder.write(file.encoded(), to: "weights.safetensors")
    var card = "# Model card\n\n| | |\n|---|---|\n"
    for (name, value) in facts { card += "| \(name) | \(value) |\n" }
    card += "| steps | \(state.step) of \(options.steps) |\n| samples per step | \(options.batch) |\n"
    card += "| samples | \(state.step * options.batch) |\n| learning rate | \(options.rate), cosine |\n"
    card += "| seed | \(options.seed) |\n| time | \(clock(state.seconds)) |\n\n"
    card += "Held out (seeds of their own; \(figuresMean)):\n\n| | |\n|---|---|\n"
    for figure in figures { card += "| \(figure.name) | \(fixed(figure.value, digits: 4)) |\n" }
    try folder.write(Array(card.utf8), to: "model-card.md")
  }

  private func say(_ line: String) {
    if !isQuiet { Terminal.line("train: " + line) }
  }
}
