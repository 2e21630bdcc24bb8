public import Support

/// The estimators a program knows, by name.
///
/// `standard` has those of this module; `EstimatorCatalogue.all` has those of every module.
public struct EstimatorRegistry: Sendable {
  /// One estimator: its name, one line for the help, what it reads, what it states of its values, and how to make it.
  public struct Entry: Sendable {
    public let name: String
    public let summary: String
    /// The options that the estimator reads.
    public let options: [any EstimatorOptionDescription]
    public let traits: EstimatorTraits
    /// Whether the estimator is a `QuantileEstimator`: it gives intervals.
    public let givesQuantiles: Bool
    public let make: @Sendable (EstimatorOptions) throws -> any MutualInformationEstimator
    /// Makes the estimator of the longer name “`name`-suffix”, as `mine-2000`; nil where that is no name of this entry.
    public let makeVariant:
      @Sendable (_ suffix: String, EstimatorOptions) throws -> (any MutualInformationEstimator)?

    public init(
      name: String, summary: String, options: [any EstimatorOptionDescription] = [],
      traits: EstimatorTraits = EstimatorTraits(), givesQuantiles: Bool = false,
      makeVariant:
        @escaping @Sendable (String, EstimatorOptions) throws -> (any MutualInformationEstimator)? = { _, _ in
          nil
        },
      make: @escaping @Sendable (EstimatorOptions) throws -> any MutualInformationEstimator
    ) {
      self.name = name
      self.summary = summary
      self.options = options
      self.traits = traits
      self.givesQuantiles = givesQuantiles
      self.makeVariant = makeVariant
      self.make = make
    }

    /// Whether the estimator reads an option of this name.
    public func reads(_ option: String) -> Bool { options.contains { $0.name == option } }
  }

  /// The entries in the order they are listed.
  public private(set) var entries: [Entry]

  /// The estimators of this module.
  public static let standard = EstimatorRegistry(entries: classical)

  private static let classical = [
    Entry(name: "gaussian", summary: "Gaussian copula: −½ log(1 − r²) of the normal scores; fastest") { _ in
      GaussianCopula()
    },
    Entry(
      name: "ksg", summary: "Kraskov estimator 1: k nearest neighbours, any dimension",
      options: [KSG.neighboursOption, KSG.scalingOption]
    ) {
      try KSG(neighbours: $0[KSG.neighboursOption], scaling: $0[KSG.scalingOption])
    },
    Entry(
      name: "histogram", summary: "equal-mass bins (16 × 16), Miller–Madow correction",
      options: [Histogram.binsOption],
      traits: EstimatorTraits {
        $0.largestDimension = 1
        $0.tolerance = { truth in truth < 0.7 ? 0.03 : 0.25 * truth }
      }
    ) {
      try Histogram(bins: $0[Histogram.binsOption])
    },
    Entry(
      name: "kde", summary: "kernel densities, Gaussian kernels with Silverman's bandwidth, any dimension",
      traits: kernels
    ) { _ in
      KernelDensity()
    },
    Entry(
      name: "kde-integral",
      summary: "the same densities, integrated over a grid instead of averaged over the sample",
      traits: EstimatorTraits {
        $0 = kernels
        $0.largestDimension = 1
      }
    ) { _ in
      KernelDensityIntegral()
    },
    Entry(
      name: "cca", summary: "canonical correlations of the values themselves: −½ Σ log(1 − ρ²), any dimension"
    ) { _ in
      CanonicalCorrelation()
    },
    Entry(
      name: "bspline", summary: "ranks in soft bins: ten B-splines of order 3",
      options: [Histogram.binsOption],
      traits: EstimatorTraits {
        $0.largestDimension = 1
        $0.tolerance = { 0.01 + 0.5 * $0 }
        $0.roundoff = 1e-4
        $0.improvesWithLength = false
      }
    ) {
      try BSpline(bins: $0[Histogram.binsOption] ?? 10)
    },
    Entry(
      name: "distance", summary: "distance correlation, 0 to 1: a measure of dependence, not MI",
      traits: EstimatorTraits { $0.roundoff = 1e-4 }
    ) { _ in
      DistanceCorrelation()
    },
  ]

  /// Kernels smooth: above 0 without dependence, below the truth with much.
  private static let kernels = EstimatorTraits {
    $0.bias = 0.05
    $0.tolerance = { 0.05 + 0.3 * $0 }
    $0.roundoff = 1e-4
  }

  public init(entries: [Entry]) { self.entries = entries }

  /// The names of the estimators that give intervals.
  public var quantileNames: [String] { entries.filter(\.givesQuantiles).map(\.name) }

  /// The names, in the order they are listed.
  public var names: [String] { entries.map(\.name) }

  /// Adds an estimator, or replaces the one of that name.
  public mutating func register(_ entry: Entry) {
    entries.removeAll { $0.name == entry.name }
    entries.append(entry)
  }

  /// The options of all estimators, each once, in the order of the entries.
  public var options: [any EstimatorOptionDescription] {
    var options: [any EstimatorOptionDescription] = []
    for option in entries.flatMap(\.options) where !options.contains(where: { $0.name == option.name }) {
      options.append(option)
    }
    return options
  }

  /// The names of the estimators that read an option.
  public func readers(of option: String) -> [String] { entries.filter { $0.reads(option) }.map(\.name) }

  /// The entry of a name, or of a longer one, as `mine-2000`; nil where there is none.
  public func entry(of name: String) -> Entry? {
    entries.first { $0.name == name } ?? entries.first { name.hasPrefix($0.name + "-") }
  }

  /// The options of an estimator from what a user gave, by name.
  ///
  /// `others` are the estimators that run beside this one: an option need be read by one of all.
  /// - Throws: `InvalidOption` where an option is given that none of them reads, or its value is none.
  public func options(
    from given: [String: String], for name: String, beside others: [String] = []
  ) throws(InvalidOption) -> EstimatorOptions {
    var values = EstimatorOptions()
    let entry = entry(of: name)
    let beside = others.compactMap { self.entry(of: $0) }
    // An unknown name is reported by `make`.
    for option in options where entry != nil {
      guard let text = given[option.name] else { continue }
      if option.describesSample || entry?.reads(option.name) == true {
        try option.set(text, in: &values)
      } else if !beside.contains(where: { $0.reads(option.name) }) {
        throw InvalidOption(
          option.name, found: "\(text) with \(name), which does not read it",
          expected: "the estimator \(readers(of: option.name).joined(separator: " or "))")
      }
    }
    return values
  }

  /// Makes the estimator of a name of `names`, or of a longer one that an entry knows, as `mine-2000`.
  ///
  /// Throws `unknownEstimator`, listing the names, or `invalidOption`.
  public func make(_ name: String, options: EstimatorOptions = EstimatorOptions()) throws
    -> any MutualInformationEstimator
  {
    if let entry = entries.first(where: { $0.name == name }) { return try entry.make(options) }
    for entry in entries where name.hasPrefix(entry.name + "-") {
      let suffix = String(name.dropFirst(entry.name.count + 1))
      if let estimator = try entry.makeVariant(suffix, options) { return estimator }
    }
    throw MutualInformationError(
      .unknownEstimator,
      "there is no estimator named “\(name)”; choose one of \(names.joined(separator: ", "))")
  }
}
