public import MutualInformation
internal import NeuralNetwork

extension EstimatorRegistry.Entry {
  /// `infonet`, with the bundled weights or those of a file.
  public static var infonet: EstimatorRegistry.Entry {
    EstimatorRegistry.Entry(
      name: "infonet",
      summary: "InfoNet: a trained network reads the moments of the ranks and the effective sample size",
      options: options,
      traits: EstimatorTraits {
        $0.largestDimension = 1
        $0.tolerance = { $0 < 0.7 ? 0.03 : 0.06 }
        $0.roundoff = 1e-5
      }
    ) { options in
      try withWeights("infonet") {
        try InfoNet(
          weights: .load(options.weights), readOut: options[InfoNet.readOutOption], sampling: options.sampling
        )
      }
    }
  }

  /// `infonet-table`, with the bundled weights or those of a file.
  public static var infonetTable: EstimatorRegistry.Entry {
    EstimatorRegistry.Entry(
      name: "infonet-table",
      summary: "InfoNet on a histogram: a transformer reads 32 × 32 cells of the ranks",
      options: options,
      traits: EstimatorTraits {
        $0.largestDimension = 1
        $0.tolerance = { $0 < 0.7 ? 0.03 : 0.06 }
      }
    ) { options in
      try withWeights("infonet-table") {
        try TableInfoNet(
          weights: .load(options.weights), readOut: options[InfoNet.readOutOption], sampling: options.sampling
        )
      }
    }
  }

  /// `infonet-perceiver`, with the bundled weights or those of a file.
  public static var infonetPerceiver: EstimatorRegistry.Entry {
    EstimatorRegistry.Entry(
      name: "infonet-perceiver",
      summary: "InfoNet as published, small: latents attend to the raw samples; slow", options: options,
      traits: EstimatorTraits {
        $0.largestDimension = 1
        $0.bias = 0.03
        $0.tolerance = { 0.05 + 0.25 * $0 }
        $0.roundoff = 1e-4
        $0.improvesWithLength = false
      }
    ) { options in
      try withWeights("infonet-perceiver") {
        try InfoNetPerceiver(
          weights: .load(options.weights), readOut: options[InfoNet.readOutOption], sampling: options.sampling
        )
      }
    }
  }

  private static let options: [any EstimatorOptionDescription] = [
    InfoNet.readOutOption, EstimatorOptions.weights, EstimatorOptions.independent,
  ]

  /// Errors of weights become those of an option.
  private static func withWeights(
    _ name: String, _ make: () throws -> any MutualInformationEstimator
  ) throws -> any MutualInformationEstimator {
    do {
      return try make()
    } catch let error as NeuralNetworkError {
      throw MutualInformationError(.invalidOption, "\(name): \(error.message)")
    }
  }
}
