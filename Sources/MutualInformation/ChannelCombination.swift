public import LinearAlgebra

/// Several matrices of mutual information of the same tracks (one a signal: positions, velocities, …) made into one.
///
/// Each is divided by the mean of its off-diagonal elements and the quotients are summed. A threshold then no longer
/// counts nats: it counts, summed over the channels, how many times the mean pair's dependence a pair has; the mean
/// pair scores the number of channels. A channel whose mean is not positive carries no dependence and is left out.
public struct ChannelCombination: Sendable, Equatable {
  /// What each channel is multiplied by, in 1/nats: the reciprocal of its off-diagonal mean, or 0 where it is left out.
  public let weights: [Double]

  /// Reads the weights off the channels' matrices.
  public init(_ matrices: [SymmetricMatrix]) {
    weights = matrices.map { matrix in
      let mean = matrix.offDiagonalMean
      return mean > 0 && mean.isFinite ? 1 / mean : 0
    }
  }

  /// The weighted sum of the channels' matrices, element by element.
  public func combine(_ matrices: [SymmetricMatrix]) -> SymmetricMatrix {
    SymmetricMatrix(count: matrices.first?.count ?? 0, elements: combine(matrices.map(\.elements)))
  }

  /// The weighted sum of the channels' values, for rectangles and queries against the same tracks.
  public func combine(_ channels: [[Float]]) -> [Float] {
    precondition(channels.count == weights.count, "one set of values for each channel is needed")
    guard let first = channels.first else { return [] }
    precondition(channels.allSatisfy { $0.count == first.count }, "the channels differ in size")
    return first.indices.map { index in
      var sum = 0.0
      for (values, weight) in zip(channels, weights) { sum += weight * Double(values[index]) }
      return Float(sum)
    }
  }
}
