/// The best that any single threshold could have done: an upper limit for rules that choose one.
public enum BestThreshold {
  /// The greatest adjusted Rand index over all cuts of a merge tree, and a threshold that reaches it.
  ///
  /// - Parameters:
  ///   - links: Pairs of elements by decreasing similarity, as a single-linkage tree has them; equal ones are cut together.
  ///   - truth: An id per element; 0 is not scored.
  public static func adjustedRandIndex(
    links: [(a: Int, b: Int, similarity: Float)], truth: [Int]
  ) -> (score: Double, threshold: Float) {
    let scored = truth.indices.filter { truth[$0] != 0 }
    let total = Double(scored.count)
    let all = total * (total - 1) / 2
    // Sizes of each cluster by true id, merged small into large; pair counts follow each merge.
    var members: [[Int: Int]] = truth.map { $0 == 0 ? [:] : [$0: 1] }
    var size = truth.map { $0 == 0 ? 0 : 1 }
    var parent = Array(truth.indices)
    func root(_ element: Int) -> Int {
      var element = element
      while parent[element] != element {
        parent[element] = parent[parent[element]]
        element = parent[element]
      }
      return element
    }
    var sizes: [Int: Int] = [:]
    for id in truth where id != 0 { sizes[id, default: 0] += 1 }
    let inTruth = sizes.values.reduce(0.0) { $0 + Double($1) * Double($1 - 1) / 2 }
    var (together, inClusters) = (0.0, 0.0)
    func index() -> Double {
      guard all > 0 else { return 1 }
      let expected = inTruth * inClusters / all
      let greatest = (inTruth + inClusters) / 2
      return greatest == expected ? 1 : (together - expected) / (greatest - expected)
    }
    var best = (score: index(), threshold: Float.infinity)
    var position = 0
    while position < links.count {
      let similarity = links[position].similarity
      while position < links.count, links[position].similarity == similarity {
        var (a, b) = (root(links[position].a), root(links[position].b))
        position += 1
        guard a != b else { continue }
        if members[a].count < members[b].count { swap(&a, &b) }
        for (id, count) in members[b] {
          together += Double(count) * Double(members[a][id] ?? 0)
          members[a][id, default: 0] += count
        }
        inClusters += Double(size[a]) * Double(size[b])
        size[a] += size[b]
        members[b] = [:]
        parent[b] = a
      }
      let score = index()
      if score > best.score { best = (score, similarity) }
    }
    return best
  }
}
