internal import CFFmpeg
internal import Glibc
internal import Support

/// An H.264 video in an mp4 file, yuv420p, playable everywhere; written beside its place and renamed when finished.
public struct VideoWriter: ~Copyable {
  /// The encoder in use: libx264, or mpeg4 where that is not built in.
  public let encoderName: String

  private let path: String
  private let temporary: String
  private let width: Int
  private let height: Int
  private var paddedWidth: Int { width + width % 2 }
  private var paddedHeight: Int { height + height % 2 }
  private var output: UnsafeMutablePointer<AVFormatContext>?
  private var codec: UnsafeMutablePointer<AVCodecContext>?
  private var stream: UnsafeMutablePointer<AVStream>?
  private var frame: UnsafeMutablePointer<AVFrame>?
  private var packet: UnsafeMutablePointer<AVPacket>?
  private var scaler: OpaquePointer?
  private var count: Int64 = 0
  private var isFinished = false

  /// Begins a video of pictures of one size; odd sizes gain a copy of their last
  /// column or row, as yuv420p asks for even ones.
  ///
  /// - Throws: `VideoError` (cannotWrite).
  public init(path: String, width: Int, height: Int, frameRate: Double) throws(VideoError) {
    av_log_set_level(AV_LOG_QUIET)
    self.path = path
    temporary = AtomicFile.temporaryPath(for: path)
    self.width = width
    self.height = height
    guard let encoder = avcodec_find_encoder_by_name("libx264") ?? avcodec_find_encoder(AV_CODEC_ID_MPEG4)
    else {
      encoderName = "none"
      throw VideoError(.cannotWrite, "\(path): this FFmpeg has neither libx264 nor mpeg4 to encode with")
    }
    encoderName = String(cString: encoder.pointee.name)
    guard width > 0, height > 0 else {
      throw VideoError(.cannotWrite, "\(path): a video of \(width)x\(height) pixels cannot be encoded")
    }
    // The protocol is named, or FFmpeg takes what stands before a colon in a name for one.
    let location = "file:" + temporary
    avformat_alloc_output_context2(&output, nil, "mp4", location)
    codec = avcodec_alloc_context3(encoder)
    frame = av_frame_alloc()
    packet = av_packet_alloc()
    guard let output, let codec, let frame, packet != nil, let stream = avformat_new_stream(output, nil)
    else {
      throw VideoError(.cannotWrite, "\(path): there is no memory for an encoder")
    }
    self.stream = stream
    let rate = av_d2q(frameRate > 0 && frameRate.isFinite ? frameRate : 30, 60_000)
    codec.pointee.width = Int32(paddedWidth)
    codec.pointee.height = Int32(paddedHeight)
    codec.pointee.pix_fmt = AV_PIX_FMT_YUV420P
    codec.pointee.time_base = AVRational(num: rate.den, den: rate.num)
    codec.pointee.framerate = rate
    codec.pointee.thread_count = 1  // With two threads the bytes differ between runs, rarely.
    codec.pointee.bit_rate = Int64(width * height) * 4
    if output.pointee.oformat.pointee.flags & AVFMT_GLOBALHEADER != 0 {
      codec.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
    }
    if encoderName == "libx264" {
      av_opt_set(codec.pointee.priv_data, "preset", "veryfast", 0)
      av_opt_set(codec.pointee.priv_data, "crf", "21", 0)
    }
    try Self.check(avcodec_open2(codec, encoder, nil), path, "the encoder cannot be opened")
    avcodec_parameters_from_context(stream.pointee.codecpar, codec)
    stream.pointee.time_base = codec.pointee.time_base
    stream.pointee.avg_frame_rate = rate
    try Self.check(avio_open(&output.pointee.pb, location, AVIO_FLAG_WRITE), path, "the file cannot be made")
    var options: OpaquePointer?
    defer { av_dict_free(&options) }
    av_dict_set(&options, "movflags", "+faststart", 0)
    try Self.check(avformat_write_header(output, &options), path, "the header cannot be written")
    frame.pointee.width = codec.pointee.width
    frame.pointee.height = codec.pointee.height
    frame.pointee.format = AV_PIX_FMT_YUV420P.rawValue
    try Self.check(av_frame_get_buffer(frame, 0), path, "there is no memory for a frame")
    scaler = sws_getContext(
      Int32(paddedWidth), Int32(paddedHeight), AV_PIX_FMT_RGB24, Int32(paddedWidth), Int32(paddedHeight),
      AV_PIX_FMT_YUV420P, Int32(SWS_BILINEAR), nil, nil, nil)
    guard scaler != nil else { throw VideoError(.cannotWrite, "\(path): pictures cannot be converted") }
  }

  deinit {
    var (codec, frame, packet) = (codec, frame, packet)
    av_frame_free(&frame)
    av_packet_free(&packet)
    avcodec_free_context(&codec)
    sws_freeContext(scaler)
    if let output {
      if output.pointee.pb != nil { avio_closep(&output.pointee.pb) }
      avformat_free_context(output)
    }
    if !isFinished { unlink(temporary) }
  }

  /// Appends a picture, which must have the video's size.
  ///
  /// - Throws: `VideoError` (cannotWrite), a full disk included.
  public mutating func append(_ image: RGBImage) throws(VideoError) {
    precondition(image.width == width && image.height == height, "a picture of another size than the video's")
    guard let frame else { return }
    try Self.check(av_frame_make_writable(frame), path, "a frame cannot be used")
    let targets = [frame.pointee.data.0, frame.pointee.data.1, frame.pointee.data.2]
    let strides = [frame.pointee.linesize.0, frame.pointee.linesize.1, frame.pointee.linesize.2]
    let pixels = width % 2 == 0 && height % 2 == 0 ? image.pixels : padded(image)
    _ = pixels.withUnsafeBufferPointer { pixels in
      sws_scale(
        scaler, [pixels.baseAddress], [Int32(3 * paddedWidth)], 0, Int32(paddedHeight), targets, strides)
    }
    frame.pointee.pts = count
    count += 1
    try encode(frame)
  }

  private func padded(_ image: RGBImage) -> [UInt8] {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(3 * paddedWidth * paddedHeight)
    for row in 0..<paddedHeight {
      let start = 3 * width * min(row, height - 1)
      pixels += image.pixels[start..<(start + 3 * width)]
      if width % 2 == 1 { pixels += image.pixels[(start + 3 * width - 3)..<(start + 3 * width)] }
    }
    return pixels
  }

  /// Writes what the encoder still holds, closes the file, and puts it in its place.
  ///
  /// - Throws: `VideoError` (cannotWrite).
  public consuming func finish() throws(VideoError) {
    try encode(nil)
    guard let output else { return }
    try Self.check(av_write_trailer(output), path, "the end of the file cannot be written")
    try Self.check(avio_closep(&output.pointee.pb), path, "the file cannot be closed")
    isFinished = true
    do throws(OutputError) {
      try AtomicFile.commit(temporary, to: path)
    } catch {
      throw VideoError(error)
    }
  }

  private func encode(_ frame: UnsafeMutablePointer<AVFrame>?) throws(VideoError) {
    guard let codec, let packet, let stream, let output else { return }
    try Self.check(avcodec_send_frame(codec, frame), path, "a frame cannot be encoded")
    while true {
      let received = avcodec_receive_packet(codec, packet)
      if received == tsav_error(EAGAIN) || received == tsav_error_eof { return }
      try Self.check(received, path, "a frame cannot be encoded")
      av_packet_rescale_ts(packet, codec.pointee.time_base, stream.pointee.time_base)
      packet.pointee.duration = av_rescale_q(1, codec.pointee.time_base, stream.pointee.time_base)
      packet.pointee.stream_index = stream.pointee.index
      try Self.check(av_interleaved_write_frame(output, packet), path, "a frame cannot be written")
    }
  }

  private static func check(_ result: Int32, _ path: String, _ what: String) throws(VideoError) {
    guard result >= 0 else {
      throw VideoError(.cannotWrite, "\(path): \(what): \(VideoError.reason(result))")
    }
  }
}
