/// Everything a run of training needs to go on: parameters, their average, the optimiser.
public struct TrainingState: Sendable {
  public var parameters: [Float]
  public var average: ExponentialMovingAverage
  public var optimiser: Adam
  /// Steps done.
  public var step: Int
  /// Seconds of training so far, over all resumptions.
  public var seconds: Double

  init(parameters: [Float], decay: Float) {
    self.parameters = parameters
    average = ExponentialMovingAverage(parameters, decay: decay)
    optimiser = Adam(count: parameters.count)
    step = 0
    seconds = 0
  }

  /// The state as a safetensors file; `layout` names the parameters.
  public func file(layout: Parameters, fingerprint: String) -> Safetensors {
    Safetensors(
      tensors: layout.tensors(prefix: "parameters.", values: parameters)
        + layout.tensors(prefix: "average.", values: average.values)
        + layout.tensors(prefix: "first.", values: optimiser.firstMoments)
        + layout.tensors(prefix: "second.", values: optimiser.secondMoments),
      metadata: [
        "step": "\(step)", "optimiser_step": "\(optimiser.step)", "average_updates": "\(average.updates)",
        "average_decay": "\(average.decay)", "seconds": "\(seconds)", "options": fingerprint,
      ])
  }

  /// Reads a state back.
  ///
  /// Throws `unreadable`, `malformed`, or `mismatch` where it belongs to other options or another model.
  public init(file: Safetensors, layout: Parameters, fingerprint: String, source: String) throws {
    func number<N: LosslessStringConvertible>(_ key: String, _ type: N.Type) throws -> N {
      guard let value = file.metadata[key].flatMap({ N($0) }) else {
        throw NeuralNetworkError(
          .mismatch, "\(source): no “\(key)” in the metadata; is this a checkpoint of training?")
      }
      return value
    }
    guard file.metadata["options"] == fingerprint else {
      throw NeuralNetworkError(
        .mismatch,
        "\(source): made with “\(file.metadata["options"] ?? "")”, this run has “\(fingerprint)”; use the same options or another folder"
      )
    }
    parameters = try layout.values(in: file, prefix: "parameters.", source: source)
    average = ExponentialMovingAverage(
      try layout.values(in: file, prefix: "average.", source: source),
      decay: try number("average_decay", Float.self), updates: try number("average_updates", Int.self))
    optimiser = Adam(
      step: try number("optimiser_step", Int.self),
      firstMoments: try layout.values(in: file, prefix: "first.", source: source),
      secondMoments: try layout.values(in: file, prefix: "second.", source: source))
    step = try number("step", Int.self)
    seconds = try number("seconds", Double.self)
  }
}
