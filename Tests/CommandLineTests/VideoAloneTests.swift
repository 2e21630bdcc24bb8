import Foundation
import NumPy
import TestSupport
import Testing

/// A video without tracks.
@Suite struct VideoAloneTests {
  private let folder: TemporaryFolder
  private static let video = Fixtures.projectRoot + "/Fixtures/yard_pan/video.mp4"

  init() throws { folder = try TemporaryFolder() }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
  }

  private func run(_ arguments: String...) throws -> ProgramRun {
    try runTrackSeg(arguments + ["--frames", "16", "--tracks-per-frame", "150"])
  }

  @Test func aVideoIsTrackedAndSegmented() throws {
    let first = try run(Self.video, "--no-pictures", "--output", folder.file("out"))
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(first.errors.contains("tracks were made from 16 frames"), "\(first.errors)")
    // A second run with other options takes the same tracks.
    let tracks = try bytes("out/tracks.npz")
    let date = try FileManager.default.attributesOfItem(atPath: folder.file("out/tracks.npz"))[
      .modificationDate]
    let second = try run(Self.video, "--no-pictures", "--slices", "4", "--output", folder.file("out"))
    #expect(second.exitCode == 0 && second.errors.contains("are used again"), "\(second.errors)")
    #expect(!second.errors.contains("tracks were made"))
    #expect(
      try FileManager.default.attributesOfItem(atPath: folder.file("out/tracks.npz"))[.modificationDate]
        as? Date
        == date as? Date)
    // More tracks are other tracks.
    let third = try runTrackSeg([
      Self.video, "--no-pictures", "--frames", "16", "--tracks-per-frame", "120", "--output",
      folder.file("out"),
    ])
    #expect(third.exitCode == 0 && third.errors.contains("tracks were made"), "\(third.errors)")
    #expect(try bytes("out/tracks.npz") != tracks)
  }

  @Test func trackWritesWhatSegmentMakes() throws {
    let own = try run(Self.video, "--no-pictures", "--output", folder.file("own"))
    #expect(own.exitCode == 0, "\(own.errors)")
    let track = try run("track", Self.video, "--threads", "1", "--output", folder.file("tracks.npz"))
    #expect(track.exitCode == 0, "\(track.errors)")
    #expect(try bytes("tracks.npz") == bytes("own/tracks.npz"), "the threads changed the tracks")
    let read = try runTrackSeg([
      Self.video, "--tracks", folder.file("tracks.npz"), "--frames", "16", "--no-pictures", "--output",
      folder.file("read"),
    ])
    #expect(read.exitCode == 0, "\(read.errors)")
    for file in ["labels.npz", "tracks.csv", "mi.npy"] {
      #expect(try bytes("own/" + file) == bytes("read/" + file), "\(file)")
    }
    // Other commands read the tracks of a result whose run made them.
    let export = try runTrackSeg([
      "export", folder.file("own"), "--format", "csv", "--to", folder.file("exported"),
    ])
    #expect(export.exitCode == 0, "\(export.errors)")
    // Only a file of tracks is replaced.
    try Data("text".utf8).write(to: URL(fileURLWithPath: folder.file("mine.npz")))
    let refused = try run("track", Self.video, "--output", folder.file("mine.npz"))
    #expect(refused.exitCode == 4 && refused.errors.contains("not replaced"), "\(refused.errors)")
  }

  @Test func aBatchTracksVideosWithoutTracks() throws {
    let data = folder.file("data")
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Self.video, toPath: data + "/one.mp4")
    let first = try run("batch", data, "--no-pictures", "--no-review", "--output", folder.file("out"))
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(try !bytes("out/one/tracks.npz").isEmpty)
    let again = try run("batch", data, "--no-pictures", "--no-review", "--output", folder.file("out"))
    #expect(again.errors.contains("complete already"), "\(again.errors)")
    // Other options of the method: the same tracks.
    let date = try bytes("out/one/tracking.json")
    let other = try run(
      "batch", data, "--no-pictures", "--no-review", "--slices", "4", "--output", folder.file("out"))
    #expect(other.exitCode == 0 && !other.errors.contains("complete already"), "\(other.errors)")
    #expect(try bytes("out/one/tracking.json") == date)
  }

  @Test func wrongOptionsAreRefused() throws {
    let density = try runTrackSeg(["track", Self.video, "--density", "0", "--output", folder.file("t.npz")])
    #expect(density.exitCode == 2 && density.errors.contains("--density"), "\(density.errors)")
    let name = try runTrackSeg(["track", Self.video, "--output", folder.file("t.npy")])
    #expect(name.exitCode == 2 && name.errors.contains(".npz"), "\(name.errors)")
    let offset = try runTrackSeg([Self.video, "--frame-offset", "3", "--output", folder.file("o")])
    #expect(offset.exitCode == 2 && offset.errors.contains("--frame-offset"), "\(offset.errors)")
  }
}
