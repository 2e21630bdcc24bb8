internal import Support
public import Tracks
internal import MotionSegmentation

/// What a track file holds, for a person or as JSON.
public struct Inspection: Codable, Sendable {
  public let file: String
  public let found: String
  public let video: String?
  public let warnings: [String]
  public let frames: Int
  public let tracks: Int
  public let kept: Int
  public let staticTracks: Int
  public let dropped: [String: Int]
  /// Quartiles of the share of frames that a track is visible in.
  public let visibleShareQuartiles: [Double]
  /// How long the kept tracks are observed, and how many pairs of them together.
  public let observations: ObservationSummary

  /// Reads and judges the tracks; nothing is written.
  ///
  /// - Throws: the modules' errors.
  public init(
    input: InputFiles, reading: TrackReadingOptions, filter: TrackFilter.Rule, leastFrames: Int? = nil
  )
    throws
  {
    let loaded = try LoadedTracks(
      input, reading: reading, frames: nil, frameOffset: 0, wantsVideo: input.video != nil,
      wantsPictures: false)
    let region = loaded.picture ?? loaded.tracks.region
    let motion = try MotionClasses.split(
      loaded.tracks, picture: region, rule: filter, leastFrames: leastFrames)
    file = input.tracks
    found = loaded.found
    video = loaded.video?.summary
    warnings = loaded.warnings + (loaded.video?.warnings ?? []) + motion.warnings
    frames = loaded.tracks.frameCount
    tracks = loaded.tracks.trackCount
    kept = motion.kept.count
    staticTracks = motion.staticCount
    observations = ObservationSummary(of: motion.filtered.kept)
    dropped = Dictionary(uniqueKeysWithValues: motion.filtered.dropped.map { ($0.key.name, $0.value) })
    let set = loaded.tracks
    let shares = (0..<set.trackCount).map { track in
      Double(set.range(ofTrack: track).count { set.visible[$0] }) / Double(max(1, set.frameCount))
    }.sorted()
    visibleShareQuartiles =
      shares.isEmpty ? [] : [0.25, 0.5, 0.75].map { shares[Int($0 * Double(shares.count - 1))] }
  }

  /// The facts, a line each.
  public var lines: [String] {
    var lines = ["\(file): \(found)"]
    if let video { lines.append(video) }
    lines += warnings.map { "warning: \($0)" }
    if visibleShareQuartiles.count == 3 {
      let words = visibleShareQuartiles.map { "\(Int(($0 * 100).rounded())) %" }
      lines.append(
        "a track is visible in \(words[1]) of the frames (median; quartiles \(words[0]), \(words[2]))")
    }
    lines.append("kept \(kept) of \(tracks) tracks, \(staticTracks) of them static")
    lines += observations.lines
    for (reason, count) in dropped.sorted(by: { $0.value > $1.value }) where count > 0 {
      lines.append("  dropped \(count): \(reason)")
    }
    return lines
  }

  /// The facts as JSON.
  public func json() throws -> String {
    try JSONText.encode(self, isIndented: true) + "\n"
  }
}
