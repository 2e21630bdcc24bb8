import Foundation
import NumPy
import TestSupport
import Testing

@testable import Tracks

/// What coordinates are, where a file's names alone do not say it.
@Suite struct CoordinateTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func array(_ shape: [Int], _ value: (Int) -> Double) -> NumPyArray {
    NumPyArray(shape: shape, elements: .double((0..<shape.reduce(1, *)).map(value)))
  }

  /// (frames, tracks, 3) with the inputs' coordinates and a third column.
  private func three(_ third: (Int, Int) -> Float) -> NumPyArray {
    var values: [Float] = []
    for frame in 0..<6 {
      for track in 0..<4 { values += [Inputs.x(frame, track), Inputs.y(frame, track), third(frame, track)] }
    }
    return NumPyArray(shape: [6, 4, 3], elements: .float(values))
  }

  @Test func theThirdColumnOfDOTIsVisibility() throws {
    let path = folder.file("dot.npy")
    try NPY.write(three { Inputs.isVisible($0, $1) ? 1 : 0 }, to: path)
    let set = try readTracks(path, options: .init(frameCount: 6))
    #expect(Inputs.matches(set, frames: 6, tracks: 4))
    #expect(set.depth.isEmpty && set.hasVisibility)
  }

  @Test func aThirdColumnThatCouldBeEitherIsAQuestion() throws {
    let path = folder.file("soft.npy")
    try NPY.write(three { Inputs.isVisible($0, $1) ? 0.9 : 0.2 }, to: path)
    let error = #expect(throws: TracksError.self) { try readTracks(path, options: .init(frameCount: 6)) }
    #expect(error?.message.contains("--third-column") == true)
    let seen = try readTracks(path, options: .init(frameCount: 6, thirdColumn: .visibility))
    #expect(Inputs.matches(seen, frames: 6, tracks: 4))
    let deep = try readTracks(path, options: .init(frameCount: 6, thirdColumn: .depth))
    #expect(deep.depth.count == 24)
  }

  @Test func depthIsStillDepth() throws {
    let path = folder.file("depth.npy")
    try NPY.write(three { Float($0 + $1) + 2 }, to: path)
    let set = try readTracks(path, options: .init(frameCount: 6))
    #expect(Inputs.matches(set, frames: 6, tracks: 4, visibility: false))
    #expect(set.depth[7] == 4, "frame 1 of track 1")
  }

  @Test func aBatchAxisDoesNotDecide() throws {
    let path = folder.file("tapir.npy")
    try NPY.write(Inputs.coordinates(frames: 6, tracks: 4, tracksFirst: true, batch: true), to: path)
    let error = #expect(throws: TracksError.self) { try readTracks(path) }
    #expect(error?.code == .ambiguousLayout)
    #expect(
      Inputs.matches(
        try readTracks(path, options: .init(frameCount: 6)), frames: 6, tracks: 4, visibility: false))
    let archive = folder.file("tapir.npz")
    try NPZ.write(
      [
        ("tracks", Inputs.coordinates(frames: 6, tracks: 4, tracksFirst: true, batch: true)),
        ("visibles", Inputs.visibility(frames: 6, tracks: 4, tracksFirst: true)),
        ("query_points", array([1, 4, 3]) { _ in 0 }),
      ], to: archive)
    #expect(Inputs.matches(try readTracks(archive), frames: 6, tracks: 4), "one query a track")
  }

  /// A camera with f = 100 looks at points one metre away, on both sides of its axis.
  private func camera(_ names: (String, String), more: [(name: String, array: NumPyArray)] = []) throws
    -> String
  {
    let path = folder.file("\(UUID().uuidString).npz")
    let points = array([5, 8, 3]) { index in
      let (point, axis) = (index / 3, index % 3)
      return axis == 2 ? 1 : Double(point % 8) / 10 - 0.35 + Double(axis + point / 8) / 100
    }
    try NPZ.write(
      [
        (names.0, points),
        (names.1, NumPyArray(shape: [5, 8], elements: .bool([Bool](repeating: true, count: 40)))),
      ]
        + more, to: path)
    return path
  }

  @Test func metresOfDELTA() throws {
    let path = try camera(("coords", "vis"))
    let contents = try TrackFile.read(
      path, options: .init(pictureSize: PictureSize(width: 100, height: 80)))
    let set = contents.tracks
    #expect(!set.isNormalised && set.depth.count == 40)
    #expect(abs(set.x[0] - (-0.35 * 100 + 50)) < 1e-4)
    #expect(abs(set.y[0] - (-0.34 * 100 + 40)) < 1e-4)
    #expect(contents.warnings.contains { $0.contains("--intrinsics") })
    let other = try readTracks(
      path, options: .init(intrinsics: CameraIntrinsics(fx: 200, fy: 300, cx: 10, cy: 20)))
    #expect(abs(other.x[0] + 60) < 1e-3 && abs(other.y[0] + 82) < 1e-3)
  }

  @Test func metresOfAnUnknownCameraAreAQuestion() throws {
    let path = try camera(("pred_tracks", "pred_visibility"))
    let error = #expect(throws: TracksError.self) { try readTracks(path) }
    #expect(error?.message.contains("--intrinsics fx,fy,cx,cy") == true)
    let own = try camera(
      ("pred_tracks", "pred_visibility"),
      more: [("intrinsics", array([1, 3, 3]) { [100, 0, 50, 0, 100, 40, 0, 0, 1][$0] })])
    #expect(abs(try readTracks(own).x[0] - 15) < 1e-3)
  }

  @Test func mapCoordinatesKeepTheirMotion() throws {
    let path = folder.file("utm.npz")
    let values = array([30, 3, 2]) { index in
      let (frame, axis) = (index / 6, index % 2)
      return (axis == 0 ? 5e8 : -4e8) + Double(index % 6) + 0.01 * Double(frame)
    }
    try NPZ.write([("pred_tracks", values)], to: path)
    let set = try readTracks(path)
    #expect(abs(Double(set.x[1] - set.x[0]) - 0.01) < 1e-5)
    #expect(abs(Double(set.x[0]) + set.originX - 5e8) < 1e-6)
    #expect(set.yText(0) == "-399999999.0")
    let visible = TrackFilter(width: 100, height: 100).apply(to: set)
    #expect(visible.indices.count == 3)
  }

  @Test func placeholdersAreNoPositions() throws {
    var set = Inputs.set(
      frames: 10,
      [
        { ($0 < 4 ? 0 : 30, $0 < 4 ? 0 : Float($0)) }, { (Float($0), 0) },
        { ($0 == 3 ? 0 : 9, $0 == 3 ? 0 : 9) },
      ])
    set.hasVisibility = false
    let warning = Placeholders.mark(&set)
    #expect(
      set.missing.indices.filter { set.missing[$0] } == [0, 1, 2, 3], "a single (0, 0) may be a position")
    #expect(TrackFilter(width: 64, height: 48).apply(to: set).reasons.first == .noPosition)
    #expect(warning?.contains("placeholders (0.0, 0.0)") == true)
  }

  @Test func bfloat16IsNamed() throws {
    var header = "{'descr': '<V2', 'fortran_order': False, 'shape': (2, 2, 2), }"
    header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    let bytes =
      [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8) + [UInt8](repeating: 0, count: 16)
    let path = folder.file("b.npy")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: NumPyError.self) { try readTracks(path) }
    #expect(error?.message.contains("bfloat16") == true && error?.message.contains("float32") == true)
  }

  @Test func companionsWithoutRegardToCase() throws {
    try NPY.write(Inputs.coordinates(frames: 5, tracks: 3), to: folder.file("Pred_Tracks.NPY"))
    try NPY.write(Inputs.visibility(frames: 5, tracks: 3), to: folder.file("PRED_VISIBILITY.npy"))
    #expect(Inputs.matches(try readTracks(folder.file("Pred_Tracks.NPY")), frames: 5, tracks: 3))
    try NPZ.write([], to: folder.file("ANNO.NPZ"))
    #expect(SequenceDirectory(path: folder.path)?.tracksFile.hasSuffix("/ANNO.NPZ") == true)
  }
}
