import Foundation
import NumPy
import TestSupport
import Testing

/// The main job on the project's own sequence, by the built program.
@Suite struct SegmentTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func labels(_ name: String) throws -> [Int64] {
    try NPZArchive(path: folder.file(name + "/labels.npz")).array(named: "label").integers()
  }

  @Test func theFixtureIsSegmentedIntoItsObjects() throws {
    let run = try trackSeg(
      "Fixtures/yard_pan", "--output", folder.file("out"), "--frames", "600", "--json", "--seed", "3")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.errors.contains("PointOdyssey 1.2, float16, 600 frames x 400 tracks"))
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any],
      "stdout is one JSON object")
    #expect(summary["objectCount"] as? Int == 5)
    // Every found object holds tracks of one true object only.
    let truth = try NPY.read(file: Fixtures.folder + "/yard_pan/track_motion_ids.npy").integers()
    var idsOfLabel: [Int64: Set<Int64>] = [:]
    for (label, id) in zip(try labels("out"), truth) where label >= 0 {
      idsOfLabel[label, default: []].insert(id)
    }
    #expect(idsOfLabel.count == 5)
    #expect(idsOfLabel.values.allSatisfy { $0.count == 1 }, "\(idsOfLabel)")

    // Someone else's readers: NumPy and Pillow, where Python has them.
    let python = ["python3", "-c", "import numpy, PIL"]
    if (try? runProgram(python))?.exitCode == 0 {
      let check = try runProgram([
        "python3", "scripts/reference/check_output.py", folder.file("out"), "400", "600",
      ])
      #expect(check.exitCode == 0, "\(check.errors)")
    } else {
      print("check_output.py was not run: Python with numpy and Pillow is not here")
    }
  }

  @Test func threadsNeverChangeAResult() throws {
    var matrices: [Data] = []
    for threads in ["1", "2", "5"] {
      let name = "t" + threads
      let run = try trackSeg(
        "Fixtures/yard_pan", "--no-pictures", "--quiet", "--threads", threads, "--max-tracks", "60",
        "--output",
        folder.file(name))
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.errors.isEmpty)
      matrices.append(try Data(contentsOf: URL(fileURLWithPath: folder.file(name + "/mi.npy"))))
      matrices.append(try Data(contentsOf: URL(fileURLWithPath: folder.file(name + "/labels.npz"))))
    }
    #expect(matrices[0] == matrices[2] && matrices[0] == matrices[4])
    #expect(matrices[1] == matrices[3] && matrices[1] == matrices[5])
  }

  @Test func aSampleLabelsTheRestAsTheWholeMatrixDoes() throws {
    for (name, flags) in [("all", ["--all-pairs"]), ("sample", ["--max-tracks", "200"])] {
      let run = try runTrackSeg(
        ["Fixtures/yard_pan", "--no-pictures", "--output", folder.file(name)] + flags)
      #expect(run.exitCode == 0, "\(run.errors)")
    }
    let (all, sample) = (try labels("all"), try labels("sample"))
    // The same partition, whatever the numbers.
    let pairs = Set(zip(all, sample).map { [$0, $1] })
    #expect(pairs.count == Set(all).count && pairs.count == Set(sample).count, "\(pairs)")
  }

  @Test func thresholdsAndLinkages() throws {
    for rule in ["components", "average"] {
      let run = try trackSeg(
        "Fixtures/yard_pan", "--no-pictures", "--threshold", "0.9", "--clustering", rule, "--output",
        folder.file(rule))
      #expect(run.exitCode == 0, "\(run.errors)")
    }
    // Every pair is at or above a threshold far below zero.
    let run = try trackSeg(
      "Fixtures/yard_pan", "--no-pictures", "--threshold=-1000", "--output", folder.file("one"))
    #expect(run.exitCode == 0)
    #expect(Set(try labels("one")) == [-1, 1])
  }

  @Test func anInterruptedRunGoesOnWhereItStopped() throws {
    let arguments = [
      "Fixtures/yard_pan", "--no-pictures", "--estimator", "ksg", "--slices", "2", "--signal", "position",
      "--output",
    ]
    let stopped = try runTrackSeg(
      arguments + [folder.file("resumed")], terminateOnceThere: folder.file("resumed/mi-0.checkpoint"))
    #expect(stopped.exitCode == 75, "\(stopped.errors)")
    #expect(
      !FileManager.default.fileExists(atPath: folder.file("resumed/run.json")),
      "half a result has no run.json")
    let resumed = try runTrackSeg(arguments + [folder.file("resumed")])
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    let whole = try runTrackSeg(arguments + [folder.file("whole")])
    #expect(whole.exitCode == 0)
    let matrices = try ["resumed", "whole"].map {
      try Data(contentsOf: URL(fileURLWithPath: folder.file($0 + "/mi.npy")))
    }
    #expect(matrices[0] == matrices[1])
    #expect(!FileManager.default.fileExists(atPath: folder.file("resumed/mi-0.checkpoint")))
  }

  @Test func oneTrackAgainstAllOthers() throws {
    let run = try trackSeg(
      "Fixtures/yard_pan", "--no-pictures", "--query", "17", "--output", folder.file("query"))
    #expect(run.exitCode == 0, "\(run.errors)")
    let text = try String(contentsOfFile: folder.file("query/query.csv"), encoding: .utf8)
    #expect(text.hasPrefix("track_id,mi\n"))
    #expect(!text.contains("\n17,"))
  }
}

/// `trackSeg` with an array of arguments.
func runTrackSeg(_ arguments: [String], terminateOnceThere: String? = nil) throws -> ProgramRun {
  try runProgram([try programPath()] + arguments, terminateOnceThere: terminateOnceThere)
}
