public import Support

/// How variables of several coordinates are turned into one-dimensional ones: sliced mutual information (Goldfeld &
/// Greenewald 2021) is the mean over slices of I(θ·X; φ·Y), in nats.
///
/// Variables of one coordinate are taken as they are, whatever the slicing.
public struct Slicing: Sendable, Equatable {
  /// The rule that draws the directions θ and φ of a slice.
  public enum Kind: String, NamedChoice {
    /// θ and φ independent and uniform on the sphere: SMI as published. Slices come in couples (θ, φ), (φ, θ), so that the
    /// mean is exactly symmetric; an odd count is raised to the next even one.
    case independent
    /// θ = φ. In two dimensions the angles are evenly spaced over π from a seeded phase (a direction and its opposite
    /// give the same value), which varies less than random angles do; in more, they are random.
    case shared
    /// Coordinate c of X with coordinate c of Y, for every c; the count is the dimension.
    case axis
    /// No slicing: the estimator sees all coordinates at once, where it supports that.
    case none

    public var summary: String {
      switch self {
      case .independent: "sliced MI as published"
      case .shared: "the same directions for both variables"
      case .axis: "x with x, y with y"
      case .none: "no slicing, if the estimator takes vectors"
      }
    }
  }

  public var kind: Kind
  /// Slices asked for; `axis` and `none` do not read it.
  public var count: Int
  public var seed: UInt64

  public init(_ kind: Kind = .shared, count: Int = 8, seed: UInt64 = 0) {
    self.kind = kind
    self.count = count
    self.seed = seed
  }
}
