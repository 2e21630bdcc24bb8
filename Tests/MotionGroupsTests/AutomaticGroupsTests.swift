import LinearAlgebra
import Support
import Synthesis
import Testing
import Tracks

@testable import MotionGroups

@Suite struct AutomaticGroupsTests {
  /// The share of pairs of tracks on which two labelings agree, corrected for chance.
  static func agreement(_ a: [Int], _ b: [Int]) -> Double {
    struct Cell: Hashable {
      let a: Int
      let b: Int
    }
    func pairs(_ counts: some Sequence<Int>) -> Double { counts.reduce(0) { $0 + Double($1 * ($1 - 1)) / 2 } }
    let cells = Dictionary(zip(a, b).map { (Cell(a: $0, b: $1), 1) }, uniquingKeysWith: +)
    let (rows, columns) = (
      Dictionary(a.map { ($0, 1) }, uniquingKeysWith: +), Dictionary(b.map { ($0, 1) }, uniquingKeysWith: +)
    )
    let (s, p, q) = (pairs(cells.values), pairs(rows.values), pairs(columns.values))
    let expected = p * q / pairs([a.count])
    return (p + q) / 2 == expected ? 1 : (s - expected) / ((p + q) / 2 - expected)
  }

  private func group(
    _ tracks: TrackSet, objects: Int? = nil, threads: Int = 0
  ) throws -> MotionGrouping {
    var rule = try AutomaticGroups(objects: objects)
    rule.threads = threads
    return rule.group(tracks, mutualInformation: GaussianInformation.matrix(tracks))
  }

  @Test(arguments: [0.0, 0.4]) func bodiesBeforeAMovingCameraAreFound(missing: Double) throws {
    var sum = 0.0
    for seed: UInt64 in 1...4 {
      let scene = SceneSamples.clear(seed: seed, missing: missing)
      let found = try group(scene.tracks)
      sum += Self.agreement(found.labels, scene.truth)
    }
    #expect(sum / 4 > 0.8)
  }

  @Test func theSameTracksGiveTheSameGroupsOnAnyNumberOfThreads() throws {
    let scene = SceneSamples.clear(seed: 8, missing: 0.2)
    let (a, b) = (try group(scene.tracks, threads: 1), try group(scene.tracks, threads: 2))
    #expect(a.labels == b.labels && a.scores == b.scores && a.merges == b.merges)
    #expect(a.scores.allSatisfy { (-1...1).contains($0) })
  }

  @Test func oneMotionIsOneGroup() throws {
    var groups = 0
    for seed: UInt64 in 1...5 {
      let scene = SceneSamples.clear(seed: seed, bodies: 0)
      let found = try group(scene.tracks)
      groups += found.count
    }
    #expect(groups <= 6)
  }

  @Test(arguments: [1, 2, 3, 5, 9]) func soManyGroupsAreMadeAsWereAsked(objects: Int) throws {
    let scene = SceneSamples.clear(seed: 5)
    let found = try group(scene.tracks, objects: objects)
    #expect(Set(found.labels) == Set(0..<objects))
  }

  @Test(arguments: [(2, 30), (3, 5), (5, 10), (12, 4), (30, 10), (9, 1)])
  func fewTracksAndFewFramesHaveGroupsToo(tracks: Int, frames: Int) throws {
    let set = SceneSamples.lowRank(tracks: tracks, frames: frames, rank: 2, noise: 0.2)
    let found = try group(set)
    #expect(found.labels.count == tracks && found.count >= 1)
    #expect(found.scores.allSatisfy { $0.isFinite })
    let two = try group(set, objects: 2)
    #expect(Set(two.labels).count == 2)
  }

  @Test func tracksOutsideAreGivenToTheGroupThatExplainsThem() throws {
    let scene = SceneSamples.clear(seed: 2)
    let inside = Array(stride(from: 0, to: scene.truth.count, by: 2))
    let outside = Array(stride(from: 1, to: scene.truth.count, by: 2))
    let found = try group(scene.tracks.selecting(inside))
    let assigned = found.assign(scene.tracks.selecting(outside))
    // As the inside is grouped, so is the outside: the truth's bodies go to the group that most of their tracks are in.
    var names: [Int: [Int: Int]] = [:]
    for (track, label) in zip(inside, found.labels) {
      names[scene.truth[track], default: [:]][label, default: 0] += 1
    }
    let right = zip(outside, assigned).count { track, answer in
      names[scene.truth[track]]?.max { $0.value < $1.value }?.key == answer.label
    }
    #expect(Double(right) > 0.9 * Double(outside.count))
  }

  @Test func cutsAreWhatTheirNumberGives() throws {
    let scene = SceneSamples.clear(seed: 5)
    var rule = try AutomaticGroups()
    rule.mostCuts = 9
    let information = GaussianInformation.matrix(scene.tracks)
    let found = rule.group(scene.tracks, mutualInformation: information)
    #expect(found.cuts.count == 9)
    for (index, cut) in found.cuts.enumerated() where [0, 1, 3, 8].contains(index) {
      let given = try group(scene.tracks, objects: index + 1)
      #expect(cut.labels == given.labels)
      let outside = SceneSamples.clear(seed: 5).tracks.selecting([3, 40, 90])
      #expect(cut.assign(outside) == given.assign(outside).map(\.label))
    }
  }

  @Test func moreTracksThanAreComparedAreAssigned() throws {
    let scene = SceneSamples.clear(seed: 2)
    var rule = try AutomaticGroups()
    let information = GaussianInformation.matrix(scene.tracks)
    let all = rule.group(scene.tracks, mutualInformation: information)
    rule.mostTracks = 90
    let part = rule.group(scene.tracks, mutualInformation: information)
    #expect(part.labels.count == scene.truth.count)
    #expect(Self.agreement(all.labels, part.labels) > 0.7)
  }
}

@Suite struct MergeOddsTests {
  @Test func oddsAreReadAsTheyAreWritten() throws {
    let shipped = try MergeOdds.shipped()
    let copy = try MergeOdds(text: shipped.text, name: "copy")
    #expect(copy == shipped)
    #expect(throws: RunError.self) { try MergeOdds(text: "K.max 0 1 2\n", name: "short") }
    #expect(throws: RunError.self) { try MergeOdds(text: shipped.text + "what\n", name: "more") }
  }

  @Test func theFitHasNoGradientLeft() {
    var generator = SeededGenerator(seed: 3)
    let size = PartFeatures.names.count
    let examples = (0..<400).map { index in
      let features = (0..<size).map { _ in generator.normal() }
      return MergeExample(
        features: features, isSame: features[0] + 0.5 * features[1] + generator.normal() > 0,
        scene: index % 7,
        kind: "test")
    }
    let odds = MergeTraining.fit(examples, penalty: 0.5)
    #expect(odds.terms[0].weight > 0.5)
    #expect(odds.terms[0].weight > odds.terms[1].weight && odds.terms[1].weight > abs(odds.terms[5].weight))
    let right = examples.count { (odds.logOdds($0.features) > 0) == $0.isSame }
    #expect(right > 300)
    // What is not known counts as the mean.
    #expect(abs(odds.logOdds([Double](repeating: .nan, count: size)) - odds.intercept) < 1e-12)
  }
}

@Suite struct StabilityTests {
  @Test func clearGroupsSurviveAndLabelsAreMatched() throws {
    #expect(Stability.matched([1, 1, 0, 0, 2], to: [0, 0, 1, 1, 1]) == [0, 0, 1, 1, -1])
    let scene = SceneSamples.clear(seed: 2)
    let information = GaussianInformation.matrix(scene.tracks)
    let rule = try AutomaticGroups()
    let found = rule.group(scene.tracks, mutualInformation: information)
    let stability = Stability(scene.tracks, mutualInformation: information, labels: found.labels, rule: rule)
    #expect(try #require(stability.tracks) > 0.6)
    #expect(try #require(stability.frames) > 0.5)
    #expect(stability.groups.count == found.count)
    // Labels at random do not survive.
    var generator = SeededGenerator(seed: 4)
    let random = found.labels.map { _ in Int(generator.next() % 5) }
    let poor = Stability(scene.tracks, mutualInformation: information, labels: random, rule: rule)
    #expect(try #require(poor.tracks) < 0.5)
  }
}
