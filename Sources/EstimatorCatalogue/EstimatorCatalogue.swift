internal import InfoNet
internal import Mist
public import MutualInformation
internal import NeuralCritics

/// Every estimator of the program, composed in this one place: what commands, benchmarks and tests choose from.
public enum EstimatorCatalogue {
  /// The estimators in the order they are listed.
  public static let all = EstimatorRegistry(
    entries: EstimatorRegistry.standard.entries
      + EstimatorRegistry.Entry.critics
      + [.infonet, .infonetTable, .infonetPerceiver, .mist, .mistQuantiles])
}
