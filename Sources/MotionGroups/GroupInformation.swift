internal import LinearAlgebra
public import Tracks

/// The mutual information of a track with a group, from the group's motion basis.
///
/// Were the motions Gaussian, what a group with the temporal basis U (T × r) says about a track would be
///
///     J = − Σ_{x, y} ½ log((σ² + s²) / (v + s²))  nats,
///
/// with σ² = RSS / (n − r − 1) the residual of the track on [U, 1] over its n observed frames, v its variance, and s the standard deviation
/// of the noise. Tracks of few frames are corrected by their degrees of freedom; s keeps motions below the noise from counting.
public struct GroupInformation: Sendable {
  /// The usual rank of a group's basis.
  public static let rank = 4
  /// The usual floor of the noise, in pixels.
  public static let noise = 0.3

  public let basis: MotionBasis
  /// s, pixels.
  public let noise: Double

  public init(_ basis: MotionBasis, noise: Double = GroupInformation.noise) {
    (self.basis, self.noise) = (basis, noise)
  }

  /// J of a track in nats; NaN where it is observed in too few frames.
  public func information(_ tracks: TrackSet, track: Int) -> Double {
    var sum = 0.0
    for coordinate in [\TrackSet.x, \TrackSet.y] {
      let row = MotionRow(tracks, track: track, coordinate: coordinate)
      let freedom = row.observedCount - basis.rank - 1
      guard freedom >= 2 else { return .nan }
      let residual = row.fit(basis.vectors, ridge: 1e-9).squares / Double(freedom)
      sum -= halfLogarithm((residual + noise * noise) / (row.variance + noise * noise))
    }
    return sum
  }
}
