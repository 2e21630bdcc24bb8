/// The extents of a network, as its weights file states them: one list says what is written, read and accepted.
public protocol NetworkConfiguration: Sendable, Equatable {
  /// The name of the model, which its weights state.
  var modelName: String { get }
  /// Every extent, its name in a file, and its limits: a wrong file must not make a huge network.
  static var extents: [NetworkExtent<Self>] { get }
  /// What is wrong with the extents together; nil: nothing.
  var fault: String? { get }
}

/// One number of a configuration.
public struct NetworkExtent<Configuration> {
  /// Its key in the metadata of a weights file.
  public let name: String
  public let path: WritableKeyPath<Configuration, Int>
  /// The values that are accepted.
  public let limits: ClosedRange<Int>

  public init(_ name: String, _ path: WritableKeyPath<Configuration, Int>, _ limits: ClosedRange<Int>) {
    self.name = name
    self.path = path
    self.limits = limits
  }
}

extension NetworkConfiguration {
  /// What a weights file says about the network it belongs to.
  public var metadata: [String: String] {
    Self.extents.reduce(into: ["model": modelName]) { $0[$1.name] = "\(self[keyPath: $1.path])" }
  }

  /// The configuration that a file states for a model of this name.
  ///
  /// Throws `mismatch`, naming `source`, where the file is another model's or states other numbers than are accepted.
  func reading(_ metadata: [String: String], source: String) throws -> Self {
    func fail(_ what: String) -> NeuralNetworkError { NeuralNetworkError(.mismatch, "\(source): \(what)") }
    guard metadata["model"] == modelName else {
      throw fail("weights of “\(metadata["model"] ?? "unknown")”; expected \(modelName)")
    }
    var result = self
    for extent in Self.extents {
      guard let value = metadata[extent.name].flatMap({ Int($0) }), extent.limits.contains(value) else {
        throw fail(
          "“\(extent.name)” is \(metadata[extent.name] ?? "missing"); expected a number in \(extent.limits.lowerBound)…\(extent.limits.upperBound)"
        )
      }
      result[keyPath: extent.path] = value
    }
    if let fault = result.fault { throw fail(fault) }
    return result
  }
}

/// A network that a configuration and a seed determine.
public protocol ConfigurableNetwork: Sendable {
  associatedtype Configuration: NetworkConfiguration
  /// A network with parameters started from a seed.
  init(_ configuration: Configuration, seed: UInt64)
  var configuration: Configuration { get }
  /// The layout of the parameters, and the values training starts from.
  var parameters: Parameters { get }
  /// The extents in one line.
  var architecture: String { get }
}
