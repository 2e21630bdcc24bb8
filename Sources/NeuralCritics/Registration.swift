public import MutualInformation

extension EstimatorRegistry.Entry {
  /// The critics, one for each objective; `mine-2000` is `mine` with 2000 iterations, likewise the others.
  public static let critics = CriticObjective.allCases.map { objective in
    EstimatorRegistry.Entry(
      name: objective.rawValue, summary: objective.summary, options: [NeuralCritic.iterationsOption],
      traits: EstimatorTraits { $0.isTrainedOnThePair = true },
      makeVariant: { suffix, _ in
        try Int(suffix).map { try NeuralCritic(objective, iterations: $0) }
      },
      make: { try NeuralCritic(objective, iterations: $0[NeuralCritic.iterationsOption]) })
  }
}

extension NeuralCritic {
  /// Steps of training.
  public static let iterationsOption = EstimatorOption(
    "iterations", usual: 500, valueName: "n", help: "Training steps; a name such as mine-2000 also sets them")
}
