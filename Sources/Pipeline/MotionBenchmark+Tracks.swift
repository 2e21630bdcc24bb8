internal import MotionSegmentation
public import Tracks

extension MotionBenchmark {
  /// The moving tracks of a sequence whose object is known, at most so many spread over the picture, and the object of each.
  ///
  /// - Parameter degradation: A harder version, by the number of frames.
  public func scoredTracks(
    _ sequence: Sequence, most: Int, degradation: (_ frames: Int) -> TrackDegradation
  ) throws -> (tracks: TrackSet, truth: [Int]) {
    let input = try InputFiles(video: sequence.directory.path, tracks: nil)
    var loaded = try LoadedTracks(
      input, reading: TrackReadingOptions(), frames: nil, frameOffset: 0, wantsVideo: false)
    loaded.tracks = try degradation(loaded.tracks.frameCount).applied(to: loaded.tracks)
    let ids = try TrackTruth.read(sequence.truth, trackCount: loaded.tracks.trackCount)
    let motion = try MotionClasses(loaded.tracks, picture: loaded.tracks.region, rule: .default)
    let truth = motion.kept.selecting(motion.moving).picking(ids)
    let known = truth.indices.filter { truth[$0] != 0 }
    let tracks = motion.movingTracks.selecting(known)
    let chosen = SpatialSample.choose(count: most, from: tracks)
    return (tracks.selecting(chosen), chosen.map { truth[known[$0]] })
  }
}
