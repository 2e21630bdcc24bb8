public import LinearAlgebra
public import Tracks

/// How much of a grouping survives with half of what it was made from.
///
/// The tracks are grouped again from the first and from the second half of the frames, and from every other track; each new grouping's labels
/// are matched with the old ones, largest overlap first, and a track survives where its label is the matched one. To cost less than the
/// grouping itself, at most 250 tracks are grouped at a time, with a quarter of the windows.
public struct Stability: Sendable, Equatable {
  /// Share of the tracks that keep their label with half of the frames; nil: too few frames to halve.
  public let frames: Double?
  /// Share of the tracks that keep their label with half of the tracks; nil: too few tracks to halve.
  public let tracks: Double?
  /// The mean of both for each group; NaN: unknown.
  public let groups: [Double]

  static let leastFrames = 12
  static let leastTracks = 24
  /// Tracks that are grouped at a time.
  static let mostTracks = 250
  /// A share below which the groups are fragile.
  public static let least = 0.8

  /// What a person should know of fragile groups; nil: they are not.
  public var warning: String? {
    let shares = [("frames", frames), ("tracks", tracks)].compactMap { name, share in share.map { (name, $0) }
    }
    guard shares.contains(where: { $0.1 < Self.least }) else { return nil }
    let words = shares.map { "\(Int((100 * $0.1).rounded())) % with half of the \($0.0)" }
    return "the objects are fragile: this share of the tracks keeps its object if less is known: "
      + words.joined(separator: ", ")
      + ". Check the objects on the page; use more tracks or more frames, or set the number of objects (objects)"
  }

  public init(_ set: TrackSet, mutualInformation: SymmetricMatrix, labels: [Int], rule: AutomaticGroups) {
    var rule = rule
    rule.mostCuts = 0
    rule.design.mostWindows /= 4
    let count = (labels.max() ?? -1) + 1
    var kept = [Double](repeating: 0, count: count)
    var met = kept
    func share(_ trials: [(members: [Int], labels: [Int])]) -> Double {
      var (survivors, all) = (0.0, 0.0)
      for trial in trials {
        let matched = Self.matched(trial.labels, to: trial.members.map { labels[$0] })
        for (track, label) in zip(trial.members, matched) {
          met[labels[track]] += 1
          all += 1
          guard label == labels[track] else { continue }
          kept[labels[track]] += 1
          survivors += 1
        }
      }
      return survivors / max(all, 1)
    }
    let half = set.frameCount / 2
    if half >= Self.leastFrames / 2, set.frameCount >= Self.leastFrames {
      frames = share(
        [0..<half, half..<set.frameCount].map { range in
          let cut = set.cut(to: range)
          // Tracks that are hardly there in these frames have no say.
          let living = (0..<cut.trackCount).filter { track in
            cut.range(ofTrack: track).count { cut.isObserved($0) } >= MotionWindows.leastLength
          }
          let members = evenly(living, most: Self.mostTracks)
          let part = cut.selecting(members)
          return (members, rule.group(part, mutualInformation: GaussianInformation.matrix(part)).labels)
        })
    } else {
      frames = nil
    }
    if set.trackCount >= Self.leastTracks {
      tracks = share(
        (0..<2).map { first in
          let members = evenly(Array(stride(from: first, to: set.trackCount, by: 2)), most: Self.mostTracks)
          let part = rule.group(
            set.selecting(members), mutualInformation: mutualInformation.selecting(members))
          return (members, part.labels)
        })
    } else {
      tracks = nil
    }
    groups = zip(kept, met).map { $1 > 0 ? $0 / $1 : .nan }
  }

  /// New labels in the names of old ones, by the largest overlap first; −1 where none is left.
  static func matched(_ new: [Int], to old: [Int]) -> [Int] {
    struct Pair: Hashable {
      let new: Int
      let old: Int
    }
    var overlap: [Pair: Int] = [:]
    for (a, b) in zip(new, old) { overlap[Pair(new: a, old: b), default: 0] += 1 }
    let order = overlap.sorted {
      $0.value != $1.value ? $0.value > $1.value : ($0.key.new, $0.key.old) < ($1.key.new, $1.key.old)
    }
    var names: [Int: Int] = [:]
    for (pair, _) in order where names[pair.new] == nil && !names.values.contains(pair.old) {
      names[pair.new] = pair.old
    }
    return new.map { names[$0] ?? -1 }
  }
}
