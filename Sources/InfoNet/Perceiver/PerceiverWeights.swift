internal import CModelWeights
public import NeuralNetwork

/// A trained `infonet-perceiver`.
public typealias PerceiverWeights = NetworkWeights<PerceiverNetwork>

extension NetworkWeights where Network == PerceiverNetwork {
  /// The weights of a file; nil: those that the program carries.
  ///
  /// Throws `NeuralNetworkError`, naming the file.
  public static func load(_ path: String? = nil) throws -> Self {
    try Self(
      path: path,
      bundled: UnsafeRawBufferPointer(start: ck_perceiver_weights(), count: ck_perceiver_weights_size()),
      configuration: PerceiverNetwork.Configuration())
  }
}
