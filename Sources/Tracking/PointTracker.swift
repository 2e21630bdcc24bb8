internal import LinearAlgebra
internal import Synchronization

/// Follows the points of a video from frame to frame: of the pictures it holds two, of the tracks all.
struct PointTracker: Sendable {
  /// A point that is asked for: it is followed from its frame on.
  struct Query: Sendable {
    let frame: Int
    let x: Float
    let y: Float
  }

  let settings: TrackerSettings
  let threads: Int
  /// Tracks in a frame at most, and their mean distance.
  let mostLive: Int
  let spacing: Double
  /// Points to follow; nil: the tracker chooses.
  let queries: [Query]?

  /// Every track so far, in the order of their births.
  private(set) var paths: [TrackPath] = []
  /// The first frame of every shot.
  private(set) var shots = [0]
  private(set) var frame = 0
  private var live: [LiveTrack] = []
  private var lost: [LostTrack] = []
  private var summary: FrameSummary?

  init(settings: TrackerSettings, threads: Int, mostLive: Int, spacing: Double, queries: [Query]? = nil) {
    (self.settings, self.threads) = (settings, threads)
    (self.mostLive, self.spacing, self.queries) = (mostLive, spacing, queries)
    if let queries {
      paths = queries.map { TrackPath(first: $0.frame, shot: 0, x: $0.x, y: $0.y, confidence: 1) }
    }
  }

  /// Whether tracks begin in a frame.
  func hasBirths(in frame: Int) -> Bool { queries == nil && frame % settings.birthInterval == 0 }

  /// The number of tracks that are followed now.
  var liveCount: Int { live.count }

  /// Begins with the first frame.
  mutating func begin(_ picture: GreyFrame, corners: [Float]?) throws {
    summary = FrameSummary(picture.grey, width: picture.width, height: picture.height)
    try addBirths(picture, corners: corners, flow: nil)
  }

  /// Follows all tracks to the next frame, looks for lost ones, and lets new ones begin.
  mutating func advance(_ pair: FramePair, corners: [Float]?) throws {
    frame += 1
    let steps = try follow(pair)
    let next = FrameSummary(pair.to.grey, width: pair.to.width, height: pair.to.height)
    let lostCount = steps.count { if case .lost = $0 { true } else { false } }
    defer { summary = next }
    if let summary, summary.isCut(to: next, lost: lostCount, of: steps.count) {
      shots.append(frame)
      (live, lost) = ([], [])
      try addBirths(pair.to, corners: corners ?? pair.to.corners(block: settings.cornerBlock), flow: nil)
      return
    }
    let before = live
    live = []
    var gone: [LiveTrack] = []
    for (track, step) in zip(before, steps) {
      switch step {
      case .found(let x, let y, let confidence, let patch):
        var moved = track
        moved.motion = (x - track.x, y - track.y)
        (moved.x, moved.y, moved.age) = (x, y, track.age + 1)
        moved.remember(patch, settings)
        paths[track.path].skip(to: frame)
        paths[track.path].append(x: x, y: y, confidence: confidence)
        live.append(moved)
      case .lost:
        paths[track.path].trim(settings.trim)
        gone.append(track)
      case .left: break
      }
    }
    try find(in: pair.to)
    lost += gone.filter { $0.age >= settings.leastAge && $0.kind != .dense }
      .map { LostTrack($0, frame: frame, among: live) }
    try addBirths(pair.to, corners: corners, flow: pair.backward)
  }

  /// Follows the live tracks in parts, on all threads; the parts do not depend on their number.
  private func follow(_ pair: FramePair) throws -> [StepResult] {
    let size = 64
    return try results(ofParts: (live.count + size - 1) / size, threads: threads) { part in
      let range = (part * size)..<min((part + 1) * size, live.count)
      return try pair.follow(live[range], settings: settings)
    }.flatMap(\.self)
  }

  /// Looks for lost tracks.
  private mutating func find(in picture: GreyFrame) throws {
    let motions = Dictionary(uniqueKeysWithValues: live.map { ($0.path, $0.motion) })
    for place in lost.indices { lost[place].advance(motions: motions) }
    lost.removeAll {
      frame - $0.frame > settings.patience || $0.track.x < 0 || $0.track.y < 0
        || $0.track.x > Float(picture.width) || $0.track.y > Float(picture.height)
    }
    let (wanted, size, now, fixed) = (lost, 32, frame, settings)
    let places = try results(ofParts: (wanted.count + size - 1) / size, threads: threads) { part in
      try wanted[(part * size)..<min((part + 1) * size, wanted.count)].map {
        try picture.find($0, frame: now, settings: fixed)
      }
    }.flatMap(\.self)
    var still: [LostTrack] = []
    for (lost, place) in zip(wanted, places) {
      guard let place else {
        still.append(lost)
        continue
      }
      var track = lost.track
      (track.x, track.y) = place
      paths[track.path].skip(to: frame)
      paths[track.path].append(x: place.x, y: place.y, confidence: 0.5)
      live.append(track)
    }
    lost = still
  }

  private mutating func addBirths(_ picture: GreyFrame, corners: [Float]?, flow: DenseFlow?) throws {
    if let queries {
      for (path, query) in queries.enumerated() where query.frame == frame {
        live.append(LiveTrack(path: path, kind: .query, x: query.x, y: query.y))
      }
    } else if let corners, live.count < mostLive {
      var births = PointBirths(
        width: picture.width, height: picture.height, spacing: spacing, settings: settings, flow: flow,
        live: live)
      for birth in births.choose(room: mostLive - live.count, strength: corners) {
        live.append(LiveTrack(path: paths.count, kind: birth.kind, x: birth.x, y: birth.y))
        paths.append(
          TrackPath(
            first: frame, shot: shots.count - 1, x: birth.x, y: birth.y,
            confidence: birth.kind == .dense
              ? picture.patch(x: birth.x, y: birth.y, size: settings.patch)?.mostSureness(settings) ?? 0.25
              : 1))
      }
    }
    for place in live.indices where live[place].recent.patch == nil {
      live[place].remember(
        picture.patch(x: live[place].x, y: live[place].y, size: settings.patch), settings)
    }
  }
}

/// The results of parts of some work, computed on several threads; their order does not depend on the threads.
func results<Value: Sendable>(
  ofParts count: Int, threads: Int, _ value: @Sendable (Int) throws -> Value
) throws -> [Value] {
  let found = Mutex<[Int: Value]>([:])
  try forEachChunk(count: count, threads: threads) { part in
    let result = try value(part)
    found.withLock { $0[part] = result }
  }
  return found.withLock { all in (0..<count).compactMap { all[$0] } }
}
