/// How many slices are held at once, so that prepared variables stay within a limit of bytes.
struct PairwiseMemory: Sendable, Equatable {
  /// The slices of each group, in order; one group where all fit.
  let groups: [Range<Int>]
  /// Bytes of the largest group and of what is held throughout.
  let bytes: Int

  /// Throws `memoryLimit`, naming the bytes needed, where not even one slice fits.
  init(plan: SlicePlan, tiles: PairwiseTiles, xViewBytes: Int, yViewBytes: Int, limit: Int?) throws {
    let result = 4 * tiles.rows * tiles.columns
    // A slice's views belong to it alone: a couple's θ and φ, or one direction.
    let perSlice = plan.slices.map { terms in
      let xs = Set(terms.map(\.x))
      let ys = Set(terms.map(\.y))
      return tiles.symmetric ? xs.union(ys).count * xViewBytes : xs.count * xViewBytes + ys.count * yViewBytes
    }
    let all = result + perSlice.reduce(0, +)
    guard let limit, all > limit else {
      groups = [0..<plan.slices.count]
      bytes = all
      return
    }
    // Sums and squares of every pair wait between groups.
    let waiting = perSlice.count > 1 ? 16 * tiles.tiles.reduce(0) { $0 + $1.count } : 0
    let least = result + waiting + (perSlice.max() ?? 0)
    guard perSlice.count > 1, least <= limit else {
      let needed = perSlice.count > 1 ? min(least, all) : all
      throw MutualInformationError(
        .memoryLimit,
        "\(tiles.rows) × \(tiles.columns) pairs need \(Self.megabytes(needed)) with one slice at a time, but the limit is "
          + "\(Self.megabytes(limit)); raise the limit or use fewer tracks")
    }
    var groups: [Range<Int>] = []
    var start = 0
    var held = 0
    var largest = 0
    for (slice, size) in perSlice.enumerated() {
      if slice > start, result + waiting + held + size > limit {
        groups.append(start..<slice)
        (start, held) = (slice, 0)
      }
      held += size
      largest = max(largest, held)
    }
    groups.append(start..<perSlice.count)
    self.groups = groups
    bytes = result + waiting + largest
  }

  private static func megabytes(_ bytes: Int) -> String {
    bytes < 10_000_000 ? "\((bytes + 999) / 1000) kB" : "\((bytes + 999_999) / 1_000_000) MB"
  }
}
