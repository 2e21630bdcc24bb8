internal import Evaluation
internal import NumPy
public import Pipeline
internal import Report
public import Support
public import Tracking
internal import Tracks

/// The tracker on videos whose exact tracks are known: TAP-Vid's measures, coverage and speed.
public struct TrackerSuite: Suite {
  public let sequences: [MotionBenchmark.Sequence]
  public var options = TrackerOptions()
  public var threads = 0
  /// The first frames of each sequence; nil: all.
  public var frames: Int?
  /// Where the followed tracks of each sequence are kept; nil: nowhere.
  public var folder: OutputFolder?

  public init(_ sequences: [MotionBenchmark.Sequence]) { self.sequences = sequences }

  /// One sequence.
  struct Row {
    let name: String
    let scores: PointTrackScores
    let points: Int
    let coverage: Double
    let tracksPerFrame: Double
    let framesPerSecond: Double
  }

  public func run(_ observer: any RunObserver) throws -> SuiteReport {
    var rows: [Row] = []
    for sequence in sequences {
      guard let video = sequence.directory.videoFile ?? sequence.directory.framesFolder else { continue }
      if let row = try measure(sequence, video: video, observer: observer) { rows.append(row) }
    }
    guard !rows.isEmpty else {
      throw RunError(.input, "no sequence has a video and exact tracks with visibility")
    }
    return report(rows)
  }

  private func measure(
    _ sequence: MotionBenchmark.Sequence, video: String, observer: any RunObserver
  ) throws -> Row? {
    let input = try InputFiles(video: sequence.directory.path, tracks: nil)
    let loaded = try LoadedTracks(
      input, reading: TrackReadingOptions(), frames: frames, frameOffset: 0, wantsVideo: true)
    guard let facts = loaded.video, loaded.tracks.hasVisibility else { return nil }
    let tracks = loaded.tracks.whole
    func isSeen(_ index: Int) -> Bool {
      let (x, y) = (tracks.x[index], tracks.y[index])
      return tracks.visible[index] && tracks.valid[index] && x >= 0 && y >= 0 && x < Float(facts.width)
        && y < Float(facts.height)
    }
    // Every point is queried where it is first seen.
    var queries: [(track: Int, frame: Int)] = []
    for track in 0..<tracks.trackCount {
      let range = tracks.range(ofTrack: track)
      if let first = range.first(where: isSeen) { queries.append((track, first - range.lowerBound)) }
    }
    let tracker = VideoTracker(options: options, threads: threads)
    let followed = try tracker.follow(
      queries.map { query in
        let index = tracks.range(ofTrack: query.track).lowerBound + query.frame
        return (query.frame, tracks.x[index], tracks.y[index])
      }, path: video, frames: tracks.frameCount, observer: observer)
    try folder.map { try NPZ.write(followed.arrays(), to: $0.claimed(sequence.name + ".npz")) }
    let scale = (x: 256 / Float(facts.width), y: 256 / Float(facts.height))
    let compared = queries.enumerated().map { place, query in
      var track = PointTrackScores.Track()
      let start = tracks.range(ofTrack: query.track).lowerBound
      var last = (x: tracks.x[start + query.frame], y: tracks.y[start + query.frame])
      for frame in (query.frame + 1)..<max(tracks.frameCount, query.frame + 1) {
        let index = start + frame
        let found = followed.position(track: place, frame: frame)
        if let found { last = found }
        track.truth.append((tracks.x[index] * scale.x, tracks.y[index] * scale.y))
        track.prediction.append((last.x * scale.x, last.y * scale.y))
        track.isVisible.append(isSeen(index))
        track.isSeen.append(found != nil)
      }
      return track
    }
    let clock = StageClock()
    let free = try tracker.track(path: video, frames: tracks.frameCount, observer: observer)
    return Row(
      name: sequence.name, scores: PointTrackScores(compared), points: queries.count,
      coverage: free.coverage(), tracksPerFrame: free.tracksPerFrame,
      framesPerSecond: Double(free.frameCount) / max(clock.total, 1e-9))
  }

  private func report(_ rows: [Row]) -> SuiteReport {
    func mean(_ value: (Row) -> Double) -> Double { rows.map(value).reduce(0, +) / Double(rows.count) }
    let columns: [(title: String, digits: Int, value: (Row) -> Double)] = [
      ("points", 0, { Double($0.points) }), ("δ_avg", 3, { $0.scores.accuracy }),
      ("OA", 3, { $0.scores.occlusionAccuracy }), ("AJ", 3, { $0.scores.averageJaccard }),
      ("δ_avg where seen", 3, { $0.scores.seenAccuracy }), ("seen", 3, { $0.scores.seenShare }),
      ("tracks a frame", 0, { $0.tracksPerFrame }), ("covered", 3, { $0.coverage }),
      ("frames/s", 1, { $0.framesPerSecond }),
    ]
    var tables = "| sequence | " + columns.map(\.title).joined(separator: " | ") + " |\n"
    tables += "|---|" + columns.map { _ in "---:|" }.joined() + "\n"
    var csv =
      "sequence,points,delta_avg,occlusion_accuracy,average_jaccard,delta_avg_seen,seen,tracks_per_frame,covered,frames_per_second\n"
    for row in rows {
      tables +=
        "| \(row.name) | " + columns.map { decimal($0.value(row), $0.digits) }.joined(separator: " | ")
        + " |\n"
      csv += row.name + "," + columns.map { decimal($0.value(row), 5) }.joined(separator: ",") + "\n"
    }
    tables +=
      "| mean | " + columns.map { decimal(mean($0.value), $0.digits) }.joined(separator: " | ") + " |\n"
    return SuiteReport(
      name: "tracker", title: "The tracker",
      method: """
        Exact tracks of every sequence, each queried where it is first seen; TAP-Vid's measures at 256 × 256 pixels (thresholds 1, 2, \
        4, 8 and 16), over the frames after the query. A point that the tracker does not see counts where it saw it last. “where seen”: \
        over the visible points that it says it sees, whose share is “seen”. The last three columns are of the tracks that it chooses \
        itself: covered is the share of the squares of 1/30 of the picture's longer side that hold a track, the mean over the frames.
        """, tables: tables, csv: csv, findings: [])
  }
}
