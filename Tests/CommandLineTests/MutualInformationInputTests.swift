import Foundation
import LinearAlgebra
import NumPy
import TestSupport
import Testing

/// What `mi` makes of its inputs: offsets, grids, shapes and dimensions.
@Suite struct MutualInformationInputTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes x.npy and y.npy of a shape: y = 0.8 x + 0.6 noise, element by element, mapped by `map` before they are written.
  private func write(
    _ shape: [Int], seed: UInt64 = 3, correlation: Double = 0.8, map: (Double) -> Double = { $0 }
  ) throws {
    var generator = SeededGenerator(seed: seed)
    var (x, y): ([Double], [Double]) = ([], [])
    for _ in 0..<shape.reduce(1, *) {
      let a = generator.normal()
      x.append(map(a))
      y.append(map(correlation * a + (1 - correlation * correlation).squareRoot() * generator.normal()))
    }
    try NPY.write(NumPyArray(shape: shape, elements: .double(x)), to: folder.file("x.npy"))
    try NPY.write(NumPyArray(shape: shape, elements: .double(y)), to: folder.file("y.npy"))
  }

  private func mi(_ flags: String...) throws -> ProgramRun {
    let run = try runTrackSeg(["mi", folder.file("x.npy"), folder.file("y.npy")] + flags)
    #expect(run.exitCode == 0, "\(run.errors)")
    return run
  }

  private func values(_ run: ProgramRun) -> [Double] {
    run.output.split(separator: "\n").compactMap { Double($0) }
  }

  @Test(arguments: ["ksg", "gaussian"]) func aLargeOffsetChangesNothing(estimator: String) throws {
    let field = try FieldCase("mi-large-offset")
    func value(_ x: String) throws -> Double? {
      values(try field.trackSeg("mi", x, "y.npy", "--estimator", estimator)).first
    }
    let plain = try #require(try value("x0.npy"))
    #expect(abs(plain - 0.503) < 0.01)
    for name in ["x1e6.npy", "x1e9.npy"] {
      #expect(abs(try #require(try value(name)) - plain) < 1e-4, "\(name)")
    }
  }

  @Test(arguments: [("0.05", 0.506), ("0.1", 0.521), ("0.5", 0.480), ("1", 0.417)])
  func roundedDataAreNearScikitLearn(step: String, expected: Double) throws {
    let run = try FieldCase("mi-rounded").trackSeg("mi", "x\(step).npy", "y\(step).npy")
    let value = try #require(values(run).first)
    #expect(abs(value - expected) < 0.1, "\(value)")
    #expect(run.errors.contains("warning") == ["0.5", "1"].contains(step), "\(run.errors)")
    if step == "1" { #expect(run.errors.contains("repeats 1000 of 1000 values"), "\(run.errors)") }
  }

  @Test(arguments: ["infonet", "kde", "mist"]) func repeatedValuesAreCountedWhereTheyMislead(
    estimator: String
  ) throws {
    try write([500], map: { $0 > 0 ? 1 : 0 })
    let run = try mi("--estimator", estimator)
    #expect(run.errors.contains("repeats 500 of 500 values"), "\(run.errors)")
    #expect(try mi("--estimator", estimator, "--json").output.contains("repeats 500 of 500"))
    try write([500])
    #expect(!(try mi("--estimator", estimator).errors.contains("warning")))
  }

  @Test func aConstantIsNamed() throws {
    try write([2, 50], map: { _ in 1e9 })
    #expect(try mi().errors.contains("x.npy: all 50 values of sample 0 are equal"))
  }

  @Test func nanosecondTimestampsKeepTheirPrecision() throws {
    var generator = SeededGenerator(seed: 9)
    var (time, integers, values): (Int64, [Int64], [Double]) = (1_764_000_000_000_000_000, [], [])
    for _ in 0..<400 {
      let step = Int64(generator.uniform() * 1000) + 1
      time += step
      integers.append(step + 1_764_000_000_000_000_000)
      values.append(Double(step))
    }
    try NPY.write(NumPyArray(shape: [400], elements: .integer(integers)), to: folder.file("x.npy"))
    try NPY.write(NumPyArray(shape: [400], elements: .double(values)), to: folder.file("y.npy"))
    let shifted = try mi("--estimator", "gaussian").output
    try NPY.write(NumPyArray(shape: [400], elements: .double(values)), to: folder.file("x.npy"))
    #expect(shifted == (try mi("--estimator", "gaussian").output))
  }

  @Test func vectorsGoToTheEstimatorDirectly() throws {
    try write([2, 1500, 2])
    let truth = -log(1 - 0.64)
    let run = try mi()
    for value in values(run) { #expect(abs(value - truth) < 0.15, "\(value)") }
    #expect(run.errors.contains("taken directly"), "\(run.errors)")
    #expect(values(run) == values(try mi("--slicing", "none")))
    let sliced = try mi("--slicing", "independent")
    #expect(sliced.errors.contains("sliced mutual information"), "\(sliced.errors)")
    #expect(try mi("--json").output.contains(#""quantity" : "mutual information""#))
    #expect(
      try mi("--json", "--estimator", "histogram").output.contains(
        #""quantity" : "sliced mutual information""#))
    #expect(try mi("--estimator", "histogram").errors.contains("sliced mutual information"))
  }

  @Test func aTableIsOneSample() throws {
    try write([600, 3])
    let run = try mi()
    #expect(values(run).count == 1)
    #expect(run.errors.contains("(600, 3)") && run.errors.contains("--batch"), "\(run.errors)")
    let chosen = try mi("--vector")
    #expect(values(chosen) == values(run) && !chosen.errors.contains("warning"))
    let short = try trackSeg("mi", folder.file("x.npy"), folder.file("y.npy"), "--batch")
    #expect(short.exitCode == 3 && short.errors.contains("at least 4"), "three observations: \(short.errors)")
  }

  @Test func pairsStayPairsWhereAnotherReadingIsPlausible() throws {
    try write([80, 60])
    let run = try mi("--estimator", "gaussian")
    #expect(values(run).count == 80)
    #expect(run.errors.contains("--vector"), "\(run.errors)")
    #expect(!(try mi("--estimator", "gaussian", "--batch").errors.contains("warning")))
    try write([60, 80])
    #expect(!(try mi("--estimator", "gaussian").errors.contains("warning")))
  }

  @Test func aTableFitsAColumn() throws {
    try write([600, 3])
    let table = try NPY.read(file: folder.file("x.npy")).doubles()
    let column = (0..<600).map { table[3 * $0] }
    try NPY.write(NumPyArray(shape: [600], elements: .double(column)), to: folder.file("y.npy"))
    let run = try mi()
    #expect(values(run).count == 1 && !run.errors.contains("warning"), "\(run.errors)")
  }

  @Test func messagesNameFileShapeAndOption() throws {
    try write([3, 50, 2])
    try NPY.write(
      NumPyArray(shape: [40, 2], elements: .double((0..<80).map(Double.init))), to: folder.file("y.npy"))
    let run = try trackSeg("mi", folder.file("x.npy"), folder.file("y.npy"))
    #expect(run.exitCode == 3)
    for part in ["x.npy", "(3, 50, 2)", "y.npy", "(40, 2)", "--vector"] {
      #expect(run.errors.contains(part), "\(run.errors)")
    }
    try write([50], map: { $0 > 1.5 ? .nan : $0 })
    let bad = try trackSeg("mi", folder.file("x.npy"), folder.file("y.npy"))
    #expect(bad.exitCode == 3 && bad.errors.contains("x.npy: element ["), "\(bad.errors)")
    #expect(try runTrackSeg(["mi", "a", "b", "--vector", "--batch"]).exitCode == 2)
  }

  /// A full device is an output error, for every command that prints.
  @Test(arguments: [
    "mi Fixtures/yard_pan/track_motion_ids.npy Fixtures/yard_pan/track_motion_ids.npy",
    "mi Fixtures/yard_pan/track_motion_ids.npy Fixtures/yard_pan/track_motion_ids.npy --json",
    "inspect Fixtures/yard_pan/anno.npz", "inspect Fixtures/yard_pan/anno.npz --json",
  ])
  func aFullDeviceIsAnOutputError(command: String) throws {
    let run = try runProgram(["bash", "-c", "exec \(try programPath()) \(command) > /dev/full"])
    #expect(run.exitCode == 4 && run.errors.contains("standard output"), "\(run.errors)")
  }

  @Test func theMotionBenchmarkNeedsNoData() throws {
    let flags = ["benchmark", "motion", "--quick", "--quiet", "--estimator", "gaussian", "--signal", "both"]
    // A folder without Fixtures: a synthetic scene.
    let run = try runProgram([try programPath()] + flags + ["--output", folder.file("out")], in: folder.path)
    #expect(run.exitCode == 0 && run.output.contains("gaussian"), "\(run.errors)")
    #expect(try runTrackSeg(flags + ["--output", folder.file("out")]).exitCode == 0)
    let whole = try runTrackSeg(["benchmark", "motion", "--output", folder.file("out")])
    #expect(whole.exitCode == 2 && whole.errors.contains("--data"), "\(whole.errors)")
  }

  @Test func aDumbTerminalGetsNoControlCodes() throws {
    // `script` gives the program a terminal.
    for (term, expected) in [("dumb", false), ("xterm", true)] {
      let command =
        "TERM=\(term) script -qec '\(try programPath()) segment --tracks Fixtures/yard_pan/anno.npz --max-tracks 40 --no-review --output \(folder.file("out"))' /dev/null"
      let run = try runProgram(["bash", "-c", command])
      #expect(run.output.contains("\u{1B}[") == expected, "TERM=\(term): \(run.output)")
    }
  }
}
