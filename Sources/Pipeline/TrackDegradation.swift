internal import LinearAlgebra
public import Tracks
internal import Support

/// A harder version of a sequence: some of its frames, noise as a tracker would add it, and entries that are missing.
public struct TrackDegradation: Sendable, Equatable {
  /// First frame.
  public var first = 0
  /// Frames; nil: all from the first on.
  public var frames: Int?
  /// Every so many frames.
  public var stride = 1
  /// Standard deviation of the noise of every coordinate, pixels.
  public var noise = 0.0
  /// The share of entries that are missing, in [0, 1): each track is absent there.
  public var missing = 0.0
  /// The mean length of a run of missing frames; nil: every entry is missing or not, whatever its neighbours are.
  public var missingRun: Double?
  /// Seed of the noise and of what is missing.
  public var seed: UInt64 = 0

  public init() {}

  /// Whether it leaves tracks as they are.
  public var isNone: Bool { first == 0 && frames == nil && stride == 1 && noise == 0 && missing == 0 }

  /// The tracks in those frames, with noise, and without what is missing.
  ///
  /// - Throws: `RunError` (usage) where fewer than two frames are left, or runs cannot be so short.
  public func applied(to tracks: TrackSet) throws -> TrackSet {
    if isNone { return tracks }
    let tracks = tracks.whole
    try validate()
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
      return (0..<tracks.trackCount).flatMap { track in
        let start = tracks.range(ofTrack: track).lowerBound
        return kept.map { values[start + $0] }
      }
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
    if missing > 0 { remove(from: &set) }
    return set
  }

  /// Makes entries absent, as a tracker leaves them that has lost a point: NaN and not visible.
  ///
  /// Being there and being absent follow each other as a chain of two states, so runs of either have geometric lengths.
  private func remove(from set: inout TrackSet) {
    var generator = SeededGenerator(seed: seed, stream: 37)
    // Independent entries are the chain whose next state does not depend on the last.
    let returns = missingRun.map { 1 / $0 } ?? 1 - missing
    let leaves = returns * missing / (1 - missing)
    for track in 0..<set.trackCount {
      var isAbsent = generator.uniform(0, 1) < missing
      for index in set.range(ofTrack: track) {
        if isAbsent {
          (set.x[index], set.y[index]) = (.nan, .nan)
          (set.visible[index], set.valid[index]) = (false, false)
        }
        let chance = generator.uniform(0, 1)
        isAbsent = isAbsent ? chance >= returns : chance < leaves
      }
    }
  }

  /// Whether the values make sense together.
  ///
  /// - Throws: `RunError` (usage).
  public func validate() throws {
    guard (0..<1).contains(missing) else {
      throw RunError(.usage, "missing \(missing): expected a share from 0 to less than 1")
    }
    guard let missingRun, missing > 0 else { return }
    // Between two runs there is a frame at least.
    let least = max(1, missing / (1 - missing))
    guard missingRun.isFinite, missingRun >= least else {
      throw RunError(
        .usage,
        "missing-runs \(missingRun): with \(missing) of the entries missing, expected a mean length of at least \(decimals(least, 2)) frames"
      )
    }
  }
}
