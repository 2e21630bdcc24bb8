internal import CModelWeights
public import NeuralNetwork

/// A trained `mist` or `mist-qr`.
public typealias MistWeights = NetworkWeights<MistNetwork>

extension NetworkWeights where Network == MistNetwork {
  /// The weights of a file; nil: those that the program carries.
  ///
  /// Throws `NeuralNetworkError`, naming the file.
  public static func load(_ answer: MistNetwork.Answer, _ path: String? = nil) throws -> Self {
    let bytes =
      switch answer {
      case .mean: UnsafeRawBufferPointer(start: ck_mist_weights(), count: ck_mist_weights_size())
      case .quantiles: UnsafeRawBufferPointer(start: ck_mist_qr_weights(), count: ck_mist_qr_weights_size())
      }
    return try Self(path: path, bundled: bytes, configuration: MistNetwork.Configuration(answer))
  }
}
