internal import LinearAlgebra
internal import Synchronization

/// Stochastic gradient descent on a task: batches in chunks over all cores, Adam, a cosine schedule, an average of the parameters.
///
/// A run is a function of its options: examples come from (seed, step), chunks do not depend on the number of threads and
/// are summed in order, and the state holds everything else. So a run that was interrupted and resumed ends with the same
/// bits as one that was not.
public struct TrainingLoop<Task: TrainingTask> {
  /// What happened in a step.
  public struct Report: Sendable {
    /// Mean loss of the batch, before the step.
    public let loss: Double
    /// Norm of the gradient before clipping.
    public let gradientNorm: Double
    /// Learning rate of the step.
    public let rate: Double
  }

  /// A tape that one chunk of a batch uses at a time: chunk c only ever touches tape c.
  private struct Lane: @unchecked Sendable {
    let tape: Tape<Float>
  }

  public let task: Task
  public let options: TrainingOptions
  public private(set) var state: TrainingState
  private let schedule: CosineSchedule
  private let lanes: [Lane]

  /// Starts, or goes on from a state.
  public init(task: Task, options: TrainingOptions, state: TrainingState? = nil) {
    self.task = task
    self.options = options
    schedule = CosineSchedule(peak: options.rate, warmUp: options.warmUp, steps: options.steps)
    var start =
      state ?? TrainingState(parameters: task.initialParameters.values, decay: options.averageDecay)
    start.optimiser.clip = options.clip
    self.state = start
    let count = start.parameters.count
    lanes = (0..<((options.batch + options.chunk - 1) / options.chunk)).map { _ in
      Lane(tape: Tape(parameterCount: count))
    }
  }

  /// Whether all steps are done.
  public var isFinished: Bool { state.step >= options.steps }

  /// One step.
  ///
  /// Throws what making an example throws.
  public mutating func advance() throws -> Report {
    let (step, parameters, task, options, lanes) = (state.step, state.parameters, task, options, lanes)
    let losses = Mutex([Double](repeating: 0, count: lanes.count))
    try forEachChunk(count: lanes.count, threads: options.threads) { chunk in
      let first = chunk * options.chunk
      let examples = try (first..<min(first + options.chunk, options.batch)).map {
        try task.example(seed: options.seed, index: UInt64(step) * UInt64(options.batch) + UInt64($0))
      }
      let tape = lanes[chunk].tape
      tape.begin(parameters: parameters)
      let loss = task.loss(of: examples, on: tape)
      tape.backward(loss, scale: 1 / Float(options.batch))
      let value = Double(tape.values(loss)[0])
      losses.withLock { $0[chunk] = value }
    }
    var gradient = [Float](repeating: 0, count: parameters.count)
    for lane in lanes {
      let part = lane.tape.parameterGradients
      for index in gradient.indices { gradient[index] += part[index] }
    }
    let rate = schedule.rate(at: step)
    let norm = state.optimiser.update(&state.parameters, gradients: gradient, rate: rate)
    state.average.update(state.parameters)
    state.step += 1
    return Report(
      loss: losses.withLock { $0.reduce(0, +) } / Double(options.batch), gradientNorm: norm, rate: rate)
  }

  /// Adds to the time spent, as the state records it.
  public mutating func spend(seconds: Double) { state.seconds += seconds }
}
