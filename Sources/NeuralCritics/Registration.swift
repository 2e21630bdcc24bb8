public import MutualInformation

extension EstimatorRegistry.Entry {
  /// The critics, one for each objective; `mine-2000` is `mine` with 2000 iterations, likewise the others.
  public static let critics = CriticObjective.allCases.map { objective in
    EstimatorRegistry.Entry(
      name: objective.rawValue, summary: objective.summary,
      makeVariant: { suffix, _ in
        try Int(suffix).map { try NeuralCritic(objective, iterations: $0) }
      },
      make: { try NeuralCritic(objective, iterations: $0.iterations ?? 500) })
  }
}
