internal import CModelWeights
public import NeuralNetwork

/// A trained `infonet`.
public typealias InfoNetWeights = NetworkWeights<MomentNetwork>

/// A trained `infonet-table`.
public typealias TableWeights = NetworkWeights<TableNetwork>

extension NetworkWeights where Network == MomentNetwork {
  /// Reads a safetensors file that `track-seg train infonet` wrote; see `init(file:configuration:source:)`.
  public init(file: Safetensors, source: String) throws {
    try self.init(file: file, configuration: MomentNetwork.Configuration(), source: source)
  }

  /// The weights of a file; nil: those that the program carries.
  ///
  /// Throws `NeuralNetworkError`, naming the file.
  public static func load(_ path: String? = nil) throws -> Self {
    try Self(
      path: path,
      bundled: UnsafeRawBufferPointer(start: ck_infonet_weights(), count: ck_infonet_weights_size()),
      configuration: MomentNetwork.Configuration())
  }
}

extension NetworkWeights where Network == TableNetwork {
  /// Reads a safetensors file that `track-seg train infonet-table` wrote; see `init(file:configuration:source:)`.
  public init(file: Safetensors, source: String) throws {
    try self.init(file: file, configuration: TableNetwork.Configuration(), source: source)
  }

  /// The weights of a file; nil: those that the program carries.
  ///
  /// Throws `NeuralNetworkError`, naming the file.
  public static func load(_ path: String? = nil) throws -> Self {
    try Self(
      path: path,
      bundled: UnsafeRawBufferPointer(
        start: ck_infonet_table_weights(), count: ck_infonet_table_weights_size()),
      configuration: TableNetwork.Configuration())
  }
}
