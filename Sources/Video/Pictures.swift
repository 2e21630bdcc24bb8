internal import CFFmpeg

/// Where pictures come from.
enum Pictures: ~Copyable {
  case list([String])
  case video(VideoFrames)

  /// The picture of one frame, frames being asked for in order; nil where it cannot be decoded.
  mutating func image(
    at position: Int, width: Int, height: Int, path: String
  ) throws(VideoError) -> (image: RGBImage, isScaled: Bool)? {
    switch consume self {
    case .list(let files):
      self = .list(files)
      return try PictureFile.read(files[position]) { (frame, orientation) throws(VideoError) in
        var converter = ColourConverter()
        return try converter.upright(frame, orientation, width: width, height: height, path: files[position])
      }
    case .video(var frames):
      let result: (image: RGBImage, isScaled: Bool)?
      do throws(VideoError) {
        result = try frames.image(at: position, width: width, height: height, path: path)
      } catch {
        self = .video(frames)
        throw error
      }
      self = .video(frames)
      return result
    }
  }
}

extension ColourConverter {
  /// A frame as it is to be seen, in the size asked for, and whether it had to be scaled.
  mutating func upright(
    _ frame: UnsafeMutablePointer<AVFrame>, _ orientation: Orientation, width: Int, height: Int, path: String
  ) throws(VideoError) -> (image: RGBImage, isScaled: Bool) {
    let (w, h) = orientation.isSideways ? (height, width) : (width, height)
    let isScaled = Int(frame.pointee.width) != w || Int(frame.pointee.height) != h
    return (try convert(frame, width: w, height: h, path: path).turned(orientation), isScaled)
  }
}
