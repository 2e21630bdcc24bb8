internal import FoundationEssentials
internal import LinearAlgebra
internal import Report
internal import Segmentation
internal import Support
internal import Tracks
internal import Video
internal import MotionSegmentation

/// The review page of one result, index.html in its folder.
///
/// It is made from the values of a `ReviewSource`, and shows the pictures that lie in the folder.
public struct Review {
  let source: ReviewSource
  /// Where the page is written, and the pictures are.
  let folder: OutputFolder
  /// What the page cannot show, and why.
  private var notes: [String]

  /// The page's file.
  public static let file = ResultFolder.page
  /// Positions of a page at most; of more tracks and frames only every so many frames go in.
  private static let positionLimit = 1_200_000

  /// Tracks of a matrix that goes into a page, at most.
  private static let matrixLimit = 2500

  /// Whether a folder has a page.
  public static func isThere(in folder: String) -> Bool { ResultFolder(folder).contains(file) }

  /// The page of a finished result, from its folder; the tracks from the file that run.json names, if it is still there.
  ///
  /// - Throws: `RunError` (input) where the folder holds no result, or the modules' errors.
  public init(output: String) throws {
    let source = try ReviewSource(ResultFolder(output))
    self.init(source, folder: try OutputFolder(existing: output, unlisted: ResultFolder(output).replaceable))
    restoreFrames()
  }

  /// The page of values in hand.
  init(_ source: ReviewSource, folder: OutputFolder) {
    self.source = source
    self.folder = folder
    notes = source.notes
  }

  /// Writes index.html, and a thumbnail where the pictures made none.
  ///
  /// - Throws: `OutputError`, or the modules' errors.
  public func write() throws {
    try folder.write(try page().html(), to: Self.file)
    if !folder.contains(ResultFolder.thumbnail), let tracks = source.tracks { try drawThumbnail(tracks) }
  }

  /// The page's path.
  public var path: String { folder.file(Self.file) }

  func page() throws -> ReviewPage {
    let matrix = source.matrix.values
    let links = try source.record.options.clustering.links(of: matrix)
    let size = pictureSize
    let frameCount = max(source.record.frameCount, 1)
    let count = source.labels.rows.count
    let layout = ReviewLayout(
      size: size, quantum: max(Double(size.width) / 1920, 1.0 / 16),
      stride: source.tracks == nil
        ? frameCount : max(1, (count * frameCount + Self.positionLimit - 1) / Self.positionLimit),
      range: matrix.rows.range.map { ($0.lowerBound, $0.upperBound) } ?? (0, 1),
      grid: ThresholdGrid(links: links.map(\.similarity)))
    var blobs = [
      positions(frameCount: frameCount, layout), ReviewBlob.tree(links.map { ($0.a, $0.b, $0.similarity) }),
    ]
    let whole = matrix.dense.flatMap { $0.count > Self.matrixLimit ? nil : $0 }
    if let tracks = source.tracks, tracks.frameCount == frameCount {
      blobs.append(ReviewBlob.stretches((0..<tracks.trackCount).map(tracks.observedStretches)))
    }
    if let whole, whole.count > 1 {
      blobs.append(ReviewBlob.triangle(whole, low: layout.range.low, high: layout.range.high))
    }
    let remaining = source.remainingTracks
    let remainder = source.remainder.flatMap {
      $0.rows == remaining.count && $0.columns == source.rows.count ? $0 : nil
    }
    if let cuts = source.cuts { blobs.append(ReviewBlob.cuts(cuts.labels)) }
    if let remainder { blobs.append(ReviewBlob.remainder(remainder.values)) }
    var facts = try facts(layout, remaining: remaining)
    facts.missing = notes + facts.missing
    if whole == nil {
      facts.missing.append(
        "The page does not show the MI of a track with all others: "
          + (matrix.dense == nil
            ? "the run stored only the known pairs of the matrix (mi.npz)."
            : "the matrix of \(matrix.count) tracks is too large.")
      )
    }
    if !remaining.isEmpty, !source.rows.isEmpty, remainder == nil {
      facts.missing.append(
        "\(remaining.count) tracks are outside the matrix (options max-tracks, all-pairs), and their MI with the tracks in it "
          + "was not saved: they keep the labels of the run."
      )
    }
    if layout.stride > 1, source.tracks != nil {
      facts.missing.append(
        "The page has the positions of every \(layout.stride)th frame and interpolates linearly between them."
      )
    }
    return ReviewPage(facts: facts, blobs: blobs)
  }

  private func positions(frameCount: Int, _ layout: ReviewLayout) -> ReviewBlob {
    guard let tracks = source.tracks, tracks.frameCount == frameCount else {
      let (x, y) = (source.firstPositions(\.x0), source.firstPositions(\.y0))
      return ReviewBlob.positions(
        x: x, y: y, visible: x.map(\.isFinite), frameCount: 1, stride: 1, quantum: layout.quantum)
    }
    return ReviewBlob.positions(
      x: tracks.x, y: tracks.y, visible: tracks.visible, frameCount: frameCount, stride: layout.stride,
      quantum: layout.quantum)
  }

  private var pictureSize: (width: Int, height: Int) {
    let masks = folder.contains(ResultFolder.masks.name) ? folder.file(ResultFolder.masks.name) : nil
    return source.pictureSize(masks: masks)
  }

  /// Makes the page's frames again, where they are gone and the video is not.
  private mutating func restoreFrames() {
    let record = source.record
    guard record.options.pictures, !folder.contains(ResultFolder.reviewFrames.name), let video = record.video
    else { return }
    do {
      try ReviewFrames.write(
        video: record.path(of: video.path, in: folder.path), offset: record.options.frameOffset,
        count: record.frameCount, to: folder)
    } catch {
      try? folder.removeFolder(ResultFolder.reviewFrames.name)
      notes.append("The video’s frames could not be read again: \(error)")
    }
  }

  /// The tracks of the middle frame over nothing.
  private func drawThumbnail(_ tracks: TrackSet) throws {
    let size = pictureSize
    let factor = Float(256) / Float(max(size.width, 1))
    let height = max(1, Int((Float(size.height) * factor).rounded()))
    let blank = RGBImage(
      width: 256, height: height, pixels: [UInt8](repeating: 36, count: 3 * 256 * height))
    let renderer = OverlayRenderer(
      x: tracks.x.map { $0 * factor }, y: tracks.y.map { $0 * factor }, visible: tracks.visible,
      labels: source.labels.labels, frameCount: tracks.frameCount, trailLength: 10)
    try renderer.draw(frame: tracks.frameCount / 2, over: blank)
      .writeJPEG(to: folder.claimed(ResultFolder.thumbnail), quantiser: 4)
  }
}

/// Sizes and scales of a page, which its facts and its numbers share.
struct ReviewLayout {
  /// Of the picture, in pixels.
  let size: (width: Int, height: Int)
  /// Pixels of a step of the positions, and frames from one to the next.
  let quantum: Double
  let stride: Int
  /// The least and the greatest MI of the matrix.
  let range: (low: Float, high: Float)
  /// The thresholds of the slider.
  let grid: ThresholdGrid
}
