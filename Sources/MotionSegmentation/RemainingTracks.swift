internal import LinearAlgebra
internal import MotionGroups
internal import MutualInformation
internal import Segmentation
internal import Tracks
internal import Support

/// Labels of the moving tracks outside of the matrix, by their mutual information with those in it.
struct RemainingTracks {
  /// The tracks that were labelled.
  let tracks: [TrackIndex<MovingTracks>]
  /// A cluster and a score for each of them, in their order.
  let found: [(label: Int, score: Float)]
  /// Their mutual information with the tracks of the matrix, row by row in nats; nil where it is not whole or too much to keep.
  let values: [Float]?

  /// Predicted seconds on one core above which a track is compared with a shortlist only.
  private static let longestWork = 120.0
  /// Tracks whose signals are held at the same time.
  private static let block = 4096

  init(
    _ tracks: [TrackIndex<MovingTracks>], of comparison: MotionComparison, groups: TrackGroups,
    matrix: MotionMatrix, limit: Int,
    observer: any RunObserver
  ) throws {
    self.tracks = tracks
    let clustering = groups.clustering
    let others = tracks.map(\.value)
    if let motion = groups.motion, limit == 0 {
      // Group MI needs no pairs; the rectangle is estimated only where it is to be kept.
      found = motion.assign(comparison.moving.selecting(others), threads: comparison.engine.threads)
      values = nil
      return
    }
    guard !comparison.isLong else {
      found = try LongRemainder.labels(
        of: others, in: comparison.moving, sample: comparison.sample.indices, labels: clustering.labels,
        combination: matrix.combination, by: comparison.blocks(observer))
      values = nil
      return
    }
    let usesShortlist = Self.usesShortlist(comparison, tracks: others.count)
    if usesShortlist {
      observer.say(
        "\(others.count) tracks outside the matrix: \(comparison.estimator.name) compares each with its nine nearest tracks "
          + "(by gaussian MI)")
    }
    var found: [(label: Int, score: Float)] = []
    var values: [Float]? = usesShortlist || others.isEmpty ? nil : []
    for start in stride(from: 0, to: others.count, by: Self.block) {
      let part = Array(others[start..<min(others.count, start + Self.block)])
      let rows = try comparison.signal.channels(of: comparison.moving.selecting(part))
      if usesShortlist {
        // The Gaussian copula, hundreds of times cheaper, chooses the few tracks that are worth an estimate.
        let quick = try matrix.rectangle(
          rows: rows, columns: comparison.channels, estimator: GaussianCopula(), engine: comparison.engine,
          observer: observer)
        let chosen = RemainderLabels.shortlist(rectangle: quick, labels: clustering.labels)
        let estimates = try matrix.selection(
          rows: rows, columns: comparison.channels, of: chosen, estimator: comparison.estimator,
          engine: comparison.engine, observer: observer)
        found += RemainderLabels.assign(values: estimates, columns: chosen, labels: clustering.labels)
      } else {
        let rectangle = try matrix.rectangle(
          rows: rows, columns: comparison.channels, estimator: comparison.estimator,
          engine: comparison.engine,
          observer: observer)
        found += RemainderLabels.assign(rectangle: rectangle, labels: clustering.labels)
        if let kept = values { values = kept.count + rectangle.count <= limit ? kept + rectangle : nil }
      }
    }
    self.found =
      groups.motion?.assign(comparison.moving.selecting(others), threads: comparison.engine.threads) ?? found
    self.values = values
  }

  private static func usesShortlist(_ comparison: MotionComparison, tracks: Int) -> Bool {
    guard !comparison.estimator.isCheap else { return false }
    let length = comparison.channels.first?.observations.length ?? 0
    let terms = Double(comparison.slices * comparison.channels.count)
    return Double(tracks) * Double(comparison.sample.count) * terms
      * comparison.estimator.predictedSeconds(length: length) > longestWork
  }
}
