import Foundation
import NumPy
import TestSupport
import Testing

@Suite struct BatchTests {
  let folder: TemporaryFolder
  let data: String

  /// Three small scenes in two splits.
  init() throws {
    folder = try TemporaryFolder()
    data = folder.file("data")
    for (name, seed) in [("train/a", "1"), ("train/b", "2"), ("val/c", "3")] {
      let run = try runTrackSeg([
        "synth", data + "/" + name, "--frames", "60", "--objects", "2", "--tracks", "20", "--background",
        "30", "--seed",
        seed, "--quiet",
      ])
      #expect(run.exitCode == 0, "\(run.errors)")
    }
  }

  private func batch(_ flags: String..., output: String) throws -> ProgramRun {
    try runTrackSeg(["batch", data, "--no-pictures", "--output", folder.file(output)] + flags)
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
  }

  @Test func shardsMakeTheWholeByteForByte() throws {
    let whole = try batch(output: "whole")
    #expect(whole.exitCode == 0, "\(whole.errors)")
    #expect(whole.output.contains("| a | 60 | 70 |") && whole.output.contains("| mean |"))
    for shard in ["1/2", "2/2"] {
      #expect(try batch("--shard", shard, output: "parts").exitCode == 0)
    }
    #expect(try batch("--merge", output: "parts").exitCode == 0)
    for file in [
      "summary.csv", "summary.md", "pr_mean.csv", "pr.png", "a/labels.npz", "b/mi.npy", "c/metrics.json",
    ] {
      #expect(try bytes("whole/" + file) == bytes("parts/" + file), "\(file)")
    }
    // Complete sequences are not run again; other options are another result.
    let again = try batch(output: "whole")
    #expect(again.errors.components(separatedBy: "complete already").count == 4, "\(again.errors)")
    let other = try batch("--slices", "4", "--sequences", "b", output: "whole")
    #expect(other.exitCode == 0 && !other.errors.contains("complete already"), "\(other.errors)")
  }

  @Test func failuresAreListedAndTheOthersGoOn() throws {
    let broken = data + "/train/a/anno.npz"
    let half = try Data(contentsOf: URL(fileURLWithPath: broken)).prefix(3000)
    try half.write(to: URL(fileURLWithPath: broken))
    let run = try batch(output: "out")
    #expect(run.exitCode == 1)
    let lines = String(decoding: try bytes("out/failures.jsonl"), as: UTF8.self)
    #expect(lines.contains("\"sequence\":\"a\"") && lines.contains("anno.npz"), "\(lines)")
    #expect(run.output.contains("| b |") && run.output.contains("1 failed"), "\(run.output)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("out/a")))
    let stopped = try batch("--no-keep-going", "--sequences", "a", output: "strict")
    #expect(stopped.exitCode == 3)
  }

  @Test func plansWithoutReadingTracks() throws {
    // Only info.npz is left of one sequence's numbers: its tracks cannot be read, and are not.
    try Data().write(to: URL(fileURLWithPath: data + "/train/b/anno.npz"))
    let plan = try batch("--plan", output: "none")
    #expect(plan.exitCode == 0 && plan.output.contains("b\ttrain\t60\t70\t"), "\(plan.output) \(plan.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("none")))
    let split = try batch("--plan", "--split", "val", output: "none")
    #expect(split.output.contains("1 sequences") && !split.output.contains("train"))
  }

  @Test func mistakesAreNamed() throws {
    for (flags, word) in [
      (["--shard", "3/2"], "--shard"), (["--split", "test"], "train, val"), (["--sequences", "z"], "“z”"),
      (["--estimator", "nope"], "nope"),
    ] {
      let run = try runTrackSeg(["batch", data, "--output", folder.file("x")] + flags)
      #expect(run.exitCode == 2 && run.errors.contains(word), "\(run.errors)")
    }
    #expect(try runTrackSeg(["batch", folder.file("nowhere")]).exitCode == 3)
    try FileManager.default.createDirectory(atPath: folder.file("empty"), withIntermediateDirectories: true)
    let empty = try runTrackSeg(["batch", folder.file("empty")])
    #expect(empty.exitCode == 3 && empty.errors.contains("anno.npz"), "\(empty.errors)")
  }

  @Test func slurmScriptsAreWrittenAndQuoted() throws {
    let run = try batch(
      "--slurm", "--dry-run", "--array", "2", "--partition", "gpu", "--time", "01:00:00", output: "a b")
    #expect(run.exitCode == 0, "\(run.errors)")
    let script = String(decoding: try bytes("a b/slurm/array.sh"), as: UTF8.self)
    #expect(script.contains("#SBATCH --array=1-2") && script.contains("#SBATCH --partition=gpu"))
    #expect(script.contains("'" + folder.file("a b") + "'") && !script.contains("--slurm"), "\(script)")
    #expect(String(decoding: try bytes("a b/slurm/merge.sh"), as: UTF8.self).contains("--merge"))
  }

  @Test func flatAndDAVISLayouts() throws {
    let flat = folder.file("flat")
    try FileManager.default.createDirectory(atPath: flat, withIntermediateDirectories: true)
    for (name, source) in [("one", "train/a"), ("two", "val/c")] {
      try FileManager.default.copyItem(atPath: data + "/\(source)/anno.npz", toPath: flat + "/\(name).npz")
      try FileManager.default.copyItem(atPath: data + "/\(source)/video.mp4", toPath: flat + "/\(name).mp4")
      try FileManager.default.copyItem(
        atPath: data + "/\(source)/track_motion_ids.npy", toPath: flat + "/\(name).truth.npy")
    }
    let run = try runTrackSeg(["batch", flat, "--no-pictures", "--output", folder.file("flat-out")])
    #expect(run.exitCode == 0 && run.output.contains("| two | 60 |"), "\(run.output) \(run.errors)")
    let davis = folder.file("davis")
    for part in ["JPEGImages/480p", "Annotations/480p", "Tracks", "ImageSets/2017"] {
      try FileManager.default.createDirectory(atPath: davis + "/" + part, withIntermediateDirectories: true)
    }
    try FileManager.default.copyItem(atPath: data + "/train/a/rgbs", toPath: davis + "/JPEGImages/480p/cat")
    try FileManager.default.copyItem(atPath: data + "/train/a/masks", toPath: davis + "/Annotations/480p/cat")
    try FileManager.default.copyItem(atPath: data + "/train/a/anno.npz", toPath: davis + "/Tracks/cat.npz")
    try Data("cat\n".utf8).write(to: URL(fileURLWithPath: davis + "/ImageSets/2017/val.txt"))
    let other = try runTrackSeg(["batch", davis, "--split", "val", "--output", folder.file("davis-out")])
    #expect(other.exitCode == 0 && other.output.contains("| cat | 60 |"), "\(other.output) \(other.errors)")
    let metrics = String(decoding: try bytes("davis-out/cat/metrics.json"), as: UTF8.self)
    #expect(metrics.contains("mask_iou"))
  }
}
