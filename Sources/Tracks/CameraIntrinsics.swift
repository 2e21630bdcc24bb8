internal import NumPy

/// A pinhole camera, which projects points of the camera's own axes (metres) to pixels.
public struct CameraIntrinsics: Sendable, Equatable, Codable {
  /// Horizontal focal length, in pixels.
  public let fx: Float
  /// Vertical focal length, in pixels.
  public let fy: Float
  /// The principal point's horizontal position, in pixels.
  public let cx: Float
  /// The principal point's vertical position, in pixels.
  public let cy: Float

  /// A camera in pixels.
  public init(fx: Float, fy: Float, cx: Float, cy: Float) {
    (self.fx, self.fy, self.cx, self.cy) = (fx, fy, cx, cy)
  }

  /// Reads `fx,fy,cx,cy`; nil where the text is not four numbers, or a focal length is not positive.
  public init?(_ text: String) {
    let numbers = text.split(separator: ",").compactMap { Float($0) }
    guard numbers.count == 4, numbers.allSatisfy(\.isFinite), numbers[0] > 0, numbers[1] > 0 else {
      return nil
    }
    self.init(fx: numbers[0], fy: numbers[1], cx: numbers[2], cy: numbers[3])
  }

  /// The value of `--intrinsics`.
  public var text: String { "\(fx),\(fy),\(cx),\(cy)" }

  /// Names under which files hold a camera.
  static let names = ["fx_fy_cx_cy", "intrinsics", "K"]

  /// Reads (4,): fx, fy, cx, cy; or a matrix (3, 3), or one for every frame, all the same.
  ///
  /// - Throws: `TracksError` (shapeMismatch) naming what was found.
  init(_ array: NumPyArray, origin: String) throws {
    let values = try array.floats()
    if values.count == 4 {
      self.init(fx: values[0], fy: values[1], cx: values[2], cy: values[3])
      return
    }
    guard array.shape.suffix(2) == [3, 3], values.count >= 9 else {
      throw TracksError(
        .shapeMismatch,
        "\(origin) has shape \(shapeText(array.shape)), \(values.count) numbers; expected fx, fy, cx, cy or a 3 × 3 matrix"
      )
    }
    let first = Array(values[0..<9])
    guard stride(from: 0, to: values.count, by: 9).allSatisfy({ Array(values[$0..<($0 + 9)]) == first })
    else {
      throw TracksError(
        .shapeMismatch,
        "\(origin) has shape \(shapeText(array.shape)) and differs between frames, but a zooming camera is not supported; "
          + "project the points yourself and save the pixels as tracks")
    }
    self.init(fx: first[0], fy: first[4], cx: first[2], cy: first[5])
  }

  /// The camera that DELTA assumes where the user gives it none.
  static func assumedByDELTA(_ size: PictureSize) -> CameraIntrinsics {
    CameraIntrinsics(
      fx: Float(size.width), fy: Float(size.width), cx: Float(size.width / 2), cy: Float(size.height / 2))
  }

  /// Projects a set whose x, y and depth are metres along the camera's axes to pixels; entries without a
  /// finite projection are not valid.
  func project(_ set: inout TrackSet) {
    for index in set.x.indices {
      let depth = set.depth[index]
      set.x[index] = fx * set.x[index] / depth + cx
      set.y[index] = fy * set.y[index] / depth + cy
      set.valid[index] = set.x[index].isFinite && set.y[index].isFinite
    }
  }
}
