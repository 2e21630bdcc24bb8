internal import InfoNet
internal import Mist
public import NeuralNetwork

/// Every model that the program trains: one line adds one.
public enum TrainableModels {
  /// The models in the order they are listed.
  public static let all: [any TrainableModel] = [
    TrainableInfoNet(), TrainableTable(), TrainablePerceiver(), TrainableMist(.mean),
    TrainableMist(.quantiles),
  ]
}
