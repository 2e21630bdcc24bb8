internal import LinearAlgebra

/// How long tracks are observed, and how many pairs of them are observed together long enough to be compared.
public struct ObservationSummary: Codable, Sendable, Equatable {
  /// Tracks.
  public let tracks: Int
  /// Tracks that are observed in every frame.
  public let complete: Int
  /// The number of frames in which a track is observed: least, lower quartile, median, upper quartile, most; empty without
  /// tracks.
  public let observedFrames: [Int]
  /// The common frames that make a pair comparable.
  public let leastCommonFrames: Int
  /// The share of pairs of tracks with so many common frames; nil for fewer than two tracks.
  public let comparablePairs: Double?
  /// Whether the share is that of a random sample of pairs.
  public let isEstimate: Bool

  /// Tracks up to which every pair is counted.
  private static let mostTracks = 4000
  /// Pairs of the sample beyond that.
  private static let sampledPairs = 1_000_000

  /// Counts; of more than 4000 tracks a million random pairs, with a fixed seed.
  public init(of set: TrackSet, leastCommonFrames: Int = 8) {
    let words = Self.words(of: set)
    let count = set.trackCount
    let lengths = words.map { $0.reduce(0) { $0 + $1.nonzeroBitCount } }
    tracks = count
    complete = lengths.count { $0 == set.frameCount }
    let sorted = lengths.sorted()
    observedFrames =
      sorted.isEmpty ? [] : [0, 0.25, 0.5, 0.75, 1].map { sorted[Int($0 * Double(sorted.count - 1))] }
    self.leastCommonFrames = leastCommonFrames
    isEstimate = count > Self.mostTracks && complete < count
    func isComparable(_ a: Int, _ b: Int) -> Bool {
      var common = 0
      for (p, q) in zip(words[a], words[b]) {
        common += (p & q).nonzeroBitCount
        if common >= leastCommonFrames { return true }
      }
      return false
    }
    guard count > 1 else {
      comparablePairs = nil
      return
    }
    guard complete < count else {
      comparablePairs = set.frameCount >= leastCommonFrames ? 1 : 0
      return
    }
    var found = 0
    guard isEstimate else {
      for a in 1..<count { for b in 0..<a where isComparable(a, b) { found += 1 } }
      comparablePairs = Double(found) / Double(count * (count - 1) / 2)
      return
    }
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<Self.sampledPairs {
      let a = Int(generator.next(upperBound: UInt64(count)))
      let other = Int(generator.next(upperBound: UInt64(count - 1)))
      if isComparable(a, other < a ? other : other + 1) { found += 1 }
    }
    comparablePairs = Double(found) / Double(Self.sampledPairs)
  }

  /// The frames of each track as bits.
  private static func words(of set: TrackSet) -> [[UInt64]] {
    (0..<set.trackCount).map { track in
      var bits = [UInt64](repeating: 0, count: (set.frameCount + 63) / 64)
      for (frame, index) in zip(set.frames(ofTrack: track), set.range(ofTrack: track))
      where set.isObserved(index) {
        bits[frame / 64] |= 1 << UInt64(frame % 64)
      }
      return bits
    }
  }

  /// The facts for a person.
  public var lines: [String] {
    guard observedFrames.count == 5 else { return [] }
    let (least, most) = (observedFrames[0], observedFrames[4])
    var lines = [
      "\(complete) of them are observed in every frame; a track is observed in \(observedFrames[2]) frames (median; quartiles "
        + "\(observedFrames[1]), \(observedFrames[3]); least \(least), most \(most))"
    ]
    if let comparablePairs {
      lines.append(
        (isEstimate ? "about " : "")
          + "\(percent(Int((comparablePairs * 1e6).rounded()), of: 1_000_000)) of the pairs have "
          + "\(leastCommonFrames) common frames or more")
    }
    return lines
  }
}
