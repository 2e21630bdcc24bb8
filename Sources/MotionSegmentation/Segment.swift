internal import LinearAlgebra
internal import MotionGroups
internal import MutualInformation
internal import Segmentation
public import Tracks
public import Support

/// Groups the tracks of one video into objects: filter → signal → pairwise mutual information → clusters.
///
///     guard case .finished(let result) = try segment(tracks) else { … }
///
/// A pure function of its arguments: no files but the store's, nothing printed. The same tracks and options give the same bits,
/// whatever the number of threads, and whether the work was interrupted or not.
///
/// - Parameters:
///   - tracks: the tracks of a file, in pixels.
///   - picture: the picture's place in the plane of the tracks; nil: what the visible points span.
///   - scope: which tracks are compared and labelled; by default all that move.
///   - store: keeps finished tiles of the matrix; nil: nothing is kept.
///   - remainderLimit: how many values of the mutual information of tracks outside of the matrix are kept at most.
///   - observer: hears of stages, and says when to stop.
/// - Throws: `RunError` (input) where fewer than two tracks move, (usage) where the query is no moving track; `InvalidOption`;
///   `MutualInformationError` (interrupted) where the observer asked to stop.
public func segment(
  _ tracks: TrackSet, picture: TrackRegion? = nil, _ options: SegmentationOptions = SegmentationOptions(),
  scope: SegmentationScope = SegmentationScope(), store: (any MatrixStore)? = nil, remainderLimit: Int = 0,
  observer: any RunObserver = SilentObserver()
) throws -> SegmentationOutcome {
  var clock = StageClock()
  let region = picture ?? tracks.region
  let motion = try clock.measure("filter") {
    return try MotionClasses(
      tracks, picture: region, rule: options.filter, leastFrames: options.leastFrames)
  }
  observer.say(motion.summary)
  for warning in motion.warnings { observer.warn(warning) }
  let comparison = try clock.measure("signal") {
    try MotionComparison(motion, candidates: scope.candidates, options: options)
  }
  if comparison.sample.count < motion.moving.count {
    observer.say(
      "\(comparison.sample.count) of \(motion.moving.count) moving tracks form the pairwise matrix")
  }
  for line in try store?.prepare(channels: comparison.channelCount) ?? [] { observer.say(line) }
  let outcome = try clock.measure("mutual information") {
    try comparison.matrix(near: options.near, store: store, observer: observer)
  }
  let matrix: MotionMatrix
  switch outcome {
  case .share(let share): return .share(share)
  case .matrix(let whole): matrix = whole
  }
  if comparison.isLong, options.clustering.basis == .tracks {
    observer.say(
      "most tracks of this video never meet: they are grouped by the clustering “\(ClusteringRule.persistent)”, and groups that follow each other are joined"
    )
  }
  let groups = try clock.measure("clusters") {
    try TrackGroups(
      comparison, of: motion, picture: region, matrix: matrix, options: options, wantsCuts: remainderLimit > 0
    )
  }
  let clustering = groups.clustering
  let remainder = try clock.measure("remaining tracks") {
    try RemainingTracks(
      scope.labelsOthers ? comparison.sample.others : [], of: comparison, groups: groups,
      matrix: matrix, limit: remainderLimit, observer: observer)
  }
  let stability = clock.measure("stability") { scope.measuresStability ? groups.stability?() : nil }
  var warnings = motion.warnings
  if let line = stability?.warning {
    observer.warn(line)
    warnings.append(line)
  }
  let query = try options.query.map { try comparison.query($0, matrix: matrix, observer: observer) }

  // Of the moving tracks those of the sample have the labels of the clusters, the others those that they were given; what
  // does not move is 0.
  let labels = try MovingLabels(
    clustering, remainder, names: groups.names, of: comparison, joins: scope.labelsOthers,
    votes: groups.motion != nil, threads: options.threads)
  let cuts = try clock.measure("other numbers of objects") {
    try groups.cutLabels(
      of: comparison, motion, picture: region, looksForBackground: options.background == .auto,
      threads: options.threads)
  }
  return .finished(
    Segmentation(
      tracks: tracks, filtered: motion.filtered, kept: motion.kept, moving: motion.moving,
      sample: comparison.sample, sampleIDs: comparison.sampled.trackIDs, matrix: matrix.values,
      channels: matrix.channels, clustering: clustering,
      keptLabels: motion.moving.spread(labels.labels, filler: 0),
      keptScores: motion.moving.spread(labels.scores, filler: 1),
      keptOrigins: motion.moving.spread(labels.origins, filler: .still),
      objectCount: groups.names.objectCount(groups: clustering.count), background: groups.background,
      merges: groups.merges, stability: stability, names: groups.names, cuts: cuts,
      remainder: remainder.values,
      query: query,
      warnings: warnings, timings: clock.stages))
}
