/// Samples of several random vectors, observed together: `count` variables of `dimension` coordinates, `length` times.
///
/// The one value that flows from the tracks to the estimators: for tracks, a variable is a track, its coordinates are
/// x and y, and an observation is a frame. Values are stored `[variable][coordinate][observation]`, so that one
/// coordinate of one variable is contiguous. They are stored in the precision of their source: a value that needs double
/// precision (a large offset, a nanosecond timestamp) keeps it until an estimator has centred or ranked it.
public struct Observations: Sendable, Equatable {
  /// Number of variables.
  public let count: Int
  /// Coordinates of each variable.
  public let dimension: Int
  /// Observations of each variable.
  public let length: Int
  /// Whether each variable is observed at each time, `[variable][observation]`; elsewhere its values mean nothing.
  ///
  /// Empty: everything is observed; else `count · length` values.
  public var observed: [Bool] = [] {
    didSet {
      precondition(observed.isEmpty || observed.count == count * length, "one flag for each observation")
    }
  }
  private var storage: Storage

  private enum Storage: Sendable, Equatable {
    case single([Float])
    case double([Double])
  }

  /// Wraps single-precision values laid out as `[variable][coordinate][observation]`.
  public init(count: Int, dimension: Int, length: Int, values: [Float]) {
    precondition(values.count == count * dimension * length, "values do not fill count × dimension × length")
    self.count = count
    self.dimension = dimension
    self.length = length
    storage = .single(values)
  }

  /// Wraps double-precision values laid out as `[variable][coordinate][observation]`.
  public init(count: Int, dimension: Int, length: Int, doubles: [Double]) {
    precondition(doubles.count == count * dimension * length, "values do not fill count × dimension × length")
    self.count = count
    self.dimension = dimension
    self.length = length
    storage = .double(doubles)
  }

  /// `count · dimension · length` values in single precision, `[variable][coordinate][observation]`.
  ///
  /// Doubles are rounded: an estimator reads `series` instead.
  public var values: [Float] {
    get {
      switch storage {
      case .single(let values): values
      case .double(let values): values.map { Float($0) }
      }
    }
    set {
      precondition(newValue.count == valueCount, "values do not fill count × dimension × length")
      storage = .single(newValue)
    }
  }

  /// The single-precision values where that is how they are stored, nil for doubles.
  public var singles: [Float]? {
    if case .single(let values) = storage { values } else { nil }
  }

  /// The values in double precision, without loss.
  public var doubles: [Double] {
    switch storage {
    case .single(let values): values.map { Double($0) }
    case .double(let values): values
    }
  }

  /// `count · dimension · length`.
  public var valueCount: Int { count * dimension * length }

  /// Bytes of one value as it is stored.
  public var bytesPerValue: Int { singles == nil ? 8 : 4 }

  /// One coordinate of one variable in double precision, without loss.
  public func series(_ variable: Int, _ coordinate: Int = 0) -> [Double] {
    let range = range(variable: variable, coordinate: coordinate)
    return switch storage {
    case .single(let values): values[range].map { Double($0) }
    case .double(let values): Array(values[range])
    }
  }

  /// The indices of one coordinate of one variable within `values`.
  public func range(variable: Int, coordinate: Int) -> Range<Int> {
    let start = (variable * dimension + coordinate) * length
    return start..<(start + length)
  }

  /// Copies the named variables, in the order given.
  public func selecting(_ variables: [Int]) -> Observations {
    let stride = dimension * length
    func selected<Value>(_ values: [Value]) -> [Value] {
      var selected: [Value] = []
      selected.reserveCapacity(variables.count * stride)
      for variable in variables { selected += values[(variable * stride)..<((variable + 1) * stride)] }
      return selected
    }
    var set =
      switch storage {
      case .single(let values):
        Observations(count: variables.count, dimension: dimension, length: length, values: selected(values))
      case .double(let values):
        Observations(count: variables.count, dimension: dimension, length: length, doubles: selected(values))
      }
    if !observed.isEmpty {
      set.observed = variables.flatMap { observed[($0 * length)..<(($0 + 1) * length)] }
    }
    return set
  }

  /// Whether every variable is observed every time.
  public var isComplete: Bool { !observed.contains(false) }
}
