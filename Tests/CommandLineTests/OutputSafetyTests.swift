import Foundation
import Glibc
import NumPy
import TestSupport
import Testing

/// What a run may write over, and what a batch may leave as it is.
@Suite struct OutputSafetyTests {
  /// Every file below a folder with its bytes.
  static func contents(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      var isFolder: ObjCBool = false
      let path = folder + "/" + name
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
        continue
      }
      files[name] = try Data(contentsOf: URL(fileURLWithPath: path))
    }
    return files
  }

  private func ari(_ run: ProgramRun) throws -> Double {
    let match = try #require(
      run.output.firstMatch(of: /"adjusted_rand_index" : ([0-9.e-]+)/), "\(run.errors)")
    return try #require(Double(match.1))
  }

  @Test func aDataSetIsNeverItsOwnOutput() throws {
    let data = try FieldCase("batch-output-is-dataset")
    let before = try Self.contents(data.file("data"))
    for (output, code) in [("data", 2), ("data/one", 2), ("data/new", 2), ("./data/../data/", 2), (".", 2)] {
      let run = try data.trackSeg("batch", "data", "-o", output)
      #expect(run.exitCode == Int32(code), "\(output): \(run.errors)")
      #expect(run.errors.contains("--output"), "\(run.errors)")
      #expect(try Self.contents(data.file("data")) == before, "\(output)")
    }
    #expect(symlink(data.file("data"), data.file("link")) == 0)
    #expect(try data.trackSeg("batch", "data", "-o", "link/out").exitCode == 2)
    #expect(try data.trackSeg("batch", "link", "-o", "data/out").exitCode == 2)
    #expect(try Self.contents(data.file("data")) == before)
  }

  @Test func theDefaultOutputOfABatchIsNotItsData() throws {
    let data = try FieldCase("batch-output-is-dataset")
    try FileManager.default.createDirectory(atPath: data.file("Outputs"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: data.file("data"), toPath: data.file("Outputs/data"))
    let before = try Self.contents(data.path)
    let run = try data.trackSeg("batch", "Outputs/data", "-q")
    #expect(run.exitCode == 2 && run.errors.contains("--output"), "\(run.errors)")
    #expect(try Self.contents(data.path) == before)
  }

  @Test func aSequenceIsNeverItsOwnOutput() throws {
    let scene = try FieldCase("output-is-sequence")
    let before = try Self.contents(scene.file("scene"))
    for output in ["scene", "scene/", "scene/masks", "scene/out"] {
      let run = try scene.trackSeg("scene", "-o", output)
      #expect(run.exitCode == 2, "\(output): \(run.errors)")
      #expect(try Self.contents(scene.file("scene")) == before, "\(output)")
    }
    // Masks of somebody else, in a folder that is no input.
    try FileManager.default.createDirectory(atPath: scene.file("other"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: scene.file("scene/masks"), toPath: scene.file("other/masks"))
    let foreign = try scene.trackSeg("scene", "-o", "other")
    #expect(foreign.exitCode == 4 && foreign.errors.contains("masks"), "\(foreign.errors)")
    let synth = try scene.trackSeg("synth", "scene", "--frames", "3")
    #expect(synth.exitCode == 4, "\(synth.errors)")
    let export = try scene.trackSeg("scene", "-o", "out", "-q")
    #expect(export.exitCode == 0, "\(export.errors)")
    let into = try scene.trackSeg("export", "out", "--format", "davis", "--to", "scene")
    #expect(into.exitCode == 4, "\(into.errors)")
    #expect(try Self.contents(scene.file("scene")) == before)
  }

  @Test func nothingOfAnEarlierRunIsLeft() throws {
    let videos = try FieldCase("no-pictures-after-pictures")
    let first = try videos.trackSeg("video.mp4", "--tracks", "all.npz", "-o", "out", "-q")
    #expect(first.exitCode == 0, "\(first.errors)")
    try Data("mine".utf8).write(to: URL(fileURLWithPath: videos.file("out/masks/notes.txt")))
    let second = try videos.trackSeg(
      "video.mp4", "--tracks", "two.npz", "-o", "out", "--no-pictures", "-q")
    #expect(second.exitCode == 0, "\(second.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: videos.file("out/masks")) == ["notes.txt"])
    #expect(!FileManager.default.fileExists(atPath: videos.file("out/overlays")))
    let export = try videos.trackSeg("export", "out", "--format", "davis,ytvis", "--to", "exported")
    #expect(export.exitCode == 3 && export.errors.contains("no masks"), "\(export.errors)")
    #expect(!FileManager.default.fileExists(atPath: videos.file("exported")))
  }

  @Test func aResultWithoutItsListCanBeScoredAgain() throws {
    // As the first version left it, or copied without hidden files.
    let scene = try FieldCase("output-is-sequence")
    #expect(try scene.trackSeg("scene", "-o", "out", "-q").exitCode == 0)
    for round in 1...2 {
      try? FileManager.default.removeItem(atPath: scene.file("out/.track-seg"))
      let scored = try scene.trackSeg("evaluate", "out", "--truth", "scene", "-q")
      #expect(scored.exitCode == 0, "\(round): \(scored.errors)")
    }
    let page = try scene.trackSeg("review", "out", "--rebuild", "--no-open")
    #expect(page.exitCode == 0, "\(page.errors)")
    // Its other files are not the program's any more: a run does not replace them.
    try FileManager.default.removeItem(atPath: scene.file("out/.track-seg"))
    let before = try Self.contents(scene.file("out"))
    #expect(try scene.trackSeg("scene", "-o", "out", "-q").exitCode == 4)
    #expect(try Self.contents(scene.file("out")) == before)
  }

  @Test func aSecondRunIntoOneFolderIsRefused() throws {
    let videos = try FieldCase("no-pictures-after-pictures")
    // The first one holds the lock of its folder's list.
    #expect(try videos.trackSeg("video.mp4", "--tracks", "all.npz", "-o", "out", "-q").exitCode == 0)
    let descriptor = open(videos.file("out/.track-seg"), O_RDWR | O_CLOEXEC)
    #expect(flock(descriptor, LOCK_EX) == 0)
    let before = try Self.contents(videos.file("out"))
    let second = try videos.trackSeg("video.mp4", "--tracks", "two.npz", "-o", "out", "-q")
    #expect(second.exitCode == 4 && second.errors.contains("another run"), "\(second.errors)")
    #expect(try Self.contents(videos.file("out")) == before)
    close(descriptor)
    #expect(try videos.trackSeg("video.mp4", "--tracks", "two.npz", "-o", "out", "-q").exitCode == 0)
  }

  @Test func outputNamesFailBeforeTheWork() throws {
    let videos = try FieldCase("no-pictures-after-pictures")
    for output in ["video.mp4", "all.npz/out", "/proc/nowhere", String(repeating: "x", count: 300)] {
      let run = try videos.trackSeg("video.mp4", "--tracks", "all.npz", "-o", output)
      #expect(run.exitCode == 4 || run.exitCode == 2, "\(output): \(run.errors)")
      #expect(!run.errors.contains("MI of"), "\(output): \(run.errors)")
    }
  }

  @Test func otherAxesAreAnotherResult() throws {
    let data = try FieldCase("batch-layout-changed")
    #expect(try data.trackSeg("batch", "data", "-o", "out", "--layout", "nt", "-q").exitCode == 0)
    let second = try data.trackSeg("batch", "data", "-o", "out", "--layout", "tn")
    #expect(
      second.exitCode == 0 && second.output.contains("| 40 | 62 |"), "\(second.output) \(second.errors)")
    let scores = try data.trackSeg(
      "evaluate", "out/clip", "--truth", "ids.npy", "--layout", "tn", "--json", "-q")
    #expect(try ari(scores) == 1)
    let third = try data.trackSeg("batch", "data", "-o", "out", "--layout", "tn")
    #expect(third.errors.contains("complete already"), "\(third.errors)")
  }

  @Test func listsWithWindowsLineEndsNameTheirSequences() throws {
    let data = try FieldCase("imagesets-crlf")
    let run = try data.trackSeg("batch", "data", "--split", "val", "--no-pictures", "-o", "out", "-q")
    #expect(
      run.exitCode == 0 && run.output.contains("| bear |") && run.output.contains("| cows |"), "\(run.errors)"
    )
    // DAVIS-2016: the paths of frames and masks, in lists that overlap.
    let lines = (0..<3).map { "/JPEGImages/480p/bear/0000\($0).jpg /Annotations/480p/bear/0000\($0).png " }
    let folder = data.file("data/ImageSets/480p")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for list in ["trainval.txt", "val2016.TXT"] {
      try Data(lines.joined(separator: "\r\n").utf8).write(to: URL(fileURLWithPath: folder + "/" + list))
    }
    let plan = try data.trackSeg("batch", "data", "--split", "val2016", "--plan")
    #expect(plan.exitCode == 0 && plan.output.contains("1 sequences"), "\(plan.output) \(plan.errors)")
    #expect(plan.output.contains("bear") && !plan.output.contains("cows"))
  }

  @Test func suffixesOfAnyCaseAreFound() throws {
    let data = try FieldCase("batch-uppercase-extension")
    let run = try data.trackSeg("batch", "data", "-o", "out", "-q")
    #expect(run.exitCode == 0, "\(run.errors)")
    let masks = try FileManager.default.contentsOfDirectory(atPath: data.file("out/GX010001/masks"))
    #expect(masks.count == 40)
    #expect(FileManager.default.fileExists(atPath: data.file("out/GX010001/overlay.mp4")))
  }

  @Test func pathsWithSpacesReachSlurmWhole() throws {
    let data = try FieldCase("slurm-path-with-space")
    let run = try data.trackSeg("batch", "my data", "--slurm", "--dry-run", "-o", "my \"out\" 5%")
    #expect(run.exitCode == 0, "\(run.errors)")
    let script = try String(contentsOfFile: data.file("my \"out\" 5%/slurm/array.sh"), encoding: .utf8)
    #expect(script.contains("#SBATCH --output=\"my \\\"out\\\" 5%%/slurm/task-%a.log\"\n"), "\(script)")
    // What is printed can be pasted into a shell.
    for line in run.output.split(separator: "\n") {
      let words = try runProgram(["sh", "-c", "printf '%s\\n' " + line.replacing("<id>", with: "1")])
      #expect(words.output.contains("my \"out\" 5%/slurm/"), "\(words.output)")
    }
  }

  @Test func exportNamesTheFolderThatADotIs() throws {
    let videos = try FieldCase("export-of-dot")
    #expect(try videos.trackSeg("video.mp4", "--tracks", "tracks.npz", "-o", "out", "-q").exitCode == 0)
    let run = try runProgram(
      [try programPath(), "export", ".", "--format", "davis,ytvis,csv", "--to", "../exported"],
      in: videos.file("out"))
    #expect(run.exitCode == 0, "\(run.errors)")
    for name in ["out.json", "out.csv", "Annotations/out/00000.png", "Annotations/out/00039.png"] {
      #expect(FileManager.default.fileExists(atPath: videos.file("exported/" + name)), "\(name)")
    }
    // A second result in the same place leaves nothing of the first.
    let again = try videos.trackSeg(
      "video.mp4", "--tracks", "tracks.npz", "--frames", "10", "-o", "other/out", "-q")
    #expect(again.exitCode == 0, "\(again.errors)")
    let over = try videos.trackSeg("export", "other/out", "--format", "davis", "--to", "exported")
    #expect(over.exitCode == 0, "\(over.errors)")
    let masks = try FileManager.default.contentsOfDirectory(atPath: videos.file("exported/Annotations/out"))
    #expect(masks.count == 10)
  }
}

/// The one file that `mi` writes where its user says.
@Suite struct SingleFileTests {
  @Test func inputsAndFilesOfOthersAreNotReplaced() throws {
    let arrays = try FieldCase("mi-large-offset")
    let before = try OutputSafetyTests.contents(arrays.path)
    for (output, code) in [("x0.npy", 2), ("./y.npy", 2), ("README.md", 4), ("x1e6.npy", 4), (".", 4)] {
      let run = try arrays.trackSeg("mi", "x0.npy", "y.npy", "--output", output)
      #expect(run.exitCode == Int32(code), "\(output): \(run.errors)")
      #expect(try OutputSafetyTests.contents(arrays.path) == before, "\(output)")
    }
    // What it wrote itself it replaces.
    for _ in 0..<2 {
      let run = try arrays.trackSeg("mi", "x0.npy", "y.npy", "--output", "mi.npy")
      #expect(run.exitCode == 0, "\(run.errors)")
    }
    #expect(try NPY.read(file: arrays.file("mi.npy")).shape == [1])
  }
}
