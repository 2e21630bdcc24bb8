internal import CFFmpeg
internal import Support

extension RGBImage {
  /// Writes a JPEG of high quality (FFmpeg's mjpeg encoder; its quantiser runs from 2, the finest, to 31), scaled down where it
  /// is wider than `maximumWidth`.
  ///
  /// The file appears whole or not at all.
  /// - Throws: `VideoError` (cannotWrite).
  public func writeJPEG(
    to path: String, maximumWidth: Int = .max, quantiser: Int32 = 3
  ) throws(VideoError) {
    av_log_set_level(AV_LOG_QUIET)
    let isScaled = width > maximumWidth
    let targetWidth = isScaled ? maximumWidth : width
    let targetHeight = isScaled ? max(1, (height * maximumWidth + width / 2) / width) : height
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
    codec.pointee.width = Int32(targetWidth)
    codec.pointee.height = Int32(targetHeight)
    codec.pointee.pix_fmt = AV_PIX_FMT_YUVJ420P
    codec.pointee.time_base = AVRational(num: 1, den: 30)
    codec.pointee.flags |= AV_CODEC_FLAG_QSCALE
    codec.pointee.global_quality = quantiser * FF_QP2LAMBDA
    frame.pointee.width = Int32(targetWidth)
    frame.pointee.height = Int32(targetHeight)
    frame.pointee.format = AV_PIX_FMT_YUVJ420P.rawValue
    frame.pointee.quality = codec.pointee.global_quality
    let scaler = sws_getContext(
      Int32(width), Int32(height), AV_PIX_FMT_RGB24, Int32(targetWidth), Int32(targetHeight),
      AV_PIX_FMT_YUVJ420P, Int32(isScaled ? SWS_AREA : SWS_BILINEAR), nil, nil, nil)
    defer { sws_freeContext(scaler) }
    guard avcodec_open2(codec, encoder, nil) == 0, av_frame_get_buffer(frame, 0) == 0, scaler != nil else {
      throw VideoError(
        .cannotWrite, "\(path): a JPEG of \(targetWidth)x\(targetHeight) pixels cannot be encoded")
    }
    let targets = [frame.pointee.data.0, frame.pointee.data.1, frame.pointee.data.2]
    let strides = [frame.pointee.linesize.0, frame.pointee.linesize.1, frame.pointee.linesize.2]
    _ = pixels.withUnsafeBufferPointer { pixels in
      sws_scale(scaler, [pixels.baseAddress], [Int32(3 * width)], 0, Int32(height), targets, strides)
    }
    guard avcodec_send_frame(codec, frame) == 0, avcodec_receive_packet(codec, packet) == 0 else {
      throw VideoError(.cannotWrite, "\(path): the picture cannot be encoded")
    }
    do throws(OutputError) {
      var file = try AtomicFile(path: path)
      try file.write(UnsafeRawBufferPointer(start: packet.pointee.data, count: Int(packet.pointee.size)))
      try file.commit()
    } catch {
      throw VideoError(error)
    }
  }
}
