internal import CPNG
internal import Support

/// An 8-bit picture of labels, row by row.
public struct LabelImage: Sendable, Equatable {
  public let width: Int
  public let height: Int
  /// `width · height` labels.
  public var labels: [UInt8]

  public init(width: Int, height: Int, labels: [UInt8]) {
    precondition(labels.count == width * height, "labels do not fill width × height")
    self.width = width
    self.height = height
    self.labels = labels
  }

  /// Writes an 8-bit indexed PNG with all 256 colours of the DAVIS palette: the index of a pixel is its label.
  ///
  /// The file appears whole or not at all.
  /// - Throws: `VideoError` (cannotWrite), a full disk included.
  public func writeIndexedPNG(to path: String) throws(VideoError) {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(width)
    image.height = png_uint_32(height)
    image.format = tspng_rgb_colormap
    image.colormap_entries = 256
    try write(&image, pixels: labels, stride: width, colours: Palette.davisBytes, to: path)
  }
}

extension RGBImage {
  /// Writes an 8-bit RGB PNG; compression is chosen for speed.
  ///
  /// The file appears whole or not at all.
  /// - Throws: `VideoError` (cannotWrite), a full disk included.
  public func writePNG(to path: String) throws(VideoError) {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(width)
    image.height = png_uint_32(height)
    image.format = png_uint_32(PNG_FORMAT_RGB)
    image.flags = png_uint_32(PNG_IMAGE_FLAG_FAST)
    try write(&image, pixels: pixels, stride: 3 * width, colours: nil, to: path)
  }
}

private func write(
  _ image: inout png_image, pixels: [UInt8], stride: Int, colours: [UInt8]?, to path: String
) throws(VideoError) {
  do throws(OutputError) {
    let file = try AtomicFile(path: path)
    guard png_image_write_to_file(&image, file.temporaryPath, 0, pixels, png_int_32(stride), colours) != 0
    else {
      let reason = withUnsafeBytes(of: image.message) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw OutputError("\(path): cannot be written: \(reason)")
    }
    try file.commit()
  } catch {
    throw VideoError(error)
  }
}
