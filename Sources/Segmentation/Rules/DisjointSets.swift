/// Disjoint sets with path halving and union by size: nearly constant time an operation.
struct DisjointSets: Sendable {
  private var parent: [Int]
  private var size: [Int]

  /// `count` sets of one element each.
  init(count: Int) {
    parent = Array(0..<count)
    size = Array(repeating: 1, count: count)
  }

  /// The representative of the set that holds an element.
  mutating func root(of element: Int) -> Int {
    var element = element
    while parent[element] != element {
      parent[element] = parent[parent[element]]
      element = parent[element]
    }
    return element
  }

  /// Joins two sets; returns the representative of the joined one.
  @discardableResult
  mutating func union(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (root(of: a), root(of: b))
    guard a != b else { return a }
    if size[a] < size[b] { swap(&a, &b) }
    parent[b] = a
    size[a] += size[b]
    return a
  }
}
