import Foundation
import NumPy
import TestSupport
import Testing

/// What a user gets wrong, and what the program says to it: one line that names the file, and the exit code of Documentation/cli.md.
@Suite struct BadInputTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func expect(
    _ code: Int32, _ words: String..., from arguments: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let run = try runTrackSeg(arguments + ["--output", folder.file("out")])
    #expect(run.exitCode == code, "\(run.errors)", sourceLocation: sourceLocation)
    for word in words {
      #expect(run.errors.contains(word), "'\(word)' in: \(run.errors)", sourceLocation: sourceLocation)
    }
    #expect(
      !FileManager.default.fileExists(atPath: folder.file("out/run.json")), "nothing finished is left behind",
      sourceLocation: sourceLocation)
  }

  /// An npz of `tracks` (T, N, 2) with everything visible.
  private func tracks(_ name: String, frames: Int, _ tracks: [(Int) -> (Float, Float)]) throws -> String {
    var values: [Float] = []
    for frame in 0..<frames {
      for track in tracks {
        let (x, y) = track(frame)
        values += [x, y]
      }
    }
    let path = folder.file(name)
    try NPZ.write(
      [
        ("trajs_2d", NumPyArray(shape: [frames, tracks.count, 2], elements: .float(values))),
        (
          "visibs",
          NumPyArray(
            shape: [frames, tracks.count],
            elements: .bool([Bool](repeating: true, count: frames * tracks.count)))
        ),
      ], to: path)
    return path
  }

  @Test func usage() throws {
    let run = try trackSeg()
    #expect(run.exitCode == 2)
    #expect(run.errors.contains("--tracks"))
    try expect(2, "gauss", "gaussian, ksg, histogram", from: ["Fixtures/yard_pan", "--estimator", "gauss"])
    try expect(
      2, "--signal", "position, velocity, both, multi", from: ["Fixtures/yard_pan", "--signal", "speed"])
    try expect(2, "--threshold", from: ["Fixtures/yard_pan", "--clustering", "average"])
  }

  @Test func missingFiles() throws {
    try expect(3, "nowhere.mp4", "no such file", from: ["nowhere.mp4", "--tracks", "nothing.npz"])
    try expect(3, "nothing.npz", "no such file", from: ["--tracks", "nothing.npz"])
  }

  @Test func damagedFiles() throws {
    let archive = try Data(contentsOf: URL(fileURLWithPath: Fixtures.folder + "/yard_pan/anno.npz"))
    try archive.prefix(archive.count / 2).write(to: URL(fileURLWithPath: folder.file("half.npz")))
    try expect(3, "half.npz", from: ["--tracks", folder.file("half.npz")])
    try Data().write(to: URL(fileURLWithPath: folder.file("empty.npz")))
    try expect(3, "empty.npz", "empty", from: ["--tracks", folder.file("empty.npz")])
    let whole = Fixtures.folder + "/yard_pan/anno.npz"
    try expect(3, "README.md", from: ["README.md", "--tracks", whole])
    let video = try Data(contentsOf: URL(fileURLWithPath: Fixtures.folder + "/yard_pan/video.mp4"))
    try video.prefix(1000).write(to: URL(fileURLWithPath: folder.file("cut.mp4")))
    try expect(3, "cut.mp4", from: [folder.file("cut.mp4"), "--tracks", whole])
  }

  @Test func tooFewTracks() throws {
    let moving: (Int) -> (Float, Float) = { (Float($0 * $0 % 37) * 5, Float($0)) }
    for (count, name) in [(0, "none.npz"), (1, "one.npz")] {
      try expect(
        3, "tracks", from: ["--tracks", try tracks(name, frames: 20, Array(repeating: moving, count: count))])
    }
    try expect(
      3, "static",
      from: ["--tracks", try tracks("still.npz", frames: 20, Array(repeating: { _ in (50, 60) }, count: 9))])
    try expect(
      3, "9 non-finite",
      from: [
        "--tracks", try tracks("nan.npz", frames: 20, Array(repeating: { _ in (.nan, .nan) }, count: 9)),
      ])
  }

  @Test func twoTracksAndIdenticalTracksAreSegmented() throws {
    let moving: (Int) -> (Float, Float) = { (Float($0 * 5), Float($0 * 7 % 19)) }
    for count in [2, 30] {
      let path = try tracks("same\(count).npz", frames: 20, Array(repeating: moving, count: count))
      let run = try trackSeg("--tracks", path, "--output", folder.file("same"))
      #expect(run.exitCode == 0, "\(run.errors)")
      let labels = try NPZArchive(path: folder.file("same/labels.npz")).array(named: "label").integers()
      #expect(Set(labels) == [1], "identical tracks are one object")
    }
  }

  @Test func framesThatDoNotFitAreExplained() throws {
    let path = try tracks("short.npz", frames: 40, Array(repeating: { (Float($0 * 5), 3) }, count: 8))
    try expect(
      3, "600 frames", "has 40", "--frame-offset", from: ["Fixtures/yard_pan/video.mp4", "--tracks", path])
    let long = try tracks("long.npz", frames: 700, Array(repeating: { (Float($0), 3) }, count: 3))
    try expect(3, "has 700", "--frames N", from: ["Fixtures/yard_pan/video.mp4", "--tracks", long])
  }

  @Test func anOutputThatCannotBeWritten() throws {
    let run = try trackSeg("Fixtures/yard_pan", "--output", "/proc/nothing")
    #expect(run.exitCode == 4, "\(run.errors)")
    #expect(run.errors.contains("/proc/nothing"))
    // A disk that is full from the first byte on.
    let full = try trackSeg(
      "mi", "Fixtures/yard_pan/track_motion_ids.npy", "Fixtures/yard_pan/track_motion_ids.npy",
      "--output", "/dev/full/mi.npy")
    #expect(full.exitCode == 4, "\(full.errors)")
  }

  @Test func inspectSaysWhatItFinds() throws {
    let run = try trackSeg("inspect", "Fixtures/yard_pan")
    #expect(run.exitCode == 0)
    #expect(run.output.contains("600 frames x 400 tracks"))
    #expect(run.output.contains("dropped"))
    let json = try trackSeg("inspect", "Fixtures/yard_pan/anno.npz", "--json")
    #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
    #expect(try trackSeg("inspect", "nothing.npz").exitCode == 3)
  }
}
