internal import CModelWeights
public import NeuralNetwork

/// A trained `infonet-perceiver`.
public struct PerceiverWeights: Sendable {
  public let network: PerceiverNetwork
  public let values: [Float]
  /// Eight hexadecimal digits that tell these values from others.
  public let digest: String

  /// Reads a safetensors file that `track-seg train infonet-perceiver` wrote.
  ///
  /// Throws `malformed` or `mismatch`, naming `source`.
  public init(file: Safetensors, source: String) throws {
    var configuration = PerceiverNetwork.Configuration()
    let reader = try WeightsMetadata(file, model: "infonet-perceiver", source: source)
    configuration.width = try reader.number("width", 1...1024)
    configuration.latents = try reader.number("latents", 1...1024)
    configuration.depth = try reader.number("depth", 0...64)
    configuration.heads = try reader.number("heads", 1...64)
    configuration.side = try reader.number("side", 16...1024)
    configuration.correction = try reader.number("correction", 1...4096)
    guard configuration.width % configuration.heads == 0 else {
      throw NeuralNetworkError(
        .mismatch,
        "\(source): \(configuration.width) columns do not divide among \(configuration.heads) heads")
    }
    network = PerceiverNetwork(configuration)
    values = try network.parameters.values(in: file, source: source)
    digest = WeightsMetadata.digest(values)
  }

  /// The weights that the program carries.
  public static func bundled() throws -> PerceiverWeights {
    let bytes = UnsafeRawBufferPointer(start: ck_perceiver_weights(), count: ck_perceiver_weights_size())
    return try PerceiverWeights(
      file: Safetensors(bytes: bytes, source: "bundled weights"), source: "bundled weights")
  }
}
