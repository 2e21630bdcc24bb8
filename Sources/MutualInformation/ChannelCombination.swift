public import LinearAlgebra

/// Several matrices of mutual information of the same tracks (one a signal: positions, velocities, …) made into one.
///
/// Each is divided by the mean of its off-diagonal elements, so that none drowns another, and the quotients' average is
/// put back on the scale of nats: it is multiplied by the average of those means. One channel alone is left as it is. A
/// channel whose mean is not positive carries no dependence and is left out. Where a pair is unknown (NaN) in some channels, the
/// average is that of the others; where it is unknown in all, so is the result.
public struct ChannelCombination: Sendable, Equatable {
  /// What each channel is multiplied by: the channels' average mean over the channel's own and their number, or 0 where
  /// it is left out.
  public let weights: [Double]

  /// Reads the weights off the channels' matrices.
  public init(_ matrices: [SymmetricMatrix]) { self.init(means: matrices.map(\.offDiagonalMean)) }

  /// Weights from the mean of each channel over known pairs.
  public init(means: [Double]) {
    let means = means.map { $0 > 0 && $0.isFinite ? $0 : 0 }
    let used = Double(means.count { $0 > 0 })
    let average = used > 0 ? means.reduce(0, +) / used : 0
    weights = means.map { $0 > 0 ? average / ($0 * used) : 0 }
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
      combine { channels[$0][index] }
    }
  }

  /// The weighted sum of one pair's values in the channels.
  func combine(_ value: (_ channel: Int) -> Float) -> Float {
    var (sum, known, used) = (0.0, 0, 0)
    for (channel, weight) in weights.enumerated() {
      if weight > 0 { used += 1 }
      let value = value(channel)
      guard !value.isNaN else { continue }
      if weight > 0 { known += 1 }
      sum += weight * Double(value)
    }
    if known == used { return Float(sum) }
    return known > 0 ? Float(sum * Double(used) / Double(known)) : .nan
  }
}
