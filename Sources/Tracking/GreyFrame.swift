internal import COpenCV
internal import Support
internal import Video

/// A grey picture with the pyramid that Lucas–Kanade needs, in OpenCV's memory.
final class GreyFrame: Sendable {
  // Safe across threads: the picture is written in `init` alone, then only read, and freed when nobody holds it any more.
  nonisolated(unsafe) let pointer: OpaquePointer
  let width: Int
  let height: Int

  /// Converts a picture, reduced to a size.
  ///
  /// - Throws: `RunError` (input) with OpenCV's message.
  init(_ image: RGBImage, width: Int, height: Int, settings: TrackerSettings) throws {
    let made = image.pixels.withUnsafeBufferPointer { pixels in
      ocv_frame_create(
        pixels.baseAddress, Int32(image.width), Int32(image.height), Int32(width), Int32(height),
        Int32(settings.window), Int32(settings.levels))
    }
    guard let made else { throw OpenCVFailure.current("a picture of \(image.width)x\(image.height)") }
    pointer = made
    (self.width, self.height) = (width, height)
  }

  deinit { ocv_frame_destroy(pointer) }

  /// The picture's values, row by row.
  var grey: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: width * height) { buffer, count in
      ocv_frame_copy_grey(pointer, buffer.baseAddress)
      count = width * height
    }
  }

  /// The smaller eigenvalue of the gradient's covariance about every pixel: large at corners.
  func corners(block: Int) throws -> [Float] {
    var values = [Float](repeating: 0, count: width * height)
    guard ocv_corners(pointer, Int32(block), &values) == 0 else {
      throw OpenCVFailure.current("the corners of a frame")
    }
    return values
  }

  /// A square about a point; nil where OpenCV fails.
  func patch(x: Float, y: Float, size: Int) -> Patch? {
    var values = [Float](repeating: 0, count: size * size)
    guard ocv_patch(pointer, x, y, Int32(size), &values) == 0 else { return nil }
    var sum: Float = 0
    for value in values { sum += value }
    let mean = sum / Float(values.count)
    var squares: Float = 0
    for index in values.indices {
      values[index] -= mean
      squares += values[index] * values[index]
    }
    let length = squares.squareRoot()
    if length > 0 { for index in values.indices { values[index] /= length } }
    return Patch(values: values, mean: mean, length: length)
  }
}

/// An error of OpenCV.
enum OpenCVFailure {
  /// The last one of this thread.
  static func current(_ what: String) -> RunError {
    RunError(.input, "\(what): OpenCV failed: \(String(cString: ocv_error()))")
  }
}

/// Grey values about a point.
struct Patch: Sendable {
  /// The values less their mean, divided by `length`.
  let values: [Float]
  let mean: Float
  /// The square root of the sum of squares of the values less their mean: the texture.
  let length: Float

  /// The correlation with another patch, in [−1, 1]; 0 where one of them is even.
  func correlation(_ other: Patch) -> Float {
    var sum: Float = 0
    for index in 0..<min(values.count, other.values.count) { sum += values[index] * other.values[index] }
    return sum
  }

  /// The largest confidence of a dense point in its middle: on an even surface, such as a clear sky, motion cannot be measured.
  func mostSureness(_ settings: TrackerSettings) -> Float {
    length < settings.evenTexture * Float(values.count).squareRoot() ? 0.25 : 0.75
  }

  /// Whether it shows the same as another patch: they are alike to `likeness` at least, or they differ by less than `tolerance` grey
  /// values, for the correlation of patches without texture is that of their noise.
  func isLike(_ other: Patch, likeness: Float, tolerance: Float) -> Bool {
    let alike = correlation(other)
    if alike >= likeness { return true }
    let squares = length * length + other.length * other.length - 2 * length * other.length * alike
    let step = mean - other.mean
    return squares / Float(max(values.count, 1)) + step * step < tolerance * tolerance
  }
}
