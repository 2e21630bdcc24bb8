import Foundation
import LinearAlgebra
import MutualInformation
import Synchronization
import TestSupport
import Testing

@Suite struct PairwiseEngineTests {
  static let slicings: [Slicing] = [
    Slicing(.shared, count: 3, seed: 5), Slicing(.independent, count: 4, seed: 5), Slicing(.axis),
    Slicing(.none),
  ]

  static func estimators(_ slicing: Slicing) throws -> [any MutualInformationEstimator] {
    try EstimatorRegistry.standard.names
      .map { try EstimatorRegistry.standard.make($0) }
      .filter { slicing.kind != .none || $0.supports(dimension: 2) }
  }

  @Test(arguments: slicings) func sameBitsForAnyNumberOfThreads(slicing: Slicing) throws {
    let tracks = Samples.tracks(count: 75, length: 40, seed: 1)
    for estimator in try Self.estimators(slicing) {
      let results = try [1, 2, 7].map {
        try PairwiseEngine(slicing: slicing, threads: $0).matrix(of: tracks, using: estimator)
      }
      #expect(results[0] == results[1])
      #expect(results[0] == results[2])
      let matrix = results[0].matrix
      #expect(matrix.elements.allSatisfy { $0.isFinite })
      for row in 0..<75 {
        for column in 0..<75 { #expect(matrix[row, column] == matrix[column, row]) }
      }
    }
  }

  /// The matrix is what single estimates of the projected pairs average to.
  @Test func equalsTheMeanOverSlicesWrittenOut() throws {
    let tracks = Samples.tracks(count: 5, length: 60, seed: 2)
    let estimator = try KSG()
    for slicing in [Slicing(.axis), Slicing(.none)] {
      let matrix = try PairwiseEngine(slicing: slicing).matrix(of: tracks, using: estimator).matrix
      for i in 0..<5 {
        for j in 0..<5 {
          let (a, b) = (tracks.selecting([i]), tracks.selecting([j]))
          let expected: Double
          if slicing.kind == .none {
            expected = try estimator.value(a, b)
          } else {
            expected =
              try
              (estimator.value(Samples.one(Array(a.values[..<60])), Samples.one(Array(b.values[..<60])))
              + estimator.value(Samples.one(Array(a.values[60...])), Samples.one(Array(b.values[60...])))) / 2
          }
          #expect(abs(Double(matrix[i, j]) - expected) < 1e-6)
        }
      }
    }
  }

  @Test(arguments: slicings) func rectangleQueryAndPairsAgreeWithTheMatrix(slicing: Slicing) throws {
    let tracks = Samples.tracks(count: 70, length: 50, seed: 3)
    let engine = PairwiseEngine(slicing: slicing)
    for estimator in try Self.estimators(slicing) {
      let matrix = try engine.matrix(of: tracks, using: estimator).matrix
      let rows = [3, 69, 4]
      let rectangle = try engine.rectangle(rows: tracks.selecting(rows), columns: tracks, using: estimator)
      #expect(rectangle.rows == 3 && rectangle.columns == 70)
      let query = try engine.query(69, in: tracks, using: estimator)
      let pairs = try engine.estimatePairs(
        x: tracks, y: tracks.selecting([Int](repeating: 69, count: 70)), using: estimator)
      for column in 0..<70 {
        for (index, row) in rows.enumerated() {
          #expect(
            abs(rectangle.row(index)[rectangle.row(index).startIndex + column] - matrix[row, column]) < 1e-5)
        }
        #expect(abs(query[column] - matrix[69, column]) < 1e-5)
        #expect(abs(pairs[column] - Double(matrix[69, column])) < 1e-5)
      }
    }
  }

  @Test func tracksThatMoveTogetherShareMore() throws {
    let tracks = Samples.tracks(count: 30, length: 200, seed: 4)
    for slicing in Self.slicings {
      for estimator in try Self.estimators(slicing) where estimator.isMutualInformation {
        let matrix = try PairwiseEngine(slicing: slicing).matrix(of: tracks, using: estimator).matrix
        var (same, other) = (0.0, 0.0)
        for i in 0..<30 {
          for j in 0..<i {
            if i % 3 == j % 3 {
              same += Double(matrix[i, j]) / 135
            } else {
              other += Double(matrix[i, j]) / 300
            }
          }
        }
        // Independent slices see two coordinates that do not belong together.
        #expect(
          same > other + (slicing.kind == .independent ? 0.1 : 0.5), "\(estimator.name) \(slicing.kind)")
      }
    }
  }

  @Test func smallSets() throws {
    let estimator = GaussianCopula()
    let engine = PairwiseEngine()
    let none = try engine.matrix(of: Samples.tracks(count: 0, length: 40, seed: 1), using: estimator)
    #expect(none.matrix.count == 0 && none.standardError == nil)
    let one = try engine.matrix(of: Samples.tracks(count: 1, length: 40, seed: 1), using: estimator)
    #expect(one.matrix.count == 1 && one.standardError == nil)
    let two = try engine.matrix(of: Samples.tracks(count: 2, length: 40, seed: 1), using: estimator)
    #expect(two.matrix[0, 1] == two.matrix[1, 0] && two.standardError != nil)
    #expect(
      try engine.estimatePairs(
        x: Samples.tracks(count: 0, length: 40, seed: 1), y: Samples.tracks(count: 0, length: 40, seed: 1),
        using: estimator) == [])
    #expect(
      try engine.predictMatrix(of: Samples.tracks(count: 0, length: 40, seed: 1), using: estimator).pairs == 0
    )
  }

  @Test func whatCannotBeDoneIsSaid() throws {
    func code(_ body: () throws -> Void) -> MutualInformationError.Code? {
      do { try body() } catch { return (error as? MutualInformationError)?.code }
      return nil
    }
    let tracks = Samples.tracks(count: 3, length: 20, seed: 1)
    let short = Samples.tracks(count: 3, length: 3, seed: 1)
    let (line, _) = Samples.normal(correlation: 0, count: 3, length: 20, seed: 1)
    let (other, _) = Samples.normal(correlation: 0, count: 3, length: 21, seed: 1)
    let (solid, _) = Samples.normal(correlation: 0, count: 3, dimension: 3, length: 20, seed: 1)
    let gaussian = GaussianCopula()
    let engine = PairwiseEngine()
    #expect(code { _ = try engine.matrix(of: short, using: gaussian) } == .tooFewObservations)
    #expect(code { _ = try engine.estimatePairs(x: short, y: short, using: gaussian) } == .tooFewObservations)
    #expect(code { _ = try engine.rectangle(rows: line, columns: other, using: gaussian) } == .shapeMismatch)
    #expect(code { _ = try engine.estimatePairs(x: line, y: other, using: gaussian) } == .shapeMismatch)
    #expect(
      code { _ = try engine.rectangle(rows: solid, columns: tracks, using: gaussian) } == .shapeMismatch)
    #expect(code { _ = try engine.query(3, in: tracks, using: gaussian) } == .invalidOption)
    #expect(
      code { _ = try PairwiseEngine(slicing: Slicing(.none)).matrix(of: tracks, using: Histogram()) }
        == .invalidOption)
    #expect(
      code { _ = try PairwiseEngine(slicing: Slicing(.shared, count: 0)).matrix(of: tracks, using: gaussian) }
        == .invalidOption)
    var bad = tracks
    bad.values[20 * 2 + 1] = .nan
    #expect(code { _ = try engine.matrix(of: bad, using: gaussian) } == .nonFiniteValue)
  }

  /// Different dimensions, sliced independently or taken whole.
  @Test func pairsOfDifferentDimensions() throws {
    let (x, _) = Samples.normal(correlation: 0, count: 2, dimension: 3, length: 400, seed: 1)
    let y = Observations(
      count: 2, dimension: 1, length: 400,
      values: (0..<2).flatMap { x.values[x.range(variable: $0, coordinate: 1)] })
    for slicing in [Slicing(.independent, count: 6), Slicing(.none)] {
      let values = try PairwiseEngine(slicing: slicing).estimatePairs(x: x, y: y, using: KSG())
      #expect(values.allSatisfy { $0 > 0.05 })
    }
  }

  @Test func standardErrorShrinksWithSlices() throws {
    let tracks = Samples.tracks(count: 12, length: 200, seed: 9)
    func error(_ count: Int) throws -> Double {
      let engine = PairwiseEngine(slicing: Slicing(.independent, count: count, seed: 3))
      return try #require(try engine.matrix(of: tracks, using: GaussianCopula()).standardError)
    }
    #expect(try error(64) < 0.5 * error(8))
    // Two runs with other directions differ by about the two errors together.
    let runs = try [1, 2].map { seed in
      try PairwiseEngine(slicing: Slicing(.independent, count: 64, seed: seed)).matrix(
        of: tracks, using: GaussianCopula())
    }
    var squares = 0.0
    for i in 0..<12 {
      for j in 0..<i {
        let difference = Double(runs[0].matrix[i, j] - runs[1].matrix[i, j])
        squares += difference * difference / 66
      }
    }
    let stated = try #require(runs[0].standardError) * 2.0.squareRoot()
    #expect(squares.squareRoot() / stated > 0.5 && squares.squareRoot() / stated < 2)
  }

  @Test func progressCountsUpToAllPairs() throws {
    let tracks = Samples.tracks(count: 100, length: 40, seed: 1)
    let seen = Mutex([PairwiseProgress]())
    var engine = PairwiseEngine(slicing: Slicing(.shared, count: 2), threads: 2)
    engine.progress = { progress in seen.withLock { $0.append(progress) } }
    _ = try engine.matrix(of: tracks, using: GaussianCopula())
    let all = seen.withLock { $0 }
    #expect(all.count == 3)
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.done < $1.done })
    #expect(all.last?.done == 5050 && all.last?.total == 5050)
    #expect(all.last?.remaining == 0)
  }

  @Test func predictionCountsWhatWillBeDone() throws {
    let tracks = Samples.tracks(count: 100, length: 40, seed: 1)
    let engine = PairwiseEngine(slicing: Slicing(.independent, count: 5))
    let prediction = try engine.predictMatrix(of: tracks, using: KSG())
    #expect(prediction.pairs == 5050 && prediction.slices == 6)
    #expect(prediction.secondsPerEstimate > 0 && prediction.seconds > 0)
    #expect(prediction.bytes > 40 * 100 * 40)
    #expect(try engine.predictRectangle(rows: tracks, columns: tracks, using: KSG()).pairs == 10_000)
  }

  @Test func memoryLimitGroupsSlicesOrRefuses() throws {
    let tracks = Samples.tracks(count: 80, length: 500, seed: 6)
    for slicing in [Slicing(.shared, count: 8), Slicing(.independent, count: 8)] {
      let free = try PairwiseEngine(slicing: slicing).matrix(of: tracks, using: GaussianCopula())
      var engine = PairwiseEngine(slicing: slicing)
      let said = Mutex([String]())
      engine.notice = { text in said.withLock { $0.append(text) } }
      engine.memoryLimit = 2_000_000  // a view takes 12 · 500 · 80 bytes
      #expect(try engine.matrix(of: tracks, using: GaussianCopula()) == free)
      #expect(said.withLock { $0 }.first?.contains("groups") == true)
      engine.memoryLimit = 100_000
      let error = #expect(throws: MutualInformationError.self) {
        _ = try engine.matrix(of: tracks, using: GaussianCopula())
      }
      #expect(error?.code == .memoryLimit)
      #expect(error?.message.contains("kB") == true)
    }
  }
}

@Suite struct SlicingTests {
  @Test func independentSlicesMatchTheSlicedValueOfAGaussian() throws {
    // X = Y standard normal in the plane: the mean over θ, φ of −½ log(1 − cos²) is log 2.
    let (x, _) = Samples.normal(correlation: 0, count: 1, dimension: 2, length: 3000, seed: 4)
    let engine = PairwiseEngine(slicing: Slicing(.independent, count: 400, seed: 1))
    let value = try engine.estimatePairs(x: x, y: x, using: GaussianCopula())[0]
    #expect(abs(value - log(2)) < 0.12, "\(value)")
  }

  @Test func evenlySpacedAnglesVaryLessThanRandomOnes() throws {
    let (x, y) = Samples.normal(correlation: 0.7, dimension: 2, length: 400, seed: 4)
    let flat = Samples.one(y.values.enumerated().map { $0 < 400 ? $1 : 0.1 * $1 }, dimension: 2)
    func spread(_ kind: Slicing.Kind, _ count: Int) throws -> Double {
      let values = try (0..<30).map { seed in
        try PairwiseEngine(slicing: Slicing(kind, count: count, seed: UInt64(seed)))
          .estimatePairs(x: x, y: flat, using: GaussianCopula())[0]
      }
      let mean = values.reduce(0, +) / 30
      return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 29).squareRoot()
    }
    #expect(try spread(.shared, 8) < 0.3 * spread(.independent, 8))
  }

  @Test func oneCoordinateNeedsNoSlices() throws {
    let (x, y) = Samples.normal(correlation: 0.7, count: 2, length: 100, seed: 4)
    for kind in Slicing.Kind.allCases {
      let values = try PairwiseEngine(slicing: Slicing(kind)).estimatePairs(x: x, y: y, using: KSG())
      #expect(values[1] == (try KSG().value(x.selecting([1]), y.selecting([1]))))
    }
  }

  @Test func seedsChangeDirections() throws {
    let tracks = Samples.tracks(count: 4, length: 60, seed: 2)
    for kind in [Slicing.Kind.shared, .independent] {
      func matrix(_ seed: UInt64) throws -> SymmetricMatrix {
        try PairwiseEngine(slicing: Slicing(kind, count: 2, seed: seed)).matrix(
          of: tracks, using: GaussianCopula()
        ).matrix
      }
      #expect(try matrix(1) == matrix(1))
      #expect(try matrix(1) != matrix(2))
    }
  }
}

@Suite struct SelectionTests {
  /// The same bits as the rectangle's at the places asked for.
  @Test(arguments: PairwiseEngineTests.slicings) func selectedPairsAreThoseOfTheRectangle(slicing: Slicing)
    throws
  {
    let (rows, columns) = (
      Samples.tracks(count: 70, length: 40, seed: 1), Samples.tracks(count: 30, length: 40, seed: 2)
    )
    var generator = SeededGenerator(seed: 3)
    let chosen = (0..<70).map { _ in (0..<30).filter { _ in generator.uniform() < 0.2 } }
    let engine = PairwiseEngine(slicing: slicing)
    let whole = try engine.rectangle(rows: rows, columns: columns, using: GaussianCopula())
    let some = try engine.selection(of: rows, with: columns, columns: chosen, using: GaussianCopula())
    for row in 0..<70 {
      for (index, column) in chosen[row].enumerated() {
        #expect(abs(some[row][index] - whole.values[row * 30 + column]) < 1e-6)
      }
    }
  }
}

@Suite struct TileShareTests {
  @Test func sharesJoinIntoTheWholeMatrix() throws {
    let tracks = Samples.tracks(count: 150, length: 40, seed: 3)
    let folder = try TemporaryFolder()
    let slicing = Slicing(.shared, count: 3, seed: 5)
    let whole = try PairwiseEngine(slicing: slicing).matrix(of: tracks, using: GaussianCopula()).matrix
    var parts: [String] = []
    for index in 1...3 {
      var engine = PairwiseEngine(slicing: slicing)
      engine.checkpointPath = folder.file("part-\(index)")
      parts.append(folder.file("part-\(index)"))
      try engine.computeShare(TileShare(index, of: 3), of: tracks, using: GaussianCopula())
    }
    try PairwiseEngine.joinCheckpoints(parts, into: folder.file("joined"))
    var engine = PairwiseEngine(slicing: slicing)
    engine.checkpointPath = folder.file("joined")
    let notices = Mutex([String]())
    engine.notice = { line in notices.withLock { $0.append(line) } }
    #expect(try engine.matrix(of: tracks, using: GaussianCopula()).matrix == whole)
    // Nothing was left to do.
    #expect(notices.withLock { $0 }.contains { $0.contains("11325 of 11325 pairs") })
  }

  @Test func foreignPartsAreRefused() throws {
    let folder = try TemporaryFolder()
    for seed in [1, 2] {
      var engine = PairwiseEngine()
      engine.checkpointPath = folder.file("part-\(seed)")
      try engine.computeShare(
        TileShare(1, of: 2), of: Samples.tracks(count: 80, length: 40, seed: UInt64(seed)),
        using: GaussianCopula())
    }
    let error = #expect(throws: MutualInformationError.self) {
      try PairwiseEngine.joinCheckpoints(
        [folder.file("part-1"), folder.file("part-2")], into: folder.file("joined"))
    }
    #expect(error?.code == .checkpointFailed)
    #expect(throws: MutualInformationError.self) { try TileShare(3, of: 2) }
  }
}
