internal import CModelWeights
public import NeuralNetwork

/// A trained network: its extents and the values of its parameters.
public struct InfoNetWeights: Sendable {
  public let network: InfoNetNetwork
  public let values: [Float]
  /// Eight hexadecimal digits that tell these values from others.
  public let digest: String

  /// Takes a network with values.
  public init(network: InfoNetNetwork, values: [Float]) {
    self.network = network
    self.values = values
    digest = WeightsMetadata.digest(values)
  }

  /// Reads a safetensors file that `track-seg train infonet` wrote.
  ///
  /// Throws `malformed` or `mismatch`, naming `source`.
  public init(file: Safetensors, source: String) throws {
    let reader = try WeightsMetadata(file, model: "infonet", source: source)
    var configuration = InfoNetNetwork.Configuration()
    configuration.width = try reader.number("width", 1...1024)
    configuration.depth = try reader.number("depth", 0...64)
    configuration.heads = try reader.number("heads", 1...64)
    configuration.hidden = try reader.number("hidden", 1...4096)
    configuration.correction = try reader.number("correction", 1...4096)
    guard configuration.width % configuration.heads == 0, configuration.width / configuration.heads <= 64
    else {
      throw NeuralNetworkError(
        .mismatch,
        "\(source): \(configuration.width) columns and \(configuration.heads) heads; expected heads of at most 64 columns"
      )
    }
    let network = InfoNetNetwork(configuration)
    self.init(network: network, values: try network.parameters.values(in: file, source: source))
  }

  /// The weights that the program carries.
  public static func bundled() throws -> InfoNetWeights {
    let bytes = UnsafeRawBufferPointer(start: ck_infonet_weights(), count: ck_infonet_weights_size())
    return try InfoNetWeights(
      file: Safetensors(bytes: bytes, source: "bundled weights"), source: "bundled weights")
  }
}
