/// What went wrong while mutual information was estimated, where, and what would mend it.
public struct MutualInformationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure a caller may want to tell apart.
  public enum Code: Sendable, Equatable {
    /// A value is NaN or infinite; filters upstream should have dropped it.
    case nonFiniteValue
    /// Too few observations for any estimate, or for this one.
    case tooFewObservations
    /// Two sets that should agree in count, length or dimension do not.
    case shapeMismatch
    /// No estimator has that name.
    case unknownEstimator
    /// An option of an estimator or of the slicing is out of its range.
    case invalidOption
    /// The work does not fit the memory limit.
    case memoryLimit
    /// The caller asked to stop; finished tiles are in the checkpoint.
    case interrupted
    /// The checkpoint file could not be written.
    case checkpointFailed
  }

  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
