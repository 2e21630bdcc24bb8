internal import NumPy
internal import Support
internal import Tracks

extension Exporter {
  /// The arrays that the SAM 2 stage of SegAnyMo loads: the tracks of all objects, without the background.
  public static let segAnyMo = Exporter(
    "seganymo", summary: "the tracks of the objects, for the SAM 2 stage of SegAnyMo",
    files: "dynamic_traj.npy dynamic_visibility.npy dynamic_confidences.npy"
  ) { source, folder, observer in
    let set = try source.tracks().whole
    let chosen = source.labels.rows.indices.filter { source.labels.rows[$0].label > 0 }
    if chosen.isEmpty { observer.warn("no track is on an object: the arrays are empty") }
    var (x, y, visible): ([Float], [Float], [Bool]) = ([], [], [])
    for track in chosen {
      let range = set.range(ofTrack: track)
      // Where it is not observed: the position before, at the beginning the first one; these entries are not visible.
      var last = range.first { set.isObserved($0) } ?? range.lowerBound
      for index in range {
        if set.isObserved(index) { last = index }
        x.append(set.x[last])
        y.append(set.y[last])
        visible.append(set.visible[index] && set.isObserved(index))
      }
    }
    let shape = [chosen.count, set.frameCount]
    func write(_ elements: NumPyArray.Elements, _ shape: [Int], _ name: String) throws {
      try NPY.write(NumPyArray(shape: shape, elements: elements), to: folder.claimed(name))
    }
    try write(.float(x + y), [2] + shape, "dynamic_traj.npy")
    try write(.bool(visible), shape, "dynamic_visibility.npy")
    try write(.float(visible.map { $0 ? 1 : 0 }), shape, "dynamic_confidences.npy")
    return "dynamic_traj.npy"
  }
}
