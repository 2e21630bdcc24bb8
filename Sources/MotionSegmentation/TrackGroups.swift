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
  /// The likeliest background, where it was looked for.
  private(set) var background: FoundBackground?
  /// Measures how much of the groups survives with half of the tracks or frames, where the rule goes by motion.
  private(set) var stability: (@Sendable () -> Stability)?

  /// The largest number of groups whose labels a review page offers.
  static let mostCuts = 9

  /// The names of the groups.
  var names: GroupNames { GroupNames(background: background?.takenGroup) }

  /// - Parameter wantsCuts: Whether the groupings into 1, 2, … groups are kept as well.
  /// - Throws: `InvalidOption`, `SegmentationError`.
  init(
    _ comparison: MotionComparison, of classes: MotionClasses, picture: TrackRegion, matrix: MotionMatrix,
    options: SegmentationOptions, wantsCuts: Bool
  ) throws {
    let tracks = comparison.sampled
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
    if wantsCuts { rule.mostCuts = Self.mostCuts }
    func background(_ labels: [Int]) throws -> FoundBackground? {
      guard options.background == .auto else { return nil }
      return try FoundBackground.find(classes, sample: comparison.sample, labels: labels, picture: picture)
    }
    if let objects = options.objects, options.background == .auto {
      // So many objects, and a moving background besides: one group more, where it shows a background.
      var larger = rule
      larger.objects = objects + 1
      let found = larger.group(tracks, mutualInformation: known)
      if found.count > objects, let background = try background(found.labels), background.takenGroup != nil {
        (clustering, motion, self.background) = (found.clustering, found, background)
        stability = { [known, larger] in
          Stability(tracks, mutualInformation: known, labels: found.labels, rule: larger)
        }
        return
      }
    }
    let found = rule.group(tracks, mutualInformation: known)
    let likeliest = try background(found.labels)
    // Of a given number of groups none is left for the background.
    self.background = options.objects != nil && likeliest?.takenGroup != nil ? nil : likeliest
    clustering = found.clustering
    motion = found
    stability = { [known, rule] in
      Stability(tracks, mutualInformation: known, labels: found.labels, rule: rule)
    }
  }
}
