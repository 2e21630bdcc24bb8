public import LinearAlgebra
public import Tracks

/// A pair of groups with its truth, to fit `MergeOdds` to.
public struct MergeExample: Sendable {
  public let features: [Double]
  public let isSame: Bool
  /// The scene that it is from.
  public let scene: Int
  /// The kind of scene, within which scenes and both answers count alike.
  public let kind: String
}

/// Fits the log odds of merging to scenes with truth.
public enum MergeTraining {
  /// A part counts as a part of one object where so many of its tracks are of it.
  static let purity = 0.85

  /// Pairs of parts of a scene, and of parts merged to random degrees according to the truth.
  public static func examples(
    _ tracks: TrackSet, mutualInformation: SymmetricMatrix, truth: [Int], scene: Int, kind: String,
    seed: UInt64 = 0,
    threads: Int = 0, states: Int = 4
  ) -> [MergeExample] {
    let design = AutomaticGroups.Design()
    guard
      let analysis = MotionAnalysis(
        tracks, mutualInformation: mutualInformation, design: design, seed: seed, threads: threads)
    else { return [] }
    var generator = SeededGenerator(seed: seed, stream: 5)
    let parts = analysis.parts(atLeast: nil, design: design, seed: seed)
    var examples: [MergeExample] = []
    for state in 0..<states {
      var groups = parts
      if state > 0 {
        for _ in 0..<Int(generator.next() % UInt64(max(1, parts.count - 1))) {
          let pairs = groups.indices.flatMap { b in (0..<b).map { ($0, b) } }
            .filter { majority(groups[$0], truth).id == majority(groups[$1], truth).id }
          guard !pairs.isEmpty else { break }
          let (a, b) = pairs[Int(generator.next() % UInt64(pairs.count))]
          groups[a] = (groups[a] + groups[b]).sorted()
          groups.remove(at: b)
        }
      }
      let usable = groups.filter { $0.count >= 3 && majority($0, truth).share >= purity }
      let judged = mapConcurrently(usable.count, threads: threads) { analysis.evidence.part(usable[$0]) }
      let pairs = judged.indices.flatMap { b in (0..<b).map { ($0, b) } }
      examples += mapConcurrently(pairs.count, threads: threads) { index in
        let (a, b) = pairs[index]
        return MergeExample(
          features: PartFeatures.values(judged[a], judged[b], analysis.evidence),
          isSame: majority(usable[a], truth).id == majority(usable[b], truth).id, scene: scene, kind: kind)
      }
    }
    return examples
  }

  private static func majority(_ members: [Int], _ truth: [Int]) -> (id: Int, share: Double) {
    var counts: [Int: Int] = [:]
    for track in members { counts[truth[track], default: 0] += 1 }
    let best = counts.max { $0.value != $1.value ? $0.value < $1.value : $0.key > $1.key }
    return (best?.key ?? 0, Double(best?.value ?? 0) / Double(max(members.count, 1)))
  }

  /// A logistic regression with an L2 penalty, by Newton's method.
  ///
  /// Within a kind, “one object” and “two objects” weigh the same in all, and a scene as the root of its number of examples.
  public static func fit(_ examples: [MergeExample], penalty: Double = 1, steps: Int = 60) -> MergeOdds {
    let names = PartFeatures.names
    let weights = weighting(examples)
    let terms: [(mean: Double, deviation: Double)] = names.indices.map { index in
      let values = examples.map { $0.features[index] }.filter(\.isFinite)
      let mean = values.reduce(0, +) / Double(max(values.count, 1))
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(values.count, 1))
      return (mean, max(variance.squareRoot(), 1e-6))
    }
    let rows = examples.map { example in
      names.indices.map {
        MergeOdds.standardised(example.features[$0], terms[$0].mean, terms[$0].deviation)
      } + [1]
    }
    let size = names.count + 1
    var solution = [Double](repeating: 0, count: size)
    for _ in 0..<steps {
      var gradient = solution.map { penalty * $0 }
      var hessian = [Double](repeating: 0, count: size * size)
      gradient[size - 1] = 1e-3 * solution[size - 1]
      for i in 0..<size { hessian[i * size + i] = i < size - 1 ? penalty : 1e-3 }
      for (index, row) in rows.enumerated() {
        var sum = 0.0
        for i in 0..<size { sum += row[i] * solution[i] }
        let p = logistic(sum)
        let error = weights[index] * (p - (examples[index].isSame ? 1 : 0))
        let curvature = weights[index] * p * (1 - p)
        for i in 0..<size {
          gradient[i] += error * row[i]
          let scaled = curvature * row[i]
          for j in 0...i { hessian[i * size + j] += scaled * row[j] }
        }
      }
      for i in 0..<size { for j in 0..<i { hessian[j * size + i] = hessian[i * size + j] } }
      guard let step = CholeskyFactor(hessian, count: size)?.solve(gradient) else { break }
      for i in 0..<size { solution[i] -= step[i] }
      if step.allSatisfy({ abs($0) < 1e-9 }) { break }
    }
    return MergeOdds(
      terms: names.indices.map {
        .init(name: names[$0], mean: terms[$0].mean, deviation: terms[$0].deviation, weight: solution[$0])
      }, intercept: solution[size - 1])
  }

  private static func weighting(_ examples: [MergeExample]) -> [Double] {
    struct Key: Hashable {
      let kind: String
      let isSame: Bool
      let scene: Int
    }
    var counts: [Key: Double] = [:]
    for example in examples {
      counts[Key(kind: example.kind, isSame: example.isSame, scene: example.scene), default: 0] += 1
    }
    struct Side: Hashable {
      let kind: String
      let isSame: Bool
    }
    var totals: [Side: Double] = [:]
    for (key, count) in counts.sorted(by: {
      ($0.key.scene, $0.key.isSame ? 1 : 0) < ($1.key.scene, $1.key.isSame ? 1 : 0)
    }) {
      totals[Side(kind: key.kind, isSame: key.isSame), default: 0] += count.squareRoot()
    }
    return examples.map { example in
      let count = counts[Key(kind: example.kind, isSame: example.isSame, scene: example.scene)] ?? 1
      let total = totals[Side(kind: example.kind, isSame: example.isSame)] ?? 1
      return 150 / count.squareRoot() / total
    }
  }
}
