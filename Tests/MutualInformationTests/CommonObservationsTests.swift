import Foundation
import LinearAlgebra
import MutualInformation
import Synchronization
import TestSupport
import Testing

/// Mutual information of variables with gaps: over the observations that a pair has in common.
@Suite struct CommonObservationsTests {
  static let slicings = PairwiseEngineTests.slicings

  /// Tracks observed in a few stretches, and in single observations at random; what is not observed is not a number.
  static func tracks(
    count: Int, length: Int, share: Double = 0.6, seed: UInt64
  ) -> Observations {
    var tracks = Samples.tracks(count: count, length: length, seed: seed)
    var generator = SeededGenerator(seed: seed &+ 100)
    var observed: [Bool] = []
    for track in 0..<count {
      let (begin, end) = (generator.uniform() * 0.5, 0.5 + generator.uniform() * 0.5)
      observed += (0..<length).map { time in
        let place = Double(time) / Double(length)
        return track % 4 == 0
          ? place >= begin && place < end : generator.uniform() < share
      }
    }
    var values = tracks.values
    for track in 0..<count {
      for coordinate in 0..<2 {
        for time in tracks.range(variable: track, coordinate: coordinate)
        where !observed[
          track * length + (time - tracks.range(variable: track, coordinate: coordinate).lowerBound)]
        {
          values[time] = generator.uniform() < 0.5 ? .nan : 1e30
        }
      }
    }
    tracks.values = values
    tracks.observed = observed
    return tracks
  }

  private static func common(_ tracks: Observations, _ i: Int, _ j: Int) -> [Int] {
    (0..<tracks.length).filter {
      tracks.observed[i * tracks.length + $0] && tracks.observed[j * tracks.length + $0]
    }
  }

  private static func gathered(_ tracks: Observations, _ variable: Int, _ times: [Int]) -> Observations {
    Observations(
      count: 1, dimension: tracks.dimension, length: times.count,
      values: (0..<tracks.dimension).flatMap { coordinate in
        times.map { tracks.values[tracks.range(variable: variable, coordinate: coordinate).lowerBound + $0] }
      })
  }

  /// Every estimator but the Gaussian copula sees exactly the complete sample of the common times.
  @Test(arguments: slicings) func isTheEstimateOfTheGatheredSample(slicing: Slicing) throws {
    let tracks = Self.tracks(count: 9, length: 60, seed: 5)
    for estimator in try PairwiseEngineTests.estimators(slicing) {
      if estimator.name == "gaussian", slicing.kind != .none { continue }
      let engine = PairwiseEngine(slicing: slicing)
      let matrix = try engine.matrix(of: tracks, using: estimator).matrix
      for i in 0..<9 {
        for j in 0...i {
          let times = Self.common(tracks, i, j)
          guard times.count >= engine.leastCommon else {
            #expect(matrix[i, j].isNaN)
            continue
          }
          let expected = try engine.estimatePairs(
            x: Self.gathered(tracks, j, times), y: Self.gathered(tracks, i, times), using: estimator)
          #expect(
            abs(Double(matrix[i, j]) - expected[0]) < 1e-5, "\(estimator.name) \(slicing.kind) \(i) \(j)")
        }
      }
    }
  }

  /// The Gaussian copula: scores of a variable's own ranks, correlated over the common times, written out as sums.
  @Test func gaussianIsTheCorrelationOfScoresOverCommonTimes() throws {
    let tracks = Self.tracks(count: 70, length: 90, seed: 6)
    let engine = PairwiseEngine(slicing: Slicing(.axis))
    let matrix = try engine.matrix(of: tracks, using: GaussianCopula()).matrix
    func scores(_ variable: Int, _ coordinate: Int) -> [Double] {
      let first = tracks.range(variable: variable, coordinate: coordinate).lowerBound
      let own = (0..<90).filter { tracks.observed[variable * 90 + $0] }
      var scores = [Double](repeating: 0, count: 90)
      for time in own {
        let below = own.count { tracks.values[first + $0] < tracks.values[first + time] }
        let equal = own.count { tracks.values[first + $0] == tracks.values[first + time] }
        scores[time] = normalQuantile((Double(below) + Double(equal + 1) / 2) / Double(own.count + 1))
      }
      return scores
    }
    var unknown = 0
    for i in 0..<70 {
      for j in 0...i {
        let times = Self.common(tracks, i, j)
        guard times.count >= 8 else {
          #expect(matrix[i, j].isNaN && matrix[j, i].isNaN)
          unknown += 1
          continue
        }
        var expected = 0.0
        for coordinate in 0..<2 {
          let (a, b) = (scores(i, coordinate), scores(j, coordinate))
          let n = Double(times.count)
          let (meanA, meanB) = (times.reduce(0) { $0 + a[$1] } / n, times.reduce(0) { $0 + b[$1] } / n)
          let ab = times.reduce(0) { $0 + (a[$1] - meanA) * (b[$1] - meanB) }
          let aa = times.reduce(0) { $0 + (a[$1] - meanA) * (a[$1] - meanA) }
          let bb = times.reduce(0) { $0 + (b[$1] - meanB) * (b[$1] - meanB) }
          expected += -0.25 * log(max(1 - ab * ab / (aa * bb), 1e-12))
        }
        #expect(abs(Double(matrix[i, j]) - expected) < (i == j ? 0.6 : 1e-5), "\(i) \(j)")
      }
    }
    #expect(unknown < 400)
  }

  @Test(arguments: slicings) func sameBitsForAnyThreadsAndSymmetric(slicing: Slicing) throws {
    let tracks = Self.tracks(count: 75, length: 40, share: 0.5, seed: 7)
    for estimator in try PairwiseEngineTests.estimators(slicing) {
      let matrices = try [1, 2, 7].map {
        try PairwiseEngine(slicing: slicing, threads: $0).matrix(of: tracks, using: estimator).matrix
      }
      let bits = matrices.map { $0.elements.map(\.bitPattern) }
      #expect(bits[0] == bits[1] && bits[0] == bits[2])
      let matrix = matrices[0]
      #expect(matrix.hasUnknown && matrix.unknownShare < 0.5)
      for row in 0..<75 {
        for column in 0..<row {
          #expect(matrix[row, column].bitPattern == matrix[column, row].bitPattern)
          #expect(matrix[row, column].isNaN == (Self.common(tracks, row, column).count < 8))
        }
      }
    }
  }

  @Test func rectangleSelectionAndPairsAgreeWithTheMatrix() throws {
    let tracks = Self.tracks(count: 40, length: 50, seed: 8)
    let engine = PairwiseEngine()
    for estimator in try PairwiseEngineTests.estimators(Slicing()) {
      let matrix = try engine.matrix(of: tracks, using: estimator).matrix
      let rectangle = try engine.rectangle(
        rows: tracks.selecting([3, 39]), columns: tracks, using: estimator)
      let selection = try engine.selection(
        of: tracks.selecting([3]), with: tracks, columns: [Array(0..<40)], using: estimator)
      let pairs = try engine.estimatePairs(
        x: tracks, y: tracks.selecting([Int](repeating: 39, count: 40)), using: estimator)
      func same(_ a: Float, _ b: Float) -> Bool { a.isNaN ? b.isNaN : abs(a - b) < 1e-5 }
      for column in 0..<40 where column != 3 && column != 39 {
        #expect(same(rectangle.values[column], matrix[3, column]), "\(estimator.name)")
        #expect(same(rectangle.values[40 + column], matrix[39, column]))
        #expect(same(selection[0][column], matrix[3, column]))
        #expect(same(Float(pairs[column]), matrix[39, column]))
      }
    }
  }

  /// Flags that are all true change nothing, to the bit; one gap leaves the pairs of other variables as they are.
  @Test func completeVariablesAreAsWithoutFlags() throws {
    let plain = Samples.tracks(count: 12, length: 50, seed: 9)
    var flagged = plain
    flagged.observed = [Bool](repeating: true, count: 12 * 50)
    var oneGap = flagged
    oneGap.observed[5 * 50 + 20] = false
    for estimator in try PairwiseEngineTests.estimators(Slicing()) {
      let engine = PairwiseEngine()
      let expected = try engine.matrix(of: plain, using: estimator).matrix
      #expect(try engine.matrix(of: flagged, using: estimator).matrix == expected)
      let gappy = try engine.matrix(of: oneGap, using: estimator).matrix
      for i in 0..<12 {
        for j in 0..<i {
          #expect(abs(gappy[i, j] - expected[i, j]) < (i == 5 || j == 5 ? 0.3 : 1e-5), "\(estimator.name)")
        }
      }
    }
  }

  @Test func anInterruptedMatrixResumesToTheSameBitsUnlessTheFlagsDiffer() throws {
    let folder = try TemporaryFolder()
    let tracks = Self.tracks(count: 90, length: 40, seed: 10)
    let path = folder.file("matrix.checkpoint")
    let expected = try PairwiseEngine(threads: 1).matrix(of: tracks, using: GaussianCopula()).matrix
    var engine = PairwiseEngine(threads: 1)
    engine.checkpointPath = path
    let asked = Mutex(0)
    engine.shouldStop = {
      asked.withLock {
        $0 += 1
        return $0 > 2
      }
    }
    #expect(throws: MutualInformationError.self) {
      _ = try engine.matrix(of: tracks, using: GaussianCopula())
    }
    engine.shouldStop = nil
    let notices = Mutex<[String]>([])
    engine.notice = { line in notices.withLock { $0.append(line) } }
    let resumed = try engine.matrix(of: tracks, using: GaussianCopula())
    #expect(resumed.matrix.elements.map(\.bitPattern) == expected.elements.map(\.bitPattern))
    #expect(notices.withLock { $0.contains { $0.contains("resuming") } })
    #expect(resumed.standardError?.isFinite == true)
    var others = tracks
    others.observed[others.observed.firstIndex(of: true) ?? 0] = false
    notices.withLock { $0 = [] }
    _ = try engine.matrix(of: others, using: GaussianCopula())
    #expect(!notices.withLock { $0.contains { $0.contains("resuming") } })
  }

  @Test func tracksThatNeverMeetAreUnknownAndConstantsShareNothing() throws {
    let length = 40
    var set = Observations(
      count: 3, dimension: 1, length: length,
      values: (0..<3).flatMap { track in (0..<length).map { track == 2 ? 1 : Float($0 * (track + 1)) } })
    set.observed = (0..<3).flatMap { track in
      (0..<length).map { track == 0 ? $0 < 20 : track == 1 ? $0 >= 20 : true }
    }
    for estimator in try PairwiseEngineTests.estimators(Slicing()) {
      let matrix = try PairwiseEngine().matrix(of: set, using: estimator).matrix
      #expect(matrix[0, 1].isNaN, "\(estimator.name)")
      #expect(abs(matrix[0, 2]) < 1e-6 && abs(matrix[1, 2]) < 1e-6, "\(estimator.name)")
    }
  }

  @Test func channelsAreCombinedOverTheKnownOnes() {
    func matrix(_ value: Float) -> SymmetricMatrix {
      var matrix = SymmetricMatrix(count: 2)
      matrix[0, 1] = value
      return matrix
    }
    let combination = ChannelCombination([matrix(1), matrix(3)])
    #expect(combination.combine([[1, 2, .nan], [3, .nan, .nan]])[0] == 2)
    // The first channel alone: 2 is twice its mean, and the scale is the average of the means, 2.
    #expect(combination.combine([[1, 2, .nan], [3, .nan, .nan]])[1] == 4)
    #expect(combination.combine([[1, 2, .nan], [3, .nan, .nan]])[2].isNaN)
    var partly = SymmetricMatrix(count: 3, repeating: .nan)
    partly[0, 1] = 5
    #expect(partly.offDiagonalMean == 5 && abs(partly.unknownShare - 2.0 / 3) < 1e-12)
  }
}
