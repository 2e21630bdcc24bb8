internal import CFFmpeg
internal import Glibc

extension RGBImage {
  /// Writes a JPEG of high quality (FFmpeg's mjpeg encoder at quantiser 3).
  ///
  /// The file appears whole or not at all.
  /// - Throws: `VideoError` (cannotWrite).
  public func writeJPEG(to path: String) throws(VideoError) {
    av_log_set_level(AV_LOG_QUIET)
    guard let encoder = avcodec_find_encoder(AV_CODEC_ID_MJPEG) else {
      throw VideoError(.cannotWrite, "\(path): this FFmpeg has no JPEG encoder")
    }
    var codec = avcodec_alloc_context3(encoder)
    var frame = av_frame_alloc()
    var packet = av_packet_alloc()
    defer {
      av_packet_free(&packet)
      av_frame_free(&frame)
      avcodec_free_context(&codec)
    }
    guard let codec, let frame, let packet else {
      throw VideoError(.cannotWrite, "\(path): there is no memory for an encoder")
    }
    codec.pointee.width = Int32(width)
    codec.pointee.height = Int32(height)
    codec.pointee.pix_fmt = AV_PIX_FMT_YUVJ420P
    codec.pointee.time_base = AVRational(num: 1, den: 30)
    codec.pointee.flags |= AV_CODEC_FLAG_QSCALE
    codec.pointee.global_quality = 3 * FF_QP2LAMBDA
    frame.pointee.width = Int32(width)
    frame.pointee.height = Int32(height)
    frame.pointee.format = AV_PIX_FMT_YUVJ420P.rawValue
    frame.pointee.quality = codec.pointee.global_quality
    let scaler = sws_getContext(
      Int32(width), Int32(height), AV_PIX_FMT_RGB24, Int32(width), Int32(height), AV_PIX_FMT_YUVJ420P,
      Int32(SWS_BILINEAR), nil, nil, nil)
    defer { sws_freeContext(scaler) }
    guard avcodec_open2(codec, encoder, nil) == 0, av_frame_get_buffer(frame, 0) == 0, scaler != nil else {
      throw VideoError(.cannotWrite, "\(path): a JPEG of \(width)x\(height) pixels cannot be encoded")
    }
    let targets = [frame.pointee.data.0, frame.pointee.data.1, frame.pointee.data.2]
    let strides = [frame.pointee.linesize.0, frame.pointee.linesize.1, frame.pointee.linesize.2]
    _ = pixels.withUnsafeBufferPointer { pixels in
      sws_scale(scaler, [pixels.baseAddress], [Int32(3 * width)], 0, Int32(height), targets, strides)
    }
    guard avcodec_send_frame(codec, frame) == 0, avcodec_receive_packet(codec, packet) == 0 else {
      throw VideoError(.cannotWrite, "\(path): the picture cannot be encoded")
    }
    let temporary = path + ".partial"
    guard let file = fopen(temporary, "wb") else {
      throw VideoError(.cannotWrite, "\(path): \(String(cString: strerror(errno)))")
    }
    let size = Int(packet.pointee.size)
    let isWritten = fwrite(packet.pointee.data, 1, size, file) == size && fflush(file) == 0
    fclose(file)
    guard isWritten, rename(temporary, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      throw VideoError(.cannotWrite, "\(path): \(reason)")
    }
  }
}
