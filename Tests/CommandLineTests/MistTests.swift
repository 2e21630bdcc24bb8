import Foundation
import LinearAlgebra
import NumPy
import TestSupport
import Testing

/// `mist` and `mist-qr` on the command line.
@Suite struct MistCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // Three samples of two times two coordinates: correlations 0.8 and 0.5, and none.
    var generator = SeededGenerator(seed: 1)
    var (x, y) = ([Float](), [Float]())
    for sample in 0..<3 {
      for _ in 0..<300 {
        for rho in sample < 2 ? [0.8, 0.5] : [0, 0] {
          let a = generator.normal()
          x.append(Float(a))
          y.append(Float(rho * a + (1 - rho * rho).squareRoot() * generator.normal()))
        }
      }
    }
    for (name, values) in [("x.npy", x), ("y.npy", y)] {
      try NPY.write(NumPyArray(shape: [3, 300, 2], elements: .float(values)), to: folder.file(name))
    }
  }

  private func mi(_ flags: String...) throws -> ProgramRun {
    try runTrackSeg(["mi", folder.file("x.npy"), folder.file("y.npy")] + flags)
  }

  private func gaussian() throws -> [Double] {
    try mi("--estimator", "gaussian", "--slicing", "none").output.split(separator: "\n")
      .compactMap { Double($0) }
  }

  private let truth = -0.5 * (log(1 - 0.64) + log(1 - 0.25))

  @Test(arguments: ["mist", "mist-qr"]) func vectorsAreTakenWhole(name: String) throws {
    let run = try mi("--estimator", name, "--independent")
    #expect(run.exitCode == 0, "\(run.errors)")
    let values = run.output.split(separator: "\n").compactMap { Double($0) }
    #expect(values.count == 3)
    // The law is normal: what its canonical correlations say of these very samples is hard to better.
    let expected = try gaussian()
    #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 0.16 }, "\(values), \(expected)")
    // Sliced MI of vectors is another, smaller number.
    let sliced = try mi("--estimator", name, "--independent", "--slicing", "independent")
    let first = sliced.output.split(separator: "\n").compactMap { Double($0) }.first
    #expect(try #require(first) < 0.6 * truth)
  }

  @Test func intervalsHoldTheMedian() throws {
    let run = try mi("--interval", "0.9", "--independent", "--output", folder.file("mi.npy"))
    #expect(run.exitCode == 0, "\(run.errors)")
    let rows = run.output.split(separator: "\n").map { $0.split(separator: " ").compactMap { Double($0) } }
    #expect(rows.count == 3 && rows.allSatisfy { $0.count == 3 && $0[0] < $0[1] && $0[1] < $0[2] })
    for (row, estimate) in zip(rows, try gaussian()) { #expect(row[0] < estimate && estimate < row[2]) }
    #expect(rows[2][0] < 0.02 && rows[2][2] < 0.3)
    let array = try NPY.read(file: folder.file("mi.npy"))
    #expect(array.shape == [3, 3])
    let narrow = try mi("--interval", "0.5", "--independent", "--clip")
    let inner = narrow.output.split(separator: "\n").map {
      $0.split(separator: " ").compactMap { Double($0) }
    }
    for (one, other) in zip(inner, rows) { #expect(one[2] - one[0] < other[2] - other[0]) }
    #expect(inner.joined().allSatisfy { $0 >= 0 })
    let json = try mi("--interval", "0.9", "--json")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(object?["interval"] as? Double == 0.9)
    #expect((object?["bounds"] as? [[Double]])?.count == 3)
    #expect(object?["slicing"] as? String == "none")
  }

  @Test func moreCoordinatesThanItReadsAreSliced() throws {
    var generator = SeededGenerator(seed: 3)
    let values = (0..<(200 * 6)).map { _ in Float(generator.normal()) }
    try NPY.write(NumPyArray(shape: [200, 6], elements: .float(values)), to: folder.file("six.npy"))
    let six = folder.file("six.npy")
    let run = try runTrackSeg(["mi", six, six, "--vector", "--estimator", "mist", "--independent"])
    #expect(run.exitCode == 0, "\(run.errors)")
    let whole = try runTrackSeg(["mi", six, six, "--vector", "--estimator", "mist", "--slicing", "none"])
    #expect(whole.exitCode == 2 && whole.errors.contains("6 coordinates"), "\(whole.errors)")
    #expect(try runTrackSeg(["mi", six, six, "--vector", "--interval", "0.9"]).exitCode == 2)
  }

  @Test func whatHasNoIntervalsSaysSo() throws {
    let run = try mi("--interval", "0.9", "--estimator", "ksg")
    #expect(run.exitCode == 2 && run.errors.contains("mist-qr"), "\(run.errors)")
    #expect(try mi("--interval", "1.5").exitCode == 2)
    let segment = try runTrackSeg([
      "segment", "--tracks", "Fixtures/yard_pan/anno.npz", "--confidence", "0.9", "--estimator", "gaussian",
      "--output", folder.file("out"),
    ])
    #expect(segment.exitCode == 2 && segment.errors.contains("mist-qr"), "\(segment.errors)")
  }

  /// Lower bounds are below the medians, and link fewer tracks.
  @Test func confidenceLinksOnLowerBounds() throws {
    func segment(_ name: String, _ flags: String...) throws -> [Float] {
      let run = try runTrackSeg(
        [
          "segment", "--tracks", "Fixtures/yard_pan/anno.npz", "--max-tracks", "12", "--signal", "velocity",
          "--clustering", "components", "--threshold", "0.5", "--output", folder.file(name), "--quiet",
        ] + flags)
      #expect(run.exitCode == 0, "\(run.errors)")
      return try NPY.read(file: folder.file(name + "/mi.npy")).floats()
    }
    let medians = try segment("median", "--estimator", "mist-qr")
    let bounds = try segment("bounds", "--confidence", "0.9")
    #expect(medians.count == bounds.count && !medians.isEmpty)
    // A bound below 0 says nothing that was not known.
    #expect(zip(bounds, medians).allSatisfy { $0 >= 0 && $0 <= max($1, 0) })
    #expect(bounds.reduce(0, +) < 0.95 * medians.reduce(0, +))
    let record = try String(contentsOfFile: folder.file("bounds/run.json"), encoding: .utf8)
    #expect(record.contains("\"confidence\" : 0.9") && record.contains("mist-qr"))
  }

  @Test(arguments: ["mist", "mist-qr"]) func trainingGoesOnWithTheSameBits(model: String) throws {
    func train(_ output: String, _ flags: String...) throws -> ProgramRun {
      try runTrackSeg(
        [
          "train", model, "--steps", "4", "--batch", "16", "--every", "2", "--output", folder.file(output),
        ] + flags)
    }
    let whole = try train("whole")
    #expect(whole.exitCode == 0, "\(whole.errors)")
    #expect(try train("parts", "--stop-at", "2", "--threads", "1").exitCode == 0)
    #expect(try train("parts").errors.contains("resumes at step 2"))
    func bytes(_ name: String) throws -> Data {
      try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
    }
    #expect(try bytes("whole/weights.safetensors") == bytes("parts/weights.safetensors"))
    let card = String(decoding: try bytes("whole/model-card.md"), as: UTF8.self)
    #expect(card.contains("| steps | 4 of 4 |") && card.contains("in 100-300 mse"))
    let run = try mi("--estimator", model, "--weights", folder.file("whole/weights.safetensors"))
    #expect(run.exitCode == 0, "\(run.errors)")
    // The other model's weights are not taken for its own, but may begin a training.
    let other = model == "mist" ? "mist-qr" : "mist"
    let wrong = try mi("--estimator", other, "--weights", folder.file("whole/weights.safetensors"))
    #expect(wrong.exitCode == 2 && wrong.errors.contains("expected \(other)"), "\(wrong.errors)")
  }
}
