internal import LinearAlgebra
public import Tracks

/// In which frames objects move on their own: where the background's motion does not explain theirs.
///
/// For a frame, take the window of W = 9 frames around it (moved inwards at the ends; all frames of a shorter video) and the tracks that are
/// observed throughout it. A track's rest is
///
///     e_i = √(RSS_i / (2W − r − 2)),  in pixels a coordinate,
///
/// with RSS_i what the affine hull of the background's tracks (rank r = 3: any depth under an affine camera) leaves of the track's 2W
/// positions; where the background stands still, what standing still leaves (r = 0). An object moves in the frame if the median rest of
/// its tracks is above
///
///     max(0.3 px, 2 q),  q the 90 % quantile of the background's own rests.
///
/// Tracks of the background itself are fitted by the hull that they make: their rests are raised by √(n / (n − r − 1)).
public enum ObjectMotion {
  /// W, frames.
  static let length = 9
  /// Pixels: what moves less is not told from noise.
  static let noise = 0.3
  /// A rest must be so many times the background's.
  static let factor = 2.0
  /// Tracks of the background that a hull is made of at most, evenly chosen.
  static let mostTracks = 200
  /// Windows at most: in longer videos the nearest one counts.
  static let mostWindows = 600

  /// What the motion of objects is compared with.
  public enum Reference: Sendable {
    /// The tracks of label 0, which stand still.
    case still
    /// The tracks of label 0, which move as the camera does.
    case moving
  }

  /// For each label 1, 2, … and each frame whether it moves; nil where too few of its tracks are there, or the background's.
  ///
  /// - Parameter labels: A label for each track: 0 the background, negative none.
  public static func find(
    _ tracks: TrackSet, labels: [Int], reference: Reference, threads: Int = 0
  ) -> [[Bool?]] {
    let count = labels.max() ?? 0
    guard count > 0 else { return [] }
    let frames = tracks.frameCount
    let length = min(Self.length, frames)
    guard length >= 4 else {
      return [[Bool?]](repeating: [Bool?](repeating: nil, count: frames), count: count)
    }
    let starts = evenly(Array(0...(frames - length)), most: mostWindows)
    let found = mapConcurrently(starts.count, threads: threads) { index in
      let window = starts[index]..<(starts[index] + length)
      let living = labels.indices.filter {
        labels[$0] >= 0 && tracks.frames(ofTrack: $0).clamped(to: window) == window
      }
      return inWindow(
        tracks.cut(to: window, tracks: living).whole, labels: living.map { labels[$0] }, count: count,
        reference: reference)
    }
    // The window whose middle is nearest.
    var next = 0
    var nearest = [Int](repeating: 0, count: frames)
    for frame in 0..<frames {
      func distance(_ window: Int) -> Int { abs(starts[window] + length / 2 - frame) }
      while next + 1 < starts.count, distance(next + 1) <= distance(next) { next += 1 }
      nearest[frame] = next
    }
    return (0..<count).map { object in nearest.map { found[$0][object] } }
  }

  private static func inWindow(
    _ tracks: TrackSet, labels: [Int], count: Int, reference: Reference
  ) -> [Bool?] {
    let window = MotionWindow(tracks, start: 0, length: tracks.frameCount)
    var members = [[Int]](repeating: [], count: count + 1)
    for (place, track) in window.tracks.enumerated() {
      members[labels[track]].append(place)
    }
    let rest: (Int) -> Double
    let own: Double
    let background = evenly(members[0], most: mostTracks)
    switch reference {
    case .still:
      rest = { Self.stillness(window, $0) }
      own = 1
    case .moving:
      guard background.count >= 8, let basis = WindowBasis(window, places: background) else {
        return [Bool?](repeating: nil, count: count)
      }
      // Of rank 3, the second of the basis' ranks; the noise is not added.
      let d = window.dimension
      let rank = 3
      rest = { place in
        let row = Array(window.rows[(place * d)..<((place + 1) * d)])
        let variance = exponential(2 * basis.halfLogResiduals(row, noise: 0)[1][0])
        return (variance * Double(d - rank) / Double(max(d - rank - 2, 1))).squareRoot()
      }
      let n = Double(background.count)
      own = (n / (n - Double(rank) - 1)).squareRoot()
    }
    let usual = knownQuantile(background.map { own * rest($0) }, 0.9)
    let limit = max(noise, usual.isFinite ? factor * usual : 0)
    return (1...count).map { label in
      members[label].isEmpty ? nil : knownQuantile(members[label].map(rest), 0.5) > limit
    }
  }

  /// The rest of a track against standing still.
  private static func stillness(_ window: MotionWindow, _ place: Int) -> Double {
    let (d, length) = (window.dimension, window.length)
    var sum = 0.0
    for start in [0, length] {
      let values = (0..<length).map { window.rows[place * d + start + $0] + window.mean[start + $0] }
      let mean = values.reduce(0, +) / Double(length)
      sum += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    return (sum / Double(d - 2)).squareRoot()
  }
}
