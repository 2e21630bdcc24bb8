/// The point tracks of one video: N tracks seen over T frames.
///
/// Every array is track-major, `[track][frame]`, so that one track is contiguous. Coordinates are pixels, x to the right and
/// y down; a pixel (i, j) covers [i, i+1) × [j, j+1). Coordinates of an invalid entry may be anything, NaN and infinity too.
public struct TrackSet: Sendable, Equatable {
  /// T, the number of frames.
  public let frameCount: Int
  /// N, the number of tracks.
  public let trackCount: Int
  /// Horizontal positions in pixels, N·T values.
  public var x: [Float]
  /// Vertical positions in pixels, N·T values.
  public var y: [Float]
  /// Whether the point is seen: in the frame and not occluded.
  ///
  /// N·T values.
  public var visible: [Bool]
  /// Whether the entry may be used at all (PointOdyssey's `valids`); an occluded point may well be valid.
  ///
  /// N·T values.
  public var valid: [Bool]
  /// Depth along the camera's axis where it is known (TAPVid-3D, or PointOdyssey read with its 3-D
  /// trajectories): negative behind the camera.
  ///
  /// Empty where unknown, else N·T values.
  public var depth: [Float]
  /// What was subtracted from every x and y before they were narrowed to single precision.
  ///
  /// 0 for ordinary pixels; coordinates far from 0 (a map's grid) keep their motion so. The coordinates of the file are
  /// `x + originX` and `y + originY`.
  public var originX = 0.0
  public var originY = 0.0
  /// Whether the file holds a placeholder in place of a position, such as (0, 0) before a track begins.
  ///
  /// Such entries are not valid. Empty where there are none, else N·T values.
  public var missing: [Bool] = []
  /// Whether the file says which points are seen; where it does not, all count as seen.
  public var hasVisibility = true
  /// The identity of each track: its index in the file.
  public var trackIDs: [Int64]
  /// Whether x and y are fractions of the picture (TAP-Vid), to be scaled once its size is known.
  public var isNormalised: Bool
  /// The file's format and element type, such as `PointOdyssey 1.2, float16`.
  public var format: String
  /// What a person should know before trusting the tracks.
  public var warnings: [String]

  public init(
    frameCount: Int, trackCount: Int, x: [Float], y: [Float], visible: [Bool], valid: [Bool],
    depth: [Float] = [],
    trackIDs: [Int64]? = nil, isNormalised: Bool = false, format: String = "tracks", warnings: [String] = []
  ) {
    let size = frameCount * trackCount
    precondition(x.count == size && y.count == size && visible.count == size && valid.count == size)
    self.frameCount = frameCount
    self.trackCount = trackCount
    self.x = x
    self.y = y
    self.visible = visible
    self.valid = valid
    self.depth = depth
    self.trackIDs = trackIDs ?? (0..<Int64(trackCount)).map { $0 }
    self.isNormalised = isNormalised
    self.format = format
    self.warnings = warnings
  }

  /// The indices of one track's entries within every array.
  public func range(ofTrack track: Int) -> Range<Int> { (track * frameCount)..<((track + 1) * frameCount) }

  /// The tracks at the given indices, in the order given.
  public func selecting(_ tracks: [Int]) -> TrackSet {
    func pick<Value>(_ values: [Value]) -> [Value] {
      guard !values.isEmpty else { return [] }
      var picked: [Value] = []
      picked.reserveCapacity(tracks.count * frameCount)
      for track in tracks { picked += values[range(ofTrack: track)] }
      return picked
    }
    var set = TrackSet(
      frameCount: frameCount, trackCount: tracks.count, x: pick(x), y: pick(y), visible: pick(visible),
      valid: pick(valid), depth: pick(depth), trackIDs: tracks.map { trackIDs[$0] },
      isNormalised: isNormalised,
      format: format, warnings: warnings)
    (set.originX, set.originY, set.missing, set.hasVisibility) = (
      originX, originY, pick(missing), hasVisibility
    )
    return set
  }

  /// The first `count` frames of every track.
  public func prefix(frames count: Int) -> TrackSet {
    guard count < frameCount else { return self }
    return cut(to: 0..<count)
  }

  /// Those frames of every track.
  public func cut(to frames: Range<Int>) -> TrackSet {
    precondition(frames.lowerBound >= 0 && frames.upperBound <= frameCount, "no such frames")
    func cut<Value>(_ values: [Value]) -> [Value] {
      guard !values.isEmpty else { return [] }
      return (0..<trackCount).flatMap {
        values[($0 * frameCount + frames.lowerBound)..<($0 * frameCount + frames.upperBound)]
      }
    }
    var set = TrackSet(
      frameCount: frames.count, trackCount: trackCount, x: cut(x), y: cut(y), visible: cut(visible),
      valid: cut(valid),
      depth: cut(depth), trackIDs: trackIDs, isNormalised: isNormalised, format: format, warnings: warnings)
    (set.originX, set.originY, set.missing, set.hasVisibility) = (
      originX, originY, cut(missing), hasVisibility
    )
    return set
  }

  /// Normalised coordinates as pixels of a picture of this size; pixel coordinates are left as they are.
  public func inPixels(width: Int, height: Int) -> TrackSet {
    guard isNormalised else { return self }
    var scaled = self
    for index in x.indices {
      scaled.x[index] *= Float(width)
      scaled.y[index] *= Float(height)
    }
    scaled.isNormalised = false
    return scaled
  }

  /// The size of the picture that the visible points span, in pixels; nil where nothing finite is visible.
  public var visibleExtent: (width: Float, height: Float)? {
    var extent: (width: Float, height: Float) = (0, 0)
    for index in x.indices where visible[index] && x[index].isFinite && y[index].isFinite {
      extent = (max(extent.width, x[index]), max(extent.height, y[index]))
    }
    return extent.width > 0 && extent.height > 0 ? extent : nil
  }

  /// What was found, in one line: format, frames, tracks, units, visible and non-finite shares.
  public var summary: String {
    let total = max(1, x.count)
    var (nan, infinite, seen) = (0, 0, 0)
    for index in x.indices {
      if x[index].isNaN || y[index].isNaN {
        nan += 1
      } else if x[index].isInfinite || y[index].isInfinite {
        infinite += 1
      }
      if visible[index] { seen += 1 }
    }
    let units =
      isNormalised
      ? "normalised coordinates"
      : farUnits ?? visibleExtent.map { "pixels up to \(wholePixels($0.width))x\(wholePixels($0.height))" }
        ?? "pixels"
    return
      "\(format), \(frameCount) frames x \(trackCount) tracks, \(units), visible \(percent(seen, of: total)), "
      + "NaN \(percent(nan, of: total)), inf \(percent(infinite, of: total))"
  }
}

/// A rectangle of the picture's plane, in pixels from the tracks' origin.
public struct TrackRegion: Sendable, Equatable {
  public let x: Float
  public let y: Float
  public let width: Float
  public let height: Float

  public init(x: Float, y: Float, width: Float, height: Float) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }
}

extension TrackSet {
  /// The least rectangle around the visible points that have a position; nil where there are none.
  public var visibleRegion: TrackRegion? {
    var (left, top, right, bottom) = (Float.infinity, Float.infinity, -Float.infinity, -Float.infinity)
    for index in x.indices where visible[index] && x[index].isFinite && y[index].isFinite {
      (left, top) = (min(left, x[index]), min(top, y[index]))
      (right, bottom) = (max(right, x[index]), max(bottom, y[index]))
    }
    guard left <= right, top <= bottom else { return nil }
    return TrackRegion(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// The units of coordinates that lie far from 0.
  private var farUnits: String? {
    guard originX != 0 || originY != 0, let extent = visibleExtent else { return nil }
    return "\(wholePixels(extent.width))x\(wholePixels(extent.height)) units from "
      + "(\(Self.text(0, origin: originX)), \(Self.text(0, origin: originY))) on"
  }

  /// The horizontal coordinate as the file has it.
  public func xText(_ index: Int) -> String { Self.text(x[index], origin: originX) }

  /// The vertical coordinate as the file has it.
  public func yText(_ index: Int) -> String { Self.text(y[index], origin: originY) }

  /// A coordinate with its origin, to a millionth.
  static func text(_ value: Float, origin: Double) -> String {
    guard origin != 0, value.isFinite else { return "\(value)" }
    let whole = Double(value) + origin
    return abs(whole) < 1e9 ? "\((whole * 1e6).rounded() / 1e6)" : "\(whole)"
  }
}

/// A share in per cent: `44 %`, `2.7 %`, `<0.1 %`.
func percent(_ part: Int, of whole: Int) -> String {
  guard part > 0, whole > 0 else { return "0 %" }
  let tenths = Int((1000 * Double(part) / Double(whole)).rounded())
  if tenths == 0 { return "<0.1 %" }
  return tenths >= 100 ? "\((tenths + 5) / 10) %" : "\(tenths / 10).\(tenths % 10) %"
}

/// A coordinate rounded up for a sentence; damaged files hold numbers beyond any integer.
private func wholePixels(_ value: Float) -> String {
  value < 1e9 ? "\(Int(value.rounded(.up)))" : "\(value)"
}
