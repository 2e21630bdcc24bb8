public import MutualInformation
internal import NeuralNetwork

extension EstimatorRegistry.Entry {
  /// `infonet`, with the bundled weights or those of a file.
  public static var infonet: EstimatorRegistry.Entry {
    EstimatorRegistry.Entry(
      name: "infonet", summary: "InfoNet: a trained network reads the rank histogram, told the effective sample size"
    ) { options in
      guard let readOut = InfoNet.ReadOut(rawValue: options.readOut ?? InfoNet.ReadOut.calibrated.rawValue) else {
        throw MutualInformationError(
          .invalidOption,
          "infonet: there is no read-out “\(options.readOut ?? "")”; expected \(InfoNet.ReadOut.allCases.map(\.rawValue).joined(separator: " or "))"
        )
      }
      do {
        let weights =
          try options.weights.map { try InfoNetWeights(file: Safetensors(path: $0), source: $0) }
          ?? InfoNetWeights.bundled()
        return InfoNet(
          weights: weights, readOut: readOut, sampling: options.isIndependent ? .independent : .path)
      } catch let error as NeuralNetworkError {
        throw MutualInformationError(.invalidOption, "infonet: \(error.message)")
      }
    }
  }
}
