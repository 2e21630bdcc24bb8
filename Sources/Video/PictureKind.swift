internal import CFFmpeg

/// The type of a picture, by its first bytes: a suffix may say something else.
enum PictureKind: Sendable {
  case jpeg, png, webP, bmp, tiff, pnm, jpeg2000, openEXR

  /// Nil where the bytes are of no kind known here; FFmpeg may know it.
  init?(_ file: [UInt8]) {
    func starts(_ bytes: [UInt8], at place: Int = 0) -> Bool { file.dropFirst(place).starts(with: bytes) }
    if starts([0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if starts(Array("RIFF".utf8)), starts(Array("WEBP".utf8), at: 8) {
      self = .webP
    } else if starts(Array("BM".utf8)) {
      self = .bmp
    } else if starts([0x49, 0x49, 42, 0]) || starts([0x4D, 0x4D, 0, 42]) {
      self = .tiff
    } else if file.count > 2, file[0] == 0x50, (0x31...0x36).contains(file[1]),
      [0x09, 0x0A, 0x0D, 0x20, 0x23].contains(file[2])
    {
      self = .pnm
    } else if starts([0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) || starts([0xFF, 0x4F, 0xFF, 0x51]) {
      self = .jpeg2000
    } else if starts([0x76, 0x2F, 0x31, 0x01]) {
      self = .openEXR
    } else {
      return nil
    }
  }

  /// FFmpeg's decoder of it.
  func codec(_ file: [UInt8]) -> AVCodecID {
    switch self {
    case .jpeg: AV_CODEC_ID_MJPEG
    case .png: AV_CODEC_ID_PNG
    case .webP: AV_CODEC_ID_WEBP
    case .bmp: AV_CODEC_ID_BMP
    case .tiff: AV_CODEC_ID_TIFF
    case .jpeg2000: AV_CODEC_ID_JPEG2000
    case .openEXR: AV_CODEC_ID_EXR
    case .pnm:
      switch file[1] {
      case 0x31, 0x34: AV_CODEC_ID_PBM
      case 0x32, 0x35: AV_CODEC_ID_PGM
      default: AV_CODEC_ID_PPM
      }
    }
  }
}
