internal import Glibc
internal import LinearAlgebra
internal import Tracks

/// What a tracker makes of exact positions: noise, drift, slips and gaps.
struct SceneTracker: Sendable {
  let options: TrackScene.Options

  /// - Parameters: x, y: exact positions, `[track][frame]`.
  func track(x: [Double], y: [Double], generator: inout SeededGenerator) -> TrackSet {
    let frames = options.frames
    let count = x.count / max(frames, 1)
    var (outX, outY): ([Float], [Float]) = ([], [])
    outX.reserveCapacity(x.count)
    outY.reserveCapacity(x.count)
    var observed: [Bool] = []
    let step = options.drift / Double(max(frames, 1)).squareRoot()
    for track in 0..<count {
      // Trackers are better on some points than on others.
      let noise = options.noise * exp(0.5 * generator.normal())
      let slips = generator.uniform() < 0.02 && options.noise > 0 ? 8 * options.noise + 1 : 0
      let slip = Int(generator.next() % UInt64(max(frames, 1)))
      var (driftX, driftY) = (0.0, 0.0)
      for frame in 0..<frames {
        driftX += step * generator.normal() + (frame == slip ? slips * generator.normal() : 0)
        driftY += step * generator.normal() + (frame == slip ? slips * generator.normal() : 0)
        outX.append(Float(x[track * frames + frame] + driftX + noise * generator.normal()))
        outY.append(Float(y[track * frames + frame] + driftY + noise * generator.normal()))
      }
      observed += runs(&generator)
    }
    var set = TrackSet(
      frameCount: frames, trackCount: count, x: outX, y: outY, visible: observed, valid: observed)
    if options.missing > 0 { set.observed = observed }
    return set
  }

  /// Which frames a track is seen in: born and lost, or with holes.
  private func runs(_ generator: inout SeededGenerator) -> [Bool] {
    let frames = options.frames
    var seen = [Bool](repeating: true, count: frames)
    guard options.missing > 0, frames > 8 else { return seen }
    let wanted = min(0.9, options.missing * generator.uniform(0.3, 1.7))
    let least = min(frames, 7)
    if generator.uniform() < 0.5 {
      // One run.
      let length = max(least, Int((1 - wanted) * Double(frames)))
      let start = Int(generator.next() % UInt64(frames - length + 1))
      return (0..<frames).map { $0 >= start && $0 < start + length }
    }
    for _ in 0..<20 where Double(seen.count { !$0 }) < wanted * Double(frames) {
      let length = 2 + Int(generator.next() % UInt64(max(1, frames / 4)))
      let start = Int(generator.next() % UInt64(frames))
      for frame in start..<min(frames, start + length) { seen[frame] = false }
    }
    return seen.count { $0 } >= least ? seen : (0..<frames).map { $0 < least }
  }
}
