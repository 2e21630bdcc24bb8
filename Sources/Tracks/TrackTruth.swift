internal import NumPy
internal import Support

/// The true object of every track: an id, or 0 where it is not scored.
public enum TrackTruth {
  /// Reads an array of one id per track.
  ///
  /// - Throws: `NumPyError`; `TracksError` (shapeMismatch) where their number is not that of the tracks.
  public static func read(_ path: String, trackCount: Int) throws -> [Int] {
    let array = try NPY.read(file: path)
    guard array.shape == [trackCount] else {
      throw TracksError(
        .shapeMismatch,
        "\(path) has shape \(shapeText(array.shape)); expected one id for each of \(trackCount) tracks")
    }
    return try array.integers().map { Int($0) }
  }

  /// The mask's id under a track over its visible frames, by majority; 0 where it lies on holes (id 0) or
  /// edges in most.
  ///
  /// - Parameter mask: The ids of a frame's mask, row by row, with its size; nil for a frame without a mask.
  public static func majority(
    of tracks: TrackSet, mask: (Int) throws -> (width: Int, height: Int, ids: [UInt8])?
  ) rethrows -> [Int] {
    var votes = [[Int: Int]](repeating: [:], count: tracks.trackCount)
    for frame in 0..<tracks.frameCount {
      guard let (width, height, ids) = try mask(frame), ids.count >= width * height else { continue }
      for track in 0..<tracks.trackCount {
        guard let index = tracks.index(ofTrack: track, frame: frame), tracks.visible[index],
          tracks.valid[index], tracks.x[index].isFinite, tracks.y[index].isFinite,
          abs(tracks.x[index]) < 1e6, abs(tracks.y[index]) < 1e6
        else { continue }
        // A pixel (i, j) covers [i, i+1) × [j, j+1). Its neighbours must agree, or the point lies on an edge.
        let (i, j) = (Int(tracks.x[index].rounded(.down)), Int(tracks.y[index].rounded(.down)))
        guard i > 0, j > 0, i < width - 1, j < height - 1 else { continue }
        let id = ids[j * width + i]
        guard id != 0, ids[j * width + i - 1] == id, ids[j * width + i + 1] == id,
          ids[(j - 1) * width + i] == id,
          ids[(j + 1) * width + i] == id
        else { continue }
        votes[track][Int(id), default: 0] += 1
      }
    }
    return votes.map { $0.mostFrequent ?? 0 }
  }
}
