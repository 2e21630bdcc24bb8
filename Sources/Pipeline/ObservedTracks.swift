internal import MotionSegmentation
internal import Tracks

/// The tracks of a file, with the frames in which a run observes them.
struct ObservedTracks {
  /// Every track of the file, its coordinates as the file has them.
  ///
  /// `observed` is empty where every track is complete. A track that the filter kept is visible only where it is observed; a dropped
  /// one is visible where the file says so.
  let tracks: TrackSet
  /// For each track of the file, the number of frames in which it is observed.
  let counts: [Int]

  /// Joins the tracks that a filter kept with those that it dropped.
  ///
  /// - Parameters:
  ///   - tracks: The tracks of the file, in pixels.
  ///   - filtered: What the filter of `options` made of them.
  ///   - picture: The picture that the filter was for; nil: what the visible points span.
  init(
    _ tracks: TrackSet, filtered: FilteredTracks, options: SegmentationOptions, picture: TrackRegion?
  ) throws {
    var whole = tracks
    whole.observed = [Bool](repeating: true, count: tracks.x.count)
    for (place, track) in filtered.indices.enumerated() where !filtered.kept.observed.isEmpty {
      for (from, to) in zip(filtered.kept.range(ofTrack: place), tracks.range(ofTrack: track)) {
        whole.observed[to] = filtered.kept.isObserved(from)
        whole.visible[to] = filtered.kept.visible[from]
      }
    }
    // A dropped track is observed where the same rule, asking for no frames at all, observes it.
    let dropped = filtered.reasons.indices.filter { filtered.reasons[$0] != .kept }
    if !dropped.isEmpty {
      let parts = tracks.selecting(dropped)
      let found = try MotionClasses.split(
        parts, picture: picture ?? tracks.region, rule: options.filter, leastFrames: 0
      ).filtered
      var placeOf: [Int: Int] = [:]
      for (place, part) in found.indices.enumerated() { placeOf[part] = place }
      for (part, track) in dropped.enumerated() {
        // A rule that needs every frame cuts none: what the file has is observed.
        let place = placeOf[part]
        let source = place.map { found.kept.range(ofTrack: $0) } ?? parts.range(ofTrack: part)
        for (from, to) in zip(source, tracks.range(ofTrack: track)) {
          whole.observed[to] =
            place == nil
            ? parts.isObserved(from) && parts.x[from].isFinite && parts.y[from].isFinite
              && (parts.missing.isEmpty || !parts.missing[from])
            : found.kept.isObserved(from)
        }
      }
    }
    counts = (0..<tracks.trackCount).map { whole.range(ofTrack: $0).count { whole.observed[$0] } }
    if whole.isComplete { whole.observed = [] }
    self.tracks = whole
  }

  /// The same for tracks that were read again: filters them as the run did.
  ///
  /// - Parameter picture: The size of the video's picture; nil: there is none.
  init(_ tracks: TrackSet, options: SegmentationOptions, picture size: PictureSize?) throws {
    guard tracks.trackCount > 0, tracks.frameCount > 0 else {
      let reasons = [DropReason](repeating: .kept, count: tracks.trackCount)
      try self.init(
        tracks, filtered: FilteredTracks(all: tracks, reasons: reasons), options: options, picture: nil)
      return
    }
    let picture = size.flatMap { LoadedTracks.picture($0, of: tracks) }
    let filtered = try MotionClasses.split(
      tracks, picture: picture ?? tracks.region, rule: options.filter, leastFrames: options.leastFrames
    ).filtered
    try self.init(tracks, filtered: filtered, options: options, picture: picture)
  }
}

extension TrackSet {
  /// The frames in which a track is observed, as stretches without a gap: their first frames and the ones after their last.
  func observedStretches(ofTrack track: Int) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    for (frame, index) in zip(frames(ofTrack: track), range(ofTrack: track)) where isObserved(index) {
      if let last = stretches.last, last.upperBound == frame {
        stretches[stretches.count - 1] = last.lowerBound..<(frame + 1)
      } else {
        stretches.append(frame..<(frame + 1))
      }
    }
    return stretches
  }
}
