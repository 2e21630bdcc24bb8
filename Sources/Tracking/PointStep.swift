internal import COpenCV

/// The motion from one frame to the next, and back: what a step of all tracks needs.
struct FramePair: Sendable {
  let from: GreyFrame
  let to: GreyFrame
  let forward: DenseFlow
  let backward: DenseFlow
}

/// Where a track went.
enum StepResult: Sendable {
  case found(x: Float, y: Float, confidence: Float, patch: Patch?)
  case left
  case lost
}

extension FramePair {
  /// Follows some tracks to the next frame.
  ///
  /// Lucas–Kanade begins where the dense flow leads, on a small pyramid, whose windows reach little beyond an object's border. Where that
  /// fails, it begins again from the track's place on the whole pyramid. A point of no texture follows the dense flow itself. Every
  /// result must lead back to where it came from, and look as it did some frames ago.
  func follow(_ tracks: ArraySlice<LiveTrack>, settings: TrackerSettings) throws -> [StepResult] {
    let points = tracks.flatMap { [$0.x, $0.y] }
    let flows = tracks.map { forward.motion(x: $0.x, y: $0.y) }
    let guesses = zip(tracks, flows).flatMap { [$0.x + $1.x, $0.y + $1.y] }
    let guided = try returning(points, guesses: guesses, levels: settings.guidedLevels, settings)
    var steps = guided
    let failed = tracks.indices.filter { !isAccepted(guided[$0 - tracks.startIndex], settings) }
    if !failed.isEmpty {
      let rest = failed.flatMap { [tracks[$0].x, tracks[$0].y] }
      let again = try returning(rest, guesses: nil, levels: settings.levels, settings)
      for (place, index) in failed.enumerated() where isAccepted(again[place], settings) {
        steps[index - tracks.startIndex] = again[place]
      }
    }
    return zip(tracks.indices, steps).map { index, step in
      judge(tracks[index], step, flow: flows[index - tracks.startIndex], settings)
    }
  }

  /// Where Lucas–Kanade leads, and how far from its start it comes back.
  private struct Return {
    let x: Float
    let y: Float
    /// Infinite where it was not found.
    let distance: Float
  }

  private func isAccepted(_ step: Return, _ settings: TrackerSettings) -> Bool {
    step.distance <= settings.returnDistance
  }

  /// Follows points to the next frame and back again.
  ///
  /// - Parameter guesses: Where they may be; nil: where they were.
  private func returning(
    _ points: [Float], guesses: [Float]?, levels: Int, _ settings: TrackerSettings
  ) throws -> [Return] {
    var ends = guesses ?? points
    let there = try lucasKanade(from, to, points, &ends, levels: levels, settings)
    var starts = ends
    if guesses != nil {
      for place in 0..<(points.count / 2) {
        let back = backward.motion(x: ends[2 * place], y: ends[2 * place + 1])
        starts[2 * place] += back.x
        starts[2 * place + 1] += back.y
      }
    }
    let back = try lucasKanade(to, from, ends, &starts, levels: levels, settings)
    return (0..<(points.count / 2)).map { place in
      let (x, y) = (starts[2 * place] - points[2 * place], starts[2 * place + 1] - points[2 * place + 1])
      return Return(
        x: ends[2 * place], y: ends[2 * place + 1],
        distance: there[place] == 1 && back[place] == 1 ? (x * x + y * y).squareRoot() : .infinity)
    }
  }

  private func lucasKanade(
    _ from: GreyFrame, _ to: GreyFrame, _ points: [Float], _ ends: inout [Float], levels: Int,
    _ settings: TrackerSettings
  ) throws -> [UInt8] {
    var status = [UInt8](repeating: 0, count: points.count / 2)
    let code = ocv_lucas_kanade(
      from.pointer, to.pointer, points, &ends, &status, Int32(points.count / 2), Int32(settings.window),
      Int32(levels), Int32(settings.iterations), settings.precision, 1e-4)
    guard code == 0 else { throw OpenCVFailure.current("Lucas–Kanade") }
    return status
  }

  /// Accepts a step of one track, or takes the dense flow in its place, or ends the track.
  private func judge(
    _ track: LiveTrack, _ step: Return, flow: (x: Float, y: Float), _ settings: TrackerSettings
  ) -> StepResult {
    var (x, y) = (step.x, step.y)
    var sureness = 1 - 0.5 * step.distance / settings.returnDistance
    if !isAccepted(step, settings) {
      guard track.kind != .corner else {
        return isInside(x, y, from: track, settings.margin) ? .lost : .left
      }
      (x, y) = (track.x + flow.x, track.y + flow.y)
      let back = backward.motion(x: x, y: y)
      let distance = ((flow.x + back.x) * (flow.x + back.x) + (flow.y + back.y) * (flow.y + back.y))
        .squareRoot()
      guard isInside(x, y, from: track, settings.margin) else { return .left }
      guard distance <= settings.denseReturnDistance else { return .lost }
      sureness = 0.75 - 0.25 * distance / settings.denseReturnDistance
    } else if track.kind == .dense {
      sureness = 0.5 + 0.25 * (2 * sureness - 1)
    }
    guard isInside(x, y, from: track, settings.margin) else { return .left }
    let patch = to.patch(x: x, y: y, size: settings.patch)
    if let patch, !track.isLike(patch, settings) { return .lost }
    if track.kind == .dense, let patch { sureness = min(sureness, patch.mostSureness(settings)) }
    return .found(
      x: x, y: y, confidence: min(max(sureness, track.kind == .dense ? 0.25 : 0.5), 1), patch: patch)
  }

  /// Whether a track has not left the picture: near the border it has left where it moves outward.
  private func isInside(_ x: Float, _ y: Float, from track: LiveTrack, _ margin: Float) -> Bool {
    let (right, bottom) = (Float(to.width - 1), Float(to.height - 1))
    guard x >= 0, y >= 0, x <= right, y <= bottom else { return false }
    return !(x < margin && x < track.x) && !(y < margin && y < track.y)
      && !(x > right - margin && x > track.x) && !(y > bottom - margin && y > track.y)
  }
}
