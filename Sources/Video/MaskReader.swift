internal import CFFmpeg

/// Masks of object ids: indexed or grey PNGs give their values, coloured ones an id for each distinct colour,
/// the same through all masks that one reader reads.
///
/// Black is id 0.
public struct MaskReader: Sendable {
  private var idsOfColours: [UInt32: UInt8] = [0: 0]

  public init() {}

  /// Reads one mask.
  ///
  /// - Throws: `VideoError`; notAVideo where there are more than 255 colours.
  public mutating func read(_ path: String) throws(VideoError) -> LabelImage {
    var ids = idsOfColours
    let mask = try PictureFile.read(path) { (frame, _) throws(VideoError) in
      try Self.labels(of: frame, idsOfColours: &ids, path: path)
    }
    idsOfColours = ids
    return mask
  }

  private static func labels(
    of frame: UnsafeMutablePointer<AVFrame>, idsOfColours: inout [UInt32: UInt8], path: String
  ) throws(VideoError) -> LabelImage {
    let picture = frame.pointee
    let (width, height) = (Int(picture.width), Int(picture.height))
    var labels = [UInt8](repeating: 0, count: width * height)
    let format = AVPixelFormat(rawValue: picture.format)
    if format == AV_PIX_FMT_PAL8 || format == AV_PIX_FMT_GRAY8, let data = picture.data.0 {
      for row in 0..<height {
        for column in 0..<width {
          labels[row * width + column] = data[row * Int(picture.linesize.0) + column]
        }
      }
      return LabelImage(width: width, height: height, labels: labels)
    }
    var converter = ColourConverter()
    let colours = try converter.convert(frame, width: width, height: height, path: path).pixels
    for pixel in labels.indices {
      let colour =
        UInt32(colours[3 * pixel]) << 16 | UInt32(colours[3 * pixel + 1]) << 8
        | UInt32(colours[3 * pixel + 2])
      if let id = idsOfColours[colour] {
        labels[pixel] = id
      } else {
        guard let id = UInt8(exactly: idsOfColours.count) else {
          throw VideoError(
            .notAVideo,
            "\(path): more than 255 colours, so it is a photograph and not a mask; expected one colour per object"
          )
        }
        idsOfColours[colour] = id
        labels[pixel] = id
      }
    }
    return LabelImage(width: width, height: height, labels: labels)
  }
}
