internal import LinearAlgebra
internal import Report
internal import Segmentation
internal import Support
internal import Synchronization
internal import Tracks
internal import Video
internal import MotionSegmentation

/// Paints a mask and an overlay for every frame, and the overlay's video, streaming through the video once.
struct PictureWriter {
  let tracks: TrackSet
  /// Labels of the tracks: 0 static, 1… objects.
  let labels: [Int]
  let video: LoadedTracks.VideoFacts
  let options: SegmentationOptions
  let names: FrameNames
  /// What label 0 is called in the overlays.
  var backgroundName = "static"
  /// Whether plain frames for the review page are written too.
  var wantsReview = false

  /// Frames held at a time: enough for every core, few enough for any memory.
  private static let batch = 16

  /// Writes masks/, overlays/ and overlay.mp4, and gives what a person should know of the video's frames.
  ///
  /// - Throws: `VideoError`; `RunError` (input) where the video ends early, (interrupted) where the observer stops.
  func write(to folder: OutputFolder, observer: any RunObserver) throws -> [String] {
    let masks = names.names.map { ResultFolder.masks.file($0) }
    let overlays = names.names.map { ResultFolder.overlays.file($0) }
    try folder.claim(masks + overlays + [ResultFolder.overlayVideo])
    let review = try wantsReview ? ReviewFrames(in: folder, count: tracks.frameCount) : nil
    let whole = tracks.isStoredInStretches ? nil : renderer(of: tracks, labels: labels)
    var reader = try FrameReader(path: video.path)
    try reader.skip(options.frameOffset)
    var writer = try VideoWriter(
      path: folder.file(ResultFolder.overlayVideo), width: video.width, height: video.height,
      frameRate: video.frameRate)
    let update = observer.begin(stage: "Pictures", total: tracks.frameCount, unit: "frames")
    var frame = 0
    while frame < tracks.frameCount {
      if observer.shouldStop {
        throw RunError(
          .interrupted,
          "stopped at picture \(frame) of \(tracks.frameCount); run the same command again to resume")
      }
      var images: [RGBImage] = []
      while images.count < min(Self.batch, tracks.frameCount - frame), let image = try reader.next() {
        images.append(image)
      }
      guard !images.isEmpty else {
        throw RunError(
          .input,
          "\(video.path) ends after \(reader.position) frames; the tracks reach frame \(tracks.frameCount + options.frameOffset)"
        )
      }
      let drawn = Mutex([RGBImage?](repeating: nil, count: images.count))
      let (first, batch) = (frame, images)
      let start = whole == nil ? max(0, first - options.trail) : 0
      let renderer = whole ?? renderer(in: start..<(first + batch.count))
      try forEachChunk(count: batch.count, threads: options.threads) { index in
        try mask(of: first + index, over: batch[index])
          .writeIndexedPNG(to: folder.file(masks[first + index]))
        let overlay = renderer.draw(frame: first + index - start, over: batch[index])
        try overlay.writePNG(to: folder.file(overlays[first + index]))
        try review?.write(batch[index], overlay: overlay, frame: first + index)
        drawn.withLock { $0[index] = overlay }
      }
      for overlay in drawn.withLock({ $0 }) {
        if let overlay { try writer.append(overlay) }
      }
      frame += images.count
      update(frame)
    }
    try writer.finish()
    return reader.warnings
  }

  private func renderer(of tracks: TrackSet, labels: [Int]) -> OverlayRenderer {
    var renderer = OverlayRenderer(
      x: tracks.x, y: tracks.y, visible: tracks.visible, labels: labels, frameCount: tracks.frameCount,
      trailLength: options.trail)
    renderer.backgroundName = backgroundName
    return renderer
  }

  /// For some frames of a long video: the tracks that live in them, from the first of these frames on.
  private func renderer(in frames: Range<Int>) -> OverlayRenderer {
    let living = labels.indices.filter { tracks.frames(ofTrack: $0).overlaps(frames) }
    return renderer(of: tracks.cut(to: frames, tracks: living).whole, labels: living.map { labels[$0] })
  }

  private var hasBackground: Bool { labels.contains(0) }

  /// The mask of one frame, from the tracks seen in it or, where every pixel has a label, near it.
  private func mask(of frame: Int, over image: RGBImage) -> LabelImage {
    if options.masks == .full, hasBackground {
      let labels = FullMask().paint(
        seeds: MaskSeeds(tracks: tracks, labels: labels, frame: frame), colours: image.pixels,
        width: video.width,
        height: video.height)
      return LabelImage(width: video.width, height: video.height, labels: labels)
    }
    var (x, y, visibleLabels): ([Float], [Float], [UInt8]) = ([], [], [])
    for track in labels.indices where labels[track] >= 0 {
      guard let index = tracks.index(ofTrack: track, frame: frame), tracks.visible[index] else { continue }
      x.append(tracks.x[index])
      y.append(tracks.y[index])
      visibleLabels.append(UInt8(clamping: labels[track]))
    }
    if options.masks == .edges || options.masks == .full {
      let plain = DenseMask(forPoints: x.count, width: video.width, height: video.height)
      // Farther than plain masks reach, for edges and texture use up the distance.
      let painter = GeodesicMask(reach: options.reach.map { Float($0) } ?? 1.5 * plain.reach)
      return LabelImage(
        width: video.width, height: video.height,
        labels: painter.paint(
          x: x, y: y, labels: visibleLabels, colours: image.pixels, width: video.width, height: video.height))
    }
    let painter =
      options.masks == .points
      ? DenseMask(reach: Float(options.reach ?? max(2, Double(video.height) / 135)))
      : options.reach.map { DenseMask(reach: Float($0)) }
        ?? DenseMask(forPoints: x.count, width: video.width, height: video.height)
    return LabelImage(
      width: video.width, height: video.height,
      labels: painter.paint(x: x, y: y, labels: visibleLabels, width: video.width, height: video.height))
  }
}
