/// The merge tree of mutual-reachability distances, condensed: only splits into two clusters of at least `minimumSize`
/// tracks count as splits; smaller sides are tracks that fall out of their cluster (Campello, Moulavi & Sander 2013).
struct CondensedTree: Sendable {
  /// One event: a child (a track below `count`, else a cluster) leaves its parent at density λ = 1/distance.
  struct Row: Sendable {
    let parent: Int
    let child: Int
    let lambda: Double
    let size: Int
  }

  /// Number of tracks; clusters are numbered from here on, the root first.
  let count: Int
  let rows: [Row]

  /// Condenses single-linkage merges given by increasing distance.
  init(count: Int, links: [(a: Int, b: Int, distance: Double)], minimumSize: Int) {
    self.count = count
    // Nodes 0 ..< count are tracks, count + i is what merge i made.
    var children: [(left: Int, right: Int)] = []
    var size = [Int](repeating: 1, count: 2 * count - 1)
    var node = Array(0..<count)
    var sets = DisjointSets(count: count)
    for (index, link) in links.enumerated() {
      let (rootA, rootB) = (sets.root(of: link.a), sets.root(of: link.b))
      let (left, right) = (node[rootA], node[rootB])
      children.append((left, right))
      size[count + index] = size[left] + size[right]
      node[sets.union(rootA, rootB)] = count + index
    }

    func tracks(below start: Int) -> [Int] {
      var stack = [start]
      var found: [Int] = []
      while let top = stack.popLast() {
        if top < count {
          found.append(top)
        } else {
          stack.append(children[top - count].right)
          stack.append(children[top - count].left)
        }
      }
      return found
    }

    var rows: [Row] = []
    var nextCluster = count + 1
    // A node of the merge tree and the cluster it belongs to; parents come before their children.
    var queue: [(node: Int, cluster: Int)] = [(2 * count - 2, count)]
    var position = 0
    while position < queue.count {
      let (current, cluster) = queue[position]
      position += 1
      guard current >= count else { continue }
      let (left, right) = children[current - count]
      let distance = links[current - count].distance
      let lambda = distance > 0 ? 1 / distance : Double.greatestFiniteMagnitude.squareRoot()
      let isSplit = size[left] >= minimumSize && size[right] >= minimumSize
      for side in [left, right] {
        if isSplit {
          rows.append(Row(parent: cluster, child: nextCluster, lambda: lambda, size: size[side]))
          queue.append((side, nextCluster))
          nextCluster += 1
        } else if size[side] >= minimumSize {
          queue.append((side, cluster))
        } else {
          for track in tracks(below: side) {
            rows.append(Row(parent: cluster, child: track, lambda: lambda, size: 1))
          }
        }
      }
    }
    self.rows = rows
  }

  /// The clusters of greatest total stability, none inside another; never the root (excess of mass).
  func stableClusters() -> Set<Int> {
    let clusterCount = (rows.map { max($0.parent, $0.child) }.max() ?? count) - count + 1
    var birth = [Double](repeating: 0, count: clusterCount)
    var stability = [Double](repeating: 0, count: clusterCount)
    var childClusters = [[Int]](repeating: [], count: clusterCount)
    for row in rows where row.child >= count { birth[row.child - count] = row.lambda }
    for row in rows {
      stability[row.parent - count] += (row.lambda - birth[row.parent - count]) * Double(row.size)
      if row.child >= count { childClusters[row.parent - count].append(row.child - count) }
    }
    var isChosen = [Bool](repeating: true, count: clusterCount)
    isChosen[0] = false
    for cluster in stride(from: clusterCount - 1, to: 0, by: -1) {
      let below = childClusters[cluster].reduce(0.0) { $0 + stability[$1] }
      if below > stability[cluster] {
        isChosen[cluster] = false
        stability[cluster] = below
      } else {
        var stack = childClusters[cluster]
        while let inner = stack.popLast() {
          isChosen[inner] = false
          stack += childClusters[inner]
        }
      }
    }
    return Set(isChosen.indices.filter { isChosen[$0] }.map { $0 + count })
  }

  /// The cluster each track belongs to among the chosen ones, or nil: noise.
  func labels(for chosen: Set<Int>) -> [Int?] {
    var parent: [Int: Int] = [:]
    for row in rows where row.child >= count { parent[row.child] = row.parent }
    var labels = [Int?](repeating: nil, count: count)
    for row in rows where row.child < count {
      var cluster: Int? = row.parent
      while let current = cluster, !chosen.contains(current) { cluster = parent[current] }
      labels[row.child] = cluster
    }
    return labels
  }
}
