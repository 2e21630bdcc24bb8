import Segmentation
import Foundation
import LinearAlgebra
import MotionSegmentation
import MutualInformation
import Support
import Testing
import Tracks

/// Videos in which most tracks never meet: stretches of tracks, compared in blocks of time.
@Suite struct LongVideoTests {
  /// Tracks of three bodies, each observed for some 60 frames, with a gap now and then.
  static func tracks(
    count: Int, frames: Int, seed: UInt64, inStretches: Bool
  ) -> (set: TrackSet, bodies: [Int]) {
    var generator = SeededGenerator(seed: seed)
    let motions = (0..<6).map { _ -> [Double] in
      let waves = (0..<12).map { _ in
        (generator.uniform(2, 40), generator.uniform(0.01, 0.25), generator.uniform(0, 6.3))
      }
      return (0..<frames).map { time in
        waves.reduce(0) { $0 + $1.0 * sin($1.1 * Double(time) + $1.2) }
      }
    }
    var (x, y, visible): ([Float], [Float], [Bool]) = ([], [], [])
    var stretches: [Range<Int>] = []
    let bodies = (0..<count).map { $0 % 3 }
    for body in bodies {
      let length = 30 + Int(generator.uniform() * 60)
      let first = Int(generator.uniform() * Double(frames - length))
      stretches.append(first..<(first + length))
      let (px, py) = (generator.uniform(-60, 60), generator.uniform(-60, 60))
      let gap = generator.uniform() < 0.3 ? first + length / 2 : -1
      for time in first..<(first + length) {
        x.append(Float(500 + px + motions[2 * body][time] + 0.1 * generator.normal()))
        y.append(Float(400 + py + motions[2 * body + 1][time] + 0.1 * generator.normal()))
        visible.append(!(gap..<(gap + 4)).contains(time))
        if visible[visible.count - 1] == false { (x[x.count - 1], y[y.count - 1]) = (.nan, .nan) }
      }
    }
    let set = TrackSet(frameCount: frames, frames: stretches, x: x, y: y, visible: visible, valid: visible)
    return (inStretches ? set : set.whole, bodies)
  }

  static let picture = TrackRegion(x: 0, y: 0, width: 1000, height: 800)

  private func finished(_ set: TrackSet, _ options: SegmentationOptions) throws -> Segmentation {
    let outcome = try segment(set, picture: Self.picture, options)
    guard case .finished(let result) = outcome else {
      Issue.record("not finished")
      throw RunError(.input, "a share")
    }
    return result
  }

  @Test(arguments: ["gaussian", "ksg"]) func blocksOfTimeGiveTheMatrixOfAllPairs(estimator: String) throws {
    var options = SegmentationOptions()
    options.maxTracks = nil
    options.clustering = .persistent
    options.estimator = estimator
    options.slices = 2
    let count = estimator == "ksg" ? 120 : 1500
    let whole = try finished(
      Self.tracks(count: count, frames: 600, seed: 1, inStretches: false).set, options)
    let blocks = try finished(
      Self.tracks(count: count, frames: 600, seed: 1, inStretches: true).set, options)
    let (a, b) = (try #require(whole.matrix.dense), try #require(blocks.matrix.dense))
    #expect(a.count == b.count && a.unknownShare == b.unknownShare && a.unknownShare > 0.5)
    var worst: Float = 0
    for row in 0..<a.count {
      for column in 0..<row where !a[row, column].isNaN {
        worst = max(worst, abs(a[row, column] - b[row, column]))
      }
    }
    #expect(worst < 1e-3, "\(worst)")
    #expect(whole.labels == blocks.labels && whole.keptOrigins == blocks.keptOrigins)
  }

  @Test func aSampleCoversTheVideoAndTheOthersJoin() throws {
    var options = SegmentationOptions()
    options.maxTracks = 60
    options.slices = 4
    for estimator in ["gaussian", "histogram"] {
      options.estimator = estimator
      let (set, bodies) = Self.tracks(count: 2400, frames: 1500, seed: 2, inStretches: true)
      let result = try finished(set, options)
      // 60 tracks in any fifth of the video of those that live a thirtieth of it.
      #expect((250...400).contains(result.sample.count), "\(result.sample.count)")
      let labelled = result.labels.indices.filter { result.labels[$0] > 0 }
      #expect(Double(labelled.count) > 0.98 * Double(set.trackCount), "\(estimator): \(labelled.count)")
      #expect(result.keptOrigins.count { $0 == .information } > 1500)
      // A label holds tracks of one body, nearly always.
      var votes: [Int: [Int: Int]] = [:]
      for track in labelled { votes[result.labels[track], default: [:]][bodies[track], default: 0] += 1 }
      let right = votes.values.reduce(0) { $0 + ($1.values.max() ?? 0) }
      #expect(Double(right) > 0.95 * Double(labelled.count), "\(estimator): \(right) of \(labelled.count)")
      #expect(votes.count < 8, "\(estimator): \(votes.count)")
    }
  }

  @Test func stretchesAreTheSameTracksAsWholeOnes() throws {
    let stretches = Self.tracks(count: 40, frames: 200, seed: 3, inStretches: true).set
    let whole = stretches.whole
    #expect(stretches.isStoredInStretches && !whole.isStoredInStretches)
    #expect(stretches.x.count < whole.x.count / 2)
    for track in 0..<40 {
      for frame in 0..<200 {
        let index = try #require(whole.index(ofTrack: track, frame: frame))
        guard let own = stretches.index(ofTrack: track, frame: frame) else {
          #expect(whole.x[index].isNaN && !whole.visible[index] && !whole.valid[index])
          continue
        }
        #expect(whole.x[index].bitPattern == stretches.x[own].bitPattern)
        #expect(whole.visible[index] == stretches.visible[own])
      }
    }
    let (a, b) = (stretches.cut(to: 50..<120), whole.cut(to: 50..<120))
    #expect(a.whole.x.map(\.bitPattern) == b.x.map(\.bitPattern) && a.whole.visible == b.visible)
    let (c, d) = (stretches.selecting([7, 3]), whole.selecting([7, 3]))
    #expect(c.whole.y.map(\.bitPattern) == d.y.map(\.bitPattern) && c.trackIDs == [7, 3])
    let filter = TrackFilter(picture: Self.picture)
    let (e, f) = (filter.apply(to: stretches), filter.apply(to: whole))
    #expect(e.indices == f.indices)
    #expect(e.kept.whole.observed == f.kept.observed && e.kept.whole.visible == f.kept.visible)
  }

  @Test func aQueryKnowsTheTracksThatItMeets() throws {
    var options = SegmentationOptions()
    options.maxTracks = nil
    options.slices = 2
    options.query = 5
    let result = try finished(
      Self.tracks(count: 200, frames: 400, seed: 4, inStretches: true).set, options)
    let query = try #require(result.query)
    let matrix = try #require(result.matrix.dense)
    let row = try #require(result.sampleIDs.firstIndex(of: 5))
    for (column, id) in result.sampleIDs.enumerated() where id != 5 {
      let place = try #require(query.ids.firstIndex(of: id))
      let (a, b) = (query.values[place], matrix[row, column])
      #expect(a.isNaN ? b.isNaN : abs(a - b) < 1e-4)
    }
  }
}
