import Foundation
import LinearAlgebra
import NumPy
import TestSupport
import Testing

@Suite struct MutualInformationCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// B pairs of T samples; pair b has the correlation 0.3 b.
  private func writePairs(_ count: Int, length: Int, dimension: Int = 1, shape: [Int]) throws {
    var generator = SeededGenerator(seed: 12)
    var (x, y): ([Float], [Float]) = ([], [])
    for pair in 0..<count {
      let rho = 0.3 * Double(pair + 1)
      for _ in 0..<(length * dimension) {
        let a = generator.normal()
        x.append(Float(a))
        y.append(Float(rho * a + (1 - rho * rho).squareRoot() * generator.normal()))
      }
    }
    try NPY.write(NumPyArray(shape: shape, elements: .float(x)), to: folder.file("x.npy"))
    try NPY.write(NumPyArray(shape: shape, elements: .float(y)), to: folder.file("y.npy"))
  }

  private func values(_ flags: String...) throws -> [Double] {
    let run = try runTrackSeg(["mi", folder.file("x.npy"), folder.file("y.npy")] + flags)
    #expect(run.exitCode == 0, "\(run.errors)")
    return run.output.split(separator: "\n").compactMap { Double($0) }
  }

  @Test(arguments: ["gaussian", "ksg", "histogram", "infonet"]) func pairsAreNearTheirClosedForm(
    estimator: String
  )
    throws
  {
    try writePairs(3, length: 4000, shape: [3, 4000])
    let found = try values("--estimator", estimator)
    #expect(found.count == 3)
    for (pair, value) in found.enumerated() {
      let rho = 0.3 * Double(pair + 1)
      #expect(abs(value + 0.5 * log(1 - rho * rho)) < 0.06, "\(estimator), ρ = \(rho): \(value)")
    }
  }

  @Test func vectorsAreSlicedOrTakenWhole() throws {
    try writePairs(1, length: 3000, dimension: 2, shape: [3000, 2])
    // Two independent coordinates of ρ = 0.3: twice the information of one.
    let whole = try values("--vector", "--slicing", "none", "--estimator", "gaussian")
    #expect(abs(whole[0] - log(1 / (1 - 0.09))) < 0.03)
    let axis = try values("--vector", "--slicing", "axis", "--estimator", "gaussian")
    #expect(abs(axis[0] - 0.5 * log(1 / (1 - 0.09))) < 0.02, "the mean of x–x and y–y")
    let sliced = try values("--vector", "--slices", "64", "--estimator", "gaussian")
    #expect(sliced[0] > 0 && sliced[0] < axis[0])
    #expect(
      try values("--vector", "--slices", "64", "--estimator", "gaussian") == sliced,
      "seeds make it repeatable")
  }

  @Test func outputAndJSON() throws {
    try writePairs(2, length: 200, shape: [2, 200])
    let path = folder.file("mi.npy")
    let printed = try values("--estimator", "gaussian", "--output", path)
    let written = try NPY.read(file: path)
    #expect(written.shape == [2] && written.elementType == .float32)
    for (a, b) in zip(printed, try written.doubles()) { #expect(abs(a - b) < 1e-6) }
    let run = try trackSeg("mi", folder.file("x.npy"), folder.file("y.npy"), "--json")
    let json = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(json["unit"] as? String == "nats")
    #expect((json["effectiveSampleSizes"] as? [Double])?.count == 2)
  }

  @Test func shapesThatDoNotFitAreRefused() throws {
    try writePairs(1, length: 50, shape: [50])
    try NPY.write(
      NumPyArray(shape: [40], elements: .float([Float](repeating: 1, count: 40))), to: folder.file("y.npy"))
    let run = try trackSeg("mi", folder.file("x.npy"), folder.file("y.npy"))
    #expect(run.exitCode == 3)
    #expect(run.errors.contains("40"))
    #expect(try trackSeg("mi", folder.file("x.npy"), folder.file("none.npy")).exitCode == 3)
  }
}

@Suite struct SynthTests {
  @Test func aSyntheticSequenceIsSegmentedIntoItsObjects() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] {
      let run = try trackSeg(
        "synth", folder.file(name), "--width", "96", "--height", "64", "--frames", "80", "--tracks", "25",
        "--background", "40", "--objects", "3", "--seed", "5", "--quiet")
      #expect(run.exitCode == 0, "\(run.errors)")
    }
    let files = [
      "anno.npz", "track_motion_ids.npy", "masks/mask_00040.png", "rgbs/rgb_00079.jpg", "video.mp4",
    ]
    for file in files {
      let copies = try ["a/", "b/"].map { try Data(contentsOf: URL(fileURLWithPath: folder.file($0 + file))) }
      #expect(copies[0] == copies[1], "the same seed gives the same bytes: \(file)")
    }
    let run = try trackSeg(folder.file("a"), "--output", folder.file("out"))
    #expect(run.exitCode == 0, "\(run.errors)")
    let labels = try NPZArchive(path: folder.file("out/labels.npz")).array(named: "label").integers()
    let truth = try NPY.read(file: folder.file("a/track_motion_ids.npy")).integers()
    let pairs = Set(zip(labels, truth).filter { $0.0 >= 0 }.map { [$0.0, $0.1] })
    #expect(pairs.count == 4, "three objects and the background: \(pairs)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("out/masks"))
    #expect(names.count == 80)
  }
}

@Suite struct HelpTests {
  private static let commands = [
    "segment", "inspect", "mi", "synth", "benchmark", "sweep", "evaluate", "batch", "train", "review",
    "export", "track",
  ]

  @Test(arguments: commands) func helpShowsAnExampleOfItsOwnOptions(command: String) throws {
    let run = try trackSeg(command, "--help")
    #expect(run.exitCode == 0)
    // The example may be wrapped; it ends at an empty line.
    let text = try #require(run.output.components(separatedBy: "Example: ").dropFirst().first, "\(command)")
    let paragraph = text.components(separatedBy: "\n\n")[0]
    let words = paragraph.split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(words[0] == "track-seg" && (words[1] == command || command == "segment"), "\(words)")
    #expect(run.output.contains("\nUSAGE: track-seg " + (command == "segment" ? "" : command)))
    // A subcommand's own options are in its own help.
    let help = command == "benchmark" ? try trackSeg(command, words[2], "--help").output : run.output
    let listed = help.split(separator: "\n").filter { $0.hasPrefix("  -") }
      .flatMap { $0.split(whereSeparator: { " ,/".contains($0) }).map(String.init) }
    for option in words where option.hasPrefix("--") {
      #expect(listed.contains(option), "\(command): \(option) is not among its options")
    }
  }

  @Test func helpListsEveryCommand() throws {
    let run = try trackSeg("--help")
    #expect(run.exitCode == 0)
    let list = try #require(run.output.components(separatedBy: "SUBCOMMANDS:").dropFirst().first)
      .components(separatedBy: "\n\n")[0]
    let listed = list.split(separator: "\n").compactMap { line -> Substring? in
      line.hasPrefix("  ") && !line.hasPrefix("   ") ? line.split(separator: " ").first : nil
    }
    #expect(Set(listed.map(String.init)).subtracting(["help"]) == Set(Self.commands))
    #expect(try trackSeg("--version").output.trimmingCharacters(in: .newlines) == "0.1.0")
  }

  @Test func aFullDiskLeavesNoResult() throws {
    // A limit on the size of files stands in for a full disk: writes beyond 64 blocks of 1 KiB fail.
    let folder = try TemporaryFolder()
    let run = try runProgram([
      "bash", "-c",
      "ulimit -f 64; trap '' XFSZ; exec \(try programPath()) Fixtures/yard_pan --max-tracks 300 --output \(folder.file("out"))",
    ])
    #expect(run.exitCode == 4, "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("out/run.json")))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.file("out"))
    #expect(!left.contains { $0.hasSuffix(".partial") || $0.hasSuffix(".tmp") }, "\(left)")
  }
}
