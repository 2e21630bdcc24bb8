internal import NumPy

/// PointOdyssey annotations: v1.2 (`trajs_2d`, `visibs`, `valids`) and v1.0/1.1 (`visibilities`: 0 hidden, 1
/// visible, 2 invalid).
///
/// The 3-D trajectories beside them are never inflated.
struct PointOdyssey: TrackFormat {
  let name = "PointOdyssey"
  let summary =
    "1.0 to 1.2: (frames, tracks, 2) in pixels; `valids`, or a visibility of 2, marks invalid entries"
  let suffixes = ["npz"]
  let example = "trajs_2d with visibs or visibilities"
  /// Tracks begin anywhere: points are on every surface, visible or not.
  let statesVisibility = true
  let hiddenPositions = HiddenPositions.exact

  func recognises(_ peek: FilePeek) -> Bool {
    let names = peek.names
    return names.contains("trajs_2d") && (names.contains("visibs") || names.contains("visibilities"))
  }

  func read(_ peek: FilePeek, options: TrackReadingOptions) throws -> TrackFile.Contents {
    let arrays = try peek.arrays()
    let (shape, elementType) = try arrays.type(of: "trajs_2d")
    guard shape.count == 3, shape[2] == 2 else {
      throw TracksError(
        .shapeMismatch,
        "\(arrays.path), trajs_2d has shape \(shapeText(shape)); expected (frames, tracks, 2)")
    }
    let (frames, tracks) = (shape[0], shape[1])
    let hasValids = arrays.names.contains("valids")
    let isFirstVersion = !arrays.names.contains("visibs")
    for name in isFirstVersion ? ["visibilities"] : ["visibs"] + (hasValids ? ["valids"] : []) {
      let found = try arrays.type(of: name).shape
      guard found == [frames, tracks] else {
        throw TracksError(
          .shapeMismatch,
          "\(arrays.path), \(name) has shape \(shapeText(found)) but trajs_2d has \(shapeText(shape)); "
            + "expected (\(frames), \(tracks))")
      }
    }
    let size = frames * tracks
    var visible = [Bool](repeating: false, count: size)
    var valid = [Bool](repeating: true, count: size)
    func readFlags(_ name: String, _ store: (Int, Int64) -> Void) throws {
      try arrays.forEachRowBlock(of: name, rowsPerBlock: 64) { rows, block in
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
      if hasValids { try readFlags("valids") { index, value in valid[index] = value != 0 } }
    }
    let format = "PointOdyssey \(isFirstVersion ? "1.0" : "1.2"), \(elementType)"
    if elementType.itemSize > 4 {
      // More than single precision holds: read as a whole, so that an origin can be subtracted first.
      let origin = "\(arrays.path), trajs_2d"
      let coordinates = try CoordinateArray(try arrays.array(named: "trajs_2d"), origin: origin)
      let flags = (0..<size).map { visible[($0 % tracks) * frames + $0 / tracks] }
      var contents = try coordinates.contents(
        order: .framesFirst, visibility: flags, format: format, origin: origin, options: options,
        isPlain: true)
      contents.tracks.valid = valid
      return contents
    }
    let (x, y) = try positions(arrays, frames: frames, tracks: tracks)
    return TrackFile.Contents(
      TrackSet(frameCount: frames, trackCount: tracks, x: x, y: y, visible: visible, valid: valid),
      format: format)
  }

  /// Positions, track-major, N·T values of each coordinate.
  private func positions(_ arrays: any NamedArrays, frames: Int, tracks: Int) throws
    -> (x: [Float], y: [Float])
  {
    var x = [Float](repeating: 0, count: frames * tracks)
    var y = x
    try arrays.forEachRowBlock(of: "trajs_2d", rowsPerBlock: 64) { rows, block in
      let values = try block.floats()
      // Frame-major to track-major, a block of frames at a time: both sides stay in the cache.
      for track in 0..<tracks {
        for (offset, frame) in rows.enumerated() {
          x[track * frames + frame] = values[2 * (offset * tracks + track)]
          y[track * frames + frame] = values[2 * (offset * tracks + track) + 1]
        }
      }
    }
    return (x, y)
  }
}
