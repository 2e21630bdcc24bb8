internal import NumPy

/// PointOdyssey annotations: v1.2 (`trajs_2d`, `visibs`, `valids`) and v1.0/1.1 (`visibilities`: 0 hidden, 1
/// visible, 2 invalid).
///
/// The 3-D trajectories beside them are never inflated.
enum PointOdyssey {
  static func recognises(_ names: Set<String>) -> Bool {
    names.contains("trajs_2d") && (names.contains("visibs") || names.contains("visibilities"))
  }

  static func read(_ archive: borrowing NPZArchive, options: TrackReadingOptions) throws -> TrackSet {
    let header = try archive.header(of: "trajs_2d")
    guard header.shape.count == 3, header.shape[2] == 2 else {
      throw TracksError(
        .shapeMismatch,
        "\(archive.path), trajs_2d has shape \(shapeText(header.shape)); expected (frames, tracks, 2)")
    }
    let (frames, tracks) = (header.shape[0], header.shape[1])
    let isFirstVersion = !archive.contains("visibs")
    for name in isFirstVersion
      ? ["visibilities"] : ["visibs"] + (archive.contains("valids") ? ["valids"] : [])
    {
      let shape = try archive.header(of: name).shape
      guard shape == [frames, tracks] else {
        throw TracksError(
          .shapeMismatch,
          "\(archive.path), \(name) has shape \(shapeText(shape)) beside trajs_2d of \(shapeText(header.shape)); "
            + "expected (\(frames), \(tracks))")
      }
    }
    let size = frames * tracks
    var x = [Float](repeating: 0, count: size)
    var y = x
    var visible = [Bool](repeating: false, count: size)
    var valid = [Bool](repeating: true, count: size)
    try archive.forEachRowBlock(of: "trajs_2d", rowsPerBlock: 64) { rows, block in
      let values = try block.floats()
      // Frame-major to track-major, a block of frames at a time: both sides stay in the cache.
      for track in 0..<tracks {
        for (offset, frame) in rows.enumerated() {
          x[track * frames + frame] = values[2 * (offset * tracks + track)]
          y[track * frames + frame] = values[2 * (offset * tracks + track) + 1]
        }
      }
    }
    func readFlags(_ name: String, _ store: (Int, Int64) -> Void) throws {
      try archive.forEachRowBlock(of: name, rowsPerBlock: 64) { rows, block in
        let values = try block.integers()
        for track in 0..<tracks {
          for (offset, frame) in rows.enumerated() {
            store(track * frames + frame, values[offset * tracks + track])
          }
        }
      }
    }
    if isFirstVersion {
      try readFlags("visibilities") { index, value in
        visible[index] = value == 1
        valid[index] = value != 2
      }
    } else {
      try readFlags("visibs") { index, value in visible[index] = value != 0 }
      if archive.contains("valids") { try readFlags("valids") { index, value in valid[index] = value != 0 } }
    }
    let format = "PointOdyssey \(isFirstVersion ? "1.0" : "1.2"), \(header.elementType)"
    if header.elementType.itemSize > 4 {
      // More than single precision holds: read as a whole, so that an origin can be subtracted first.
      let origin = "\(archive.path), trajs_2d"
      let coordinates = try CoordinateArray(try archive.array(named: "trajs_2d"), origin: origin)
      let seen = (0..<size).map { visible[($0 % tracks) * frames + $0 / tracks] }
      var set = try coordinates.trackSet(
        order: .framesFirst, visibility: seen, format: format, origin: origin, options: options, isPlain: true
      )
      set.valid = valid
      return set
    }
    return TrackSet(
      frameCount: frames, trackCount: tracks, x: x, y: y, visible: visible, valid: valid, format: format)
  }
}
