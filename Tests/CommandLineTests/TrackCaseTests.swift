import Foundation
import TestSupport
import Testing

/// Track files from the field that a first version misread.
@Suite struct TrackCaseTests {
  @Test func zerosBeforeAQueryArePlaceholders() throws {
    let place = try FieldCase("cotracker-zeros-before-query")
    let run = try place.trackSeg("--tracks", "tracks.npz", "-o", "out")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(!run.errors.contains("--invert-visibility"))
    #expect(run.errors.contains("placeholders") && run.errors.contains("kept 150 of 150 tracks"))
    #expect(try place.adjustedRandIndex() >= 0.9)
    #expect(try place.warnings().allSatisfy { $0.contains("placeholders") })
  }

  @Test func anotherScaleIsSaid() throws {
    let place = try FieldCase("tracks-of-another-scale")
    let run = try place.trackSeg("video.mp4", "--tracks", "tracks.npz", "-o", "out")
    for word in ["68 %", "250x243", "160x120", "--tracks-size 256x256"] {
      #expect(run.errors.contains(word), "'\(word)' in: \(run.errors)")
      #expect(try place.warnings().contains { $0.contains(word) })
    }
    let scaled = try place.trackSeg(
      "video.mp4", "--tracks", "tracks.npz", "--tracks-size", "256x256", "-o", "scaled")
    #expect(scaled.exitCode == 0, "\(scaled.errors)")
    #expect(try place.warnings(out: "scaled").allSatisfy { $0.contains("fragile") })
  }

  @Test(arguments: ["tracks.npz", "utm.npz"]) func mapCoordinates(file: String) throws {
    let place = try FieldCase("map-coordinates")
    let run = try place.trackSeg("--tracks", file, "-o", "out")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try place.adjustedRandIndex() == 1)
    let table = try String(contentsOfFile: place.file("out/tracks.csv"), encoding: .utf8)
    let row = table.split(separator: "\n")[1].split(separator: ",")
    let x = try #require(Double(row[6]))
    #expect(x > (file == "utm.npz" ? 500_000 : 10_000), "coordinates are written as the file has them: \(x)")
  }

  @Test func pickledTracksAndVisibles() throws {
    let place = try FieldCase("pickled-tracks-and-visibles")
    let run = try place.trackSeg("--tracks", "tapir.pkl", "--layout", "nt", "-o", "out")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try place.adjustedRandIndex() == 1)
  }

  @Test func namesOfTAPVid3D() throws {
    let place = try FieldCase("tapvid3d-keys")
    let run = try place.trackSeg("--tracks", "clip.npz", "-o", "out")
    #expect(run.errors.contains("40 frames x 62 tracks"), "\(run.errors)")
    #expect(try place.adjustedRandIndex() == 1)
  }

  @Test func withoutPicturesTheVideoStillDecides() throws {
    let place = try FieldCase("no-pictures-forgets-the-video")
    let plain = try place.trackSeg("video.mp4", "--tracks", "tracks.npz", "--no-pictures", "-o", "plain")
    #expect(plain.exitCode == 0, "\(plain.errors)")
    let whole = try place.trackSeg("video.mp4", "--tracks", "tracks.npz", "-o", "whole")
    #expect(whole.exitCode == 0, "\(whole.errors)")
    for name in ["labels.npz", "mi.npy", "tracks.csv"] {
      let files = try ["plain/", "whole/"].map {
        try Data(contentsOf: URL(fileURLWithPath: place.file($0 + name)))
      }
      #expect(files[0] == files[1], "\(name)")
    }
    #expect(!FileManager.default.fileExists(atPath: place.file("plain/masks")))
  }
}
