public import Support

/// A signal as a user chooses it by name: which channels it has.
///
/// A new signal is a value in a file of its own, and one line in `allCases`.
public struct SignalKind: ListedChoice {
  /// The name on the command line and in run.json.
  public let name: String
  /// One line for the help.
  public let summary: String
  private let makeRecipes: @Sendable (_ lag: Int, _ frames: Int) -> [ChannelRecipe]

  /// - Parameter recipes: The channels of a video of so many frames; the lag is the user's, or follows from
  ///   the tracks' noise.
  public init(
    _ name: String, summary: String,
    recipes: @escaping @Sendable (_ lag: Int, _ frames: Int) -> [ChannelRecipe]
  ) {
    self.name = name
    self.summary = summary
    makeRecipes = recipes
  }

  /// The signals in the order they are listed.
  public static let allCases: [SignalKind] = [.position, .velocity, .both, .multi]

  /// The channels of a video of so many frames, with a lag in frames.
  public func recipes(lag: Int, frames: Int) -> [ChannelRecipe] { makeRecipes(lag, frames) }

  /// The number of channels of a video of so many frames, with a lag in frames.
  public func channelCount(lag: Int = 1, frames: Int) -> Int { recipes(lag: lag, frames: frames).count }

  /// Positions, as in the paper (arXiv 2402.10158).
  public static let position = SignalKind("position", summary: "where the points are") { _, _ in [.position] }

  /// Differences of positions `lag` frames apart.
  public static let velocity = SignalKind("velocity", summary: "differences of positions some frames apart") {
    lag, _ in [.velocity(lag: lag)]
  }

  /// Positions and velocities, a channel each.
  public static let both = SignalKind("both", summary: "position and velocity, each divided by its mean") {
    lag, _ in [.position, .velocity(lag: lag)]
  }

  /// Positions and differences over several lags, a channel each: noise hides motion over short lags, not
  /// over long ones.
  public static let multi = SignalKind("multi", summary: "position and velocities over several lags") {
    _, frames in [.position] + lags(frames: frames).map { .velocity(lag: $0) }
  }

  /// The lags of `multi`: 1, 2, 3, 5, 8 and a twentieth, tenth and fifth of the video, each under half of it.
  static func lags(frames: Int) -> [Int] {
    let candidates = Set([1, 2, 3, 5, 8, frames / 20, frames / 10, frames / 5])
    return candidates.filter { $0 >= 1 && 2 * $0 < frames }.sorted()
  }
}
