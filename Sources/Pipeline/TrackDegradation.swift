internal import LinearAlgebra
public import Tracks
internal import Support

/// A harder version of a sequence: some of its frames, and noise as a tracker would add it.
public struct TrackDegradation: Sendable, Equatable {
  /// First frame.
  public var first = 0
  /// Frames; nil: all from the first on.
  public var frames: Int?
  /// Every so many frames.
  public var stride = 1
  /// Standard deviation of the noise of every coordinate, pixels.
  public var noise = 0.0
  /// Seed of the noise.
  public var seed: UInt64 = 0

  public init() {}

  /// Whether it leaves tracks as they are.
  public var isNone: Bool { first == 0 && frames == nil && stride == 1 && noise == 0 }

  /// The tracks in those frames, with noise.
  ///
  /// - Throws: `RunError` (usage) where fewer than two frames are left.
  public func applied(to tracks: TrackSet) throws -> TrackSet {
    if isNone { return tracks }
    var kept = Array(Swift.stride(from: first, to: tracks.frameCount, by: max(stride, 1)))
    if let frames { kept = Array(kept.prefix(frames)) }
    guard kept.count >= 2 else {
      throw RunError(
        .usage,
        "frames \(first)… by \(stride) leave \(kept.count) of \(tracks.frameCount) frames; at least 2 are needed"
      )
    }
    func cut<Value>(_ values: [Value]) -> [Value] {
      guard !values.isEmpty else { return [] }
      return (0..<tracks.trackCount).flatMap { track in kept.map { values[track * tracks.frameCount + $0] } }
    }
    var generator = SeededGenerator(seed: seed, stream: 31)
    func noisy(_ values: [Float]) -> [Float] {
      noise > 0 ? values.map { $0 + Float(noise * generator.normal()) } : values
    }
    var set = TrackSet(
      frameCount: kept.count, trackCount: tracks.trackCount, x: noisy(cut(tracks.x)), y: noisy(cut(tracks.y)),
      visible: cut(tracks.visible), valid: cut(tracks.valid), depth: cut(tracks.depth),
      trackIDs: tracks.trackIDs, isNormalised: tracks.isNormalised)
    (set.originX, set.originY) = (tracks.originX, tracks.originY)
    (set.missing, set.hasVisibility) = (cut(tracks.missing), tracks.hasVisibility)
    set.observed = cut(tracks.observed)
    return set
  }
}
