internal import LinearAlgebra
internal import Synchronization
internal import Tracks

/// How alike two tracks are in the motion models that they prefer: a kernel in [0, 1], with no scale to set.
///
/// In every window motion models are drawn from a track and its neighbours (`Hypotheses`). Each track ranks all models by its
/// distance to them; with B_f(i, h) = 1 where model h is among the best share f of track i,
///
///     K = mean over windows, kinds of models and f of  B_f B_fᵀ / (f H).
///
/// This is done twice: first with the neighbours of the pairwise mutual information, then with those of the first K. Pairs that
/// never shared a window are filled by regressing K on the cosine of the two tracks' profiles over the tracks that met both.
struct HypothesisKernel: Sendable {
  /// Models of each kind in a window.
  static let hypotheses = 400
  /// The shares f that count as preferred, and the weights 1 / f in whole numbers.
  static let shares: [(share: Double, weight: Int32)] = [(0.02, 10), (0.05, 4), (0.1, 2), (0.2, 1)]
  static let neighbours = 15
  static let leastTracks = 6

  /// N × N in [0, 1]; NaN where two tracks neither met nor have others in common.
  let values: SymmetricMatrix
  /// Standard deviation in pixels of what the best models leave unexplained, a coordinate.
  let noise: Double

  init(
    _ windows: [MotionWindow], mutualInformation: SymmetricMatrix, seed: UInt64 = 0, threads: Int = 0,
    rounds: Int = 2
  ) {
    var alike = mutualInformation
    var noise = 0.0
    for round in 0..<rounds {
      let counts = Self.preferences(windows, alike: alike, seed: seed, round: round, threads: threads)
      noise = counts.noise
      alike = Self.filled(counts)
    }
    values = alike
    self.noise = noise
  }

  /// Sums over windows, in whole numbers, so that their order does not matter.
  private struct Counts: Sendable {
    let count: Int
    var sums: [Int32]
    /// Windows in which both tracks are.
    var met: [Int32]
    /// The noise's variance in each window; NaN where none.
    var variances: [Double]
    var noise: Double {
      let known = variances.filter(\.isFinite).sorted()
      return known.isEmpty ? 0.3 : known[known.count / 2].squareRoot()
    }
  }

  private static func preferences(
    _ windows: [MotionWindow], alike: SymmetricMatrix, seed: UInt64, round: Int, threads: Int
  ) -> Counts {
    let n = alike.count
    let zeros = [Int32](repeating: 0, count: n * n)
    let counts = Mutex(
      Counts(
        count: n, sums: zeros, met: zeros, variances: [Double](repeating: .nan, count: windows.count)))
    // The closure throws nothing.
    try? forEachChunk(count: windows.count, threads: threads) { index in
      let window = windows[index]
      guard window.tracks.count >= leastTracks else { return }
      let part = windowCounts(
        window, alike: alike, stream: UInt64(round * windows.count + index), seed: seed)
      counts.withLock { counts in
        let m = window.tracks.count
        for (i, track) in window.tracks.enumerated() {
          for j in i..<m {
            counts.sums[track * n + window.tracks[j]] += part.sums[i * m + j]
            counts.met[track * n + window.tracks[j]] += 1
          }
        }
        counts.variances[index] = part.variance
      }
    }
    return counts.withLock { $0 }
  }

  private static func windowCounts(
    _ window: MotionWindow, alike: SymmetricMatrix, stream: UInt64, seed: UInt64
  ) -> (sums: [Int32], variance: Double) {
    let m = window.tracks.count
    var generator = SeededGenerator(seed: seed, stream: 1000 + stream)
    let near = nearest(window.tracks, alike: alike)
    let words = (hypotheses + 63) / 64
    var sums = [Int32](repeating: 0, count: m * m)
    var variance = Double.nan
    for model in MotionModel.allCases {
      let drawn = Hypotheses(
        model, count: hypotheses, window: window, neighbours: near, generator: &generator)
      var bits = [UInt64](repeating: 0, count: m * shares.count * words)
      var best = [Double](repeating: 0, count: m)
      for track in 0..<m {
        let row = drawn.distances[(track * hypotheses)..<((track + 1) * hypotheses)]
        let order = ascending(row)
        for (group, share) in shares.enumerated() {
          for hypothesis in order.prefix(Int(share.share * Double(hypotheses))) {
            bits[(track * shares.count + group) * words + hypothesis / 64] |= 1 << UInt64(hypothesis % 64)
          }
        }
        best[track] = row[row.startIndex + order[hypotheses / 20]]
      }
      addCommonBits(rows: bits, count: m, words: words, weights: shares.map(\.weight), into: &sums)
      if model == .body {
        best.sort()
        variance = best[m / 2] / Double(max(1, window.dimension - 3))
      }
    }
    return (sums, variance)
  }

  /// For every track of a window its most alike ones there, in places of the window.
  private static func nearest(_ tracks: [Int], alike: SymmetricMatrix) -> [[Int]] {
    tracks.indices.map { place in
      // Unknown ones last, and the track itself not at all.
      let unlike = tracks.map { other -> Double in
        let value = alike[tracks[place], other]
        return value.isNaN ? .infinity : -Double(value)
      }
      return Array(ascending(unlike[...]).lazy.filter { $0 != place }.prefix(neighbours))
    }
  }

  /// The kernel of the counts, with the pairs that never met filled from their profiles.
  private static func filled(_ counts: Counts) -> SymmetricMatrix {
    let n = counts.count
    // With f H models in a set, a pair that agrees on all has Σ_f weight · f H.
    let scale = shares.reduce(0.0) { $0 + Double($1.weight) * Double(Int($1.share * Double(hypotheses))) }
    var kernel = SymmetricMatrix(count: n, repeating: .nan)
    var isWhole = true
    for i in 0..<n {
      for j in i..<n {
        let met = counts.met[i * n + j]
        guard met > 0 else {
          isWhole = false
          continue
        }
        kernel[i, j] = Float(
          Double(counts.sums[i * n + j]) / (Double(met) * scale * Double(MotionModel.allCases.count)))
      }
    }
    return isWhole ? kernel : ProfileFill.fill(kernel)
  }
}
