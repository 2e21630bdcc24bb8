public import NumPy

/// The tracks of a video: each from its birth to its end, of those that are long enough to be compared.
public struct TrackedVideo: Sendable {
  /// Frames of the video.
  public let frameCount: Int
  /// The video's size in pixels.
  public let width: Int
  public let height: Int
  public let frameRate: Double
  /// The first frame of every shot; 0 is the first.
  public let shots: [Int]
  /// What a person should know of the frames.
  public let warnings: [String]

  let paths: [TrackPath]
  /// The video's pixels in a pixel of the picture that was tracked.
  let scale: Double

  /// The frames in which a track must be seen to be kept.
  static let leastFrames = 8

  init(
    frameCount: Int, width: Int, height: Int, frameRate: Double, scale: Double, shots: [Int],
    paths: [TrackPath], warnings: [String], keepsAll: Bool
  ) {
    (self.frameCount, self.width, self.height, self.frameRate) = (frameCount, width, height, frameRate)
    (self.scale, self.shots) = (scale, shots)
    let least = min(Self.leastFrames, frameCount)
    let long = keepsAll ? paths : paths.filter { $0.seenCount >= least }
    let room = Self.mostEntries / max(frameCount, 1)
    guard !keepsAll, long.count > room else {
      (self.paths, self.warnings) = (long, warnings)
      return
    }
    // The longest, in the order of their births.
    let chosen = long.indices.sorted { (long[$0].seenCount, $1) > (long[$1].seenCount, $0) }.prefix(room)
      .sorted()
    self.paths = chosen.map { long[$0] }
    self.warnings =
      warnings + [
        "of \(long.count) tracks the \(room) longest are kept: a file has an entry for every track and frame of the video"
      ]
  }

  /// Tracks times frames of a file at most: more do not fit into the memory of small computers.
  static let mostEntries = 60_000_000

  /// Number of tracks.
  public var trackCount: Int { paths.count }

  /// The position of a track in a frame in pixels of the video; nil where it is not seen.
  public func position(track: Int, frame: Int) -> (x: Float, y: Float)? {
    let path = paths[track]
    let place = frame - path.first
    guard path.x.indices.contains(place), !path.x[place].isNaN else { return nil }
    return pixel(path.x[place], path.y[place])
  }

  /// A position in pixels of the video, whose first pixel covers [0, 1).
  private func pixel(_ x: Float, _ y: Float) -> (x: Float, y: Float) {
    (Float((Double(x) + 0.5) * scale), Float((Double(y) + 0.5) * scale))
  }

  /// One line for a person.
  public var summary: String {
    "\(trackCount) tracks were made from \(frameCount) frames, \(Int(tracksPerFrame.rounded())) in a frame on average"
      + (shots.count > 1
        ? ", in \(shots.count) shots"
        : "")
  }

  /// The mean number of tracks in a frame.
  public var tracksPerFrame: Double {
    Double(paths.reduce(0) { $0 + $1.seenCount }) / Double(max(frameCount, 1))
  }
}

extension TrackedVideo {
  /// The arrays of a file of tracks, by CoTracker's names.
  ///
  /// `tracks` (T, N, 2) in pixels, NaN where not seen; `visibility` and `confidence` (T, N); `query_frame` (N), the frame in which each
  /// track begins; `shots`, the first frame of each shot.
  public func arrays() -> [(name: String, array: NumPyArray)] {
    let (frames, tracks) = (frameCount, trackCount)
    var positions = [Float](repeating: .nan, count: 2 * frames * tracks)
    var visibility = [Bool](repeating: false, count: frames * tracks)
    var confidence = [Float](repeating: 0, count: frames * tracks)
    for (track, path) in paths.enumerated() {
      for place in path.x.indices where !path.x[place].isNaN {
        let entry = (path.first + place) * tracks + track
        let (x, y) = pixel(path.x[place], path.y[place])
        (positions[2 * entry], positions[2 * entry + 1]) = (x, y)
        visibility[entry] = true
        confidence[entry] = path.confidence[place]
      }
    }
    return [
      ("tracks", NumPyArray(shape: [frames, tracks, 2], elements: .float(positions))),
      ("visibility", NumPyArray(shape: [frames, tracks], elements: .bool(visibility))),
      (
        "confidence",
        NumPyArray(shape: [frames, tracks], elements: .float(confidence), elementType: .float16)
      ),
      (
        "query_frame",
        NumPyArray(shape: [tracks], elements: .integer(paths.map { Int64($0.first) }), elementType: .int32)
      ),
      (
        "shots",
        NumPyArray(shape: [shots.count], elements: .integer(shots.map(Int64.init)), elementType: .int32)
      ),
    ]
  }
}

extension TrackedVideo {
  /// The share of the squares of 1/30 of the picture's longer side that hold a track, the mean over the frames.
  public func coverage() -> Double {
    let side = Float(max(width, height)) / 30
    let (columns, rows) = (Int((Float(width) / side).rounded(.up)), Int((Float(height) / side).rounded(.up)))
    var held = [Bool](repeating: false, count: columns * rows * frameCount)
    for path in paths {
      for place in path.x.indices where !path.x[place].isNaN {
        let (x, y) = pixel(path.x[place], path.y[place])
        let (column, row) = (min(Int(x / side), columns - 1), min(Int(y / side), rows - 1))
        held[((path.first + place) * rows + row) * columns + column] = true
      }
    }
    return Double(held.count { $0 }) / Double(max(held.count, 1))
  }
}
