internal import COpenCV

extension GreyFrame {
  /// Where a lost track is seen again, if it is.
  ///
  /// A patch from before it was lost must be found near the place that the tracks which moved as it did lead to, alike to more than
  /// `foundLikeness`, and clearly better than anywhere else there.
  func find(_ lost: LostTrack, frame: Int, settings: TrackerSettings) throws -> (x: Float, y: Float)? {
    guard let patch = lost.track.early.patch, patch.length > settings.leastTexture * Float(settings.patch)
    else {
      return nil
    }
    let reach = min(4 + (frame - lost.frame) / 2, 10)
    var (x, y, score, second): (Float, Float, Float, Float) = (0, 0, -1, -1)
    let code = ocv_search(
      pointer, patch.values, Int32(settings.patch), lost.track.x, lost.track.y, Int32(reach), &x, &y, &score,
      &second)
    guard code == 0 else { throw OpenCVFailure.current("the search for a lost track") }
    return score >= settings.foundLikeness && score - second >= 0.1 ? (x, y) : nil
  }
}

extension LostTrack {
  /// A track that was just lost, with the tracks about it that move as it did.
  init(_ track: LiveTrack, frame: Int, among live: [LiveTrack]) {
    self.track = track
    self.frame = frame
    func distance(_ other: LiveTrack) -> Float {
      (other.x - track.x) * (other.x - track.x) + (other.y - track.y) * (other.y - track.y)
    }
    let alike = live.filter {
      abs($0.motion.x - track.motion.x) < 1 && abs($0.motion.y - track.motion.y) < 1
    }
    companions = alike.map { ($0.path, distance($0)) }
      .sorted { $0.1 != $1.1 ? $0.1 < $1.1 : $0.0 < $1.0 }.prefix(7).map(\.0)
  }

  /// Moves the expected place on by a frame: by the median motion of its companions, or else as it moved itself.
  mutating func advance(motions: [Int: (x: Float, y: Float)]) {
    let found = companions.compactMap { motions[$0] }
    if found.count >= 3 {
      track.motion = (found.map(\.x).sorted()[found.count / 2], found.map(\.y).sorted()[found.count / 2])
    }
    track.x += track.motion.x
    track.y += track.motion.y
  }
}
