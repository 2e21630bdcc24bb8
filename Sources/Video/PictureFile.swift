internal import CFFmpeg
internal import FoundationEssentials

/// One picture in a file of its own, decoded by what the file holds, whatever its suffix says.
enum PictureFile {
  /// Decodes the picture and lends its frame, with the orientation that the file asks for.
  ///
  /// - Throws: `VideoError`: missing, damaged, notAVideo.
  static func read<Result>(
    _ path: String,
    _ body: (UnsafeMutablePointer<AVFrame>, Orientation) throws(VideoError) -> Result
  ) throws(VideoError) -> Result {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw VideoError(.missing, "\(path): the picture cannot be read")
    }
    let file = [UInt8](data)
    guard let kind = PictureKind(file), let decoder = avcodec_find_decoder(kind.codec(file)) else {
      var decoder = try Decoder(path: path)
      guard let frame = try decoder.next() else {
        throw VideoError(.damaged, "\(path): not one picture can be decoded from it")
      }
      return try body(frame, .upright)
    }
    av_log_set_level(AV_LOG_QUIET)
    var codec = avcodec_alloc_context3(decoder)
    var (packet, frame) = (av_packet_alloc(), av_frame_alloc())
    defer {
      av_frame_free(&frame)
      av_packet_free(&packet)
      avcodec_free_context(&codec)
    }
    guard let codec, let packet, let frame, let size = Int32(exactly: file.count),
      av_new_packet(packet, size) == 0, let target = packet.pointee.data
    else { throw VideoError(.damaged, "\(path): there is no memory for a picture of \(file.count) bytes") }
    target.update(from: file, count: file.count)
    codec.pointee.thread_count = 1
    var result = avcodec_open2(codec, decoder, nil)
    if result == 0 { result = avcodec_send_packet(codec, packet) }
    if result == 0 { result = avcodec_send_packet(codec, nil) }
    if result == 0 { result = avcodec_receive_frame(codec, frame) }
    guard result == 0, frame.pointee.width > 0, frame.pointee.height > 0 else {
      throw VideoError(
        .damaged,
        "\(path): the picture cannot be decoded: \(VideoError.reason(result == 0 ? tsav_error_invalid_data : result))"
      )
    }
    return try body(frame, EXIF.orientation(of: file))
  }
}
