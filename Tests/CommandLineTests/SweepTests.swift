import Foundation
import NumPy
import TestSupport
import Testing

@Suite struct SweepTests {
  let folder: TemporaryFolder
  private static let fixture = Fixtures.projectRoot + "/Fixtures/yard_pan"

  init() throws { folder = try TemporaryFolder() }

  private func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder.file(name))), as: UTF8.self)
  }

  @Test func estimatorsBesideEachOther() throws {
    let run = try runTrackSeg([
      "sweep", Self.fixture, "--truth", Self.fixture, "--estimator", "gaussian,histogram", "--no-pictures",
      "--output",
      folder.file("out"),
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("gaussian: AP") && run.output.contains("histogram: AP"))
    let rows = try text("out/pr.csv").split(separator: "\n")
    #expect(rows[0] == "threshold,tp,fp,fn,precision,recall,f1")
    // Recall falls and links only go as the threshold rises.
    let values = rows.dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
    #expect(values.count > 5 && values.allSatisfy { $0.count == 7 })
    #expect(zip(values, values.dropFirst()).allSatisfy { $0[5] >= $1[5] && $0[0] < $1[0] })
    #expect(values[0][5] == 1)
    for name in [
      "pr.png", "pr.svg", "pr_objects.png", "pr_exact.csv", "metrics.json", "histogram/metrics.json",
    ] {
      #expect(FileManager.default.fileExists(atPath: folder.file("out/" + name)), "\(name)")
    }
    let metrics = try text("out/metrics.json")
    for key in [
      "average_precision", "per_object", "adjusted_rand_index", "foreground_ari", "hungarian_accuracy",
      "n_clusters",
      "n_objects", "n_scored", "n_dropped",
    ] { #expect(metrics.contains("\"\(key)\""), "\(key)") }
  }

  @Test func resultsAreScoredAgainstIdsAndMasks() throws {
    let run = try runTrackSeg([Self.fixture, "--output", folder.file("out"), "--quiet", "--query", "40"])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(FileManager.default.fileExists(atPath: folder.file("out/query.png")))
    let whole = try runTrackSeg(["evaluate", folder.file("out"), "--truth", Self.fixture, "--quiet"])
    #expect(whole.exitCode == 0 && whole.output.contains("ARI 1.0"), "\(whole.errors)")
    #expect(whole.output.contains("J 0."))
    // The masks alone tell the objects of the tracks too, by majority over their frames.
    let masks = try runTrackSeg([
      "evaluate", folder.file("out"), "--truth", Self.fixture + "/masks", "--quiet", "--no-boundary",
      "--json",
    ])
    #expect(masks.exitCode == 0 && masks.output.contains("mask_iou"), "\(masks.errors)")
    let ids = try runTrackSeg([
      "evaluate", folder.file("out"), "--truth", Self.fixture + "/track_motion_ids.npy", "--query", "40",
      "--quiet",
    ])
    #expect(ids.exitCode == 0, "\(ids.errors)")
  }

  @Test func mistakesAreNamed() throws {
    let none = try runTrackSeg(["evaluate", folder.path, "--truth", Self.fixture])
    #expect(none.exitCode == 3 && none.errors.contains("run.json"), "\(none.errors)")
    let truth = try runTrackSeg(["evaluate", folder.path, "--truth", folder.file("nothing")])
    #expect(truth.exitCode == 3 && truth.errors.contains("no such truth"), "\(truth.errors)")
    let empty = try runTrackSeg([
      "sweep", Self.fixture, "--truth", folder.path, "--no-pictures", "--output", folder.file("o"),
    ])
    #expect(empty.exitCode == 3 && empty.errors.contains("no masks"), "\(empty.errors)")
    let step = try runTrackSeg(["sweep", Self.fixture, "--truth", Self.fixture, "--increment", "0"])
    #expect(step.exitCode == 2 && step.errors.contains("--increment"), "\(step.errors)")
  }
}

@Suite struct SparseTests {
  /// Pairs of near tracks find the objects that all pairs find, and the rest of the matrix is 0.
  @Test func nearTracksAreEnough() throws {
    let folder = try TemporaryFolder()
    let fixture = Fixtures.projectRoot + "/Fixtures/yard_pan"
    let run = try runTrackSeg([
      fixture, "--no-pictures", "--near", "12", "--output", folder.file("out"), "--quiet",
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    let score = try runTrackSeg(["evaluate", folder.file("out"), "--truth", fixture, "--quiet"])
    #expect(score.output.contains("ARI 1.0"), "\(score.output)")
    let matrix = try NPY.read(file: folder.file("out/mi.npy"))
    let values = try matrix.floats()
    let zeros = values.count { $0 == 0 }
    #expect(Double(zeros) > 0.85 * Double(values.count))
    #expect(try runTrackSeg([fixture, "--near", "0"]).exitCode == 2)
  }
}

@Suite struct ExportTests {
  @Test func everyFormIsWritten() throws {
    let folder = try TemporaryFolder()
    let scene = folder.file("scene")
    #expect(
      try runTrackSeg([
        "synth", scene, "--frames", "40", "--objects", "2", "--tracks", "20", "--background", "30", "--quiet",
      ]).exitCode == 0)
    #expect(try runTrackSeg([scene, "--output", folder.file("cat"), "--quiet"]).exitCode == 0)
    let run = try runTrackSeg([
      "export", folder.file("cat"), "--format", "davis,fbms,ytvis,csv", "--to", folder.file("to"),
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    for name in [
      "Annotations/cat/00039.png", "ImageSets/track-seg.txt", "cat/Tracks40.dat", "cat.json", "cat.csv",
    ] {
      #expect(FileManager.default.fileExists(atPath: folder.file("to/" + name)), "\(name)")
    }
    // Our own reader of .dat takes the tracks back; the pieces of a track that was hidden count as tracks.
    let dat = try runTrackSeg(["inspect", folder.file("to/cat/Tracks40.dat")])
    #expect(dat.exitCode == 0 && dat.output.contains("40 frames"), "\(dat.output) \(dat.errors)")
    let lines = try String(contentsOfFile: folder.file("to/cat.csv"), encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 1 + 40 * 70 && lines[0] == "frame,track_id,x,y,visible,label")
    let json = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: folder.file("to/cat.json"))))
    let document = try #require(json as? [String: Any])
    let first = try #require((document["annotations"] as? [[String: Any]])?.first)
    #expect((first["segmentations"] as? [Any])?.count == 40 && (first["bboxes"] as? [Any])?.count == 40)
    let wrong = try runTrackSeg(["export", folder.file("cat"), "--format", "xml", "--to", folder.file("to")])
    #expect(wrong.exitCode == 2 && wrong.errors.contains("davis, fbms, ytvis, csv"), "\(wrong.errors)")
  }
}
