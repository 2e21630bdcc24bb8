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
  let values: Values

  /// Values in the file's precision: single is narrowed only once an origin is subtracted.
  enum Values {
    case single([Float])
    case double([Double])

    init(_ array: NumPyArray) throws {
      switch array.elements {
      case .double(let values): self = .double(values)
      case .integer: self = .double(try array.doubles())
      default: self = .single(try array.floats())
      }
    }

    /// One value.
    subscript(index: Int) -> Double {
      switch self {
      case .single(let values): Double(values[index])
      case .double(let values): values[index]
      }
    }
  }

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
    values = try Values(array)
  }

  /// Takes (2, N, T) or (1, 2, N, T), coordinates in front.
  init(coordinatesFirst array: NumPyArray) throws {
    let shape = array.shape.suffix(3)
    (first, second, width) = (shape[shape.endIndex - 2], shape[shape.endIndex - 1], 2)
    let size = first * second
    func interleaved<Value>(_ planes: [Value]) -> [Value] {
      (0..<size).flatMap { [planes[$0], planes[size + $0]] }
    }
    switch try Values(array) {
    case .single(let planes): values = .single(interleaved(planes))
    case .double(let planes): values = .double(interleaved(planes))
    }
  }

  /// Decides which axis is time by the options, the format's convention or the video's frames, never by which
  /// is longer.
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
      options.frameCount.map { " and the video's \($0) frames fit both" }
      ?? " and no video gives the number of frames"
    throw TracksError(
      .ambiguousLayout,
      "\(origin) has shape (\(first), \(second), \(width)): it could be (frames, tracks) or (tracks, frames)\(hint); "
        + "use --layout tn (frames first) or --layout nt (tracks first)")
  }

  /// Tracks in pixels or normalised units, or projected to pixels where the file holds points in the camera's
  /// axes.
  ///
  /// - Parameters:
  ///   - visibility: A flag for each point, in the order of `values`; nil where the file has none.
  ///   - confident: Whether the file is sure of each point, in the same order; nil where it does not say.
  ///   - camera: The camera that the file holds.
  ///   - isPlain: Whether the format defines the values as pixels without placeholders.
  /// - Throws: `TracksError` where the meaning of three coordinates a point is ambiguous.
  func contents(
    order: Order, visibility: [Bool]?, confident: [Bool]? = nil, format: String, origin: String,
    options: TrackReadingOptions,
    units: CoordinateUnits = .unknown, camera: () throws -> CameraIntrinsics? = { nil }, isPlain: Bool = false
  ) throws -> TrackFile.Contents {
    var flags = visibility
    var hasDepth = width == 3
    if width == 3, units != .camera, try thirdIsVisibility(flags != nil, options: options, origin: origin) {
      hasDepth = false
      flags = flags ?? (0..<(first * second)).map { values[3 * $0 + 2] > 0.5 }
    }
    var contents = TrackFile.Contents(
      arranged(order, flags, hasDepth: hasDepth, picture: options.pictureSize), format: format)
    contents.tracks.hasVisibility = flags != nil
    if let confident, confident.contains(false) {
      contents.tracks.observed = trackMajor(confident, order)
    }
    if isPlain { return contents }
    contents.warn(Placeholders.mark(&contents.tracks))
    if width == 4 {
      contents.warn(
        "\(origin) holds four numbers per point: the first two are read as x and y, the others are ignored")
    }
    let kind = hasDepth ? units.kind(of: contents.tracks, camera: options.intrinsics) : .plane
    if kind == .camera {
      contents.warn(
        try units.project(
          &contents.tracks, camera: options.intrinsics ?? camera(), origin: origin,
          picture: options.pictureSize))
    } else {
      contents.warn(CoordinateUnits.normalise(&contents.tracks))
    }
    return contents
  }

  /// Whether the third of three coordinates is visibility, as DOT writes it.
  private func thirdIsVisibility(_ hasVisibility: Bool, options: TrackReadingOptions, origin: String) throws
    -> Bool
  {
    switch options.thirdColumn ?? .auto {
    case .depth: return false
    case .visibility: return true
    case .auto: break
    }
    var (isBinary, isShare) = (true, true)
    var (zeros, ones) = (0, 0)
    for point in 0..<(first * second) {
      let value = values[3 * point + 2]
      if value == 0 { zeros += 1 } else if value == 1 { ones += 1 } else { isBinary = false }
      if !(value >= 0 && value <= 1) {
        isShare = false
        break
      }
    }
    // Where another array is the visibility, a constant is the depth of a flat scene.
    if isBinary, isShare { return !hasVisibility || (zeros > 0 && ones > 0) }
    guard isShare, !hasVisibility, first * second > 0 else { return false }
    throw TracksError(
      .ambiguousLayout,
      "\(origin) holds three numbers per point, the third between 0 and 1: it could be visibility or depth; use "
        + "--third-column visibility or --third-column depth")
  }

  private func arranged(
    _ order: Order, _ visibility: [Bool]?, hasDepth: Bool, picture: PictureSize?
  ) -> TrackSet {
    switch values {
    case .single(let values): arranged(values, order, visibility, hasDepth: hasDepth, picture: picture)
    case .double(let values): arranged(values, order, visibility, hasDepth: hasDepth, picture: picture)
    }
  }

  /// Track-major and in single precision, less the origin of coordinates far from 0.
  private func arranged<Value: BinaryFloatingPoint>(
    _ values: [Value], _ order: Order, _ visibility: [Bool]?, hasDepth: Bool,
    picture: PictureSize?
  ) -> TrackSet {
    let (frames, tracks) = order == .framesFirst ? (first, second) : (second, first)
    let size = frames * tracks
    let origins = [0, 1].map { axis in
      CoordinateOrigin.find(
        count: size, isUsed: { visibility?[$0] ?? true }, value: { Double(values[$0 * width + axis]) },
        pictureExtent: picture.map { axis == 0 ? $0.width : $0.height })
    }
    var x = [Float](repeating: 0, count: size)
    var y = x
    var depth = hasDepth ? x : []
    var visible = [Bool](repeating: true, count: size)
    for track in 0..<tracks {
      for frame in 0..<frames {
        let source = order == .framesFirst ? frame * tracks + track : track * frames + frame
        let target = track * frames + frame
        x[target] = Float(Double(values[source * width]) - origins[0])
        y[target] = Float(Double(values[source * width + 1]) - origins[1])
        if hasDepth { depth[target] = Float(values[source * width + 2]) }
        if let visibility { visible[target] = visibility[source] }
      }
    }
    var set = TrackSet(
      frameCount: frames, trackCount: tracks, x: x, y: y, visible: visible,
      valid: zip(x, y).map { $0.isFinite && $1.isFinite }, depth: depth)
    (set.originX, set.originY) = (origins[0], origins[1])
    return set
  }

  /// Values in the order of the coordinates' leading axes, track by track.
  private func trackMajor<Value>(_ values: [Value], _ order: Order) -> [Value] {
    guard order == .framesFirst else { return values }
    return (0..<second).flatMap { track in (0..<first).map { frame in values[frame * second + track] } }
  }

  /// Visibility in the same order as the coordinates' leading axes.
  ///
  /// - Throws: `TracksError` (shapeMismatch) where the shape differs.
  func visibility(_ array: NumPyArray, isOcclusion: Bool, origin: String) throws -> [Bool] {
    let flags = try Self.flags(array, origin: origin)
    return try inOrder(isOcclusion ? flags.map { !$0 } : flags, shape: array.shape, origin: origin)
  }

  /// Numbers, one a point, in the same order as the coordinates' leading axes.
  ///
  /// - Parameter channel: Which of the values on the array's last axis; nil where there is one a point.
  /// - Throws: `TracksError` (shapeMismatch) where the shape differs.
  func numbers(_ array: NumPyArray, channel: Int? = nil, origin: String) throws -> [Float] {
    var (values, shape) = (try array.floats(), array.shape)
    if let channel, let width = shape.popLast() {
      values = stride(from: channel, to: values.count, by: width).map { values[$0] }
    }
    return try inOrder(values, shape: shape, origin: origin)
  }

  /// Values of this shape, but for a batch axis and a last axis of one, in the order of the coordinates' leading axes.
  private func inOrder<Value>(_ values: [Value], shape found: [Int], origin: String) throws -> [Value] {
    var shape = found
    if shape.count > 2, shape[shape.count - 1] == 1 { shape.removeLast() }
    if shape.count == 3, shape[0] == 1 { shape.removeFirst() }
    if shape == [first, second] { return values }
    if shape == [second, first] {
      return (0..<first).flatMap { a in (0..<second).map { b in values[b * first + a] } }
    }
    throw TracksError(
      .shapeMismatch,
      "\(origin) has shape \(shapeText(found)), but the coordinates are \(first) × \(second); expected the same two axes"
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
}

/// A shape as NumPy prints it: `(600, 1525, 2)`.
func shapeText(_ shape: [Int]) -> String {
  shape.count == 1 ? "(\(shape[0]),)" : "(" + shape.map(String.init).joined(separator: ", ") + ")"
}
