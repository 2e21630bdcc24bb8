public import LinearAlgebra

/// Where one named tensor lies in a model's flat vector of parameters.
public struct Parameter: Sendable, Equatable {
  /// The path of the layer that owns it, as `layers.0.attention.query.weight`: its key in a safetensors file.
  public let name: String
  /// Rows and columns, or one extent for a vector.
  public let shape: [Int]
  /// First element in the flat vector.
  public let offset: Int
  /// Elements.
  public var count: Int { shape.reduce(1, *) }
}

/// The parameters of a model: one flat vector, and what lies where in it.
public struct Parameters: Sendable {
  public private(set) var entries: [Parameter] = []
  /// All values, in the order of `entries`.
  public var values: [Float] = []

  public init() {}

  /// Number of scalars.
  public var count: Int { values.count }

  /// Adds a tensor of normal numbers of a standard deviation.
  public mutating func normal(
    _ name: String, _ shape: [Int], deviation: Double, using generator: inout SeededGenerator
  ) -> Parameter {
    add(name, shape) { Float(deviation * generator.normal()) }
  }

  /// Adds a tensor of one value.
  public mutating func constant(_ name: String, _ shape: [Int], _ value: Float) -> Parameter {
    add(name, shape) { value }
  }

  private mutating func add(_ name: String, _ shape: [Int], _ next: () -> Float) -> Parameter {
    precondition(!entries.contains { $0.name == name }, "two parameters are named \(name)")
    let entry = Parameter(name: name, shape: shape, offset: values.count)
    entries.append(entry)
    for _ in 0..<entry.count { values.append(next()) }
    return entry
  }
}
