internal import Evaluation
internal import FoundationEssentials
internal import LinearAlgebra
internal import NumPy
internal import Report
internal import Segmentation
internal import Support
internal import Tracks
internal import Video

/// The review page of one result, index.html in its folder.
///
/// It is made from what the folder holds, and from the tracks where they can be read.
public struct Review {
  let result: ResultFiles
  let folder: OutputFolder
  let table: ReviewTable
  /// nil: they could not be read, and only places in the first frame are known.
  let tracks: TrackSet?
  let truth: ReviewTruth?
  let curves: QueryCurves?
  /// Whether metrics.json is this result's: a run into the folder of an earlier one leaves that one's.
  private(set) var hasMetrics: Bool
  /// What the page cannot show, and why.
  var missing: [String] = []

  /// The page's file.
  public static let file = "index.html"
  /// Positions of a page at most; of more tracks and frames only every so many frames go in.
  private static let positionLimit = 1_200_000

  /// Tracks of a matrix that goes into a page, at most.
  private static let matrixLimit = 2500

  /// Whether a folder has a page.
  public static func isThere(in folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/" + file)
  }

  /// Of a finished result, from its folder; the tracks from the file that run.json names, if it is still there.
  ///
  /// Throws `PipelineError` (input) where the folder holds no result, or the modules' errors.
  public init(output: String) throws {
    let result = try ResultFiles(path: output, needsMatrix: false)
    var tracks: TrackSet?
    var notes: [String] = []
    do {
      tracks = try result.readTracks(nil, reading: TrackReadingOptions())
    } catch {
      notes.append(
        "The tracks could not be read again, so they stay where they are in the first frame: \(error)")
    }
    try self.init(result: result, tracks: tracks, folder: OutputFolder(existing: output))
    missing += notes
    if result.rows.isEmpty {
      missing.append("mi.npy is not in the folder: there is no threshold to move, and no MI of a track.")
    }
    if truth == nil, folder.contains("metrics.json") {
      hasMetrics = true
      missing.append(
        "The tracks’ true objects were not kept when the result was scored: track-seg evaluate brings them here."
      )
    }
    restoreFrames()
  }

  /// Of a result in hand.
  ///
  /// Without `curves` they are made from the truth that an earlier evaluation left, if there was one.
  init(result: ResultFiles, tracks: TrackSet?, curves: QueryCurves? = nil, folder: OutputFolder) throws {
    self.result = result
    self.tracks = tracks
    self.folder = folder
    table = try ReviewTable(folder: folder)
    truth = ReviewTruth.read(from: folder, trackCount: result.trackIDs.count)
    hasMetrics = truth != nil
    if curves == nil, let truth {
      self.curves = try QueryCurves(
        matrix: result.matrix, truth: result.rows.map { truth.ids[$0] },
        ids: result.rows.map { result.trackIDs[$0] }, query: truth.query, increment: 0.1)
    } else {
      self.curves = curves
    }
  }

  /// Writes index.html, and a thumbnail where the pictures made none.
  ///
  /// Throws `PipelineError` (output), or the modules' errors.
  public func write() throws {
    try folder.write(try page().html(), to: Self.file)
    if !folder.contains(ReviewFrames.thumbnail), let tracks { try drawThumbnail(tracks) }
  }

  /// The page's path.
  public var path: String { folder.file(Self.file) }

  func page() throws -> ReviewPage {
    let links = try links()
    let grid = ThresholdGrid(links: links.map(\.similarity))
    let size = try pictureSize()
    let quantum = max(Double(size.width) / 1920, 1.0 / 16)
    let frameCount = max(result.record.frameCount, 1)
    let stride =
      tracks == nil
      ? frameCount : max(1, (table.ids.count * frameCount + Self.positionLimit - 1) / Self.positionLimit)
    var blobs = [
      positions(frameCount: frameCount, stride: stride, quantum: quantum), ReviewBlob.tree(links),
    ]
    let range = Self.range(result.matrix)
    let isTooLarge = result.matrix.count > Self.matrixLimit
    if result.matrix.count > 1, !isTooLarge {
      blobs.append(ReviewBlob.triangle(result.matrix, low: range.low, high: range.high))
    }
    let rest = self.rest
    let restValues = ReviewRest.read(from: folder, rows: rest.count, columns: result.rows.count)
    if let restValues { blobs.append(ReviewBlob.rest(restValues)) }
    var facts = try facts(
      size: size, quantum: quantum, stride: stride, rest: rest, range: range, grid: grid)
    if isTooLarge {
      facts.missing.append(
        "MI of a track with all others is left out: the matrix of \(result.matrix.count) tracks is too large for a page."
      )
    }
    if !rest.isEmpty, !result.rows.isEmpty, restValues == nil {
      facts.missing.append(
        "\(rest.count) tracks are outside the matrix (--max-tracks, --all-pairs), and their MI with those in it "
          + "was not kept: they have labels of the run alone."
      )
    }
    if stride > 1, tracks != nil {
      facts.missing.append(
        "Positions of the tracks are those of every \(stride)th frame, on straight lines between.")
    }
    return ReviewPage(facts: facts, blobs: blobs)
  }

  /// Labelled moving tracks that are not in the matrix.
  private var rest: [Int] {
    let inMatrix = Set(result.rows)
    return result.labels.indices.filter { result.labels[$0] > 0 && !inMatrix.contains($0) }
  }

  /// The links that the page cuts: average linkage where the run's own rule was that, else single linkage.
  private func links() throws -> [(a: Int, b: Int, similarity: Double)] {
    try result.record.options.clustering.links(of: result.matrix).map { ($0.a, $0.b, $0.similarity) }
  }

  private func positions(frameCount: Int, stride: Int, quantum: Double) -> ReviewBlob {
    guard let tracks, tracks.frameCount == frameCount else {
      return ReviewBlob.positions(
        x: table.x0, y: table.y0, visible: table.x0.map { $0.isFinite }, frameCount: 1, stride: 1,
        quantum: quantum)
    }
    return ReviewBlob.positions(
      x: tracks.x, y: tracks.y, visible: tracks.visible, frameCount: frameCount, stride: stride,
      quantum: quantum)
  }

  /// The picture's size: the video's, that of the masks, or what the tracks span.
  func pictureSize() throws -> (width: Int, height: Int) {
    if let video = result.record.video { return (video.width, video.height) }
    if result.record.options.pictures, let masks = result.masks, let size = try? MaskFolder(path: masks) {
      return (size.width, size.height)
    }
    let span: (width: Float, height: Float)
    if let extent = tracks?.visibleExtent {
      span = extent
    } else {
      let (x, y) = (table.x0.filter(\.isFinite), table.y0.filter(\.isFinite))
      span = (x.max() ?? 640, y.max() ?? 480)
    }
    // A margin, so that no track lies on the edge; damaged files have coordinates beyond any picture.
    func pixels(_ value: Float, least: Float) -> Int {
      Int((min(max(value, least), 16000) * 1.02).rounded(.up))
    }
    return (pixels(span.width, least: 32), pixels(span.height, least: 24))
  }

  /// The least and the greatest element off the diagonal.
  private static func range(_ matrix: SymmetricMatrix) -> (low: Float, high: Float) {
    var (low, high) = (Float.infinity, -Float.infinity)
    for row in 0..<matrix.count {
      for value in matrix.row(row).dropFirst(row + 1) { (low, high) = (min(low, value), max(high, value)) }
    }
    return low <= high ? (low, high) : (0, 1)
  }

  /// Makes the page's frames again, where they are gone and the video is not.
  private mutating func restoreFrames() {
    guard result.record.options.pictures, !folder.contains(ReviewFrames.folder),
      let video = result.record.video
    else { return }
    do {
      try ReviewFrames.write(
        video: result.record.path(of: video.path, in: result.path),
        offset: result.record.options.frameOffset, count: result.record.frameCount, to: folder)
    } catch {
      try? folder.removeFolder(ReviewFrames.folder)
      missing.append("The video’s frames could not be read again: \(error)")
    }
  }

  /// The tracks of the middle frame over nothing.
  private func drawThumbnail(_ tracks: TrackSet) throws {
    let size = try pictureSize()
    let factor = Float(256) / Float(max(size.width, 1))
    let height = max(1, Int((Float(size.height) * factor).rounded()))
    let blank = RGBImage(
      width: 256, height: height, pixels: [UInt8](repeating: 36, count: 3 * 256 * height))
    let renderer = OverlayRenderer(
      x: tracks.x.map { $0 * factor }, y: tracks.y.map { $0 * factor }, visible: tracks.visible,
      labels: result.labels, frameCount: tracks.frameCount, trailLength: 10)
    try renderer.draw(frame: tracks.frameCount / 2, over: blank)
      .writeJPEG(to: folder.claimed(ReviewFrames.thumbnail), quantiser: 4)
  }
}
