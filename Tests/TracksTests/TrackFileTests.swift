import Foundation
import NumPy
import TestSupport
import Testing

@testable import Tracks

/// Every format is written with known content and must come back as that content, whatever its axes and senses.
@Suite struct TrackFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func archive(_ arrays: [(name: String, array: NumPyArray)]) throws -> String {
    let path = folder.file("\(UUID().uuidString).data")
    try NPZ.write(arrays, to: path)
    return path
  }

  @Test func pointOdyssey() throws {
    let path = try archive([
      ("trajs_2d", Inputs.coordinates(frames: 70, tracks: 5)),
      ("visibs", Inputs.visibility(frames: 70, tracks: 5)),
      ("valids", NumPyArray(shape: [70, 5], elements: .bool((0..<350).map { $0 != 7 }))),
    ])
    let contents = try TrackFile.read(path)
    let set = contents.tracks
    #expect(Inputs.matches(set, frames: 70, tracks: 5))
    #expect(set.valid.count { !$0 } == 1)
    #expect(!set.valid[2 * 70 + 1], "entry 7 is frame 1 of track 2")
    #expect(contents.summary.hasPrefix("PointOdyssey 1.2, float32, 70 frames x 5 tracks"))
  }

  @Test func firstPointOdyssey() throws {
    let values: [Int64] = [0, 1, 2, 1, 1, 0]
    let path = try archive([
      ("trajs_2d", Inputs.coordinates(frames: 3, tracks: 2)),
      ("visibilities", NumPyArray(shape: [3, 2], elements: .integer(values))),
    ])
    let set = try readTracks(path)
    #expect(set.visible == [false, false, true, true, true, false])
    #expect(set.valid == [true, false, true, true, true, true])
  }

  @Test func coTrackerWithBatchAxis() throws {
    let path = try archive([
      ("pred_tracks", Inputs.coordinates(frames: 6, tracks: 4, batch: true)),
      ("pred_visibility", Inputs.visibility(frames: 6, tracks: 4, trailing: true)),
    ])
    #expect(Inputs.matches(try readTracks(path), frames: 6, tracks: 4))
  }

  @Test func genericTracksByFrameCount() throws {
    for tracksFirst in [false, true] {
      let path = try archive([
        ("tracks", Inputs.coordinates(frames: 6, tracks: 4, tracksFirst: tracksFirst)),
        ("occluded", Inputs.visibility(frames: 6, tracks: 4, tracksFirst: tracksFirst, inverted: true)),
      ])
      #expect(Inputs.matches(try readTracks(path, options: .init(frameCount: 6)), frames: 6, tracks: 4))
      let layout: TrackReadingOptions.Layout = tracksFirst ? .nt : .tn
      #expect(Inputs.matches(try readTracks(path, options: .init(layout: layout)), frames: 6, tracks: 4))
    }
  }

  @Test func axesThatCannotBeToldApartAreAQuestion() throws {
    let path = try archive([("tracks", Inputs.coordinates(frames: 6, tracks: 4))])
    for frames in [nil, 5] {
      let error = #expect(throws: TracksError.self) {
        try readTracks(path, options: .init(frameCount: frames))
      }
      #expect(error?.code == .ambiguousLayout)
      #expect(error?.message.contains("--layout") == true)
    }
    let square = try archive([("tracks", Inputs.coordinates(frames: 6, tracks: 6))])
    let error = #expect(throws: TracksError.self) {
      try readTracks(square, options: .init(frameCount: 6))
    }
    #expect(error?.code == .ambiguousLayout)
  }

  @Test func tapVidIsNormalisedAndOccluded() throws {
    let points = NumPyArray(shape: [1, 2, 2], elements: .double([0.25, 0.5, 0.75, 1]))
    let path = try archive([
      ("points", points), ("occluded", NumPyArray(shape: [1, 2], elements: .bool([false, true]))),
    ])
    let set = try readTracks(path)
    #expect(set.isNormalised)
    #expect(set.visible == [true, false])
    let pixels = set.inPixels(width: 200, height: 100)
    #expect(pixels.x == [50, 150])
    #expect(pixels.y == [50, 100])
  }

  @Test func tapVid3DIsProjected() throws {
    let path = try archive([
      ("tracks_xyz", NumPyArray(shape: [2, 1, 3], elements: .float([1, -0.5, 2, 1, 1, -1]))),
      ("intrinsics", NumPyArray(shape: [4], elements: .float([100, 200, 320, 240]))),
      ("visibility", NumPyArray(shape: [2, 1], elements: .bool([true, false]))),
    ])
    let set = try readTracks(path)
    #expect(set.x[0] == 370)
    #expect(set.y[0] == 190)
    #expect(set.depth == [2, -1])
    #expect(TrackFilter(width: 640, height: 480).apply(to: set).reasons == [.behindCamera])
  }

  @Test func plainArraysAndTheirCompanion() throws {
    let path = folder.file("pred_tracks.npy")
    try NPY.write(Inputs.coordinates(frames: 5, tracks: 3), to: path)
    let alone = try TrackFile.read(path)
    #expect(Inputs.matches(alone.tracks, frames: 5, tracks: 3, visibility: false))
    #expect(alone.warnings.contains { $0.contains("has no visibility") && $0.contains("--visibility") })
    try NPY.write(Inputs.visibility(frames: 5, tracks: 3), to: folder.file("pred_visibility.npy"))
    #expect(Inputs.matches(try readTracks(path), frames: 5, tracks: 3))

    let planes = folder.file("dynamic_traj.npy")
    var flat: [Float] = []
    for coordinate in [Inputs.x, Inputs.y] {
      for track in 0..<3 {
        for frame in 0..<5 { flat.append(coordinate(frame, track)) }
      }
    }
    try NPY.write(NumPyArray(shape: [2, 3, 5], elements: .float(flat)), to: planes)
    #expect(Inputs.matches(try readTracks(planes), frames: 5, tracks: 3, visibility: false))
    // With a batch axis in front.
    try NPY.write(NumPyArray(shape: [1, 2, 3, 5], elements: .float(flat)), to: planes)
    #expect(Inputs.matches(try readTracks(planes), frames: 5, tracks: 3, visibility: false))
  }

  @Test func moSegText() throws {
    let path = folder.file("Tracks4.dat")
    try "4\n2\n1 2\n1.5 2.5 0\n2.5 3.5 1\n0 1\n7 8 3\n".write(toFile: path, atomically: true, encoding: .utf8)
    let set = try readTracks(path)
    #expect(set.frameCount == 4)
    #expect(set.trackCount == 2)
    #expect(set.visible == [true, true, false, false, false, false, false, true])
    #expect(set.x[1] == 2.5)
    #expect(set.x[2].isNaN)
    for text in ["4\n2\n1 9\n1 2 0\n", "4\n99999999\n", "4\n1\n0 1\n1 2 x\n"] {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(throws: TracksError.self) { try readTracks(path) }
    }
  }
}

@Suite struct UnreadableTrackFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func message(for path: String) -> String {
    do {
      _ = try readTracks(path)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func missingEmptyAndForeignFiles() throws {
    #expect(message(for: folder.file("nothing.npz")).contains("no such file"))
    #expect(message(for: folder.path).contains("is a folder"))
    let path = folder.file("x.npz")
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(message(for: path).contains("empty"))
    try Data("\u{7F}ELF and more".utf8).write(to: URL(fileURLWithPath: path))
    #expect(message(for: path).contains("7f 45 4c 46"))
  }

  @Test func everyTruncationOfAnArchiveIsRefused() throws {
    let whole = folder.file("whole.npz")
    try NPZ.write(
      [
        ("trajs_2d", Inputs.coordinates(frames: 4, tracks: 3)),
        ("visibs", Inputs.visibility(frames: 4, tracks: 3)),
      ], to: whole)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: whole))
    let path = folder.file("cut.npz")
    for length in stride(from: 0, to: bytes.count, by: 7) {
      try bytes.prefix(length).write(to: URL(fileURLWithPath: path))
      #expect(!message(for: path).isEmpty, "\(length) of \(bytes.count) bytes")
    }
  }

  @Test func foreignArchivesListWhatTheyHold() throws {
    let path = folder.file("x.npz")
    try NPZ.write([("weights", NumPyArray(shape: [2], elements: .float([1, 2])))], to: path)
    #expect(message(for: path).contains("weights"))
    #expect(message(for: path).contains("expected trajs_2d"))
  }

  @Test func shapesThatDoNotFit() throws {
    let path = folder.file("x.npz")
    try NPZ.write(
      [
        ("trajs_2d", Inputs.coordinates(frames: 4, tracks: 3)),
        ("visibs", Inputs.visibility(frames: 4, tracks: 2)),
      ], to: path)
    #expect(message(for: path).contains("(4, 2)"))
    try NPZ.write(
      [("tracks", NumPyArray(shape: [4, 3], elements: .float([Float](repeating: 1, count: 12))))], to: path)
    #expect(message(for: path).contains("expected (frames, tracks, 2)"))
  }

  /// Found by fuzzing: coordinates beyond any integer once ended the program.
  @Test func hugeCoordinatesAreSaidAndDropped() throws {
    let path = folder.file("x.npz")
    try NPZ.write(
      [
        ("trajs_2d", NumPyArray(shape: [2, 1, 2], elements: .float([1e37, 3e38, 5, 6]))),
        ("visibs", NumPyArray(shape: [2, 1], elements: .bool([true, true]))),
      ], to: path)
    let contents = try TrackFile.read(path)
    #expect(contents.summary.contains("1e+37"))
    #expect(TrackFilter(width: 480, height: 270).apply(to: contents.tracks).indices.isEmpty)
  }

  @Test func zeroTracksAreRead() throws {
    let path = folder.file("x.npz")
    try NPZ.write(
      [
        ("trajs_2d", NumPyArray(shape: [4, 0, 2], elements: .float([]))),
        ("visibs", NumPyArray(shape: [4, 0], elements: .bool([]))),
      ], to: path)
    #expect(try readTracks(path).trackCount == 0)
  }
}
