public import MutualInformation
internal import NeuralNetwork

extension EstimatorRegistry.Entry {
  /// `infonet`, with the bundled weights or those of a file.
  public static var infonet: EstimatorRegistry.Entry {
    EstimatorRegistry.Entry(
      name: "infonet",
      summary: "InfoNet: a trained network reads the rank histogram and the effective sample size"
    ) { options in
      try withReadOut(options, "infonet") { readOut, sampling in
        try InfoNet(weights: .load(options.weights), readOut: readOut, sampling: sampling)
      }
    }
  }

  /// `infonet-perceiver`, with the bundled weights or those of a file.
  public static var infonetPerceiver: EstimatorRegistry.Entry {
    EstimatorRegistry.Entry(
      name: "infonet-perceiver",
      summary: "InfoNet as published, small: latents attend to the raw samples; slow"
    ) { options in
      try withReadOut(options, "infonet-perceiver") { readOut, sampling in
        try InfoNetPerceiver(weights: .load(options.weights), readOut: readOut, sampling: sampling)
      }
    }
  }

  /// Reads the options that both share; errors of weights become those of an option.
  private static func withReadOut(
    _ options: EstimatorRegistry.Options, _ name: String,
    _ make: (InfoNet.ReadOut, Sampling) throws -> any MutualInformationEstimator
  ) throws -> any MutualInformationEstimator {
    guard let readOut = InfoNet.ReadOut(rawValue: options.readOut ?? InfoNet.ReadOut.calibrated.rawValue)
    else {
      throw MutualInformationError(
        .invalidOption,
        "\(name): there is no read-out “\(options.readOut ?? "")”; expected \(InfoNet.ReadOut.allCases.map(\.rawValue).joined(separator: " or "))"
      )
    }
    do {
      return try make(readOut, options.isIndependent ? .independent : .path)
    } catch let error as NeuralNetworkError {
      throw MutualInformationError(.invalidOption, "\(name): \(error.message)")
    }
  }
}
