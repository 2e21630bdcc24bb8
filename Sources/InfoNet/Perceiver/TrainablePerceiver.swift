public import NeuralNetwork

/// `track-seg train infonet-perceiver`.
public struct TrainablePerceiver: TrainableModel {
  public let name = "infonet-perceiver"
  public let summary = "InfoNet as published, small: latents that attend to the raw samples"
  public var figures: String { InfoNetTraining.figures }
  public var chunk: Int { PerceiverTask.group }

  public init() {}

  public func facts(_ options: ModelOptions) -> [(name: String, value: String)] {
    InfoNetTraining.facts(options)
  }

  public func makeTask(_ options: ModelOptions) throws -> PerceiverTask {
    let network = PerceiverNetwork(seed: options.seed)
    return PerceiverTask(
      network: network, smoothShare: options.smoothShare, linearShare: options.linearShare,
      calibrationWeight: options.calibrationWeight,
      start: try options.start.map { try network.parameters.values(in: Safetensors(path: $0), source: $0) })
  }
}
