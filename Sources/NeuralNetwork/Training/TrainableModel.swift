/// The training of a network.
public protocol NetworkTask: TrainingTask {
  associatedtype Network: ConfigurableNetwork
  var network: Network { get }
  /// Parameters to begin from; nil: those that the network's seed gives.
  var start: [Float]? { get }
}

extension NetworkTask {
  public var initialParameters: Parameters {
    var parameters = network.parameters
    if let start { parameters.values = start }
    return parameters
  }
}

/// A model that the program trains: its name, what its training takes, and what its figures mean.
public protocol TrainableModel: Sendable {
  associatedtype Task: NetworkTask
  /// The name on the command line.
  var name: String { get }
  /// One line for the help.
  var summary: String { get }
  /// What the figures of `Task.heldOut` are, for the model card.
  var figures: String { get }
  /// Examples that one thread handles at a time.
  var chunk: Int { get }

  /// The options of the samples that this model takes, as the model card names them.
  func facts(_ options: ModelOptions) -> [(name: String, value: String)]

  /// The task of these options.
  ///
  /// Throws `NeuralNetworkError` where the weights to begin from cannot be read or are another model's.
  func makeTask(_ options: ModelOptions) throws -> Task
}

extension TrainableModel {
  public var chunk: Int { TrainingOptions().chunk }
}

/// What the command line can choose for a model; each takes what it knows.
public struct ModelOptions: Sendable {
  /// Seed of the parameters.
  public var seed: UInt64 = 1
  /// Share of smooth paths among the samples.
  public var smoothShare = 0.5
  /// Share of the paths whose law is a single Gaussian.
  public var linearShare = 0.0
  /// Weight of the calibration beside the dual.
  public var calibrationWeight: Float = 1
  /// Weights to begin from, a safetensors file; nil: random ones.
  public var start: String?

  public init() {}
}
