import Foundation
import LinearAlgebra
import MutualInformation
import Synchronization
import TestSupport
import Testing

@Suite struct CheckpointTests {
  let folder: TemporaryFolder
  let tracks = Samples.tracks(count: 90, length: 60, seed: 21)
  let slicing = Slicing(.independent, count: 4, seed: 2)

  init() throws { folder = try TemporaryFolder() }

  private func engine(_ path: String, threads: Int = 2) -> (PairwiseEngine, @Sendable () -> [String]) {
    let box = Notices()
    var engine = PairwiseEngine(slicing: slicing, threads: threads)
    engine.checkpointPath = path
    engine.notice = { box.add($0) }
    return (engine, { box.all })
  }

  /// Stops a run after a number of tiles and returns the error.
  private func interrupt(_ path: String, after tiles: Int, memoryLimit: Int? = nil) throws
    -> MutualInformationError?
  {
    var (engine, _) = engine(path, threads: 1)
    let asked = Mutex(0)
    engine.memoryLimit = memoryLimit
    engine.shouldStop = {
      asked.withLock {
        $0 += 1
        return $0 > tiles
      }
    }
    return #expect(throws: MutualInformationError.self) {
      _ = try engine.matrix(of: tracks, using: GaussianCopula())
    }
  }

  private func whole() throws -> PairwiseResult {
    try PairwiseEngine(slicing: slicing).matrix(of: tracks, using: GaussianCopula())
  }

  @Test(arguments: [0, 1, 2]) func interruptedRunsResumeWithTheSameBits(tiles: Int) throws {
    let path = folder.file("mi.checkpoint")
    let error = try interrupt(path, after: tiles)
    #expect(error?.code == .interrupted)
    #expect(error?.message.contains(path) == true)
    let (engine, notices) = engine(path)
    #expect(try engine.matrix(of: tracks, using: GaussianCopula()) == (try whole()))
    #expect(notices().contains { $0.hasPrefix("resuming") } == (tiles > 0))
    // A run that is complete is read back without estimating anything.
    let (again, _) = self.engine(path)
    #expect(try again.matrix(of: tracks, using: Refusing()) == (try whole()))
  }

  @Test(arguments: [2, 4, 5]) func interruptedBetweenGroupsOfSlices(tiles: Int) throws {
    let path = folder.file("mi.checkpoint")
    // One couple at a time: two views of 90 variables, 12 bytes an observation, and what waits.
    let limit = 4 * 90 * 90 + 16 * (64 * 64 + 64 * 26 + 26 * 26) + 2 * 12 * 60 * 90
    #expect(try interrupt(path, after: tiles, memoryLimit: limit)?.code == .interrupted)
    var (engine, notices) = engine(path)
    if tiles == 4 { engine.memoryLimit = limit }
    #expect(try engine.matrix(of: tracks, using: GaussianCopula()) == (try whole()))
    #expect(notices().contains { $0.hasPrefix("resuming") })
  }

  @Test func rectanglesResumeToo() throws {
    let path = folder.file("mi.checkpoint")
    var (first, _) = engine(path, threads: 1)
    let asked = Mutex(0)
    first.shouldStop = {
      asked.withLock {
        $0 += 1
        return $0 > 2
      }
    }
    #expect(throws: MutualInformationError.self) {
      _ = try first.rectangle(rows: tracks, columns: tracks, using: GaussianCopula())
    }
    let (second, notices) = engine(path)
    let expected = try PairwiseEngine(slicing: slicing).rectangle(
      rows: tracks, columns: tracks, using: GaussianCopula())
    #expect(try second.rectangle(rows: tracks, columns: tracks, using: GaussianCopula()) == expected)
    #expect(notices().contains { $0.hasPrefix("resuming") })
  }

  /// Every cut, and every flipped byte, is either noticed and recomputed or harmless.
  @Test func damagedFilesAreNoticed() throws {
    let path = folder.file("mi.checkpoint")
    _ = try interrupt(path, after: 2)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let expected = try whole()
    var damaged: [Data] = [0, 3, 23, 24, 30, 40, 100, bytes.count / 2, bytes.count - 1].map {
      bytes.prefix($0)
    }
    for offset in [0, 9, 25, 29, 33, 37, 50, 5000, bytes.count - 3] {
      var copy = bytes
      copy[offset] ^= 0x41
      damaged.append(copy)
    }
    damaged.append(bytes + Data("rubbish".utf8))
    for (index, data) in damaged.enumerated() {
      try data.write(to: URL(fileURLWithPath: path))
      let (engine, notices) = engine(path)
      #expect(try engine.matrix(of: tracks, using: GaussianCopula()) == expected, "damage \(index)")
      if !data.isEmpty, data.count != 24 {
        #expect(notices().contains { $0.contains("ignored") }, "damage \(index)")
      }
    }
  }

  @Test func foreignCheckpointsAreNotUsed() throws {
    let path = folder.file("mi.checkpoint")
    _ = try interrupt(path, after: 2)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    var other = tracks
    other.values[7] += 1
    func said(
      _ change: (inout PairwiseEngine) -> Void, _ set: Observations,
      _ estimator: any MutualInformationEstimator
    )
      throws -> Bool
    {
      try bytes.write(to: URL(fileURLWithPath: path))
      var (engine, notices) = engine(path)
      change(&engine)
      let result = try engine.matrix(of: set, using: estimator)
      let free = try PairwiseEngine(slicing: engine.slicing).matrix(of: set, using: estimator)
      #expect(result == free)
      return notices().contains { $0.contains("belongs to other input") }
    }
    #expect(try said({ _ in }, other, GaussianCopula()))
    #expect(try said({ _ in }, tracks, Histogram(bins: 7)))
    #expect(try said({ _ in }, tracks, Histogram()))
    #expect(try said({ $0.slicing.seed = 3 }, tracks, GaussianCopula()))
    #expect(try said({ $0.slicing.kind = .shared }, tracks, GaussianCopula()))
    #expect(try said({ $0.slicing.count = 6 }, tracks, GaussianCopula()))
    #expect(try !said({ $0.threads = 1 }, tracks, GaussianCopula()))
  }

  @Test func unwritableAndLockedFilesAreErrors() throws {
    let (engine, _) = engine(folder.file("missing") + "/mi.checkpoint")
    let error = #expect(throws: MutualInformationError.self) {
      _ = try engine.matrix(of: tracks, using: GaussianCopula())
    }
    #expect(error?.code == .checkpointFailed)
    #expect(error?.message.contains("No such file") == true)

    let path = folder.file("mi.checkpoint")
    let (inner, _) = self.engine(path)
    var (outer, _) = self.engine(path, threads: 1)
    let found = Mutex<MutualInformationError?>(nil)
    let set = tracks
    outer.progress = { _ in
      do { _ = try inner.matrix(of: set, using: GaussianCopula()) } catch {
        found.withLock { $0 = error as? MutualInformationError }
      }
    }
    _ = try outer.matrix(of: tracks, using: GaussianCopula())
    #expect(found.withLock { $0 }?.code == .checkpointFailed)
  }

  @Test func withoutACheckpointNothingIsKept() throws {
    var engine = PairwiseEngine()
    engine.shouldStop = { true }
    let error = #expect(throws: MutualInformationError.self) {
      _ = try engine.matrix(of: tracks, using: GaussianCopula())
    }
    #expect(error?.code == .interrupted)
    #expect(error?.message.contains("nothing is kept") == true)
  }
}

/// Calls itself gaussian but estimates nothing: a finished checkpoint must do without it.
private struct Refusing: MutualInformationEstimator {
  var name: String { "gaussian" }
  func supports(dimension: Int) -> Bool { true }
  func predictedSeconds(length: Int) -> Double { 0 }
  func prepare(_ observations: Observations) throws -> Int {
    throw MutualInformationError(.invalidOption, "prepared")
  }
  func estimate(
    _ x: Int, rows: Range<Int>, _ y: Int, columns: Range<Int>, into tile: UnsafeMutableBufferPointer<Double>
  ) throws { throw MutualInformationError(.invalidOption, "estimated") }
}

/// What the engine said.
private final class Notices: Sendable {
  private let texts = Mutex([String]())
  func add(_ text: String) { texts.withLock { $0.append(text) } }
  var all: [String] { texts.withLock { $0 } }
}
