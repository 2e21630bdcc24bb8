public import NeuralNetwork

/// `track-seg train mist` and `train mist-qr`.
public struct TrainableMist: TrainableModel {
  private let answer: MistNetwork.Answer

  public init(_ answer: MistNetwork.Answer) { self.answer = answer }

  public var name: String { answer.modelName }
  public var summary: String {
    switch answer {
    case .mean: "a set transformer that estimates the mean of MI"
    case .quantiles: "the same for the quantiles of MI; can start from weights of mist"
    }
  }
  public var figures: String {
    "mse: nats² of 2×2 samples of so many observations, in and out of the distribution of training; cover: share of truths in the 90 % interval"
  }
  public var chunk: Int { MistTask.group }

  public func facts(_ options: ModelOptions) -> [(name: String, value: String)] {
    [("smooth share", "\(options.smoothShare)")]
  }

  /// `mist-qr` may begin from `mist`: all but the answer is the same.
  public func makeTask(_ options: ModelOptions) throws -> MistTask {
    let network = MistNetwork(MistNetwork.Configuration(answer), seed: options.seed)
    return MistTask(
      network: network, pathShare: options.smoothShare,
      start: try options.start.map {
        try network.parameters.values(sharedWith: Safetensors(path: $0), source: $0)
      })
  }
}
