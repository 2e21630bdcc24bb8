/// What a pipeline tells whoever runs it, and asks of them: lines to read, progress of a stage, whether to stop.
public protocol RunObserver: Sendable {
  /// A fact about the run, for a person: one line.
  func say(_ line: String)
  /// Something a person should know before trusting the result.
  func warn(_ line: String)
  /// Begins a stage of `total` units; the closure returned is told how many are done, from any thread.
  func begin(stage: String, total: Int, unit: String) -> @Sendable (Int) -> Void
  /// Whether the run should stop where it can be resumed.
  var shouldStop: Bool { get }
}

/// An observer that says nothing and never stops.
public struct SilentObserver: RunObserver {
  public init() {}
  public func say(_ line: String) {}
  public func warn(_ line: String) {}
  public func begin(stage: String, total: Int, unit: String) -> @Sendable (Int) -> Void { { _ in } }
  public var shouldStop: Bool { false }
}
