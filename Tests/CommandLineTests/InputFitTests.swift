import Foundation
import NumPy
import TestSupport
import Testing

/// Tracks of a known scene, written as other programs would write them: read rightly, or answered with what to do.
@Suite struct InputFitTests {
  let place: FieldCase
  let frames = 40
  let tracks = 62
  /// x and y, (frames, tracks, 2).
  let points: [Double]

  init() throws {
    place = try FieldCase("no-pictures-forgets-the-video")
    points = try NPZArchive(path: place.file("tracks.npz")).array(named: "tracks").doubles()
    try FileManager.default.copyItem(
      atPath: Fixtures.projectRoot + "/Tests/Cases/map-coordinates/ids.npy", toPath: place.file("ids.npy"))
  }

  /// Writes CoTracker's arrays; `value` makes a number from (frame, track, axis).
  private func write(
    _ name: String, frames: Int? = nil, visible: (Int, Int) -> Bool = { _, _ in true },
    _ value: (Int, Int, Int) -> Double
  ) throws {
    let length = frames ?? self.frames
    var values: [Double] = []
    var flags: [Bool] = []
    for frame in 0..<length {
      for track in 0..<tracks {
        values += [value(frame, track, 0), value(frame, track, 1)]
        flags.append(visible(frame, track))
      }
    }
    try NPZ.write(
      [
        ("pred_tracks", NumPyArray(shape: [1, length, tracks, 2], elements: .double(values))),
        ("pred_visibility", NumPyArray(shape: [1, length, tracks], elements: .bool(flags))),
      ], to: place.file(name))
  }

  private func at(_ frame: Int, _ track: Int, _ axis: Int) -> Double {
    points[2 * (frame * tracks + track) + axis]
  }

  @Test func exchangedCoordinates() throws {
    try write("yx.npz") { at($0, $1, 1 - $2) }
    try write("xy.npz") { at($0, $1, $2) }
    let run = try place.trackSeg("video.mp4", "--tracks", "yx.npz", "-o", "yx")
    #expect(run.errors.contains("read as (y, x)"), "\(run.errors)")
    #expect(try place.trackSeg("video.mp4", "--tracks", "xy.npz", "-o", "xy").exitCode == 0)
    for name in ["mi.npy", "tracks.csv", "masks/00017.png"] {
      let files = try ["yx/", "xy/"].map { try Data(contentsOf: URL(fileURLWithPath: place.file($0 + name))) }
      #expect(files[0] == files[1], "\(name)")
    }
    let kept = try place.trackSeg("video.mp4", "--tracks", "yx.npz", "--coordinates", "xy", "-o", "kept")
    #expect(!kept.errors.contains("read as (y, x)"))
  }

  @Test func coordinatesOfGridSample() throws {
    try write("grid.npz") { at($0, $1, $2) / ($2 == 0 ? 80 : 60) - 1 }
    let run = try place.trackSeg("video.mp4", "--tracks", "grid.npz", "-o", "out")
    #expect(run.errors.contains("[−1, 1]"), "\(run.errors)")
    let table = try String(contentsOfFile: place.file("out/tracks.csv"), encoding: .utf8)
    let row = table.split(separator: "\n")[1].split(separator: ",")
    #expect(abs((Double(row[6]) ?? 0) - at(0, 0, 0)) < 1e-3)
    #expect(abs((Double(row[7]) ?? 0) - at(0, 0, 1)) < 1e-3)
  }

  @Test func smallerCopy() throws {
    try write("half.npz") { at($0, $1, $2) / 2 }
    let run = try place.trackSeg("video.mp4", "--tracks", "half.npz", "--no-pictures", "-o", "out")
    #expect(run.errors.contains("--tracks-size"), "\(run.errors)")
    let said = try place.trackSeg(
      "video.mp4", "--tracks", "half.npz", "--tracks-size", "80x60", "--no-pictures", "-o", "said")
    #expect(said.exitCode == 0 && !said.errors.contains("tracks-size"), "\(said.errors)")
  }

  @Test func tracksOutsideThePicture() throws {
    try write("far.npz") { at($0, $1, $2) + 1000 }
    let run = try place.trackSeg("video.mp4", "--tracks", "far.npz", "-o", "out")
    #expect(run.exitCode == 3 && run.errors.contains("no visible point lies in the picture"), "\(run.errors)")
    let labels = try place.trackSeg("video.mp4", "--tracks", "far.npz", "--no-pictures", "-o", "labels")
    #expect(labels.exitCode == 0 && labels.errors.contains("100 %"), "\(labels.errors)")
    #expect(try place.adjustedRandIndex(out: "labels") == 1)
  }

  @Test(arguments: [-3e3, 1e6, 1e9]) func aConstantChangesNothing(constant: Double) throws {
    try write("plain.npz") { at($0, $1, $2) }
    try write("moved.npz") { at($0, $1, $2) + constant }
    for name in ["plain", "moved"] {
      let run = try place.trackSeg("--tracks", name + ".npz", "-o", name)
      #expect(run.exitCode == 0, "\(run.errors)")
    }
    let matrices = try ["plain", "moved"].map { try NPY.read(file: place.file($0 + "/mi.npy")).floats() }
    #expect(matrices[0].count == tracks * tracks)
    for (a, b) in zip(matrices[0], matrices[1]) where !a.isNaN { #expect(abs(a - b) < 1e-3) }
    let labels = try ["plain", "moved"].map {
      try NPZArchive(path: place.file($0 + "/labels.npz")).array(named: "label").integers()
    }
    #expect(labels[0] == labels[1])
  }

  @Test func minusOneBeforeQueriesThatStartAnywhere() throws {
    let starts = (0..<tracks).map { ($0 * 7) % 25 }
    try write("late.npz", visible: { $0 >= starts[$1] }) { $0 >= starts[$1] ? at($0, $1, $2) : -1 }
    let run = try place.trackSeg("video.mp4", "--tracks", "late.npz", "-o", "out")
    #expect(run.exitCode == 0 && !run.errors.contains("--invert-visibility"), "\(run.errors)")
    #expect(try place.adjustedRandIndex() >= 0.9)
    let labels = try NPZArchive(path: place.file("out/labels.npz"))
    let reasons = try labels.array(named: "reason").integers()
    #expect(reasons == [Int64](repeating: 0, count: tracks))
  }

  @Test func invertedAndEmptyFlags() throws {
    try write("none.npz", visible: { _, _ in false }) { at($0, $1, $2) }
    let none = try place.trackSeg("--tracks", "none.npz", "-o", "out")
    #expect(none.exitCode == 3 && none.errors.contains("--invert-visibility"), "\(none.errors)")
    try write("inverted.npz", visible: { $0 > 30 && $1 % 2 == 0 }) { at($0, $1, $2) }
    let inverted = try place.trackSeg("--tracks", "inverted.npz", "-o", "inverted")
    #expect(inverted.errors.contains("begin hidden"), "\(inverted.errors)")
  }

  @Test func aVideoShorterThanItsTracks() throws {
    try write("long.npz", frames: 60) { at($0 % 40, $1, $2) }
    let run = try place.trackSeg("video.mp4", "--tracks", "long.npz", "-o", "out")
    #expect(run.exitCode == 3 && run.errors.contains("has 40 frames") && run.errors.contains("has 60"))
    let labels = try place.trackSeg("video.mp4", "--tracks", "long.npz", "--no-pictures", "-o", "labels")
    #expect(labels.exitCode == 0, "\(labels.errors)")
    #expect(try place.warnings(out: "labels").contains { $0.contains("has 40 frames") })
  }

  @Test func inputsThatCannotBeReadTwice() throws {
    #expect(mkfifo(place.file("pipe"), 0o600) == 0)
    for input in ["-", "/dev/stdin", "pipe", "/dev/null"] {
      for run in [
        try place.trackSeg("--tracks", input, "-o", "out"),
        try place.trackSeg(input, "--tracks", "tracks.npz", "-o", "out"),
        try place.trackSeg("inspect", input),
      ] {
        #expect(
          run.exitCode == 3 && run.errors.contains("save it as a file first"), "\(input): \(run.errors)")
      }
    }
  }
}
