/// The orientation that a picture's EXIF data ask for, in JPEG, PNG, WebP and TIFF files.
///
/// FFmpeg gives it for JPEG alone, and only newer versions do.
enum EXIF {
  /// Upright where the file does not say, or not in a readable way.
  static func orientation(of file: [UInt8]) -> Orientation {
    block(in: file).flatMap { orientation(in: file[$0]) } ?? .upright
  }

  /// Where the EXIF data lie in the file: a small TIFF file of its own.
  private static func block(in file: [UInt8]) -> Range<Int>? {
    switch PictureKind(file) {
    case .jpeg: jpegBlock(file)
    case .png: chunk("eXIf", in: file[...], from: 8, overhead: 12, dataOffset: 8, isBigEndian: true)
    case .webP:
      chunk("EXIF", in: file[...], from: 12, overhead: 8, dataOffset: 8, isBigEndian: false).map {
        // Some programs keep JPEG's mark in front.
        file[$0].starts(with: mark) ? ($0.lowerBound + mark.count)..<$0.upperBound : $0
      }
    case .tiff: file.indices
    default: nil
    }
  }

  private static let mark: [UInt8] = Array("Exif".utf8) + [0, 0]

  private static func jpegBlock(_ file: [UInt8]) -> Range<Int>? {
    var place = 2
    while place + 4 <= file.count, file[place] == 0xFF {
      let kind = file[place + 1]
      if kind == 0xFF {
        place += 1
        continue
      }
      // The compressed picture begins.
      if kind == 0xDA || kind == 0xD9 { return nil }
      let end = place + 2 + Int(file[place + 2]) << 8 + Int(file[place + 3])
      guard end <= file.count, end >= place + 4 else { return nil }
      if kind == 0xE1, file[(place + 4)..<end].starts(with: mark) { return (place + 4 + mark.count)..<end }
      place = end
    }
    return nil
  }

  /// The data of a chunk of PNG (length, name, data, checksum) or of WebP (name, length, data, filled to an even length).
  private static func chunk(
    _ name: String, in file: ArraySlice<UInt8>, from start: Int, overhead: Int, dataOffset: Int,
    isBigEndian: Bool
  ) -> Range<Int>? {
    var place = start
    while place + dataOffset <= file.endIndex {
      let length = integer(
        file, at: isBigEndian ? place : place + 4, bytes: 4, isBigEndian: isBigEndian)
      guard let length else { return nil }
      let data = (place + dataOffset)..<(place + dataOffset + length)
      let found = file[(isBigEndian ? place + 4 : place)...].prefix(4)
      if found.elementsEqual(name.utf8) { return data.upperBound <= file.endIndex ? data : nil }
      place += overhead + length + (isBigEndian ? 0 : length % 2)
    }
    return nil
  }

  /// Tag 274 of the first directory.
  private static func orientation(in tiff: ArraySlice<UInt8>) -> Orientation? {
    guard let first = tiff.first, first == 0x49 || first == 0x4D else { return nil }
    let (isBig, base) = (first == 0x4D, tiff.startIndex)
    func value(_ place: Int, _ bytes: Int) -> Int? {
      integer(tiff, at: base + place, bytes: bytes, isBigEndian: isBig)
    }
    guard value(2, 2) == 42, let directory = value(4, 4), let count = value(directory, 2) else { return nil }
    for entry in 0..<count {
      let place = directory + 2 + 12 * entry
      guard let tag = value(place, 2) else { return nil }
      guard tag == 274 else { continue }
      return value(place + 8, value(place + 2, 2) == 4 ? 4 : 2).flatMap { Orientation(rawValue: $0) }
    }
    return nil
  }

  private static func integer(
    _ bytes: ArraySlice<UInt8>, at place: Int, bytes count: Int, isBigEndian: Bool
  ) -> Int? {
    guard place >= bytes.startIndex, place + count <= bytes.endIndex else { return nil }
    let part = bytes[place..<(place + count)]
    return isBigEndian
      ? part.reduce(0) { $0 << 8 | Int($1) } : part.reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
