internal import CFFmpeg

/// The frames of a video file, of a folder of numbered pictures, or of a printf pattern, one by one: never the whole video in
/// memory.
public struct FrameReader: ~Copyable {
  /// What was opened, as it was given.
  public let path: String
  /// Size in pixels, after any rotation that the file asks for.
  public let width: Int
  public let height: Int
  /// Frames a second; 30 for pictures in a folder.
  public let frameRate: Double
  /// Number of frames: what the container says, or the number of pictures; nil where it does not say.
  public let claimedFrameCount: Int?
  /// Frames delivered so far.
  public private(set) var position = 0
  /// At the end of a video that holds fewer frames than its container claims: how many of how many, for a person.
  public private(set) var shortfall: String?

  private var decoder: Decoder
  private var converter: ColourConverter
  /// Clockwise quarter turns that the file asks for.
  private let quarterTurns: Int

  /// Opens a video.
  ///
  /// - Throws: `VideoError`: missing, notAVideo, badSequence, damaged.
  public init(path: String) throws(VideoError) {
    let source = try FrameSource(path)
    let decoder = try Decoder(source, path: path)
    let stream = decoder.stream.pointee
    let parameters = stream.codecpar.pointee
    guard parameters.width > 0, parameters.height > 0 else {
      throw VideoError(.notAVideo, "\(path): the size of its pictures is not known")
    }
    quarterTurns = Self.quarterTurns(decoder.stream)
    let (codedWidth, codedHeight) = (Int(parameters.width), Int(parameters.height))
    (width, height) = quarterTurns % 2 == 0 ? (codedWidth, codedHeight) : (codedHeight, codedWidth)
    let rate = stream.avg_frame_rate.num > 0 ? stream.avg_frame_rate : stream.r_frame_rate
    frameRate = rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 30
    claimedFrameCount = source.sequence?.count ?? (stream.nb_frames > 0 ? Int(stream.nb_frames) : nil)
    self.path = path
    self.decoder = decoder
    converter = ColourConverter(width: codedWidth, height: codedHeight)
  }

  /// The next frame; nil at the end, where `shortfall` says whether frames are missing.
  ///
  /// - Throws: `VideoError`: damaged, saying after how many frames; notAVideo where there are none at all.
  public mutating func next() throws(VideoError) -> RGBImage? {
    guard let frame = try decoder.next() else {
      try end()
      return nil
    }
    position += 1
    return try converter.convert(frame, path: path).turned(quarterTurns)
  }

  /// Passes over frames; fewer where the video ends.
  public mutating func skip(_ count: Int) throws(VideoError) {
    for _ in 0..<count {
      guard try decoder.next() != nil else { return try end() }
      position += 1
    }
  }

  private mutating func end() throws(VideoError) {
    guard position > 0 else {
      throw VideoError(.notAVideo, "\(path): not one frame can be decoded from it; expected a whole video")
    }
    if let claimed = claimedFrameCount, position < claimed {
      shortfall =
        "\(path): \(position) frames of the \(claimed) that it claims could be decoded; it may be cut short"
    }
  }

  /// The number of frames, from the container, or counted by reading the file through without decoding it.
  ///
  /// - Throws: `VideoError`.
  public static func frameCount(of path: String) throws(VideoError) -> Int {
    let source = try FrameSource(path)
    if let sequence = source.sequence { return sequence.count }
    var decoder = try Decoder(source, path: path)
    let claimed = Int(decoder.stream.pointee.nb_frames)
    return claimed > 0 ? claimed : decoder.countPackets()
  }

  private static func quarterTurns(_ stream: UnsafeMutablePointer<AVStream>) -> Int {
    guard let data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, nil) else { return 0 }
    let degrees = data.withMemoryRebound(to: Int32.self, capacity: 9) { av_display_rotation_get($0) }
    guard degrees.isFinite else { return 0 }
    // FFmpeg gives the angle counter-clockwise.
    let turns = Int((-degrees / 90).rounded())
    return ((turns % 4) + 4) % 4
  }
}
