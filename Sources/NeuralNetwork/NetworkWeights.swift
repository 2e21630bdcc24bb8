/// A trained network: its configuration and the values of its parameters.
public struct NetworkWeights<Network: ConfigurableNetwork>: Sendable {
  public let network: Network
  public let values: [Float]
  /// Eight hexadecimal digits that tell these values from others.
  public let digest: String

  /// Takes a network with values.
  public init(network: Network, values: [Float]) {
    self.network = network
    self.values = values
    digest = Self.digest(values)
  }

  /// Reads a safetensors file that `track-seg train` wrote for the model that `configuration` names.
  ///
  /// Throws `mismatch`, naming `source`.
  public init(file: Safetensors, configuration: Network.Configuration, source: String) throws {
    let network = Network(try configuration.reading(file.metadata, source: source), seed: 1)
    self.init(network: network, values: try network.parameters.values(in: file, source: source))
  }

  /// Reads the file at a path, or the weights that the program carries where there is none.
  ///
  /// Throws `unreadable`, `malformed` or `mismatch`, naming the file.
  package init(
    path: String?, bundled: UnsafeRawBufferPointer, configuration: Network.Configuration
  ) throws {
    let source = path ?? "bundled weights"
    let file = try path.map { try Safetensors(path: $0) } ?? Safetensors(bytes: bundled, source: source)
    try self.init(file: file, configuration: configuration, source: source)
  }

  /// FNV-1a of the values' bits, its upper half.
  private static func digest(_ values: [Float]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for value in values { hash = (hash ^ UInt64(value.bitPattern)) &* 0x0000_0100_0000_01B3 }
    let text = String(hash >> 32, radix: 16)
    return String(repeating: "0", count: 8 - text.count) + text
  }
}
