public import Support

/// An option that one or several estimators read; it stands beside the estimator, and the estimator's entry lists it.
///
/// The lists of entries make the flags of every command, run.json and the command that a page prints.
public struct EstimatorOption<Value: EstimatorOptionValue>: EstimatorOptionDescription {
  public let name: String
  public let help: String
  public let valueName: String
  /// The value where none is given.
  public let usual: Value
  public let describesSample: Bool

  /// - Parameters:
  ///   - name: as the command line has it, without dashes.
  ///   - help: one sentence without the default and the estimators that read the option, which the help adds.
  ///   - describesSample: see `EstimatorOptionDescription`.
  public init(
    _ name: String, usual: Value, valueName: String = "name", help: String, describesSample: Bool = false
  ) {
    self.name = name
    self.usual = usual
    self.valueName = valueName
    self.help = help
    self.describesSample = describesSample
  }

  public var isFlag: Bool { Value.self == Bool.self }
  public var choices: [String] { Value.choices }
  public var usualText: String? { usual.text }

  public func set(_ text: String, in options: inout EstimatorOptions) throws(InvalidOption) {
    guard let value = Value(text: text) else {
      throw InvalidOption(name, found: text, expected: Value.expectation)
    }
    options[self] = value
  }

  public func field<Root>(
    _ place: any WritableKeyPath<Root, EstimatorOptions> & Sendable,
    isRead: @escaping @Sendable (Root) -> Bool
  ) -> OptionField<Root> {
    OptionField(
      name, get: { $0[keyPath: place][self] }, set: { $0[keyPath: place][self] = $1 ?? usual }
    ) { root in
      let value = root[keyPath: place][self]
      guard value != usual, isRead(root) else { return nil }
      return .init(name, isFlag ? nil : value.text)
    }
  }
}

/// What a list of options of different types knows of each.
public protocol EstimatorOptionDescription: Sendable {
  /// The name on the command line, without dashes.
  var name: String { get }
  /// One sentence for the help.
  var help: String { get }
  /// What the help calls the value.
  var valueName: String { get }
  /// Whether it is given without a value.
  var isFlag: Bool { get }
  /// The values, where they are those of a list.
  var choices: [String] { get }
  /// The value where none is given; nil where the estimator chooses it.
  var usualText: String? { get }
  /// Whether the option says what the sample is, which may be said to every estimator.
  var describesSample: Bool { get }

  /// Sets the option to what a user wrote.
  ///
  /// - Throws: `InvalidOption` where that is no value.
  func set(_ text: String, in options: inout EstimatorOptions) throws(InvalidOption)

  /// The option as a field of a structure that holds the options of an estimator; it is an argument where `isRead`.
  func field<Root>(
    _ place: any WritableKeyPath<Root, EstimatorOptions> & Sendable,
    isRead: @escaping @Sendable (Root) -> Bool
  ) -> OptionField<Root>
}

/// The values of the options that estimators read; an option that is not set has its usual value.
public struct EstimatorOptions: Sendable, Equatable {
  /// By the option's name; only values that are not the usual ones.
  private var texts: [String: String] = [:]
  /// Quantile that a `QuantileEstimator` answers with as a bound, 0 where it is below; nil: the median, raw.
  public var level: Double?

  public init() {}

  public subscript<Value>(option: EstimatorOption<Value>) -> Value {
    get { texts[option.name].flatMap { Value(text: $0) } ?? option.usual }
    set { texts[option.name] = newValue == option.usual ? nil : newValue.text }
  }
}

/// A type that options have: it is read from and written as one word.
public protocol EstimatorOptionValue: Codable, Sendable, Equatable {
  init?(text: String)
  /// nil: no value, the estimator chooses.
  var text: String? { get }
  /// The values, where they are those of a list.
  static var choices: [String] { get }
  /// What a message expects.
  static var expectation: String { get }
}

extension EstimatorOptionValue where Self: LosslessStringConvertible {
  public init?(text: String) { self.init(text) }
  public var text: String? { description }
  public static var choices: [String] { [] }
}

extension EstimatorOptionValue where Self: NamedChoice {
  public static var choices: [String] { allCases.map(\.name) }
  public static var expectation: String { names }
}

extension Int: EstimatorOptionValue { public static var expectation: String { "a whole number" } }
extension Double: EstimatorOptionValue { public static var expectation: String { "a number" } }
extension Bool: EstimatorOptionValue { public static var expectation: String { "true or false" } }
extension String: EstimatorOptionValue { public static var expectation: String { "a text" } }

extension Optional: EstimatorOptionValue where Wrapped: EstimatorOptionValue {
  public init?(text: String) {
    guard let value = Wrapped(text: text) else { return nil }
    self = .some(value)
  }
  public var text: String? { flatMap(\.text) }
  public static var choices: [String] { Wrapped.choices }
  public static var expectation: String { Wrapped.expectation }
}

/// Options that estimators of several modules read.
extension EstimatorOptions {
  /// Whether observations are independent draws rather than a path in time.
  public static let independent = EstimatorOption(
    "independent", usual: false,
    help: "The observations are independent, not a path in time: no correction for autocorrelation",
    describesSample: true)

  /// Weights of a network, a safetensors file; nil: those inside the program.
  public static let weights = EstimatorOption<String?>(
    "weights", usual: nil, valueName: "weights.safetensors",
    help: "Weights file (default: the weights inside the program)")

  /// Whether observations are independent draws rather than a path in time.
  public var isIndependent: Bool {
    get { self[Self.independent] }
    set { self[Self.independent] = newValue }
  }

  /// Weights of a network; nil: those inside the program.
  public var weights: String? {
    get { self[Self.weights] }
    set { self[Self.weights] = newValue }
  }

  /// What the observations are, as estimators that read time take it.
  public var sampling: Sampling { isIndependent ? .independent : .path }
}
