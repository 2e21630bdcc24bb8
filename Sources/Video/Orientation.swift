internal import CFFmpeg

/// How stored pixels are turned and mirrored to be seen upright; the numbers are EXIF's.
enum Orientation: Int, Sendable {
  case upright = 1
  case mirrored, upsideDown, flipped, transposed, quarterClockwise, transversed, quarterCounterclockwise

  /// Whether width and height change places.
  var isSideways: Bool { rawValue >= 5 }

  /// From the upper left of a display matrix, which takes stored places (p, q) to (a·p + c·q, b·p + d·q): the nearest of the
  /// eight.
  init(a: Int32, b: Int32, c: Int32, d: Int32) {
    if abs(Int64(a)) + abs(Int64(d)) >= abs(Int64(b)) + abs(Int64(c)) {
      self =
        switch (a < 0, d < 0) {
        case (false, false): .upright
        case (true, false): .mirrored
        case (true, true): .upsideDown
        case (false, true): .flipped
        }
    } else {
      self =
        switch (c < 0, b < 0) {
        case (false, false): .transposed
        case (true, false): .quarterClockwise
        case (true, true): .transversed
        case (false, true): .quarterCounterclockwise
        }
    }
  }

  /// What a video's stream asks for.
  init(of stream: UnsafeMutablePointer<AVStream>) {
    guard let data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, nil) else {
      self = .upright
      return
    }
    self = data.withMemoryRebound(to: Int32.self, capacity: 9) {
      Orientation(a: $0[0], b: $0[1], c: $0[3], d: $0[4])
    }
  }
}

extension RGBImage {
  /// The stored picture as it is to be seen.
  func turned(_ orientation: Orientation) -> RGBImage {
    if orientation == .upright { return self }
    let (w, h) = orientation.isSideways ? (height, width) : (width, height)
    // The stored pixel of the upper left corner, and the steps to its neighbours on the right and below.
    let (first, right, down) =
      switch orientation {
      case .upright: (0, 1, width)
      case .mirrored: (width - 1, -1, width)
      case .upsideDown: (width * height - 1, -1, -width)
      case .flipped: (width * (height - 1), 1, -width)
      case .transposed: (0, width, 1)
      case .quarterClockwise: (width * (height - 1), -width, 1)
      case .transversed: (width * height - 1, -width, -1)
      case .quarterCounterclockwise: (width - 1, width, -1)
      }
    var turned = [UInt8](repeating: 0, count: pixels.count)
    for y in 0..<h {
      for x in 0..<w {
        let (source, target) = (3 * (first + x * right + y * down), 3 * (y * w + x))
        for channel in 0..<3 { turned[target + channel] = pixels[source + channel] }
      }
    }
    return RGBImage(width: w, height: h, pixels: turned)
  }
}
