internal import CCairo
internal import Video

/// A cairo surface that begins as a picture and ends as one, owned.
struct Canvas: ~Copyable {
  let width: Int
  let height: Int
  private let surface: OpaquePointer?
  /// Cairo's drawing context.
  let context: OpaquePointer?

  /// A canvas that shows a picture.
  init(_ image: RGBImage) {
    let (width, height) = (image.width, image.height)
    (self.width, self.height) = (width, height)
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    cairo_surface_flush(surface)
    if let data = cairo_image_surface_get_data(surface) {
      let stride = Int(cairo_image_surface_get_stride(surface))
      image.pixels.withUnsafeBufferPointer { pixels in
        for y in 0..<height {
          let row = data + y * stride
          let source = 3 * y * width
          for x in 0..<width {
            // Cairo's 24-bit format is a 32-bit word of the machine: blue first on little-endian ones.
            row[4 * x] = pixels[source + 3 * x + 2]
            row[4 * x + 1] = pixels[source + 3 * x + 1]
            row[4 * x + 2] = pixels[source + 3 * x]
          }
        }
      }
    }
    cairo_surface_mark_dirty(surface)
    context = cairo_create(surface)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// What has been drawn.
  func image() -> RGBImage {
    cairo_surface_flush(surface)
    var pixels = [UInt8](repeating: 0, count: 3 * width * height)
    if let data = cairo_image_surface_get_data(surface) {
      let stride = Int(cairo_image_surface_get_stride(surface))
      pixels.withUnsafeMutableBufferPointer { pixels in
        for y in 0..<height {
          let row = data + y * stride
          let target = 3 * y * width
          for x in 0..<width {
            pixels[target + 3 * x] = row[4 * x + 2]
            pixels[target + 3 * x + 1] = row[4 * x + 1]
            pixels[target + 3 * x + 2] = row[4 * x]
          }
        }
      }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  /// Sets the colour to draw with.
  func setColour(_ colour: Palette.Colour, alpha: Double = 1) {
    cairo_set_source_rgba(
      context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255, alpha)
  }
}
