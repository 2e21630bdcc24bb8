internal import LinearAlgebra
internal import NumPy
public import Support
internal import Tracks
internal import Video

extension SyntheticScene {
  /// Writes the scene in PointOdyssey's layout: rgbs/, masks/, anno.npz, info.npz, scene_info.json, video.mp4
  /// and, as truth, track_motion_ids.npy and track_object_ids.npy.
  ///
  /// anno.npz comes last.
  ///
  /// - Parameter progress: Told how many frames are written.
  /// An earlier scene in the folder is removed first.
  ///
  /// - Throws: `OutputError`, `NumPyError`, `VideoError` (cannotWrite).
  public func write(to folder: OutputFolder, progress: (Int) -> Void = { _ in }) throws {
    try folder.clear()
    var video = try VideoWriter(
      path: folder.claimed("video.mp4"), width: options.width, height: options.height, frameRate: 30)
    for frame in 0..<options.frames {
      let (image, mask) = render(frame: frame)
      let digits = "\(frame)"
      let number = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
      try image.writeJPEG(to: folder.claimed("rgbs/rgb_\(number).jpg"))
      try mask.writeIndexedPNG(to: folder.claimed("masks/mask_\(number).png"))
      try video.append(image)
      progress(frame + 1)
    }
    try video.finish()
    let count = [tracks.trackCount]
    let motion = NumPyArray(
      shape: count, elements: .integer(motionIDs.map { Int64($0) }), elementType: .int32)
    try NPY.write(motion, to: folder.claimed("track_motion_ids.npy"))
    try NPY.write(motion, to: folder.claimed("track_object_ids.npy"))
    let names = (1...max(1, options.objects)).prefix(options.objects).map { "\"object_\($0)\"" }
    let json = "{\"assets\": [\(names.joined(separator: ", "))]}\n"
    try folder.write(Array(json.utf8), to: "scene_info.json")
    try writeAnnotations(to: folder)
  }

  private func writeAnnotations(to folder: OutputFolder) throws {
    let (frames, count) = (tracks.frameCount, tracks.trackCount)
    var (positions, visible): ([Float], [Bool]) = ([], [])
    positions.reserveCapacity(2 * frames * count)
    for frame in 0..<frames {
      for track in 0..<count {
        let index = track * frames + frame
        positions += [tracks.x[index], tracks.y[index]]
        visible.append(tracks.visible[index])
      }
    }
    let shape = [frames, count]
    let (width, height) = (Float(options.width), Float(options.height))
    // A pinhole of the width's focal length that stands still: the scene is made in the picture's plane.
    let intrinsics: [Float] = [width, 0, width / 2, 0, width, height / 2, 0, 0, 1]
    let extrinsics: [Float] = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    let arrays: [(name: String, array: NumPyArray)] = [
      // float16, as PointOdyssey has them: a quarter of a pixel beyond 256.
      ("trajs_2d", NumPyArray(shape: shape + [2], elements: .float(positions), elementType: .float16)),
      ("visibs", NumPyArray(shape: shape, elements: .bool(visible))),
      ("valids", NumPyArray(shape: shape, elements: .bool([Bool](repeating: true, count: visible.count)))),
      (
        "intrinsics",
        NumPyArray(shape: [frames, 3, 3], elements: .float((0..<frames).flatMap { _ in intrinsics }))
      ),
      (
        "extrinsics",
        NumPyArray(shape: [frames, 4, 4], elements: .float((0..<frames).flatMap { _ in extrinsics }))
      ),
    ]
    try NPZ.write(
      arrays.map { array in
        let shape = array.array.shape.map { Int64($0) }
        return (name: array.name, array: NumPyArray(shape: [shape.count], elements: .integer(shape)))
      }, to: folder.claimed("info.npz"))
    try NPZ.write(arrays, to: folder.claimed("anno.npz"))
  }
}
