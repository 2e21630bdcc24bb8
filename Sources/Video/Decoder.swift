internal import CFFmpeg
internal import Glibc

/// FFmpeg's demuxer and decoder of one video stream, owned: what it allocates is freed with it.
struct Decoder: ~Copyable {
  private(set) var stream: UnsafeMutablePointer<AVStream>
  /// Packets and frames that could not be decoded, so far.
  private(set) var failures = 0
  private let path: String
  private var input: UnsafeMutablePointer<AVFormatContext>?
  private var codec: UnsafeMutablePointer<AVCodecContext>?
  private var packet: UnsafeMutablePointer<AVPacket>?
  private var frame: UnsafeMutablePointer<AVFrame>?
  private var isDraining = false

  /// Opens the best video stream of a file.
  init(path: String) throws(VideoError) {
    av_log_set_level(AV_LOG_QUIET)
    self.path = path
    // A stand-in until the stream is found: a failing init must leave every property set for deinit to run.
    stream = UnsafeMutablePointer<AVStream>.allocate(capacity: 1)
    let standIn = stream
    defer { standIn.deallocate() }
    // The protocol is named, or FFmpeg takes what stands before a colon in a name for one.
    var opened = avformat_open_input(&input, "file:" + path, nil, nil)
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
  /// Damaged packets are passed over and counted in `failures`: the frames after them come as they are.
  mutating func next() throws(VideoError) -> UnsafeMutablePointer<AVFrame>? {
    guard let codec, let packet, let frame else { return nil }
    while true {
      let received = avcodec_receive_frame(codec, frame)
      if received == 0 { return frame }
      if received == tsav_error_eof { return nil }
      if received != tsav_error(EAGAIN) {
        failures += 1
        // A decoder that fails at its end has no more.
        if isDraining { return nil }
      } else if isDraining {
        return nil
      }
      guard nextPacket() else {
        isDraining = true
        avcodec_send_packet(codec, nil)
        continue
      }
      if avcodec_send_packet(codec, packet) < 0 { failures += 1 }
      av_packet_unref(packet)
    }
  }

  /// Reads the stream's next packet that holds data.
  private func nextPacket() -> Bool {
    guard let input, let packet else { return false }
    while av_read_frame(input, packet) >= 0 {
      if packet.pointee.stream_index == stream.pointee.index, packet.pointee.size > 0 { return true }
      av_packet_unref(packet)
    }
    return false
  }

  /// Reads the file through without decoding it, and gives for every frame that is shown the time at which it is, in units
  /// of the stream; nil where a packet has no time.
  ///
  /// Frames that an edit list hides are left out. Leaves the decoder at the end.
  mutating func times() -> [Int64]? {
    guard let packet else { return nil }
    var times: [Int64]? = []
    var isCut = false
    while nextPacket() {
      isCut = packet.pointee.flags & AV_PKT_FLAG_CORRUPT != 0
      if packet.pointee.flags & AV_PKT_FLAG_DISCARD == 0 {
        if packet.pointee.pts == tsav_no_pts { times = nil } else { times?.append(packet.pointee.pts) }
      }
      av_packet_unref(packet)
    }
    // The file ends in the middle of this one.
    if isCut { _ = times?.popLast() }
    return times
  }

  /// Whether packets can stand for frames: not where fields have packets of their own, or packets show nothing (VP8's
  /// references).
  var hasOnePacketAFrame: Bool {
    let parameters = stream.pointee.codecpar.pointee
    return (parameters.field_order == AV_FIELD_PROGRESSIVE || parameters.field_order == AV_FIELD_UNKNOWN)
      && parameters.codec_id != AV_CODEC_ID_VP8
  }

  /// The frames that are shown by the container's own account; nil where it does not say.
  var claimedCount: Int? {
    guard let input else { return nil }
    let name = input.pointee.iformat.map { String(cString: $0.pointee.name) } ?? ""
    let entries = avformat_index_get_entries_count(stream)
    guard name.contains("mp4"), entries > 0, stream.pointee.nb_frames > 0 else {
      return stream.pointee.nb_frames > 0 ? Int(stream.pointee.nb_frames) : nil
    }
    // The index has an entry a frame, and marks those that an edit list hides.
    return (0..<entries).count { place in
      guard let entry = avformat_index_get_entry(stream, place) else { return false }
      return entry.pointee.flags & AVINDEX_DISCARD_FRAME == 0
    }
  }

  /// The end of the video by the container's own account, in units of the stream; nil where it does not say, or may mean
  /// another stream.
  var claimedEnd: Int64? {
    guard let input, input.pointee.nb_streams == 1, input.pointee.duration > 0 else { return nil }
    let microseconds = AVRational(num: 1, den: AV_TIME_BASE)
    let start = stream.pointee.start_time == tsav_no_pts ? 0 : stream.pointee.start_time
    return start + av_rescale_q(input.pointee.duration, microseconds, stream.pointee.time_base)
  }
}
