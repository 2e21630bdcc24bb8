public import LinearAlgebra

/// A joint law of two random vectors whose mutual information is known.
public protocol KnownDistribution: Sendable {
  /// Coordinates of X and of Y.
  var dimensions: (x: Int, y: Int) { get }

  /// I(X;Y) in nats.
  var mutualInformation: Double { get }

  /// Independent draws.
  func draw(count: Int, using generator: inout SeededGenerator) -> JointSample
}

/// A law whose observations are functions of standard normal numbers: fed smooth paths of them, it gives a path whose
/// every observation has the law.
public protocol PathDistribution: KnownDistribution {
  /// Standard normal numbers that one observation is made of.
  var normalsAnObservation: Int { get }

  /// Observations made of normal numbers, `[number][observation]`.
  func sample(ofNormals normals: [[Double]]) -> JointSample
}

/// Joint observations of X and Y.
public struct JointSample: Sendable, Equatable {
  /// `[coordinate][observation]`.
  public var x: [[Double]]
  public var y: [[Double]]

  public init(x: [[Double]], y: [[Double]]) {
    self.x = x
    self.y = y
  }

  /// Number of observations.
  public var count: Int { x.first?.count ?? 0 }
}

extension Observations {
  /// One variable for each of several vectors of the same shape, `[vector][coordinate][observation]`.
  public init(vectors: [[[Double]]]) {
    let dimension = vectors.first?.count ?? 1
    let length = vectors.first?.first?.count ?? 0
    self.init(
      count: vectors.count, dimension: dimension, length: length,
      values: vectors.flatMap { $0.flatMap { $0.map { Float($0) } } })
  }
}
