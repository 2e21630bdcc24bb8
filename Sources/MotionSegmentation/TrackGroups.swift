internal import LinearAlgebra
internal import MotionGroups
internal import Segmentation
internal import Support
internal import Tracks

/// The groups of the sampled tracks, by the rule that was chosen.
struct TrackGroups {
  let clustering: Clustering
  /// What the groups have in common, where the rule goes by motion.
  let motion: MotionGrouping?

  /// - Throws: `InvalidOption`, `SegmentationError`.
  init(_ tracks: TrackSet, matrix: MotionMatrix, options: SegmentationOptions) throws {
    guard options.clustering.basis == .tracks else {
      clustering = try options.makeClusterer().cluster(matrix.values)
      motion = nil
      return
    }
    // Motion models of tracks that never meet cannot be compared: their known pairs are grouped.
    guard matrix.known == nil, let values = matrix.values.dense else {
      guard options.objects == nil else {
        throw InvalidOption(
          "objects", found: "a video in which most tracks never meet", expected: "no number of objects there")
      }
      let local = try Persistent().cluster(matrix.values)
      clustering = matrix.known.map { local.linked(by: $0) } ?? local
      motion = nil
      return
    }
    var rule = try AutomaticGroups(objects: options.objects)
    rule.seed = options.seed
    rule.threads = options.threads
    // What was not estimated (option near) is 0 in the matrix, and unknown to the rule.
    var known = values
    if options.near != nil {
      for row in 0..<values.count {
        for column in 0..<row where values[row, column] == 0 { known[row, column] = .nan }
      }
    }
    let found = rule.group(tracks, mutualInformation: known)
    clustering = found.clustering
    motion = found
  }
}
