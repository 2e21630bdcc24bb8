import LinearAlgebra
import Synthesis
import Testing
import Tracks

@testable import MotionGroups

@Suite struct KernelTests {
  @Test func theKernelSeparatesMotionsAndDoesNotDependOnThreads() throws {
    let scene = SceneSamples.clear()
    let information = GaussianInformation.matrix(scene.tracks)
    let plan = MotionWindows(scene.tracks, most: 8)
    let windows = plan.starts.map { MotionWindow(scene.tracks, start: $0, length: plan.length) }
    let kernel = HypothesisKernel(windows, mutualInformation: information, threads: 1)
    #expect(kernel.values == HypothesisKernel(windows, mutualInformation: information, threads: 2).values)
    var (within, across): ([Double], [Double]) = ([], [])
    for i in 0..<kernel.values.count {
      #expect(abs(kernel.values[i, i] - 1) < 1e-6)
      for j in 0..<i {
        let value = Double(kernel.values[i, j])
        #expect(value >= 0 && value <= 1)
        if scene.truth[i] == scene.truth[j] { within.append(value) } else { across.append(value) }
      }
    }
    #expect(knownMean(within) > 2 * knownMean(across))
  }

  @Test func unknownPairsFollowTheirProfiles() {
    // Two blocks; a pair of the first is unknown.
    var kernel = SymmetricMatrix(count: 12)
    for i in 0..<12 { for j in 0...i { kernel[i, j] = i / 6 == j / 6 ? (i == j ? 1 : 0.6) : 0.05 } }
    kernel[1, 0] = .nan
    kernel[7, 0] = .nan
    let filled = ProfileFill.fill(kernel)
    #expect(filled[1, 0] > 0.4)
    #expect(filled[7, 0] < 0.2)
    #expect(filled[3, 2] == 0.6)
  }

  @Test func hypothesesLeaveTracksOfTheirModelNothing() {
    // Affine images of a plane: every track is in the hull of any three others.
    let scene = SceneSamples.lowRank(tracks: 1, frames: 30, rank: 3, seed: 4)
    var generator = SeededGenerator(seed: 2)
    var (x, y): ([Float], [Float]) = ([], [])
    for _ in 0..<20 {
      let (u, v) = (Float(generator.normal()), Float(generator.normal()))
      for frame in 0..<30 {
        let phase = Float(frame) / 5
        x.append(scene.x[frame] + 20 * (u * (1 + 0.1 * phase) + v * 0.2 * phase))
        y.append(scene.y[frame] + 20 * (v * (1 - 0.05 * phase) - u * 0.1 * phase))
      }
    }
    let everywhere = [Bool](repeating: true, count: 600)
    let set = TrackSet(frameCount: 30, trackCount: 20, x: x, y: y, visible: everywhere, valid: everywhere)
    let window = MotionWindow(set, start: 0, length: 30)
    let near = (0..<20).map { track in (0..<20).filter { $0 != track } }
    let drawn = Hypotheses(.plane, count: 40, window: window, neighbours: near, generator: &generator)
    #expect((drawn.distances.max() ?? 1) < 1e-3)
    let pairs = Hypotheses(.similarity, count: 40, window: window, neighbours: near, generator: &generator)
    #expect((pairs.distances.max() ?? 0) > 1)
  }

  @Test func placesComeInTheOrderOfTheirValues() {
    var generator = SeededGenerator(seed: 6)
    let values =
      (0..<300).map { _ in (8 * generator.normal()).rounded() / 4 + 0.125 } + [
        .infinity, -.infinity, 0, -0.5,
      ]
    let expected = values.indices.sorted { values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1 }
    #expect(ascending(values[...]) == expected)
    #expect(ascending(values[10...].prefix(3)).sorted() == [0, 1, 2])
  }

  @Test func windowsFollowTheTracks() {
    let complete = SceneSamples.lowRank(tracks: 10, frames: 100, rank: 2)
    let plan = MotionWindows(complete, most: 40)
    #expect(plan.length == 30 && plan.starts == [0, 15, 30, 45, 60, 70])
    #expect(
      MotionWindows(complete, most: 3).starts == [0, 45, 70]
        || MotionWindows(complete, most: 3).starts.count == 3)
    let short = SceneSamples.lowRank(tracks: 10, frames: 12, rank: 2)
    #expect(MotionWindows(short, most: 40).length == 12)
    #expect(MotionWindows(short, most: 40).starts == [0])
  }
}
