internal import CFFmpeg
internal import Glibc

/// FFmpeg's demuxer and decoder of one video stream, owned: what it allocates is freed with it.
struct Decoder: ~Copyable {
  private(set) var stream: UnsafeMutablePointer<AVStream>
  private let path: String
  private var input: UnsafeMutablePointer<AVFormatContext>?
  private var codec: UnsafeMutablePointer<AVCodecContext>?
  private var packet: UnsafeMutablePointer<AVPacket>?
  private var frame: UnsafeMutablePointer<AVFrame>?
  private var isDraining = false
  private var framesRead = 0
  /// What ended the input before its end.
  private var failure: Int32?

  /// Opens the best video stream of a source.
  init(_ source: FrameSource, path: String) throws(VideoError) {
    av_log_set_level(AV_LOG_QUIET)
    self.path = path
    // A stand-in until the stream is found: a failing init must leave every property set for deinit to run.
    stream = UnsafeMutablePointer<AVStream>.allocate(capacity: 1)
    let standIn = stream
    defer { standIn.deallocate() }
    var options: OpaquePointer?
    defer { av_dict_free(&options) }
    var format: UnsafePointer<AVInputFormat>?
    if let sequence = source.sequence {
      format = av_find_input_format("image2")
      av_dict_set(&options, "start_number", "\(sequence.start)", 0)
      av_dict_set(&options, "framerate", "30", 0)
    }
    var opened = avformat_open_input(&input, source.location, format, &options)
    guard opened == 0 else {
      throw VideoError(.notAVideo, "\(path): FFmpeg cannot open it: \(VideoError.reason(opened))")
    }
    opened = avformat_find_stream_info(input, nil)
    guard opened >= 0 else {
      throw VideoError(.damaged, "\(path): its streams cannot be read: \(VideoError.reason(opened))")
    }
    var decoder: UnsafePointer<AVCodec>?
    let index = av_find_best_stream(input, AVMEDIA_TYPE_VIDEO, -1, -1, &decoder, 0)
    guard index >= 0, let input, let found = input.pointee.streams[Int(index)], let decoder else {
      throw VideoError(.notAVideo, "\(path): holds no stream of pictures that FFmpeg can decode")
    }
    stream = found
    codec = avcodec_alloc_context3(decoder)
    packet = av_packet_alloc()
    frame = av_frame_alloc()
    guard let codec, packet != nil, frame != nil else {
      throw VideoError(.damaged, "\(path): there is no memory for a decoder")
    }
    avcodec_parameters_to_context(codec, found.pointee.codecpar)
    codec.pointee.thread_count = 2
    opened = avcodec_open2(codec, decoder, nil)
    guard opened == 0 else {
      throw VideoError(.notAVideo, "\(path): its decoder cannot be opened: \(VideoError.reason(opened))")
    }
  }

  deinit {
    var (input, codec, packet, frame) = (input, codec, packet, frame)
    av_frame_free(&frame)
    av_packet_free(&packet)
    avcodec_free_context(&codec)
    avformat_close_input(&input)
  }

  /// The next decoded frame, valid until the next call; nil at the end.
  ///
  /// Where data are damaged or cut short, the frames that the decoder still holds come first, and then the error.
  mutating func next() throws(VideoError) -> UnsafeMutablePointer<AVFrame>? {
    guard let input, let codec, let packet, let frame else { return nil }
    while true {
      let received = avcodec_receive_frame(codec, frame)
      if received == 0 {
        framesRead += 1
        return frame
      }
      guard received == tsav_error(EAGAIN) else {
        if received == tsav_error_eof || isDraining { return try end(received) }
        drain(after: received)
        continue
      }
      if isDraining { return try end(received) }
      let read = av_read_frame(input, packet)
      if read < 0 {
        drain(after: read)
        continue
      }
      defer { av_packet_unref(packet) }
      guard packet.pointee.stream_index == stream.pointee.index else { continue }
      let sent = avcodec_send_packet(codec, packet)
      if sent < 0 { drain(after: sent) }
    }
  }

  /// Ends the input, to fetch what the decoder still holds.
  private mutating func drain(after result: Int32) {
    if result != tsav_error_eof { failure = result }
    isDraining = true
    avcodec_send_packet(codec, nil)
  }

  private func end(_ result: Int32) throws(VideoError) -> UnsafeMutablePointer<AVFrame>? {
    let isPlain = result == tsav_error_eof || result == tsav_error(EAGAIN)
    guard let reason = failure ?? (isPlain ? nil : result) else { return nil }
    throw VideoError(
      .damaged, "\(path): decoding failed after \(framesRead) frames: \(VideoError.reason(reason))")
  }

  /// The number of packets of the stream: its frames, counted without decoding.
  ///
  /// Leaves the decoder at the end.
  mutating func countPackets() -> Int {
    guard let input, let packet else { return 0 }
    var count = 0
    while av_read_frame(input, packet) >= 0 {
      if packet.pointee.stream_index == stream.pointee.index { count += 1 }
      av_packet_unref(packet)
    }
    return count
  }
}
