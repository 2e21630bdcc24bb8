public import LinearAlgebra

/// Fills matrices of mutual information over all cores: every variable is sliced and prepared once, tiles of fixed size
/// are estimated in parallel, and the mean over slices is kept, in nats.
///
/// Values depend on the input, the estimator and the slicing alone: not on `threads`, the memory limit or interruptions.
public struct PairwiseEngine: Sendable {
  /// Raised whenever the same input and settings would give other bits than the version before: a checkpoint of earlier bits is
  /// then not resumed (`NumericsVersionTests`).
  static let numericsVersion = 2

  public var slicing: Slicing
  /// Threads to use; 0: every core.
  public var threads: Int
  /// Bytes the engine may hold besides its input; nil: no limit.
  ///
  /// Fewer slices are held at once to stay within it.
  public var memoryLimit: Int?
  /// A file that finished tiles are appended to and resumed from; nil: none.
  ///
  /// It stays when the matrix is complete, so that a failure downstream loses nothing; remove it once the result is safe.
  public var checkpointPath: String?
  /// The least number of common observations of a pair, where variables have gaps: pairs with fewer are unknown, NaN.
  ///
  /// Complete variables do not read it.
  public var leastCommon = 8
  /// Called, from any thread but never from two at once, as pairs are done.
  public var progress: (@Sendable (PairwiseProgress) -> Void)?
  /// Asked before every tile; true ends the work with `interrupted` after the tiles under way.
  public var shouldStop: (@Sendable () -> Bool)?
  /// Told, in one sentence, what a user may want to know: a checkpoint resumed or ignored and why, slices held in groups.
  public var notice: (@Sendable (String) -> Void)?

  public init(slicing: Slicing = Slicing(), threads: Int = 0) {
    self.slicing = slicing
    self.threads = threads
  }

  /// The mean over slices of I(X_i;X_j) for all pairs of variables, each with itself included; exactly symmetric.
  ///
  /// Throws a `MutualInformationError` (`interrupted` where `shouldStop` asked for it), or what the estimator throws.
  public func matrix(
    of observations: Observations, using estimator: any MutualInformationEstimator
  ) throws -> PairwiseResult {
    func fill<E: MutualInformationEstimator>(_ estimator: E) throws -> PairwiseResult {
      let run = try PairwiseRun(engine: self, estimator: estimator, x: observations, y: nil)
      let (values, squaredError) = try run.fill()
      return PairwiseResult(
        matrix: SymmetricMatrix(count: observations.count, elements: values), slices: run.plan.termCount,
        standardError: squaredError?.squareRoot())
    }
    return try fill(overGaps(estimator, observations, observations))
  }

  /// Does one share of the tiles of `matrix(of:using:)` and keeps them in the checkpoint, which is needed here.
  ///
  /// `joinCheckpoints` makes one checkpoint of all shares, from which `matrix(of:using:)` takes the whole matrix.
  ///
  /// Throws as `matrix(of:using:)` does.
  public func computeShare(
    _ share: TileShare, of observations: Observations, using estimator: any MutualInformationEstimator
  ) throws {
    func fill<E: MutualInformationEstimator>(_ estimator: E) throws {
      _ = try PairwiseRun(engine: self, estimator: estimator, x: observations, y: nil).fill(share: share)
    }
    try fill(overGaps(estimator, observations, observations))
  }

  /// The mean over slices of I(X_i;Y_j) for every variable of `rows` with every one of `columns`: the tracks that were left
  /// out of a sample with those in it.
  public func rectangle(
    rows: Observations, columns: Observations, using estimator: any MutualInformationEstimator
  ) throws -> RectangleResult {
    func fill<E: MutualInformationEstimator>(_ estimator: E) throws -> RectangleResult {
      let run = try PairwiseRun(engine: self, estimator: estimator, x: rows, y: columns)
      return RectangleResult(rows: rows.count, columns: columns.count, values: try run.fill().values)
    }
    return try fill(overGaps(estimator, rows, columns))
  }

  /// The mean over slices of I(X_q;X_j) of one variable with all, itself included.
  public func query(
    _ variable: Int, in observations: Observations, using estimator: any MutualInformationEstimator
  ) throws -> [Float] {
    guard (0..<observations.count).contains(variable) else {
      throw MutualInformationError(
        .invalidOption,
        "there is no variable \(variable) among \(observations.count); expected 0 to \(observations.count - 1)"
      )
    }
    return try rectangle(rows: observations.selecting([variable]), columns: observations, using: estimator)
      .values
  }

  /// The mean over slices of I(X_b;Y_b) for every b: variable b of `x` with variable b of `y`, whose dimension may differ
  /// where the slicing is `independent` or `none`.
  public func estimatePairs(
    x: Observations, y: Observations, using estimator: any MutualInformationEstimator
  ) throws -> [Double] {
    func fill<E: MutualInformationEstimator>(_ estimator: E) throws -> [Double] {
      try PairwiseList(engine: self, estimator: estimator, x: x, y: y).fill()
    }
    return try fill(overGaps(estimator, x, y))
  }

  /// Times a few pairs and says what the matrix of all pairs will take.
  public func predictMatrix(
    of observations: Observations, using estimator: any MutualInformationEstimator
  ) throws -> PairwisePrediction {
    func predict<E: MutualInformationEstimator>(_ estimator: E) throws -> PairwisePrediction {
      try PairwiseRun(engine: self, estimator: estimator, x: observations, y: nil).predict()
    }
    return try predict(overGaps(estimator, observations, observations))
  }

  /// Times a few pairs and says what a rectangle will take.
  public func predictRectangle(
    rows: Observations, columns: Observations, using estimator: any MutualInformationEstimator
  ) throws -> PairwisePrediction {
    func predict<E: MutualInformationEstimator>(_ estimator: E) throws -> PairwisePrediction {
      try PairwiseRun(engine: self, estimator: estimator, x: rows, y: columns).predict()
    }
    return try predict(overGaps(estimator, rows, columns))
  }

  /// The estimator itself for complete variables, else its form over common observations.
  func overGaps(
    _ estimator: any MutualInformationEstimator, _ x: Observations, _ y: Observations
  ) -> any MutualInformationEstimator {
    guard !x.isComplete || !y.isComplete else { return estimator }
    let isSliced = slicing.kind != .none
    return estimator.overCommonObservations(
      atLeast: max(leastCommon, minimumObservations),
      dimension: isSliced ? 1 : max(x.dimension, y.dimension))
  }
}
