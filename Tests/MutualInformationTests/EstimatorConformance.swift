import EstimatorCatalogue
import Foundation
import LinearAlgebra
import MutualInformation
import NeuralCritics
import Support
import Testing

/// What every estimator of the registry promises; a new one is checked by being registered.
@Suite struct EstimatorConformance {
  /// An estimator of the registry with what its entry states.
  struct Subject: CustomTestStringConvertible, Sendable {
    let entry: EstimatorRegistry.Entry
    var name: String { entry.name }
    var traits: EstimatorTraits { entry.traits }
    var testDescription: String { name }
    func make() throws -> any MutualInformationEstimator {
      // The samples here are independent draws, and the estimators that read time are told so.
      var options = EstimatorOptions()
      options.isIndependent = true
      options[NeuralCritic.iterationsOption] = 30
      return try EstimatorCatalogue.all.make(name, options: options)
    }
  }

  static let subjects = EstimatorCatalogue.all.entries.map { Subject(entry: $0) }

  @Test(arguments: subjects) func nameIsTheRegistrys(_ subject: Subject) throws {
    #expect(try subject.make().name == subject.name)
    for dimension in 1...8 {
      let isSmall = dimension <= subject.traits.largestDimension ?? dimension
      #expect(try subject.make().supports(dimension: dimension) == isSmall, "\(dimension) coordinates")
    }
    #expect(!subject.entry.summary.isEmpty)
  }

  @Test(arguments: subjects) func independentVariablesHaveAlmostNone(_ subject: Subject) throws {
    let estimator = try subject.make()
    guard estimator.isMutualInformation, !subject.traits.isTrainedOnThePair else { return }
    var sum = 0.0
    for seed in 0..<20 {
      let (x, y) = Samples.normal(correlation: 0, length: 2000, seed: UInt64(seed))
      let value = try estimator.value(x, y)
      #expect(abs(value) < 0.05 + subject.traits.bias, "\(value)")
      sum += value
    }
    #expect(abs(sum / 20) < subject.traits.bias, "mean \(sum / 20)")
  }

  @Test(arguments: subjects) func bivariateNormalIsWithinTheStatedBias(_ subject: Subject) throws {
    let estimator = try subject.make()
    guard !subject.traits.isTrainedOnThePair else { return }
    var last = -1.0
    for correlation in [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99] {
      let truth = -0.5 * log(1 - correlation * correlation)
      var mean = 0.0
      for seed in 0..<8 {
        for sign in [1.0, -1.0] {
          let (x, y) = Samples.normal(correlation: sign * correlation, length: 2000, seed: UInt64(100 + seed))
          mean += try estimator.value(x, y) / 16
        }
      }
      #expect(mean > last, "not increasing at ρ = \(correlation)")
      last = mean
      guard estimator.isMutualInformation else { continue }
      #expect(
        abs(mean - truth) < subject.traits.tolerance(truth), "ρ = \(correlation): \(mean) against \(truth)")
    }
  }

  @Test(arguments: subjects) func symmetricInItsArguments(_ subject: Subject) throws {
    let estimator = try subject.make()
    for dimension in [1, 2, 3] where estimator.supports(dimension: dimension) {
      for length in [30, 601] {
        let (x, y) = Samples.normal(correlation: 0.7, dimension: dimension, length: length, seed: 9)
        let (there, back) = (try estimator.value(x, y), try estimator.value(y, x))
        #expect(abs(there - back) < 1e-12)
      }
    }
  }

  @Test(arguments: subjects) func permutingObservationsChangesNothing(_ subject: Subject) throws {
    let estimator = try subject.make()
    for dimension in [1, 2] where estimator.supports(dimension: dimension) {
      let (x, y) = Samples.normal(correlation: 0.6, dimension: dimension, length: 300, seed: 3)
      var generator = SeededGenerator(seed: 4)
      let permutation = (0..<300).shuffled(using: &generator)
      func permuted(_ set: Observations) -> Observations {
        let values = (0..<dimension).flatMap { c in permutation.map { set.values[c * 300 + $0] } }
        return Observations(count: 1, dimension: dimension, length: 300, values: values)
      }
      let change = abs(try estimator.value(x, y) - estimator.value(permuted(x), permuted(y)))
      #expect(change < subject.traits.roundoff, "\(change)")
    }
  }

  @Test(arguments: subjects) func monotoneMapsChangeNothingWhereThatIsClaimed(_ subject: Subject) throws {
    let estimator = try subject.make()
    guard estimator.isInvariantToMonotoneMaps else { return }
    let (x, y) = Samples.normal(correlation: 0.8, length: 500, seed: 5)
    let mapped = Samples.one(x.values.map { exp($0) * 3 - 1 })
    let other = Samples.one(y.values.map { $0 * $0 * $0 })
    #expect(try estimator.value(x, y) == estimator.value(mapped, other))
  }

  @Test(arguments: subjects) func scalingChangesLittle(_ subject: Subject) throws {
    let estimator = try subject.make()
    let (x, y) = Samples.normal(correlation: 0.8, length: 500, seed: 5)
    // A power of two changes no digit; any other factor rounds every value.
    #expect(
      abs(try estimator.value(x, y) - estimator.value(Samples.one(x.values.map { $0 * 1024 }), y)) < 1e-9)
    let scaled = Samples.one(x.values.map { $0 * 0.37 })
    #expect(abs(try estimator.value(x, y) - estimator.value(scaled, y)) < 2e-3)
  }

  /// A constant added in double precision changes nothing beyond the rounding of the sum itself.
  @Test(arguments: subjects, [1e6, -1e9]) func aShiftChangesNothing(_ subject: Subject, shift: Double) throws
  {
    let estimator = try subject.make()
    for dimension in [1, 2] where estimator.supports(dimension: dimension) {
      let (x, y) = Samples.normal(correlation: 0.8, dimension: dimension, length: 200, seed: 5)
      // A multiple of 2⁻²⁰, which the sum holds exactly.
      let exact = x.doubles.map { ($0 * 0x1p20).rounded() * 0x1p-20 }
      func set(_ values: [Double]) -> Observations {
        Observations(count: 1, dimension: dimension, length: 200, doubles: values)
      }
      let (here, there) = (
        try estimator.value(set(exact), y), try estimator.value(set(exact.map { $0 + shift }), y)
      )
      #expect(abs(here - there) < 2e-4, "\(here) against \(there)")
      let turned = try estimator.value(y, set(exact.map { $0 + shift }))
      #expect(abs(there - turned) < 1e-12)
    }
  }

  /// Small units are no constant.
  @Test(arguments: subjects) func unitsDoNotMatter(_ subject: Subject) throws {
    let estimator = try subject.make()
    let (x, y) = Samples.normal(correlation: 0.8, length: 200, seed: 5)
    for scale in [0x1p-100, 0x1p-30, 0x1p100] {
      let scaled = Observations(count: 1, dimension: 1, length: 200, doubles: x.doubles.map { $0 * scale })
      #expect(abs(try estimator.value(x, y) - estimator.value(scaled, y)) < 1e-6, "scale \(scale)")
    }
  }

  /// Values on grids from fine to coarse: near the truth where the estimator deals with ties, never far below 0.
  @Test(arguments: subjects.filter { ["ksg", "histogram"].contains($0.name) }, [0.01, 0.1, 0.5, 1.0, 2.0])
  func gridsLoseWhatRoundingTakes(_ subject: Subject, step: Double) throws {
    let estimator = try subject.make()
    #expect(estimator.handlesTies)
    for correlation in [0.0, 0.8] {
      let (x, y) = Samples.normal(correlation: correlation, length: 2000, seed: 31)
      func rounded(_ set: Observations) -> Observations {
        Samples.one(set.values.map { Float((Double($0) / step).rounded() * step) })
      }
      let value = try estimator.value(rounded(x), rounded(y))
      // Means of scikit-learn's mutual_info_regression over ten such samples (scripts/reference/ties.py).
      let means: [Double: Double] = [0.01: 0.51, 0.1: 0.51, 0.5: 0.49, 1.0: 0.4, 2.0: 0.24]
      let expected: Double = correlation == 0 ? 0 : means[step] ?? 0
      #expect(abs(value - expected) < 0.1, "\(value) against \(expected)")
      #expect(value == (try estimator.value(rounded(y), rounded(x))))
    }
  }

  @Test(arguments: subjects) func twiceTheSameBits(_ subject: Subject) throws {
    let estimator = try subject.make()
    let (x, y) = Samples.normal(correlation: 0.4, length: 400, seed: 6)
    #expect(try estimator.value(x, y) == estimator.value(x, y))
  }

  @Test(arguments: subjects) func aConstantCarriesNothing(_ subject: Subject) throws {
    let estimator = try subject.make()
    for dimension in [1, 2] where estimator.supports(dimension: dimension) {
      let (x, _) = Samples.normal(correlation: 0, dimension: dimension, length: 60, seed: 7)
      let constant = Samples.one([Float](repeating: 0.1, count: 60 * dimension), dimension: dimension)
      #expect(try estimator.value(x, constant) == 0)
      #expect(try estimator.value(constant, x) == 0)
      #expect(try estimator.value(constant, constant) == 0)
    }
  }

  @Test(arguments: subjects) func tiesGiveFiniteValues(_ subject: Subject) throws {
    let estimator = try subject.make()
    var generator = SeededGenerator(seed: 8)
    for values in [2, 3, 10] {
      for length in [5, 40, 400] {
        let x = Samples.one((0..<length).map { _ in Float(Int.random(in: 0..<values, using: &generator)) })
        let y = Samples.one(x.values.map { -$0 })
        #expect(try estimator.value(x, y).isFinite)
        #expect(try estimator.value(x, x).isFinite)
      }
    }
    // One observation that differs from all others.
    let spike = Samples.one([Float](repeating: 0, count: 99) + [1])
    #expect(try estimator.value(spike, spike).isFinite)
  }

  @Test(arguments: subjects) func negativeZeroIsZero(_ subject: Subject) throws {
    let estimator = try subject.make()
    let (_, y) = Samples.normal(correlation: 0, length: 40, seed: 1)
    let plus = Samples.one((0..<40).map { $0 % 3 == 0 ? 0 : Float($0 % 5) })
    let minus = Samples.one(plus.values.enumerated().map { $1 == 0 && $0 % 2 == 0 ? -0.0 : $1 })
    #expect(try estimator.value(plus, y) == estimator.value(minus, y))
  }

  @Test(arguments: subjects, [0, 1, 2, 3, 4, 5, 6, 7]) func shortSamplesAreDefined(
    _ subject: Subject, length: Int
  ) throws {
    let estimator = try subject.make()
    let (x, y) = Samples.normal(correlation: 0.5, length: length, seed: 2)
    let value = try estimator.value(x, y)
    #expect(value.isFinite)
    if length < minimumObservations { #expect(value == 0) }
  }

  @Test(arguments: subjects, [Float.nan, .infinity, -.infinity])
  func nonFiniteValuesAreRefusedByName(_ subject: Subject, value: Float) throws {
    let estimator = try subject.make()
    var (x, _) = Samples.normal(correlation: 0, count: 3, length: 50, seed: 1)
    x.values[2 * 50 + 17] = value
    let error = #expect(throws: MutualInformationError.self) { _ = try estimator.prepare(x) }
    #expect(error?.code == .nonFiniteValue)
    #expect(error?.message.contains("variable 2, coordinate 0, observation 17") == true)
  }

  @Test(arguments: subjects) func tilesOfEveryShapeAgreeWithSingleEstimates(_ subject: Subject) throws {
    let estimator = try subject.make()
    for dimension in [1, 2] where estimator.supports(dimension: dimension) {
      let (x, y) = Samples.normal(correlation: 0.5, count: 7, dimension: dimension, length: 64, seed: 12)
      let whole = try estimator.tile(x, 0..<7, y, 0..<7)
      for (rows, columns) in [(0..<1, 0..<7), (2..<5, 1..<7), (3..<4, 6..<7), (0..<7, 4..<5), (2..<2, 0..<7)]
      {
        let part = try estimator.tile(x, rows, y, columns)
        let expected = rows.flatMap { row in columns.map { whole[row * 7 + $0] } }
        #expect(zip(part, expected).allSatisfy { abs($0 - $1) < 1e-12 })
      }
      let listed = try estimator.pairs(x, y, 1..<6)
      #expect(zip(listed, 1..<6).allSatisfy { abs($0 - whole[$1 * 8]) < 1e-12 })
      for row in 0..<7 {
        let single = try estimator.value(x.selecting([row]), y.selecting([3]))
        #expect(abs(single - whole[row * 7 + 3]) < 1e-12)
      }
    }
  }

  @Test(arguments: subjects) func morePreciseWithMoreObservations(_ subject: Subject) throws {
    let estimator = try subject.make()
    // What has a bias of its own does not get better for ever.
    guard estimator.isMutualInformation, !subject.traits.isTrainedOnThePair, subject.traits.improvesWithLength
    else { return }
    let truth = -0.5 * log(1 - 0.36)
    func error(_ length: Int) throws -> Double {
      var sum = 0.0
      for seed in 0..<30 {
        let (x, y) = Samples.normal(correlation: 0.6, length: length, seed: UInt64(seed))
        let error = try estimator.value(x, y) - truth
        sum += error * error
      }
      return (sum / 30).squareRoot()
    }
    #expect(try error(2000) < 0.6 * error(100))
  }
}

@Suite struct EstimatorRegistryTests {
  @Test func theCatalogueListsEveryEstimatorOnce() {
    #expect(
      EstimatorCatalogue.all.names == [
        "gaussian", "ksg", "histogram", "kde", "kde-integral", "cca", "bspline", "distance", "mine", "dv",
        "nwj",
        "infonce", "smile", "infonet", "infonet-table", "infonet-perceiver", "mist", "mist-qr",
      ])
  }

  @Test func unknownNamesAreAnsweredWithTheKnownOnes() throws {
    let error = #expect(throws: MutualInformationError.self) {
      _ = try EstimatorRegistry.standard.make("kgs")
    }
    #expect(error?.code == .unknownEstimator)
    let names = EstimatorRegistry.standard.names.joined(separator: ", ")
    #expect(names.hasPrefix("gaussian, ksg, ") && names.hasSuffix("distance"))
    #expect(error?.message == "there is no estimator named “kgs”; choose one of \(names)")
  }

  @Test func optionsReachTheEstimator() throws {
    var options = EstimatorOptions()
    options[KSG.neighboursOption] = 3
    options[KSG.scalingOption] = KSGScaling.none
    options[Histogram.binsOption] = 12
    let registry = EstimatorRegistry.standard
    #expect(try registry.make("ksg", options: options).options == "k=3 scaling=none")
    #expect(try registry.make("histogram", options: options).options == "bins=12")
    #expect(try registry.make("bspline", options: options).options == "bins=12 order=3")
  }

  /// Setting every option that an entry lists changes the estimator; setting others does not.
  @Test(arguments: EstimatorConformance.subjects.map(\.name)) func anEntryListsWhatItsEstimatorReads(
    name: String
  ) throws {
    let values = [
      "neighbours": "3", "scaling": "none", "bins": "12", "iterations": "7", "read-out": "dual",
      "independent": "true",
    ]
    let registry = EstimatorCatalogue.all
    let entry = try #require(registry.entry(of: name))
    for option in registry.options where option.name != "weights" {
      let text = try #require(values[option.name], "give a value of the new option that is not its usual one")
      var options = EstimatorOptions()
      try option.set(text, in: &options)
      #expect(options != EstimatorOptions(), "\(option.name): \(text) is the usual value")
      let isRead = try registry.make(name, options: options).options != registry.make(name).options
      #expect(isRead == entry.reads(option.name), "\(option.name)")
    }
    var weights = EstimatorOptions()
    weights.weights = "/no/such.safetensors"
    let isRefused = (try? registry.make(name, options: weights)) == nil
    #expect(isRefused == entry.reads("weights"))
  }

  @Test func anOptionThatNoEstimatorOfTheRunReadsIsRefused() throws {
    let registry = EstimatorCatalogue.all
    let error = #expect(throws: InvalidOption.self) {
      _ = try registry.options(from: ["bins": "9"], for: "ksg", beside: ["gaussian"])
    }
    #expect(
      error?.description
        == "bins 9 with ksg, which does not read it: expected the estimator histogram or bspline")
    // Beside an estimator that reads it, the others run without it.
    #expect(
      try registry.options(from: ["bins": "9"], for: "ksg", beside: ["histogram"]) == EstimatorOptions())
    #expect(try registry.options(from: ["bins": "9"], for: "bspline")[Histogram.binsOption] == 9)
    #expect(
      try registry.options(from: ["iterations": "9"], for: "mine-20")[NeuralCritic.iterationsOption] == 9)
    // What the sample is may be said to every estimator.
    #expect(try registry.options(from: ["independent": "true"], for: "ksg").isIndependent)
    #expect(throws: InvalidOption.self) { _ = try registry.options(from: ["bins": "few"], for: "histogram") }
  }

  @Test(arguments: [0, -1, 1001]) func badNeighbours(k: Int) {
    let error = #expect(throws: MutualInformationError.self) { _ = try KSG(neighbours: k) }
    #expect(error?.code == .invalidOption)
  }

  @Test(arguments: [1, 256]) func badBins(bins: Int) {
    let error = #expect(throws: MutualInformationError.self) { _ = try Histogram(bins: bins) }
    #expect(error?.code == .invalidOption)
  }

  @Test func registeringAddsOrReplaces() throws {
    var registry = EstimatorRegistry.standard
    registry.register(.init(name: "mine", summary: "another") { _ in GaussianCopula() })
    registry.register(.init(name: "ksg", summary: "other k") { _ in try KSG(neighbours: 1) })
    let kept = EstimatorRegistry.standard.names.filter { !["ksg", "mine"].contains($0) }
    #expect(registry.names == kept + ["mine", "ksg"])
    #expect(try registry.make("ksg").options == "k=1 scaling=standardised")
  }
}
