import LinearAlgebra
import Support
import Synthesis
import Testing
import Tracks

@testable import MotionGroups

@Suite struct BackgroundTests {
  private static let picture = TrackRegion(x: 0, y: 0, width: 640, height: 480)

  @Test func theWorldIsTheBackground() throws {
    let odds = try BackgroundOdds.shipped()
    for seed: UInt64 in 1...5 {
      let scene = SceneSamples.clear(seed: seed)
      let found = try #require(
        Background.find(scene.tracks, labels: scene.truth, picture: Self.picture, odds: odds))
      #expect(found.label == 0)
      #expect(found.probability > 0.8)
      // Names of groups do not matter.
      let renamed = try #require(
        Background.find(scene.tracks, labels: scene.truth.map { 2 - $0 }, picture: Self.picture, odds: odds))
      #expect(renamed.label == 2 && abs(renamed.probability - found.probability) < 1e-9)
      // Two bodies alone have none.
      let bodies = scene.truth.indices.filter { scene.truth[$0] > 0 }
      let none = Background.find(
        scene.tracks.selecting(bodies), labels: bodies.map { scene.truth[$0] - 1 }, picture: Self.picture,
        odds: odds)
      #expect((none?.probability ?? 0) < found.probability)
    }
    #expect(
      Background.find(
        SceneSamples.lowRank(tracks: 4, frames: 8, rank: 1), labels: [-1, -1, -1, -1],
        picture: TrackRegion(x: 0, y: 0, width: 10, height: 10), odds: odds) == nil)
  }

  /// A frame of 8 × 6 tracks in the middles of all cells, the four in the middle of another group.
  @Test func featuresAreTheSharesThatTheyAreCalled() {
    let cells = (0..<48).map { (column: $0 % 8, row: $0 / 8) }
    let labels = cells.map { (3...4).contains($0.column) && (2...3).contains($0.row) ? 1 : 0 }
    let set = TrackSet(
      frameCount: 1, trackCount: 48, x: cells.map { 80 * Float($0.column) + 40 },
      y: cells.map { 80 * Float($0.row) + 40 }, visible: cells.map { _ in true },
      valid: cells.map { _ in true })
    let rows = BackgroundFeatures.values(set, labels: labels, picture: Self.picture)
    // spread, border, tracks, around, extent
    #expect(rows.count == 2)
    for (value, expected) in zip(rows[0], [44.0 / 48, 1, 44.0 / 48, 1, 1]) {
      #expect(abs(value - expected) < 1e-6)
    }
    for (value, expected) in zip(rows[1], [4.0 / 48, 0, 4.0 / 48, -1, 1.0 / 35]) {
      #expect(abs(value - expected) < 1e-6)
    }
  }

  @Test func oddsAreReadAsTheyAreWritten() throws {
    let shipped = try BackgroundOdds.shipped()
    #expect(try BackgroundOdds(text: shipped.text, name: "copy") == shipped)
    #expect(throws: RunError.self) { try BackgroundOdds(text: "spread 1\n", name: "short") }
    #expect(throws: RunError.self) { try BackgroundOdds(text: shipped.text + "more 1\n", name: "more") }
  }

  /// At the fit the penalised likelihood has no slope: neighbours of it are worse.
  @Test func theFitIsTheBest() {
    var generator = SeededGenerator(seed: 5)
    let size = BackgroundFeatures.names.count
    let examples = (0..<300).map { _ -> BackgroundExample in
      let rows = (0..<3).map { _ in (0..<size).map { _ in generator.normal() } }
      let best = rows.indices.max { rows[$0][0] - rows[$0][3] < rows[$1][0] - rows[$1][3] }
      return BackgroundExample(features: rows, background: generator.uniform() < 0.2 ? nil : best)
    }
    func loss(_ odds: BackgroundOdds) -> Double {
      let squares = (odds.weights + [odds.intercept]).reduce(0) { $0 + $1 * $1 }
      return examples.reduce(0.5 * squares) { sum, example in
        let all = odds.probabilities(example.features)
        let p = example.background.map { all[$0] } ?? (1 - all.reduce(0, +))
        return sum - 2 * halfLogarithm(p)
      }
    }
    let fit = BackgroundTraining.fit(examples)
    #expect(fit.weights[0] > 0.5 && fit.weights[3] < -0.5 && abs(fit.weights[1]) < 0.3)
    for index in 0...size {
      for step in [-0.02, 0.02] {
        var weights = fit.weights
        if index < size { weights[index] += step }
        let other = BackgroundOdds(
          weights: weights, intercept: fit.intercept + (index == size ? step : 0))
        #expect(loss(other) > loss(fit))
      }
    }
  }
}

@Suite struct ObjectMotionTests {
  /// A world of depth that a camera passes, and a body that stands in it until frame 30 and then moves up.
  private func scene(camera: Bool, noise: Double = 0.05) -> (TrackSet, [Int]) {
    var generator = SeededGenerator(seed: 2)
    let frames = 60
    var (x, y, labels): ([Float], [Float], [Int]) = ([], [], [])
    for track in 0..<80 {
      let isBody = track >= 60
      labels.append(isBody ? 1 : 0)
      let (px, py) = (generator.uniform(0, 300), generator.uniform(0, 200))
      let depth = isBody ? 2 : generator.uniform(1, 4)
      for frame in 0..<frames {
        let t = Double(frame)
        let pan = camera ? (3 * t + 10 * unitVector(t / 7).1) / depth : 0
        let moved = isBody && frame >= 30 ? 1.5 * Double(frame - 30) : 0
        x.append(Float(px - pan + noise * generator.normal()))
        y.append(Float(py - moved + (camera ? 0.2 * pan : 0) + noise * generator.normal()))
      }
    }
    let everywhere = [Bool](repeating: true, count: x.count)
    return (
      TrackSet(frameCount: frames, trackCount: 80, x: x, y: y, visible: everywhere, valid: everywhere), labels
    )
  }

  @Test(arguments: [true, false]) func anObjectMovesWhereTheBackgroundDoesNotExplainIt(camera: Bool) {
    let (tracks, labels) = scene(camera: camera)
    let found = ObjectMotion.find(tracks, labels: labels, reference: camera ? .moving : .still)
    #expect(found.count == 1 && found[0].count == 60)
    // Windows of nine frames look a few frames ahead.
    #expect(found[0][..<25].allSatisfy { $0 == false })
    #expect(found[0][32...].allSatisfy { $0 == true })
  }

  @Test func noiseIsNoMotionAndTooFewTracksSayNothing() {
    let (noisy, labels) = scene(camera: true, noise: 0.5)
    let found = ObjectMotion.find(noisy, labels: labels, reference: .moving)
    #expect(found[0][..<25].allSatisfy { $0 == false })
    let few = Array(55..<80)
    let none = ObjectMotion.find(
      noisy.selecting(few), labels: few.map { labels[$0] }, reference: .moving)
    #expect(none[0].allSatisfy { $0 == nil })
    #expect(ObjectMotion.find(noisy, labels: labels.map { _ in 0 }, reference: .moving).isEmpty)
    // Of a long video every frame has its window.
    let stretched = ObjectMotion.find(noisy.cut(to: 0..<3), labels: labels, reference: .still)
    #expect(stretched[0] == [nil, nil, nil])
  }
}
