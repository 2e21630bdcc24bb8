public import NeuralNetwork

/// What the training of `infonet` and `infonet-perceiver` takes, and what its figures mean.
enum InfoNetTraining {
  static let figures = "gap: nats the dual misses on fresh points; rmse and bias: the calibrated value"

  static func facts(_ options: ModelOptions) -> [(name: String, value: String)] {
    [
      ("smooth share", "\(options.smoothShare)"), ("linear share", "\(options.linearShare)"),
      ("calibration weight", "\(options.calibrationWeight)"),
    ]
  }
}

/// `track-seg train infonet`.
public struct TrainableInfoNet: TrainableModel {
  public let name = "infonet"
  public let summary = "a perceptron that reads the moments of the ranks"
  public var figures: String { InfoNetTraining.figures }

  public init() {}

  public func facts(_ options: ModelOptions) -> [(name: String, value: String)] {
    InfoNetTraining.facts(options)
  }

  public func makeTask(_ options: ModelOptions) throws -> MomentTask {
    let network = MomentNetwork(seed: options.seed)
    return MomentTask(
      network: network, smoothShare: options.smoothShare, linearShare: options.linearShare,
      calibrationWeight: options.calibrationWeight,
      start: try options.start.map { try network.parameters.values(in: Safetensors(path: $0), source: $0) })
  }
}

/// `track-seg train infonet-table`.
public struct TrainableTable: TrainableModel {
  public let name = "infonet-table"
  public let summary = "a transformer that reads the rank histogram"
  public var figures: String { InfoNetTraining.figures }

  public init() {}

  public func facts(_ options: ModelOptions) -> [(name: String, value: String)] {
    InfoNetTraining.facts(options)
  }

  public func makeTask(_ options: ModelOptions) throws -> TableTask {
    let network = TableNetwork(seed: options.seed)
    return TableTask(
      network: network, smoothShare: options.smoothShare, linearShare: options.linearShare,
      calibrationWeight: options.calibrationWeight,
      start: try options.start.map { try network.parameters.values(in: Safetensors(path: $0), source: $0) })
  }
}
