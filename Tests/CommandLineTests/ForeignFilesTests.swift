import Foundation
import NumPy
import TestSupport
import Testing

/// Whatever command is run, and wherever it may write: files of others stay byte for byte what they are.
@Suite struct ForeignFilesTests {
  /// A command, and the folder that it writes to.
  struct Command: CustomTestStringConvertible, Sendable {
    let name: String
    /// `out` in it stands for the folder.
    let arguments: [String]
    /// Run before it in a new folder, so that the folder is the program's own.
    let first: [[String]]
    var testDescription: String { name }
  }

  static let commands = [
    Command(
      name: "segment", arguments: ["scene", "-o", "out", "-q"], first: [["scene", "-o", "out", "-q"]]),
    Command(
      name: "segment without pictures",
      arguments: ["scene", "-o", "out", "--no-pictures", "--query", "3", "-q"],
      first: [["scene", "-o", "out", "-q"]]),
    Command(
      name: "sweep",
      arguments: [
        "sweep", "scene", "--truth", "scene", "-o", "out", "--estimator", "gaussian,histogram", "-q",
      ],
      first: [["sweep", "scene", "--truth", "scene", "-o", "out", "--estimator", "gaussian,kde", "-q"]]),
    Command(
      name: "evaluate", arguments: ["evaluate", "out", "--truth", "scene", "-q"],
      first: [["scene", "-o", "out", "-q"]]),
    Command(
      name: "review", arguments: ["review", "out", "--rebuild", "--no-open"],
      first: [["scene", "-o", "out", "-q"]]),
    Command(
      name: "batch", arguments: ["batch", "data", "-o", "out", "--slices", "4", "-q"],
      first: [["batch", "data", "-o", "out", "-q"]]),
    Command(
      name: "export", arguments: ["export", "result", "--format", "davis,fbms,ytvis,csv", "--to", "out"],
      first: [["export", "result", "--format", "davis,fbms,ytvis,csv", "--to", "out"]]),
    Command(
      name: "synth", arguments: ["synth", "out", "--frames", "4", "-q"],
      first: [["synth", "out", "--frames", "6", "-q"]]),
    Command(
      name: "benchmark",
      arguments: ["benchmark", "gaussian", "--quick", "--estimator", "gaussian", "-o", "out", "-q"],
      first: [["benchmark", "gaussian", "--quick", "--estimator", "gaussian", "-o", "out", "-q"]]),
    Command(
      name: "train", arguments: ["train", "infonet", "--steps", "2", "--batch", "8", "-o", "out", "-q"],
      first: [["train", "infonet", "--steps", "2", "--batch", "8", "-o", "out", "-q"]]),
  ]

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let size = ["--width", "64", "--height", "48", "--tracks", "12", "--background", "16", "--objects", "2"]
    for scene in ["scene", "data/one"] {
      let run = try runTrackSeg(["synth", folder.file(scene), "--frames", "12", "-q"] + size)
      #expect(run.exitCode == 0, "\(run.errors)")
    }
  }

  private func run(_ arguments: [String]) throws -> ProgramRun {
    try runProgram([try programPath()] + arguments, in: folder.path)
  }

  /// Names that a command writes itself, and others.
  private static let names = [
    "masks", "overlays", "review", "rgbs", "one", "one.partial", "kde", "histogram", "gaussian",
    "Annotations",
    "result", "ImageSets", "00000.png", "00003.png", "rgb_00000.jpg", "run.json", "labels.npz", "mi.npy",
    "anno.npz",
    "metrics.json", "pr.csv", "summary.csv", "index.html", "video.mp4", "weights.safetensors", "gaussian.csv",
    "result.csv",
    "track-seg.txt", "notes.txt", ".hidden", "a b",
  ]

  /// Writes a random tree of foreign files where nothing is yet, and gives their contents.
  private func plant(_ count: Int, seed: Int) throws -> [String: Data] {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var planted: [String: Data] = [:]
    for _ in 0..<count {
      let parts = (0...next(3)).map { _ in Self.names[next(Self.names.count)] }
      let url = URL(fileURLWithPath: folder.file("out/" + parts.joined(separator: "/")))
      let bytes = Data((0..<next(40)).map { _ in UInt8(next(256)) })
      guard !FileManager.default.fileExists(atPath: url.path) else { continue }
      do {
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: url)
        planted[url.path] = bytes
      } catch {
        // A file is where a folder would be.
      }
    }
    return planted
  }

  @Test(arguments: commands, 0..<2) func filesOfOthersStay(command: Command, seed: Int) throws {
    if command.name == "export" { #expect(try run(["scene", "-o", "result", "-q"]).exitCode == 0) }
    // Once in a folder that is not the program's, where nothing may be written, and once in one that is.
    if command.name != "evaluate", command.name != "review" {
      let foreign = try plant(8, seed: 31 * seed + 7)
      let before = try OutputSafetyTests.contents(folder.file("out"))
      let refused = try run(command.arguments)
      if command.name == "benchmark" {
        // Its folder is the suite's own inside of this one.
        #expect([0, 4].contains(refused.exitCode), "\(refused.errors)")
      } else {
        #expect(refused.exitCode == 4, "\(refused.errors)")
        #expect(try OutputSafetyTests.contents(folder.file("out")) == before)
      }
      for (path, bytes) in foreign { #expect(FileManager.default.contents(atPath: path) == bytes, "\(path)") }
      try FileManager.default.removeItem(atPath: folder.file("out"))
    }
    for arguments in command.first {
      let made = try run(arguments)
      #expect(made.exitCode == 0, "\(made.errors)")
    }
    let foreign = try plant(20, seed: seed)
    #expect(foreign.count > 5)
    for _ in 0..<2 {
      let again = try run(command.arguments)
      #expect([0, 1, 3, 4].contains(again.exitCode), "\(again.errors)")
      for (path, bytes) in foreign {
        #expect(FileManager.default.contents(atPath: path) == bytes, "\(path): \(again.errors)")
      }
    }
  }
}
