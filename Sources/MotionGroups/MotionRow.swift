internal import LinearAlgebra
internal import Tracks

/// One coordinate of one track over time, less its mean, with its gaps.
struct MotionRow: Sendable {
  /// T values; 0 where not observed.
  let values: [Double]
  let isObserved: [Bool]
  let observedCount: Int
  /// Σ values² / (observed − 1).
  let variance: Double

  var isComplete: Bool { observedCount == values.count }

  init(_ tracks: TrackSet, track: Int, coordinate: KeyPath<TrackSet, [Float]>) {
    let range = tracks.range(ofTrack: track)
    let isObserved = range.map { tracks.isObserved($0) }
    let all = tracks[keyPath: coordinate][range].map(Double.init)
    let count = isObserved.count { $0 }
    var sum = 0.0
    for (value, seen) in zip(all, isObserved) where seen { sum += value }
    let mean = sum / Double(max(count, 1))
    values = zip(all, isObserved).map { $1 ? $0 - mean : 0 }
    self.isObserved = isObserved
    observedCount = count
    variance = values.reduce(0) { $0 + $1 * $1 } / Double(max(count - 1, 1))
  }

  /// The values with gaps filled linearly, and held at the ends.
  func interpolated() -> [Double] {
    guard !isComplete else { return values }
    var filled = values
    let known = isObserved.indices.filter { isObserved[$0] }
    guard let first = known.first, let last = known.last else { return filled }
    for frame in 0..<first { filled[frame] = values[first] }
    for frame in last..<values.count { filled[frame] = values[last] }
    for (a, b) in zip(known, known.dropFirst()) where b > a + 1 {
      for frame in (a + 1)..<b {
        let share = Double(frame - a) / Double(b - a)
        filled[frame] = (1 - share) * values[a] + share * values[b]
      }
    }
    return filled
  }

  /// A least-squares fit of a basis and a constant to the observed entries.
  struct Fit: Sendable {
    let coefficients: [Double]
    let offset: Double
    /// Σ (value − fit)² over the observed entries.
    let squares: Double
    /// Whether there are more entries than unknowns.
    let isUsable: Bool
  }

  /// Fits b + Σ a_k u_k(t), with a ridge relative to the basis' own size.
  func fit(_ basis: [[Double]], ridge: Double) -> Fit {
    let rank = basis.count
    let size = rank + 1
    func regressor(_ index: Int, _ frame: Int) -> Double { index < rank ? basis[index][frame] : 1 }
    var (gram, target) = ([Double](repeating: 0, count: size * size), [Double](repeating: 0, count: size))
    for frame in values.indices where isObserved[frame] {
      for i in 0..<size {
        let u = regressor(i, frame)
        target[i] += u * values[frame]
        for j in 0...i { gram[i * size + j] += u * regressor(j, frame) }
      }
    }
    for i in 0..<size {
      for j in 0..<i { gram[j * size + i] = gram[i * size + j] }
    }
    for i in 0..<rank { gram[i * size + i] += ridge }
    gram[size * size - 1] += 1e-12
    guard let solved = CholeskyFactor(gram, count: size)?.solve(target) else {
      return Fit(
        coefficients: [Double](repeating: 0, count: rank), offset: 0,
        squares: variance * Double(max(observedCount - 1, 1)), isUsable: false)
    }
    var squares = 0.0
    for frame in values.indices where isObserved[frame] {
      var rest = values[frame]
      for i in 0..<size { rest -= solved[i] * regressor(i, frame) }
      squares += rest * rest
    }
    return Fit(
      coefficients: Array(solved.prefix(rank)), offset: solved[rank], squares: squares,
      isUsable: observedCount > size + 1)
  }
}
