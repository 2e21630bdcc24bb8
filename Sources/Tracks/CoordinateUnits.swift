/// What a file's coordinates are: pixels, shares of the picture, or metres of the camera.
enum CoordinateUnits {
  /// The values decide.
  case unknown
  /// x to the right, y down and z forward in the camera's own axes, in metres.
  case camera
  /// The same as DELTA writes it, whose camera is known where it was given none.
  case delta

  /// Whether points lie in the picture's plane or in space.
  enum Kind {
    case plane, camera
  }

  /// What the first two of three coordinates are.
  ///
  /// Visible pixels are not negative; points before a camera lie on both sides of its axis.
  func kind(of set: TrackSet, chosen camera: CameraIntrinsics?) -> Kind {
    if self == .camera || camera != nil { return .camera }
    let sides = Sides(set)
    if self == .delta { return sides.negative < 0.02 && sides.greatest > 16 ? .plane : .camera }
    return sides.negative > 0.2 ? .camera : .plane
  }

  /// Projects points of the camera's axes to pixels.
  ///
  /// - Throws: `TracksError` (ambiguousLayout) that asks for the camera.
  func project(_ set: inout TrackSet, camera: CameraIntrinsics?, origin: String, picture: PictureSize?) throws
  {
    set.isNormalised = false
    if let camera { return camera.project(&set) }
    let question =
      "\(origin) holds points in space, not in the picture, and says nothing of the camera: say "
      + "--intrinsics fx,fy,cx,cy (pixels), or project them and save the pixels as tracks"
    guard self == .delta else { throw TracksError(.ambiguousLayout, question) }
    // Mutual information does not see a camera's scale: without a picture any will do.
    let size = picture ?? PictureSize(width: 1000, height: 1000)
    CameraIntrinsics.assumedByDELTA(size).project(&set)
    guard let picture else { return }
    let outside = PictureFit.shareOutside(set, picture)
    guard outside < 0.5 else { throw TracksError(.ambiguousLayout, question) }
    set.warnings.append(
      "\(origin) holds points in space: they are projected with the camera that DELTA assumes where it is given none "
        + "(focal length \(picture.width) pixels); --intrinsics fx,fy,cx,cy names another")
  }

  /// Finds whether all coordinates are shares of the picture, in [0, 1] or in [−1, 1] as `grid_sample` takes them.
  static func normalise(_ set: inout TrackSet) {
    guard set.originX == 0, set.originY == 0 else { return }
    var (finite, inside) = (0, 0)
    let isSeen = set.visible.contains(true)
    for index in set.x.indices
    where set.x[index].isFinite && set.y[index].isFinite && (set.visible[index] || !isSeen) {
      finite += 1
      // Pixels of a real video are rarely all below 1.5.
      if abs(set.x[index]) <= 1.5, abs(set.y[index]) <= 1.5 { inside += 1 }
    }
    set.isNormalised = finite > 0 && Double(inside) >= 0.999 * Double(finite)
    guard set.isNormalised else { return }
    let sides = Sides(set)
    guard sides.negative > 0.1 else { return }
    for index in set.x.indices {
      set.x[index] = (set.x[index] + 1) / 2
      set.y[index] = (set.y[index] + 1) / 2
    }
    set.warnings.append(
      "all coordinates lie between −1 and 1, and \(Int((100 * sides.negative).rounded())) % of the visible points have a "
        + "negative one: they are taken for [−1, 1] across the picture")
  }

  /// How visible coordinates lie about 0.
  private struct Sides {
    /// The share of negative values in the axis that has more of them.
    var negative = 0.0
    /// The greatest visible coordinate.
    var greatest: Float = 0

    init(_ set: TrackSet) {
      var (count, left, above) = (0, 0, 0)
      for index in set.x.indices where set.visible[index] && set.x[index].isFinite && set.y[index].isFinite {
        count += 1
        if set.x[index] < 0 { left += 1 }
        if set.y[index] < 0 { above += 1 }
        greatest = max(greatest, set.x[index], set.y[index])
      }
      if count > 0 { negative = Double(max(left, above)) / Double(count) }
    }
  }
}
