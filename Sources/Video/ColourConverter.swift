internal import CFFmpeg

/// Decoded frames of any pixel format and size, as RGB.
struct ColourConverter: ~Copyable {
  private var context: OpaquePointer?

  deinit { sws_freeContext(context) }

  /// Converts a frame, and scales one of another size.
  mutating func convert(
    _ frame: UnsafeMutablePointer<AVFrame>, width: Int, height: Int, path: String
  ) throws(VideoError) -> RGBImage {
    let picture = frame.pointee
    context = sws_getCachedContext(
      context, picture.width, picture.height, AVPixelFormat(rawValue: picture.format), Int32(width),
      Int32(height),
      AV_PIX_FMT_RGB24, Int32(SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT), nil, nil, nil)
    guard context != nil else {
      throw VideoError(
        .damaged,
        "\(path): frames of \(picture.width)x\(picture.height) in pixel format \(picture.format) cannot be converted"
      )
    }
    // swscale writes whole vectors: rows with room at their end, copied into the packed picture.
    let stride = (3 * width + 63) / 64 * 64
    var padded = [UInt8](repeating: 0, count: stride * height + 64)
    let sources: [UnsafePointer<UInt8>?] = [
      UnsafePointer(picture.data.0), UnsafePointer(picture.data.1), UnsafePointer(picture.data.2),
      UnsafePointer(picture.data.3),
    ]
    let strides = [picture.linesize.0, picture.linesize.1, picture.linesize.2, picture.linesize.3]
    let rows = padded.withUnsafeMutableBufferPointer { buffer in
      sws_scale(context, sources, strides, 0, picture.height, [buffer.baseAddress], [Int32(stride)])
    }
    guard rows == Int32(height) else {
      throw VideoError(.damaged, "\(path): a frame could not be converted to RGB")
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(3 * width * height)
    for row in 0..<height { pixels += padded[(row * stride)..<(row * stride + 3 * width)] }
    return RGBImage(width: width, height: height, pixels: pixels)
  }
}
