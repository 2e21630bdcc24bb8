import Foundation
import NumPy
import TestSupport
import Testing

/// A batch does a sequence again when anything that decides its result changed, and only then.
@Suite struct BatchResumptionTests {
  let folder: TemporaryFolder

  /// One flat sequence with a video and its truth.
  init() throws {
    folder = try TemporaryFolder()
    let scene = try runTrackSeg([
      "synth", folder.file("scene"), "--frames", "40", "--objects", "2", "--tracks", "20", "--background",
      "30", "-q",
    ])
    #expect(scene.exitCode == 0, "\(scene.errors)")
    try FileManager.default.createDirectory(atPath: folder.file("data"), withIntermediateDirectories: true)
    for (from, to) in [
      ("anno.npz", "a.npz"), ("video.mp4", "a.mp4"), ("track_motion_ids.npy", "a.truth.npy"),
    ] {
      try FileManager.default.copyItem(
        atPath: folder.file("scene/" + from), toPath: folder.file("data/" + to))
    }
  }

  private func batch(_ flags: String...) throws -> ProgramRun {
    let run = try runTrackSeg(
      ["batch", folder.file("data"), "--no-pictures", "--output", folder.file("out")] + flags)
    #expect(run.exitCode == 0, "\(run.errors)")
    return run
  }

  private func runRecord() throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder.file("out/a/run.json")))
  }

  @Test func onlyAnotherTruthIsScoredAgain() throws {
    _ = try batch()
    let record = try runRecord()
    #expect(try batch().errors.contains("complete already\n"))
    // Half of the tracks are of another object now.
    let path = folder.file("data/a.truth.npy")
    var ids = try NPY.read(file: path).integers()
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("out/a/metrics.json")))
    for index in ids.indices where index % 2 == 0 { ids[index] = 77 }
    try NPY.write(NumPyArray(shape: [ids.count], elements: .integer(ids)), to: path)
    let scored = try batch()
    #expect(scored.errors.contains("scored again"), "\(scored.errors)")
    #expect(try runRecord() == record, "the segmentation was not done again")
    let after = try Data(contentsOf: URL(fileURLWithPath: folder.file("out/a/metrics.json")))
    #expect(before != after)
    #expect(try batch().errors.contains("complete already\n"))
    #expect(try batch("--increment", "0.2").errors.contains("scored again"))
  }

  @Test func anotherVideoIsAnotherInput() throws {
    _ = try batch()
    let record = try runRecord()
    let other = try runTrackSeg([
      "synth", folder.file("other"), "--frames", "40", "--seed", "9", "--tracks", "20", "--background", "30",
      "-q",
    ])
    #expect(other.exitCode == 0)
    try FileManager.default.removeItem(atPath: folder.file("data/a.mp4"))
    try FileManager.default.copyItem(
      atPath: folder.file("other/video.mp4"), toPath: folder.file("data/a.mp4"))
    #expect(!(try batch().errors.contains("complete already")))
    #expect(try runRecord() != record)
    // The same bytes with another date are the same input.
    #expect(try batch().errors.contains("complete already"))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_000_000)], ofItemAtPath: folder.file("data/a.mp4"))
    #expect(try batch().errors.contains("complete already"))
  }

  @Test func filesThatWereTakenAwayAreMadeAgain() throws {
    _ = try batch()
    try FileManager.default.removeItem(atPath: folder.file("out/a/mi.npy"))
    #expect(!(try batch().errors.contains("complete already")))
    #expect(FileManager.default.fileExists(atPath: folder.file("out/a/mi.npy")))
  }

  @Test func sequencesThatWouldShareAFolderAreRefused() throws {
    try FileManager.default.copyItem(
      atPath: folder.file("data/a.npz"), toPath: folder.file("data/a.npy"))
    let run = try runTrackSeg(["batch", folder.file("data"), "--output", folder.file("shared")])
    #expect(
      run.exitCode == 3 && run.errors.contains("a.npz") && run.errors.contains("a.npy"), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("shared")))
  }

  @Test func namesWithCommasStayInTheirColumn() throws {
    for suffix in ["npz", "mp4", "truth.npy"] {
      try FileManager.default.moveItem(
        atPath: folder.file("data/a." + suffix), toPath: folder.file("data/cat, \"two\"." + suffix))
    }
    _ = try batch()
    let text = try String(contentsOfFile: folder.file("out/summary.csv"), encoding: .utf8)
    #expect(text.contains("\n\"cat, \"\"two\"\"\",40,70,"), "\(text)")
  }
}
