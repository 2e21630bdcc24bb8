internal import Support

/// Which object each id of a mask belongs to.
///
/// Masks and tracks may call an object by different ids: the tracks that lie in an area of the masks tell.
enum MaskObjects {
  /// For every id of the masks the object of most of its tracks.
  ///
  /// - Parameters:
  ///   - maskIDs: The mask's id under each track, 0 where there is none.
  ///   - objects: The object of each track, 0 where it is not scored.
  static func byMajority(maskIDs: [Int], objects: [Int]) -> [Int: Int] {
    var counts: [Int: [Int: Int]] = [:]
    for (id, object) in zip(maskIDs, objects) where id > 0 && object != 0 {
      counts[id, default: [:]][object, default: 0] += 1
    }
    return counts.compactMapValues(\.mostFrequent)
  }
}
