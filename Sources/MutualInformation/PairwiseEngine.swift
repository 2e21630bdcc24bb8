/// Fills matrices of mutual information over all cores: every variable is sliced and prepared once, tiles of fixed size
/// are estimated in parallel, and the mean over slices is kept, in nats.
///
/// Values depend on the input, the estimator and the slicing alone: not on `threads`, the memory limit or interruptions.
public struct PairwiseEngine: Sendable {
  public var slicing: Slicing
  /// Threads to use; 0: every core.
  public var threads: Int
  /// Bytes the engine may hold besides its input; nil: no limit. Fewer slices are held at once to stay within it.
  public var memoryLimit: Int?
  /// A file that finished tiles are appended to and resumed from; nil: none. It stays when the matrix is complete, so
  /// that a failure downstream loses nothing; remove it once the result is safe.
  public var checkpointPath: String?
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
}
