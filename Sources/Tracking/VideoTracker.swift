internal import COpenCV
internal import LinearAlgebra
public import Support
internal import Video

/// Tracks the points of a video.
public struct VideoTracker: Sendable {
  public var options: TrackerOptions
  /// Threads; 0: every core.
  ///
  /// Never changes the result.
  public var threads: Int
  var settings = TrackerSettings()

  public init(options: TrackerOptions = TrackerOptions(), threads: Int = 0) {
    (self.options, self.threads) = (options, threads)
  }

  /// The version of the method: a change of it changes tracks.
  public static let method = 1

  /// Tracks a video file, a folder of frames or a pattern, frame by frame.
  ///
  /// - Parameter frames: How many frames are tracked; nil: all.
  /// - Throws: `VideoError`, or `RunError`: interrupted where the observer asked to stop.
  public func track(path: String, frames: Int? = nil, observer: any RunObserver) throws -> TrackedVideo {
    try track(FrameFeed(path: path, frames: frames), queries: nil, observer: observer)
  }

  /// Follows points that are given, in pixels of the video, each from its frame on.
  ///
  /// - Throws: As above.
  public func follow(
    _ points: [(frame: Int, x: Float, y: Float)], path: String, frames: Int? = nil, observer: any RunObserver
  ) throws -> TrackedVideo {
    let feed = try FrameFeed(path: path, frames: frames)
    let scale = Float(workingSize(of: feed).scale)
    let queries = points.map {
      PointTracker.Query(frame: $0.frame, x: $0.x / scale - 0.5, y: $0.y / scale - 0.5)
    }
    return try track(feed, queries: queries, observer: observer)
  }

  /// The size at which pictures are tracked, and the video's pixels in one of its pixels.
  func workingSize(of feed: FrameFeed) -> (width: Int, height: Int, scale: Double) {
    let scale = max(1, Double(max(feed.width, feed.height)) / Double(settings.largestSide))
    func reduced(_ side: Int) -> Int { max(1, Int((Double(side) / scale).rounded())) }
    return (reduced(feed.width), reduced(feed.height), scale)
  }

  func track(
    _ feed: FrameFeed, queries: [PointTracker.Query]?, observer: any RunObserver
  ) throws -> TrackedVideo {
    try options.validate()
    ocv_setup()
    let size = workingSize(of: feed)
    var tracker = PointTracker(
      settings: settings, threads: threads, mostLive: options.tracksPerFrame,
      spacing: options.spacing(width: size.width, height: size.height, scale: size.scale), queries: queries)
    let update = observer.begin(stage: "Tracking", total: feed.frameCount, unit: "frames")
    let settings = settings
    let reduction = max(
      1, Int((Double(max(size.width, size.height)) / Double(settings.flowSide)).rounded(.up)))
    func picture() throws -> GreyFrame? {
      try feed.next().map { try GreyFrame($0, width: size.width, height: size.height, settings: settings) }
    }
    guard var current = try picture() else {
      throw RunError(.input, "\(feed.path): the video has no frames")
    }
    try tracker.begin(
      current, corners: tracker.hasBirths(in: 0) ? current.corners(block: settings.cornerBlock) : nil)
    var coming = try picture()
    let engines = try [FlowEngine(quality: settings.flowQuality), FlowEngine(quality: settings.flowQuality)]
    while let next = coming {
      guard !observer.shouldStop else {
        throw RunError(
          .interrupted, "stopped after \(tracker.frame + 1) of \(feed.frameCount) frames of tracking")
      }
      let (before, hasBirths) = (current, tracker.hasBirths(in: tracker.frame + 1))
      let parts = try results(ofParts: hasBirths ? 4 : 3, threads: threads) { part -> Part in
        switch part {
        case 0:
          .flow(try DenseFlow(engines[0], from: before, to: next, reduction: reduction))
        case 1:
          .flow(try DenseFlow(engines[1], from: next, to: before, reduction: reduction))
        case 2:
          .picture(
            try feed.next().map {
              try GreyFrame($0, width: size.width, height: size.height, settings: settings)
            })
        default: .corners(try next.corners(block: settings.cornerBlock))
        }
      }
      guard case .flow(let forward) = parts[0], case .flow(let backward) = parts[1],
        case .picture(let following) = parts[2]
      else { break }
      var corners: [Float]?
      if parts.count > 3, case .corners(let values) = parts[3] { corners = values }
      try tracker.advance(
        FramePair(from: before, to: next, forward: forward, backward: backward), corners: corners)
      update(tracker.frame + 1)
      (current, coming) = (next, following)
    }
    return TrackedVideo(
      frameCount: tracker.frame + 1, width: feed.width, height: feed.height, frameRate: feed.frameRate,
      scale: size.scale, shots: tracker.shots, paths: tracker.paths, warnings: feed.warnings(),
      keepsAll: queries != nil)
  }

  /// One of the tasks of a frame that do not need each other.
  private enum Part: Sendable {
    case flow(DenseFlow)
    case picture(GreyFrame?)
    case corners([Float])
  }
}
