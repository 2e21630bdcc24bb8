internal import FoundationEssentials

/// The text format of FBMS and MoSeg (`.dat`): the evaluated length, the number of tracks, then for each
/// track its label and size, and a line `x y frame` for each frame in which it is visible.
struct MoSegText: TrackFormat {
  let name = "FBMS, MoSeg"
  let summary = "for each track lines of x, y, frame, in pixels, of the frames in which it is visible"
  let suffixes = ["dat"]
  let example = "text that begins with the numbers of frames and tracks"
  let hiddenPositions = HiddenPositions.exact

  func recognises(_ peek: FilePeek) -> Bool {
    guard peek.container == .other else { return false }
    var numbers = NumberScanner(bytes: Array(peek.firstBytes.prefix(64)))
    guard let frames = numbers.next(), let tracks = numbers.next() else { return false }
    return frames >= 0 && tracks >= 0 && frames == frames.rounded() && tracks == tracks.rounded()
  }

  func read(_ peek: FilePeek, options: TrackReadingOptions) throws -> TrackFile.Contents {
    let (path, bytes) = (peek.path, try peek.bytes())
    var numbers = NumberScanner(bytes: bytes)
    func next(_ what: String) throws -> Double {
      guard let value = numbers.next() else {
        throw TracksError(
          .damaged,
          "\(path), byte \(numbers.position): the file ends or has no number here; expected \(what)")
      }
      return value
    }
    func count(_ what: String, atMost limit: Int) throws -> Int {
      let value = try next(what)
      guard value >= 0, value <= Double(limit), value == value.rounded() else {
        throw TracksError(
          .damaged, "\(path), byte \(numbers.position): \(what) is \(value); expected 0 to \(limit)")
      }
      return Int(value)
    }
    // A line of one point takes six bytes at the least, which bounds every count by the file's size.
    _ = try count("the number of frames", atMost: 10_000_000)
    let tracks = try count("the number of tracks", atMost: bytes.count)
    var points: [ScatteredPoints.Point] = []
    var labels: [Int64] = []
    var lastFrame = 0
    for track in 0..<tracks {
      labels.append(Int64(try count("a track's label", atMost: 1_000_000_000)))
      for _ in 0..<(try count("a track's size", atMost: bytes.count)) {
        let (x, y) = (try next("x"), try next("y"))
        let frame = try count("a frame", atMost: 10_000_000)
        points.append(ScatteredPoints.Point(track: track, frame: frame, x: x, y: y))
        lastFrame = max(lastFrame, frame)
      }
    }
    // The first line is the evaluated length; the number of frames follows from the lines, or is the video's.
    let listed = points.isEmpty ? 0 : lastFrame + 1
    let frames = max(listed, tracks > 0 ? min(options.frameCount ?? 0, 100_000) : 0)
    let set = try ScatteredPoints(points: points, trackCount: tracks, frameCount: frames)
      .trackSet(path: path, size: bytes.count, options: options)
    return TrackFile.Contents(set, format: "MoSeg .dat")
  }
}

/// Decimal numbers separated by white space.
private struct NumberScanner {
  let bytes: [UInt8]
  private(set) var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The next number; nil at the end, or where something else stands.
  mutating func next() -> Double? {
    while position < bytes.count, isSpace(bytes[position]) { position += 1 }
    let start = position
    while position < bytes.count, !isSpace(bytes[position]), position - start < 64 { position += 1 }
    guard start < position else { return nil }
    let value = Double(String(decoding: bytes[start..<position], as: UTF8.self))
    return value?.isFinite == true ? value : nil
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
