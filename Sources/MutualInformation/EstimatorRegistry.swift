/// The estimators a program knows, by name.
///
/// `standard` has those of this module; `EstimatorCatalogue.all` has those of every module.
public struct EstimatorRegistry: Sendable {
  /// The options that the command line can hand to an estimator; each takes those it knows.
  public struct Options: Sendable, Equatable {
    /// Neighbours of `ksg`; nil: 5.
    public var neighbours: Int?
    /// Bins a side of `histogram`; nil: 16, fewer for short samples.
    public var bins: Int?
    /// Scaling of the coordinates before `ksg`; nil: standardised.
    public var scaling: KSGScaling?
    /// Steps of training of `mine`, `dv`, `nwj`, `infonce`, `smile`; nil: 500.
    public var iterations: Int?
    /// What `infonet` prints: calibrated or dual; nil: calibrated.
    public var readOut: String?
    /// Weights of a network, a safetensors file; nil: those the program carries.
    public var weights: String?
    /// Whether observations are independent draws rather than paths in time, for estimators that read time.
    public var isIndependent = false

    /// Quantile that a `QuantileEstimator` answers with as a bound, 0 where it is below; nil: the median, raw.
    public var level: Double?

    public init(neighbours: Int? = nil, bins: Int? = nil, scaling: KSGScaling? = nil) {
      self.neighbours = neighbours
      self.bins = bins
      self.scaling = scaling
    }
  }

  /// One estimator: its name, one line for the help, and how to make it.
  public struct Entry: Sendable {
    public let name: String
    public let summary: String
    /// Whether the estimator is a `QuantileEstimator`: it gives intervals.
    public let givesQuantiles: Bool
    public let make: @Sendable (Options) throws -> any MutualInformationEstimator
    /// Makes the estimator of the longer name “`name`-suffix”, as `mine-2000`; nil where that is no name of this entry.
    public let makeVariant: @Sendable (_ suffix: String, Options) throws -> (any MutualInformationEstimator)?

    public init(
      name: String, summary: String, givesQuantiles: Bool = false,
      makeVariant: @escaping @Sendable (String, Options) throws -> (any MutualInformationEstimator)? = {
        _, _ in
        nil
      },
      make: @escaping @Sendable (Options) throws -> any MutualInformationEstimator
    ) {
      self.name = name
      self.summary = summary
      self.givesQuantiles = givesQuantiles
      self.makeVariant = makeVariant
      self.make = make
    }
  }

  /// The entries in the order they are listed.
  public private(set) var entries: [Entry]

  /// The estimators of this module.
  public static let standard = EstimatorRegistry(entries: classical)

  private static let classical = [
    Entry(name: "gaussian", summary: "Gaussian copula: −½ log(1 − r²) of the normal scores; fastest") { _ in
      GaussianCopula()
    },
    Entry(name: "ksg", summary: "Kraskov estimator 1: k nearest neighbours (k = 5), any dimension") {
      try KSG(neighbours: $0.neighbours ?? 5, scaling: $0.scaling ?? .standardised)
    },
    Entry(name: "histogram", summary: "equal-mass bins (16 × 16), Miller–Madow correction") {
      try Histogram(bins: $0.bins)
    },
    Entry(
      name: "kde", summary: "kernel densities, Gaussian kernels with Silverman's bandwidth, any dimension"
    ) { _ in
      KernelDensity()
    },
    Entry(
      name: "kde-integral",
      summary: "the same densities, integrated over a grid instead of averaged over the sample"
    ) { _ in
      KernelDensityIntegral()
    },
    Entry(
      name: "cca", summary: "canonical correlations of the values themselves: −½ Σ log(1 − ρ²), any dimension"
    ) { _ in
      CanonicalCorrelation()
    },
    Entry(name: "bspline", summary: "ranks in soft bins: ten B-splines of order 3 (--bins)") {
      try BSpline(bins: $0.bins ?? 10)
    },
    Entry(name: "distance", summary: "distance correlation, 0 to 1: a measure of dependence, not MI") { _ in
      DistanceCorrelation()
    },
  ]

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

  /// Makes the estimator of a name of `names`, or of a longer one that an entry knows, as `mine-2000`.
  ///
  /// Throws `unknownEstimator`, listing the names, or `invalidOption`.
  public func make(_ name: String, options: Options = Options()) throws -> any MutualInformationEstimator {
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
