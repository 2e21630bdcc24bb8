internal import NumPy

/// Coordinates and visibility as arrays of a file, on their way into the track-major arrays of a `TrackSet`.
struct CoordinateArray {
  /// Which of the two leading axes is time.
  enum Order {
    case framesFirst, tracksFirst
  }

  /// Extents of the two leading axes.
  let first: Int
  let second: Int
  /// Values of the last axis: 2 (x, y) or more.
  let width: Int
  let values: [Float]

  /// Takes (A, B, 2…) or (1, A, B, 2…) of any numeric type.
  ///
  /// - Throws: `TracksError` (shapeMismatch) naming what was found.
  init(_ array: NumPyArray, origin: String) throws {
    var shape = array.shape
    if shape.count == 4, shape[0] == 1 { shape.removeFirst() }
    guard shape.count == 3, shape[2] >= 2, shape[2] <= 4 else {
      throw TracksError(
        .shapeMismatch,
        "\(origin) has shape \(shapeText(array.shape)); expected (frames, tracks, 2) or (tracks, frames, 2)")
    }
    (first, second, width) = (shape[0], shape[1], shape[2])
    values = try array.floats()
  }

  /// Takes (2, N, T), coordinates in front.
  init(coordinatesFirst array: NumPyArray) throws {
    (first, second, width) = (array.shape[1], array.shape[2], 2)
    let planes = try array.floats()
    let size = first * second
    values = (0..<size).flatMap { [planes[$0], planes[size + $0]] }
  }

  /// Decides which axis is time from what is known, never from which is longer.
  ///
  /// - Throws: `TracksError` (ambiguousLayout) that asks for `--layout`.
  func order(options: TrackReadingOptions, convention: Order?, origin: String) throws -> Order {
    switch options.layout {
    case .tn: return .framesFirst
    case .nt: return .tracksFirst
    case .auto: break
    }
    if let convention { return convention }
    if let frames = options.frameCount, first != second {
      if first == frames { return .framesFirst }
      if second == frames { return .tracksFirst }
    }
    let hint =
      options.frameCount.map { " and the video's \($0) frames do not decide" }
      ?? " and there is no video to count frames of"
    throw TracksError(
      .ambiguousLayout,
      "\(origin) has shape (\(first), \(second), \(width)): it could be (frames, tracks) or (tracks, frames)\(hint); "
        + "say --layout tn (frames first) or --layout nt (tracks first)")
  }

  /// A track set in pixels or normalised units, told from the values where `isNormalised` is nil.
  func trackSet(order: Order, visibility: [Bool]?, format: String, isNormalised: Bool? = nil) -> TrackSet {
    let (frames, tracks) = order == .framesFirst ? (first, second) : (second, first)
    let size = frames * tracks
    var x = [Float](repeating: 0, count: size)
    var y = x
    var depth = width == 3 ? x : []
    var visible = [Bool](repeating: true, count: size)
    for track in 0..<tracks {
      for frame in 0..<frames {
        let source = order == .framesFirst ? frame * tracks + track : track * frames + frame
        let target = track * frames + frame
        x[target] = values[source * width]
        y[target] = values[source * width + 1]
        if width == 3 { depth[target] = values[source * width + 2] }
        if let visibility { visible[target] = visibility[source] }
      }
    }
    var set = TrackSet(
      frameCount: frames, trackCount: tracks, x: x, y: y, visible: visible,
      valid: zip(x, y).map { $0.isFinite && $1.isFinite }, depth: depth, format: format)
    set.isNormalised = isNormalised ?? Self.looksNormalised(set)
    return set
  }

  /// Visibility in the same order as the coordinates' leading axes.
  ///
  /// - Throws: `TracksError` (shapeMismatch) where the shape differs.
  func visibility(_ array: NumPyArray, isOcclusion: Bool, origin: String) throws -> [Bool] {
    var shape = array.shape
    if shape.count > 2, shape[shape.count - 1] == 1 { shape.removeLast() }
    if shape.count == 3, shape[0] == 1 { shape.removeFirst() }
    let flags = try Self.flags(array, origin: origin)
    let sense = isOcclusion ? flags.map { !$0 } : flags
    if shape == [first, second] { return sense }
    if shape == [second, first] {
      return (0..<first).flatMap { a in (0..<second).map { b in sense[b * first + a] } }
    }
    throw TracksError(
      .shapeMismatch,
      "\(origin) has shape \(shapeText(array.shape)), but the coordinates are \(first) × \(second); expected the same two axes"
    )
  }

  /// Booleans of any numeric array: probabilities above ½, logits above 0, integers other than 0.
  static func flags(_ array: NumPyArray, origin: String) throws -> [Bool] {
    switch array.elements {
    case .bool(let values): return values
    case .integer(let values): return values.map { $0 != 0 }
    case .unsigned8(let values): return values.map { $0 != 0 }
    case .float, .double:
      let values = try array.floats()
      let isProbability = values.allSatisfy { !($0 < 0) && !($0 > 1) }
      return values.map { isProbability ? $0 > 0.5 : $0 > 0 }
    case .text, .bytes:
      throw TracksError(.shapeMismatch, "\(origin) holds text; expected booleans or numbers")
    }
  }

  /// Nearly all finite values within [0, 1]: fractions of the picture.
  ///
  /// Pixels of a real video are rarely all below 1.5.
  private static func looksNormalised(_ set: TrackSet) -> Bool {
    var (finite, inside) = (0, 0)
    for index in set.x.indices where set.x[index].isFinite && set.y[index].isFinite && set.visible[index] {
      finite += 1
      if abs(set.x[index]) <= 1.5, abs(set.y[index]) <= 1.5 { inside += 1 }
    }
    return finite > 0 && Double(inside) >= 0.999 * Double(finite)
  }
}

/// A shape as NumPy prints it: `(600, 1525, 2)`.
func shapeText(_ shape: [Int]) -> String {
  shape.count == 1 ? "(\(shape[0]),)" : "(" + shape.map(String.init).joined(separator: ", ") + ")"
}
