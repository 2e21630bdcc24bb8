import NumPy
import TestSupport
import Testing

@testable import Tracks

/// One file of every format, written by NumPy and pickle (scripts/reference/track_files.py) with the same four tracks.
@Suite struct GoldenTrackTests {
  private let golden = Fixtures.projectRoot + "/Tests/TracksTests/Golden/"

  /// Four tracks over five frames: x = 10 + 20 n + t, y = 5 + 3 n + 2 t, hidden where (n + t) % 4 == 3.
  private func expectGolden(_ tracks: TrackSet, absentAreNaN: Bool = false) {
    #expect(tracks.frameCount == 5 && tracks.trackCount == 4)
    guard tracks.frameCount == 5, tracks.trackCount == 4 else { return }
    for n in 0..<4 {
      for t in 0..<5 {
        let index = n * 5 + t
        let isHidden = (n + t) % 4 == 3
        #expect(tracks.visible[index] == !isHidden, "track \(n), frame \(t)")
        if absentAreNaN, isHidden {
          #expect(tracks.x[index].isNaN && !tracks.valid[index])
        } else {
          #expect(abs(tracks.x[index] - Float(10 + 20 * n + t)) < 1e-4, "track \(n), frame \(t)")
          #expect(abs(tracks.y[index] - Float(5 + 3 * n + 2 * t)) < 1e-4, "track \(n), frame \(t)")
        }
      }
    }
  }

  @Test(arguments: [
    "odyssey12.npz", "odyssey12.pkl", "cotracker.npz", "tapvid3d.npz", "kubric.npy", "delta.pkl",
    "companion/pred_tracks.npy",
  ])
  func formatsThatTellTheirAxes(name: String) throws { expectGolden(try readTracks(golden + name)) }

  @Test func theThirdValueOfTheFirstPointOdyssey() throws {
    let tracks = try readTracks(golden + "odyssey10.npz")
    #expect(tracks.valid.enumerated().allSatisfy { $1 == ($0 != 3 * 5 + 2) })
    #expect(!tracks.visible[3 * 5 + 2])
  }

  @Test(arguments: [
    ("tn.npy", TrackReadingOptions.Layout.tn), ("nt.npy", .nt), ("2nt.npy", .auto), ("tn_depth.npy", .tn),
  ])
  func plainArrays(name: String, layout: TrackReadingOptions.Layout) throws {
    let options = TrackReadingOptions(
      layout: layout, visibilityFile: golden + "companion/pred_visibility.npy")
    let tracks = try readTracks(golden + name, options: options)
    expectGolden(tracks)
    #expect(tracks.depth.isEmpty == (name != "tn_depth.npy"))
  }

  @Test func genericArchivesNeedAHint() throws {
    #expect(throws: TracksError.self) { try readTracks(golden + "generic.npz") }
    expectGolden(try readTracks(golden + "generic.npz", options: TrackReadingOptions(layout: .tn)))
    expectGolden(try readTracks(golden + "generic.npz", options: TrackReadingOptions(frameCount: 5)))
  }

  @Test func moSegText() throws { expectGolden(try readTracks(golden + "moseg.dat"), absentAreNaN: true) }

  @Test func tapVidIsScaledToThePicture() throws {
    let fractions = try readTracks(golden + "tapvid.npz")
    #expect(fractions.isNormalised)
    expectGolden(fractions.inPixels(width: 100, height: 50))
    for (file, sequence) in [
      ("tapvid_dict.pkl", "camel"), ("tapvid_dict.pkl", "0"), ("tapvid_list.pkl", "1"),
    ] {
      let tracks = try readTracks(golden + file, options: TrackReadingOptions(sequence: sequence))
      expectGolden(tracks.inPixels(width: 100, height: 50))
    }
  }

  @Test func arraysOfObjectsAreRefused() {
    #expect(throws: NumPyError.self) { try readTracks(golden + "objects.npz") }
  }

  @Test func picklesOfSeveralSequencesAskForOne() throws {
    let several = #expect(throws: TracksError.self) { try readTracks(golden + "tapvid_dict.pkl") }
    #expect(several?.code == .ambiguousSequence)
    #expect(several?.message.contains("camel, swan") == true)
    let absent = #expect(throws: TracksError.self) {
      try readTracks(golden + "tapvid_dict.pkl", options: TrackReadingOptions(sequence: "dog"))
    }
    #expect(absent?.message.contains("dog") == true)
  }
}
