internal import Glibc
internal import LinearAlgebra
internal import Support

/// One projection of every variable of a set.
enum View: Sendable, Equatable {
  /// All coordinates, as they are.
  case whole
  /// The scalar product with a unit vector.
  case direction([Double])
  case coordinate(Int)
}

/// The views and pairs of views that a slicing stands for, X having one dimension and Y possibly another.
struct SlicePlan: Sendable {
  /// I(view `x` of X; view `y` of Y).
  struct Term: Sendable, Equatable {
    let x: Int
    let y: Int
  }

  /// What X's variables, and Y's, are seen through; the same list where the dimensions agree.
  let xViews: [View]
  let yViews: [View]
  /// Every slice is the mean of its terms (two for a couple of `independent`), the estimate the mean of all slices.
  let slices: [[Term]]

  var termCount: Int { slices.reduce(0) { $0 + $1.count } }

  /// Throws `invalidOption` or `shapeMismatch`.
  init(_ slicing: Slicing, x: Int, y: Int, estimator: any MutualInformationEstimator) throws {
    let sliced = max(x, y) > 1
    guard !sliced || slicing.kind != .none else {
      guard estimator.supports(dimension: x), estimator.supports(dimension: y) else {
        throw MutualInformationError(
          .invalidOption,
          "\(estimator.name) does not take variables of \(max(x, y)) coordinates without slicing; choose a slicing other than none"
        )
      }
      (xViews, yViews, slices) = ([.whole], [.whole], [[Term(x: 0, y: 0)]])
      return
    }
    guard sliced else {
      (xViews, yViews, slices) = ([.whole], [.whole], [[Term(x: 0, y: 0)]])
      return
    }
    guard slicing.count >= 1 else {
      throw MutualInformationError(.invalidOption, "\(slicing.count) slices; expected at least 1")
    }
    if slicing.kind != .independent, x != y {
      throw MutualInformationError(
        .shapeMismatch,
        "\(slicing.kind.rawValue) slices need X and Y of one dimension, found \(x) and \(y); use independent slices"
      )
    }
    switch slicing.kind {
    case .axis:
      xViews = (0..<x).map { View.coordinate($0) }
      yViews = xViews
      slices = (0..<x).map { [Term(x: $0, y: $0)] }
    case .shared, .none:
      xViews = Self.sharedDirections(slicing, dimension: x).map { View.direction($0) }
      yViews = xViews
      slices = xViews.indices.map { [Term(x: $0, y: $0)] }
    case .independent:
      var generator = SeededGenerator(seed: slicing.seed, stream: 2)
      let couples = (slicing.count + 1) / 2
      if x == y {
        // One list of views: θ at 2c, φ at 2c + 1.
        xViews = (0..<(2 * couples)).map { _ in Self.direction(x, &generator) }
        yViews = xViews
        slices = (0..<couples).map { [Term(x: 2 * $0, y: 2 * $0 + 1), Term(x: 2 * $0 + 1, y: 2 * $0)] }
      } else {
        xViews = (0..<(2 * couples)).map { _ in Self.direction(x, &generator) }
        yViews = (0..<(2 * couples)).map { _ in Self.direction(y, &generator) }
        slices = xViews.indices.map { [Term(x: $0, y: $0)] }
      }
    }
  }

  private static func sharedDirections(_ slicing: Slicing, dimension: Int) -> [[Double]] {
    var generator = SeededGenerator(seed: slicing.seed, stream: 1)
    if dimension == 2 {
      let phase = generator.uniform()
      return (0..<slicing.count).map { slice in
        let angle = Double.pi * (Double(slice) + phase) / Double(slicing.count)
        return [cos(angle), sin(angle)]
      }
    }
    return (0..<slicing.count).map { _ in unitVector(dimension, &generator) }
  }

  private static func direction(_ dimension: Int, _ generator: inout SeededGenerator) -> View {
    dimension == 1 ? .whole : .direction(unitVector(dimension, &generator))
  }

  /// A vector uniform on the unit sphere.
  private static func unitVector(_ dimension: Int, _ generator: inout SeededGenerator) -> [Double] {
    while true {
      let vector = (0..<dimension).map { _ in generator.normal() }
      let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if norm > 1e-6 { return vector.map { $0 / norm } }
    }
  }
}

extension Observations {
  /// The variables as a view shows them: one coordinate each, or all; in the precision that they are stored in.
  func seen(through view: View) -> Observations {
    guard view != .whole else { return self }
    var seen = projected(through: view)
    seen.observed = observed
    return seen
  }

  private func projected(through view: View) -> Observations {
    switch view {
    case .whole: self
    case .coordinate(let coordinate):
      if let singles {
        Observations(
          count: count, dimension: 1, length: length,
          values: (0..<count).flatMap { singles[range(variable: $0, coordinate: coordinate)] })
      } else {
        Observations(
          count: count, dimension: 1, length: length,
          doubles: (0..<count).flatMap { series($0, coordinate) })
      }
    case .direction(let direction):
      if let singles {
        Observations(
          count: count, dimension: 1, length: length,
          values: projected(singles, direction) { Double($0) }.map { Float($0) })
      } else {
        Observations(
          count: count, dimension: 1, length: length, doubles: projected(doubles, direction) { $0 })
      }
    }
  }

  /// The scalar products with `direction`, `[variable][observation]`.
  private func projected<Value>(
    _ values: [Value], _ direction: [Double], _ asDouble: (Value) -> Double
  ) -> [Double] {
    var projected: [Double] = []
    projected.reserveCapacity(count * length)
    // Coordinate by coordinate, so that the innermost loop runs over adjacent observations.
    var sums = [Double](repeating: 0, count: length)
    values.withUnsafeBufferPointer { values in
      for variable in 0..<count {
        for time in 0..<length { sums[time] = 0 }
        for coordinate in 0..<dimension {
          let first = (variable * dimension + coordinate) * length
          let weight = direction[coordinate]
          for time in 0..<length { sums[time] += weight * asDouble(values[first &+ time]) }
        }
        projected += sums
      }
    }
    return projected
  }
}
