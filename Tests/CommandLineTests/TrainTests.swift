import EstimatorCatalogue
import Foundation
import NeuralNetwork
import NumPy
import TestSupport
import Testing

@Suite struct TrainTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func train(_ output: String, _ flags: String...) throws -> ProgramRun {
    try runTrackSeg(
      ["train", "infonet", "--steps", "6", "--batch", "16", "--every", "3", "--output", folder.file(output)]
        + flags)
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
  }

  @Test func aStoppedRunGoesOnAndEndsWithTheSameBits() throws {
    let whole = try train("whole")
    #expect(whole.exitCode == 0, "\(whole.errors)")
    #expect(try train("parts", "--stop-at", "3", "--threads", "1").exitCode == 0)
    let second = try train("parts")
    #expect(second.errors.contains("resumes at step 3"), "\(second.errors)")
    #expect(try bytes("whole/weights.safetensors") == bytes("parts/weights.safetensors"))
    let card = String(decoding: try bytes("whole/model-card.md"), as: UTF8.self)
    #expect(card.contains("| steps | 6 of 6 |") && card.contains("iid rmse"))
    // Its weights serve the estimators.
    try NPY.write(
      NumPyArray(shape: [40], elements: .float((0..<40).map { Float($0) })), to: folder.file("x.npy"))
    let run = try runTrackSeg([
      "mi", folder.file("x.npy"), folder.file("x.npy"), "--estimator", "infonet", "--weights",
      folder.file("whole/weights.safetensors"),
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
  }

  @Test func otherOptionsDoNotGoOnFromACheckpoint() throws {
    #expect(try train("run", "--stop-at", "3").exitCode == 0)
    let other = try train("run", "--rate", "0.01")
    #expect(other.exitCode == 3)
    #expect(other.errors.contains("checkpoint.safetensors") && other.errors.contains("rate=0.01"))
  }

  @Test func mistakesAreNamed() throws {
    let unknown = try runTrackSeg(["train", "resnet"])
    #expect(unknown.exitCode == 2)
    #expect(
      unknown.errors.contains("'resnet'") && unknown.errors.contains("infonet-perceiver, mist, mist-qr"))
    let missing = try train("x", "--from", folder.file("none.safetensors"))
    #expect(missing.exitCode == 3 && missing.errors.contains("none.safetensors"))
    try Data("{}".utf8).write(to: URL(fileURLWithPath: folder.file("broken.safetensors")))
    let broken = try train("x", "--from", folder.file("broken.safetensors"))
    #expect(broken.exitCode == 3 && broken.errors.contains("broken.safetensors"))
    try NPY.write(
      NumPyArray(shape: [40], elements: .float((0..<40).map { Float($0) })), to: folder.file("x.npy"))
    let run = try runTrackSeg([
      "mi", folder.file("x.npy"), folder.file("x.npy"), "--estimator", "infonet", "--weights",
      folder.file("broken.safetensors"),
    ])
    #expect(run.exitCode == 2 && run.errors.contains("broken.safetensors"), "\(run.errors)")
  }
}

@Suite struct TrainableModelTests {
  /// Every model of the list can be trained, says what it is in the help, and its weights are read by their estimator.
  @Test(arguments: TrainableModels.all.map(\.name)) func trainsAndServes(model: String) throws {
    let folder = try TemporaryFolder()
    let run = try runTrackSeg([
      "train", model, "--steps", "1", "--batch", "2", "--output", folder.file("run"), "--quiet",
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    let card = try String(contentsOfFile: folder.file("run/model-card.md"), encoding: .utf8)
    #expect(card.contains("| model | \(model) |") && card.contains("| begun from | random parameters |"))
    #expect(card.contains("calibration weight") == model.hasPrefix("infonet"))
    let help = try runTrackSeg(["train", "--help"])
    #expect(help.output.contains("\n  \(model): "))
    try NPY.write(
      NumPyArray(shape: [40], elements: .float((0..<40).map { Float($0 * $0 % 41) })),
      to: folder.file("x.npy"))
    let mi = try runTrackSeg([
      "mi", folder.file("x.npy"), folder.file("x.npy"), "--estimator", model, "--weights",
      folder.file("run/weights.safetensors"),
    ])
    #expect(mi.exitCode == 0 && Double(mi.output.dropLast()) != nil, "\(mi.errors)")
    // Weights of one model are refused by the others.
    let other = model == "mist" ? "infonet" : "mist"
    let refused = try runTrackSeg([
      "mi", folder.file("x.npy"), folder.file("x.npy"), "--estimator", other, "--weights",
      folder.file("run/weights.safetensors"),
    ])
    #expect(refused.exitCode == 2 && refused.errors.contains("“\(model)”"), "\(refused.errors)")
  }
}

@Suite struct InfoNetCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // A slow wave and its square.
    let x = (0..<600).map { Float(sin(Double($0) / 40)) }
    try NPY.write(NumPyArray(shape: [600], elements: .float(x)), to: folder.file("x.npy"))
    let y = (0..<600).map { Float(cos(Double($0) / 70) + 0.1 * sin(Double($0))) }
    try NPY.write(NumPyArray(shape: [600], elements: .float(y)), to: folder.file("y.npy"))
  }

  private func mi(_ flags: String...) throws -> ProgramRun {
    try runTrackSeg(["mi", folder.file("x.npy"), folder.file("y.npy"), "--estimator", "infonet"] + flags)
  }

  @Test func theEffectiveSampleSizeIsReadAndPrinted() throws {
    let path = try mi()
    #expect(path.exitCode == 0, "\(path.errors)")
    #expect(path.errors.contains("600 observations treated as paths in time, worth"))
    let independent = try mi("--independent")
    #expect(!independent.errors.contains("worth"))
    let (asPath, asDraws) = (
      Double(path.output.dropLast()) ?? .nan, Double(independent.output.dropLast()) ?? .nan
    )
    #expect(asPath < asDraws, "two slow paths: \(asPath) with T_eff, \(asDraws) with T")
  }

  @Test func readOutsDiffer() throws {
    #expect(try mi("--independent").output != mi("--independent", "--read-out", "dual").output)
    let wrong = try mi("--read-out", "nwj")
    #expect(wrong.exitCode == 2 && wrong.errors.contains("calibrated, dual"), "\(wrong.errors)")
  }

  @Test func clippingMakesNegativeEstimatesZeroAndLeavesOthers() throws {
    // Additive recurrences fill the square more evenly than independent draws would: estimates of either kind are below 0.
    for (name, step) in [("even-x", 0.618_033_988_749_894_9), ("even-y", 0.414_213_562_373_095_1)] {
      let values = (1...2000).map { Float((Double($0) * step).truncatingRemainder(dividingBy: 1)) }
      try NPY.write(NumPyArray(shape: [2000], elements: .float(values)), to: folder.file("\(name).npy"))
    }
    func value(_ x: String, _ y: String, _ flags: [String]) throws -> Double {
      let run = try runTrackSeg(
        ["mi", folder.file(x), folder.file(y), "--estimator", "infonet-table", "--independent"] + flags)
      return try #require(Double(run.output.dropLast()), "\(run.errors)")
    }
    for flags in [["--read-out", "calibrated"], ["--read-out", "dual"]] {
      #expect(try value("even-x.npy", "even-y.npy", flags) < 0)
      #expect(try value("even-x.npy", "even-y.npy", flags + ["--clip"]) == 0)
      let positive = try value("x.npy", "y.npy", flags)
      #expect(positive > 0.01)
      #expect(try value("x.npy", "y.npy", flags + ["--clip"]) == positive)
    }
  }

  @Test(.enabled(if: Fixtures.sharedData != nil, "needs ../shared/data")) func mixtureBenchmark() throws {
    let run = try runTrackSeg([
      "benchmark", "gmm", "--data", (Fixtures.sharedData ?? "") + "/gmm_eval", "--triplets", "6", "--length",
      "300", "--quiet", "--output", folder.file("suites"), "--estimator", "infonet,density",
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("| infonet |") && run.output.contains("| density |"))
    #expect(FileManager.default.fileExists(atPath: folder.file("suites/gmm/gmm.csv")))
  }

  @Test func benchmarksRun() throws {
    let speed = try runTrackSeg([
      "benchmark", "speed", "--estimator", "gaussian,infonet", "--length", "60", "--matrix", "80",
      "--seconds", "0.05", "--against", "gaussian", "--quiet", "--output", folder.file("suites"),
    ])
    #expect(speed.exitCode == 0 && speed.output.contains("| infonet |"), "\(speed.errors)")
    let normal = try runTrackSeg([
      "benchmark", "gaussian", "--estimator", "gaussian,infonet", "--length", "200", "--repetitions", "2",
      "--quiet", "--output", folder.file("suites"),
    ])
    #expect(normal.exitCode == 0 && normal.output.contains("| infonet | 200 |"), "\(normal.errors)")
    #expect(FileManager.default.fileExists(atPath: folder.file("suites/gaussian/gaussian-200.svg")))
    // A document made of the sections that these two left.
    let all = try runTrackSeg([
      "benchmark", "all", "--reuse", "--suites", "speed,gaussian", "--output", folder.file("suites"),
      "--results",
      folder.file("results.md"),
    ])
    #expect(all.exitCode == 0, "\(all.errors)")
    let document = try String(contentsOfFile: folder.file("results.md"), encoding: .utf8)
    #expect(document.contains("## Speed") && document.contains("## Bivariate normal"))
    let unknown = try runTrackSeg(["benchmark", "all", "--suites", "sped"])
    #expect(unknown.exitCode == 2 && unknown.errors.contains("'sped'"), "\(unknown.errors)")
    let none = try runTrackSeg(["benchmark", "gmm", "--data", folder.path])
    #expect(none.exitCode == 3 && none.errors.contains("K01.npz"), "\(none.errors)")
  }
}
