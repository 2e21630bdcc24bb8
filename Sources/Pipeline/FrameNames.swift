internal import Video
internal import MotionSegmentation

/// The names of a result's frames: what masks and overlays are called, and how true masks are found.
///
/// A video's frames have the numbers that they have in the video, from 0, as five digits. Pictures in a folder keep theirs:
/// 00005.jpg has the mask 00005.png. Where text stands before the number, rgb_00005.jpg, the mask is named by the number alone;
/// where text stands behind it, or several numbers vary, by the whole name.
struct FrameNames: Sendable, Equatable {
  /// A name without suffix for every frame of the result.
  let names: [String]
  /// The input's files, one a frame; nil where the frames come from a video, or there is none.
  let files: [String]?

  /// Of `count` frames from `offset` on, of the pictures `files` of a folder, or of a video.
  init(files: [String]?, offset: Int, count: Int) {
    if let files, offset + count <= files.count {
      names = Array(Self.names(of: files)[offset..<(offset + count)])
      self.files = Array(files[offset..<(offset + count)])
    } else {
      names = (0..<count).map { Self.digits(offset + $0) }
      self.files = nil
    }
  }

  /// Of a finished result; results of versions that kept no names were numbered from 0.
  init(of record: RunRecord) {
    let plain = FrameNames(
      files: record.video?.files, offset: record.options.frameOffset, count: record.frameCount)
    if let kept = record.frameNames, kept.count == record.frameCount {
      (names, files) = (kept, plain.files)
    } else {
      (names, files) = ((0..<record.frameCount).map(Self.digits), nil)
    }
  }

  /// A frame's number, at least five digits.
  static func digits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  /// A name for every picture of a folder.
  private static func names(of files: [String]) -> [String] {
    let stems = files.map { String($0[..<($0.lastIndex(of: ".") ?? $0.endIndex)]) }
    let keys = FrameKey.keys(ofStems: stems)
    if stems.allSatisfy({ $0.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") } }) {
      // Short names from 0 on without a gap have always been filled to five digits.
      let isPlain = keys.map(\.number) == Array(0..<keys.count) && stems.allSatisfy { $0.count <= 5 }
      return isPlain ? keys.indices.map(digits) : stems
    }
    let numbers = zip(stems, keys).compactMap { stem, key -> String? in
      guard let number = key.number else { return nil }
      let last = String(stem.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
      return Int(last) == number ? digits(number) : nil
    }
    return numbers.count == stems.count && Set(numbers).count == numbers.count ? numbers : stems
  }
}
