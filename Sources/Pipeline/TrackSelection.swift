internal import Tracks

/// The tracks that a run compares, and the frames that it compares them over.
struct TrackSelection {
  /// What passed the filter, with all frames.
  let filtered: FilteredTracks
  /// The same tracks in the frames that are compared.
  let compared: TrackSet
  /// Whether each of them is static.
  let isStatic: [Bool]
  let warnings: [String]

  /// Filters; where most tracks have no position in some frames (trackers that start at queries), only the frames are
  /// compared that most tracks share.
  init(_ loaded: LoadedTracks, options: SegmentationOptions) {
    let (tracks, region) = (loaded.tracks, loaded.region)
    let filter = options.makeFilter(region)
    let still = StaticTracks(width: region.width, height: region.height)
    guard let frames = CommonFrames.find(in: tracks) else {
      filtered = filter.apply(to: tracks)
      compared = filtered.kept
      isStatic = still.find(in: compared)
      warnings = []
      return
    }
    let cut = filter.apply(to: tracks.cut(to: frames))
    filtered = FilteredTracks(all: tracks, reasons: cut.reasons)
    compared = cut.kept
    isStatic = still.find(in: compared)
    let without = cut.reasons.count { $0 == .noPosition }
    warnings = [
      "most tracks have no position in some frames: the tracks are compared over frames \(frames.lowerBound) to "
        + "\(frames.upperBound - 1), in which \(tracks.trackCount - without) of \(tracks.trackCount) have one"
    ]
  }
}
