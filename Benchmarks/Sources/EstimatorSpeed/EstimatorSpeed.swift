import Foundation
import LinearAlgebra
import MutualInformation

/// Times the estimators, alone and in the pairwise engine, and prints ratios to scikit-learn on the same data in the same run.
///
/// KSG is timed on one thread in thread-CPU seconds, the least of several repeats. scikit-learn is asked through python3, where
/// that is at hand: `_compute_mi_cc`, its estimator without the noise and scaling around it.
@main struct EstimatorSpeed {
  static func main() throws {
    print("KSG, one pair, k = 5, bivariate normal ρ = 0.5, one thread, CPU ms (least of repeats)")
    for length in [200, 600, 2000, 5000] { try ksg(length: length) }
    print("\nKSG of whole positions, 2-D × 2-D (k-d tree)")
    for length in [600, 2000] { try ksgPlane(length: length) }
    print("\nOne core, pair-slices a second")
    for name in EstimatorRegistry.standard.names {
      for length in [600, 2000] { try rate(name, length: length) }
    }
    print("\nMatrix of 500 tracks × 600 frames, shared slices, K = 8, every core, wall seconds")
    for name in ["gaussian", "histogram"] { try matrix(name) }
  }

  static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// The least CPU time of a body over repeats that fill about a second.
  static func least(_ body: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    let start = cpuSeconds()
    var repeats = 0
    while repeats < 5 || cpuSeconds() - start < 1 && repeats < 500 {
      let before = cpuSeconds()
      try body()
      best = min(best, cpuSeconds() - before)
      repeats += 1
    }
    return best
  }

  static func normal(count: Int, dimension: Int, length: Int, correlation: Double) -> (
    Observations, Observations
  ) {
    var generator = SeededGenerator(seed: 1)
    var (x, y): ([Float], [Float]) = ([], [])
    for _ in 0..<(count * dimension * length) {
      let a = generator.normal()
      x.append(Float(a))
      y.append(Float(correlation * a + (1 - correlation * correlation).squareRoot() * generator.normal()))
    }
    return (
      Observations(count: count, dimension: dimension, length: length, values: x),
      Observations(count: count, dimension: dimension, length: length, values: y)
    )
  }

  static func ksg(length: Int) throws {
    let (x, y) = normal(count: 1, dimension: 1, length: length, correlation: 0.5)
    let estimator = try KSG(scaling: .none)
    let (a, b) = (try estimator.prepare(x), try estimator.prepare(y))
    var value = 0.0
    let ours = try least { value = try estimator.estimate(a, b) }
    let whole = try least { value = try estimator.estimate(estimator.prepare(x), estimator.prepare(y)) }
    var line = "T = \(length): \(ms(ours)) prepared, \(ms(whole)) with preparing, \(value) nats"
    if let (seconds, theirs) = try scikitLearn(x.values, y.values) {
      line +=
        "; scikit-learn \(ms(seconds)), \(theirs) nats: \(rounded(seconds / ours)) and "
        + "\(rounded(seconds / whole)) times ours"
    }
    print(line)
  }

  static func ksgPlane(length: Int) throws {
    let (x, y) = normal(count: 1, dimension: 2, length: length, correlation: 0.5)
    let estimator = try KSG(scaling: .none)
    let (a, b) = (try estimator.prepare(x), try estimator.prepare(y))
    print("T = \(length): \(ms(try least { _ = try estimator.estimate(a, b) }))")
  }

  static func rate(_ name: String, length: Int) throws {
    let (x, y) = normal(count: 64, dimension: 1, length: length, correlation: 0.5)
    let estimator = try EstimatorRegistry.standard.make(name)
    func time<E: MutualInformationEstimator>(_ estimator: E) throws -> Double {
      let (a, b) = (try estimator.prepare(x), try estimator.prepare(y))
      let edge = name == "ksg" ? 16 : 64
      var values = [Double](repeating: 0, count: edge * edge)
      let seconds = try least {
        try values.withUnsafeMutableBufferPointer {
          try estimator.estimate(a, rows: 0..<edge, b, columns: 0..<edge, into: $0)
        }
      }
      return Double(edge * edge) / seconds
    }
    print("\(name), T = \(length): \(Int(try time(estimator)))")
  }

  static func matrix(_ name: String) throws {
    let (tracks, _) = normal(count: 500, dimension: 2, length: 600, correlation: 0)
    let estimator = try EstimatorRegistry.standard.make(name)
    let engine = PairwiseEngine(slicing: Slicing(.shared, count: 8))
    let prediction = try engine.predictMatrix(of: tracks, using: estimator)
    let clock = ContinuousClock()
    var best = Duration.seconds(1e9)
    for _ in 0..<3 {
      best = min(best, try clock.measure { _ = try engine.matrix(of: tracks, using: estimator) })
    }
    print("\(name): \(best); predicted \(rounded(prediction.seconds)) s")
  }

  /// CPU seconds (least of repeats) and the value of scikit-learn's estimator, or nil without it.
  static func scikitLearn(_ x: [Float], _ y: [Float]) throws -> (Double, Double)? {
    let script = """
      import sys, time, numpy as np
      from sklearn.feature_selection._mutual_info import _compute_mi_cc
      x, y = np.frombuffer(sys.stdin.buffer.read(), np.float32).astype(float).reshape(2, -1)
      best = 1e9
      for _ in range(30):
        t = time.process_time(); v = _compute_mi_cc(x, y, 5); best = min(best, time.process_time() - t)
      print(best, v)
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "python3", "-c", script]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput, process.standardError) = (
      input, output, FileHandle.nullDevice
    )
    try process.run()
    input.fileHandleForWriting.write((x + y).withUnsafeBytes { Data($0) })
    try input.fileHandleForWriting.close()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let fields = text.split(separator: " ").compactMap {
      Double($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    return fields.count == 2 ? (fields[0], fields[1]) : nil
  }

  static func ms(_ seconds: Double) -> String { "\(rounded(1000 * seconds)) ms" }
  static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
