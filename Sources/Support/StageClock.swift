/// Wall-clock seconds of every stage of a run, in the order they ran.
public struct StageClock: Sendable {
  /// Stage names and their seconds.
  public private(set) var stages: [(name: String, seconds: Double)] = []
  private let start = ContinuousClock.now

  public init() {}

  /// Runs a stage and adds its time.
  public mutating func measure<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    let begin = ContinuousClock.now
    defer { stages.append((name, Self.seconds(ContinuousClock.now - begin))) }
    return try body()
  }

  /// Adds stages that another clock measured.
  public mutating func append(_ others: [(name: String, seconds: Double)]) { stages += others }

  /// Seconds since the clock was made.
  public var total: Double { Self.seconds(ContinuousClock.now - start) }

  private static func seconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
