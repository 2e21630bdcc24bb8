public import MutualInformation
internal import NeuralNetwork

extension EstimatorRegistry.Entry {
  /// `mist`, with the bundled weights or those of a file.
  public static var mist: EstimatorRegistry.Entry {
    entry(.mean, "MIST: a set transformer regresses MI of vectors of up to four coordinates, unsliced")
  }

  /// `mist-qr`, with the bundled weights or those of a file.
  public static var mistQuantiles: EstimatorRegistry.Entry {
    entry(.quantiles, "MIST with quantiles: the median, intervals and lower bounds")
  }

  private static func entry(_ answer: MistNetwork.Answer, _ summary: String) -> EstimatorRegistry.Entry {
    EstimatorRegistry.Entry(
      name: answer.modelName, summary: summary,
      options: [EstimatorOptions.weights, EstimatorOptions.independent],
      traits: EstimatorTraits {
        $0.largestDimension = Mist.largestDimension
        $0.tolerance = { 0.03 + 0.03 * $0 }
      },
      givesQuantiles: answer == .quantiles
    ) { options in
      do {
        return try Mist(
          weights: .load(answer, options.weights), sampling: options.sampling, level: options.level ?? 0.5,
          isBound: options.level != nil)
      } catch let error as NeuralNetworkError {
        throw MutualInformationError(.invalidOption, "\(answer.modelName): \(error.message)")
      }
    }
  }
}
