/// What the documentation of an estimator states of its values, as the conformance suite checks it.
///
/// Defaults are those of a nearly unbiased estimator. Values are in nats, of samples of 2000 independent observations.
public struct EstimatorTraits: Sendable {
  /// Coordinates of the largest vectors that are taken whole; nil: any number.
  public var largestDimension: Int?
  /// How far the mean over independent variables may be from 0.
  public var bias = 0.012
  /// How far the mean may be from the truth, by the truth: bins and kernels lose what they cannot resolve.
  public var tolerance: @Sendable (_ truth: Double) -> Double = { $0 < 0.7 ? 0.03 : 0.05 }
  /// How far the value may move when the observations are permuted: sums in single precision round as their order has it.
  public var roundoff = 1e-10
  /// Whether the error goes on falling with the number of observations; otherwise a bias of its own remains.
  public var improvesWithLength = true
  /// Whether a network is trained on every pair: the properties hold from the first step, the values come with the steps.
  public var isTrainedOnThePair = false

  public init() {}

  /// The defaults, changed.
  public init(_ change: (inout EstimatorTraits) -> Void) {
    self.init()
    change(&self)
  }
}
