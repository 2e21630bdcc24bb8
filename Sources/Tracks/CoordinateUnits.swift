/// What a file's coordinates are: pixels, fractions of the picture, or metres of the camera.
enum CoordinateUnits {
  /// The values decide.
  case unknown
  /// x to the right, y down and z forward in the camera's own axes, in metres.
  case camera
  /// The same as DELTA writes it, which assumes a certain camera where the user gives it none.
  case delta

  /// Whether points lie in the picture's plane or in space.
  enum Kind {
    case plane, camera
  }

  /// What the first two of three coordinates are.
  ///
  /// Visible pixels are not negative; points before a camera lie on both sides of its axis.
  func kind(of set: TrackSet, camera: CameraIntrinsics?) -> Kind {
    if self == .camera || camera != nil { return .camera }
    let sides = Sides(set)
    if self == .delta { return sides.negative < 0.02 && sides.greatest > 16 ? .plane : .camera }
    return sides.negative > 0.2 ? .camera : .plane
  }

  /// Projects points of the camera's axes to pixels.
  ///
  /// - Returns: A warning where the camera is an assumption.
  /// - Throws: `TracksError` (ambiguousLayout) that asks for the camera.
  func project(_ set: inout TrackSet, camera: CameraIntrinsics?, origin: String, picture: PictureSize?) throws
    -> String?
  {
    set.isNormalised = false
    if let camera {
      camera.project(&set)
      return nil
    }
    let question =
      "\(origin) holds 3-D points and no camera: give the camera with "
      + "--intrinsics fx,fy,cx,cy (pixels), or project them and save the pixels as tracks"
    guard self == .delta else { throw TracksError(.ambiguousLayout, question) }
    // Mutual information does not depend on a camera's scale: without a picture any scale is right.
    let size = picture ?? PictureSize(width: 1000, height: 1000)
    CameraIntrinsics.assumedByDELTA(size).project(&set)
    guard let picture else { return nil }
    let outside = PictureFit.shareOutside(set, picture)
    guard outside < 0.5 else { throw TracksError(.ambiguousLayout, question) }
    return
      "\(origin) holds 3-D points: they are projected with the default camera of DELTA "
      + "(focal length \(picture.width) pixels); use --intrinsics fx,fy,cx,cy for another camera"
  }

  /// Finds whether all coordinates are fractions of the picture, in [0, 1] or in [−1, 1] as `grid_sample`
  /// takes them.
  ///
  /// - Returns: A warning where they are taken for [−1, 1].
  static func normalise(_ set: inout TrackSet) -> String? {
    guard set.originX == 0, set.originY == 0 else { return nil }
    var (finite, inside) = (0, 0)
    let anyVisible = set.visible.contains(true)
    for index in set.x.indices
    where set.x[index].isFinite && set.y[index].isFinite && (set.visible[index] || !anyVisible) {
      finite += 1
      // Pixels of a real video are rarely all below 1.5.
      if abs(set.x[index]) <= 1.5, abs(set.y[index]) <= 1.5 { inside += 1 }
    }
    set.isNormalised = finite > 0 && Double(inside) >= 0.999 * Double(finite)
    guard set.isNormalised else { return nil }
    let sides = Sides(set)
    guard sides.negative > 0.1 else { return nil }
    for index in set.x.indices {
      set.x[index] = (set.x[index] + 1) / 2
      set.y[index] = (set.y[index] + 1) / 2
    }
    return
      "all coordinates lie between −1 and 1, and \(Int((100 * sides.negative).rounded())) % of the visible points have a "
      + "negative coordinate: the picture is read as the range [−1, 1]"
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
