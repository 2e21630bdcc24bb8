/// Samples of several random vectors, observed together: `count` variables of `dimension` coordinates, `length` times.
///
/// The one value that flows from the tracks to the estimators: for tracks, a variable is a track, its coordinates are
/// x and y, and an observation is a frame. Values are stored `[variable][coordinate][observation]`, so that one
/// coordinate of one variable is contiguous.
public struct Observations: Sendable, Equatable {
  /// Number of variables.
  public let count: Int
  /// Coordinates of each variable.
  public let dimension: Int
  /// Observations of each variable.
  public let length: Int
  /// `count · dimension · length` values, `[variable][coordinate][observation]`.
  public var values: [Float]

  /// Wraps values laid out as `[variable][coordinate][observation]`.
  public init(count: Int, dimension: Int, length: Int, values: [Float]) {
    precondition(values.count == count * dimension * length, "values do not fill count × dimension × length")
    self.count = count
    self.dimension = dimension
    self.length = length
    self.values = values
  }

  /// The indices of one coordinate of one variable within `values`.
  public func range(variable: Int, coordinate: Int) -> Range<Int> {
    let start = (variable * dimension + coordinate) * length
    return start..<(start + length)
  }

  /// Copies the named variables, in the order given.
  public func selecting(_ variables: [Int]) -> Observations {
    var selected: [Float] = []
    let stride = dimension * length
    selected.reserveCapacity(variables.count * stride)
    for variable in variables { selected += values[(variable * stride)..<((variable + 1) * stride)] }
    return Observations(count: variables.count, dimension: dimension, length: length, values: selected)
  }
}
