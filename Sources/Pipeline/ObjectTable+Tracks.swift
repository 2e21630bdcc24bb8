internal import LinearAlgebra
internal import MotionGroups
internal import MotionSegmentation
internal import Support
internal import Tracks

extension ObjectTable {
  /// The objects of a segmentation.
  init(of result: Segmentation, threads: Int) {
    let (tracks, labels) = (result.filtered.kept, result.keptLabels)
    let moving =
      result.motionReference.map {
        ObjectMotion.find(tracks, labels: labels, reference: $0, threads: threads)
      } ?? []
    var members = [[Int]](repeating: [], count: result.objectCount + 1)
    for (track, label) in labels.enumerated() where label > 0 { members[label].append(track) }
    var rows: [Row] = []
    for object in members.indices.dropFirst() {
      var frames = [Places](repeating: Places(), count: tracks.frameCount)
      for track in members[object] {
        for (frame, index) in zip(tracks.frames(ofTrack: track), tracks.range(ofTrack: track))
        where tracks.isObserved(index) && tracks.visible[index] {
          frames[frame].add(Double(tracks.x[index]), Double(tracks.y[index]))
        }
      }
      for (frame, places) in frames.enumerated() where places.count > 0 {
        let n = Double(places.count)
        rows.append(
          Row(
            object: object, frame: frame, trackCount: places.count,
            x: (tracks.originX + places.x / n).rounded(decimals: 2),
            y: (tracks.originY + places.y / n).rounded(decimals: 2),
            width: (places.right - places.left).rounded(decimals: 2),
            height: (places.bottom - places.top).rounded(decimals: 2),
            isMoving: moving.isEmpty ? nil : moving[object - 1][frame]))
      }
    }
    self.init(rows: rows)
  }

  private struct Places {
    var (count, x, y) = (0, 0.0, 0.0)
    var (left, right) = (Double.infinity, -Double.infinity)
    var (top, bottom) = (Double.infinity, -Double.infinity)

    mutating func add(_ x: Double, _ y: Double) {
      count += 1
      self.x += x
      self.y += y
      (left, right) = (min(left, x), max(right, x))
      (top, bottom) = (min(top, y), max(bottom, y))
    }
  }
}

extension Segmentation {
  /// What the motion of objects is compared with; nil: there is no background.
  var motionReference: ObjectMotion.Reference? {
    if background?.isTaken == true { return background?.group == nil ? .still : .moving }
    return staticCount > 0 ? .still : nil
  }
}
