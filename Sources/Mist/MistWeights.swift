internal import CModelWeights
public import NeuralNetwork

/// A trained `mist` or `mist-qr`.
public struct MistWeights: Sendable {
  public let network: MistNetwork
  public let values: [Float]
  /// Eight hexadecimal digits that tell these values from others.
  public let digest: String

  /// Takes a network with values.
  public init(network: MistNetwork, values: [Float]) {
    self.network = network
    self.values = values
    digest = WeightsMetadata.digest(values)
  }

  /// Reads a safetensors file that `track-seg train mist` or `train mist-qr` wrote.
  ///
  /// Throws `malformed` or `mismatch`, naming `source`.
  public init(file: Safetensors, answer: MistNetwork.Answer, source: String) throws {
    var configuration = MistNetwork.Configuration()
    let reader = try WeightsMetadata(file, model: answer.modelName, source: source)
    configuration.answer = answer
    configuration.embedding = try reader.number("embedding", 1...4096)
    configuration.seeds = try reader.number("seeds", 1...64)
    configuration.width = try reader.number("width", 2...1024)
    configuration.heads = try reader.number("heads", 1...64)
    configuration.hidden = try reader.number("hidden", 1...4096)
    configuration.points = try reader.number("points", 1...1024)
    configuration.depth = try reader.number("depth", 0...16)
    configuration.pooling = try reader.number("pooling", 1...64)
    configuration.head = try reader.number("head", 1...4096)
    guard configuration.width % configuration.heads == 0, configuration.width % 2 == 0 else {
      throw NeuralNetworkError(
        .mismatch,
        "\(source): \(configuration.width) columns do not divide among \(configuration.heads) heads")
    }
    let network = MistNetwork(configuration)
    self.init(network: network, values: try network.parameters.values(in: file, source: source))
  }

  /// The weights that the program carries.
  public static func bundled(_ answer: MistNetwork.Answer) throws -> MistWeights {
    let bytes =
      switch answer {
      case .mean: UnsafeRawBufferPointer(start: ck_mist_weights(), count: ck_mist_weights_size())
      case .quantiles: UnsafeRawBufferPointer(start: ck_mist_qr_weights(), count: ck_mist_qr_weights_size())
      }
    return try MistWeights(
      file: Safetensors(bytes: bytes, source: "bundled weights"), answer: answer, source: "bundled weights")
  }
}
