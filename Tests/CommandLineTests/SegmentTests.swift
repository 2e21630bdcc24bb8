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
    // Five objects and the background under a moving camera; every group holds tracks of one true object only.
    let truth = try NPY.read(file: Fixtures.folder + "/yard_pan/track_motion_ids.npy").integers()
    var idsOfLabel: [Int64: Set<Int64>] = [:]
    for (label, id) in zip(try labels("out"), truth) where label >= 0 {
      idsOfLabel[label, default: []].insert(id)
    }
    #expect(idsOfLabel.count == 6)
    #expect(idsOfLabel.values.allSatisfy { $0.count == 1 }, "\(idsOfLabel)")
  }

  private static let hasPillow = (try? runProgram(["python3", "-c", "import numpy, PIL"]))?.exitCode == 0

  /// Other readers than our own: NumPy, Pillow, csv.
  @Test(.enabled(if: hasPillow, "Python with numpy and Pillow is not installed"))
  func pythonReadsTheWholeFolder() throws {
    let run = try trackSeg("Fixtures/yard_pan", "--output", folder.file("out"), "--frames", "600", "--quiet")
    #expect(run.exitCode == 0, "\(run.errors)")
    let check = try runProgram([
      "python3", "scripts/reference/check_output.py", folder.file("out"), "400", "600",
    ])
    #expect(check.exitCode == 0, "\(check.errors)")
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
    let threshold: Float = 0.9
    var found: [String: [Int64]] = [:]
    for rule in ["components", "average"] {
      let run = try trackSeg(
        "Fixtures/yard_pan", "--no-pictures", "--threshold", "\(threshold)", "--clustering", rule, "--output",
        folder.file(rule))
      #expect(run.exitCode == 0, "\(run.errors)")
      found[rule] = try matrixLabels(rule)
    }
    let matrix = try NPY.read(file: folder.file("average/mi.npy"))
    let (values, count) = (try matrix.floats(), matrix.shape[0])
    let (components, average) = (try #require(found["components"]), try #require(found["average"]))
    // Whatever has MI at or above the threshold is one component, and components are joined by such MI alone.
    var group = Array(0..<count)
    for i in 0..<count {
      for j in 0..<i where values[i * count + j] >= threshold && group[i] != group[j] {
        let (from, to) = (group[i], group[j])
        for k in 0..<count where group[k] == from { group[k] = to }
      }
    }
    #expect(Set(zip(group, components).map { [Int64($0), $1] }).count == Set(group).count)
    #expect(Set(components).count == Set(group).count)
    // Two clusters of average linkage have a mean below the threshold, and each lies in one component.
    #expect(Set(zip(average, components).map { [$0, $1] }).count == Set(average).count)
    #expect(Set(average).count > Set(components).count, "a few strong links alone do not join")
    let clusters = Dictionary(grouping: 0..<count, by: { average[$0] }).values.map { $0 }
    for (a, first) in clusters.enumerated() {
      for second in clusters[..<a] {
        let sum = first.reduce(0.0) { sum, i in
          second.reduce(sum) { $0 + Double(values[i * count + $1]) }
        }
        #expect(sum / Double(first.count * second.count) < Double(threshold))
      }
    }
    // Every pair is at or above a threshold far below zero.
    let run = try trackSeg(
      "Fixtures/yard_pan", "--no-pictures", "--threshold=-1000", "--output", folder.file("one"))
    #expect(run.exitCode == 0)
    #expect(Set(try labels("one")) == [-1, 1])
  }

  /// The labels of the tracks of the matrix, in its order.
  private func matrixLabels(_ name: String) throws -> [Int64] {
    let archive = try NPZArchive(path: folder.file(name + "/labels.npz"))
    let label = Dictionary(
      uniqueKeysWithValues: zip(try archive.array(named: "track_id").integers(), try labels(name)))
    return try NPY.read(file: folder.file(name + "/mi_index.npy")).integers().map { try #require(label[$0]) }
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
    let lines = text.split(separator: "\n")
    #expect(lines[0] == "track_id,mi")
    let rows = lines.dropFirst().map { $0.split(separator: ",") }
    // All moving tracks are in the matrix here: its row of the track has the same values.
    let ids = try NPY.read(file: folder.file("query/mi_index.npy")).integers()
    let row = try #require(ids.firstIndex(of: 17))
    let values = try NPY.read(file: folder.file("query/mi.npy")).floats()
    #expect(rows.compactMap { Int64($0[0]) } == ids.filter { $0 != 17 } && rows.count > 300)
    let expected = ids.indices.filter { $0 != row }.map { values[row * ids.count + $0] }
    #expect(rows.compactMap { Float($0[1]) } == expected)
  }
}

/// `trackSeg` with an array of arguments.
func runTrackSeg(_ arguments: [String], terminateOnceThere: String? = nil) throws -> ProgramRun {
  try runProgram([try programPath()] + arguments, terminateOnceThere: terminateOnceThere)
}
