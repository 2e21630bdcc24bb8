import Foundation
import NumPy
import TestSupport

@testable import Tracks

/// The tracks of a file, without its format and warnings.
func readTracks(_ path: String, options: TrackReadingOptions = TrackReadingOptions()) throws -> TrackSet {
  try TrackFile.read(path, options: options).tracks
}

/// Small inputs of known content for the readers' and filters' tests.
enum Inputs {
  /// The coordinate of a track in a frame: distinct for all, so that a transposed array cannot pass.
  static func x(_ frame: Int, _ track: Int) -> Float { Float(10 * track + frame) + 0.5 }
  static func y(_ frame: Int, _ track: Int) -> Float { Float(100 + 7 * track + 3 * frame) }
  static func isVisible(_ frame: Int, _ track: Int) -> Bool { (frame + track) % 3 != 0 }

  /// (frames, tracks, 2), or (tracks, frames, 2).
  static func coordinates(frames: Int, tracks: Int, tracksFirst: Bool = false, batch: Bool = false)
    -> NumPyArray
  {
    var values: [Float] = []
    for first in 0..<(tracksFirst ? tracks : frames) {
      for second in 0..<(tracksFirst ? frames : tracks) {
        let (frame, track) = tracksFirst ? (second, first) : (first, second)
        values += [x(frame, track), y(frame, track)]
      }
    }
    let shape = tracksFirst ? [tracks, frames, 2] : [frames, tracks, 2]
    return NumPyArray(shape: (batch ? [1] : []) + shape, elements: .float(values))
  }

  static func visibility(
    frames: Int, tracks: Int, tracksFirst: Bool = false, inverted: Bool = false, trailing: Bool = false
  ) -> NumPyArray {
    var values: [Bool] = []
    for first in 0..<(tracksFirst ? tracks : frames) {
      for second in 0..<(tracksFirst ? frames : tracks) {
        let (frame, track) = tracksFirst ? (second, first) : (first, second)
        values.append(isVisible(frame, track) != inverted)
      }
    }
    return NumPyArray(
      shape: (tracksFirst ? [tracks, frames] : [frames, tracks]) + (trailing ? [1] : []),
      elements: .bool(values))
  }

  /// Whether a track set holds exactly this content.
  static func matches(_ set: TrackSet, frames: Int, tracks: Int, visibility: Bool = true) -> Bool {
    guard set.frameCount == frames, set.trackCount == tracks else { return false }
    for track in 0..<tracks {
      for frame in 0..<frames {
        let index = track * frames + frame
        guard set.x[index] == x(frame, track), set.y[index] == y(frame, track) else { return false }
        if visibility, set.visible[index] != isVisible(frame, track) { return false }
      }
    }
    return true
  }

  /// A set of tracks given as functions of the frame.
  static func set(frames: Int, _ tracks: [(Int) -> (Float, Float)]) -> TrackSet {
    var (x, y): ([Float], [Float]) = ([], [])
    for track in tracks {
      for frame in 0..<frames {
        let (px, py) = track(frame)
        x.append(px)
        y.append(py)
      }
    }
    let everywhere = [Bool](repeating: true, count: x.count)
    return TrackSet(
      frameCount: frames, trackCount: tracks.count, x: x, y: y, visible: everywhere, valid: everywhere)
  }
}
