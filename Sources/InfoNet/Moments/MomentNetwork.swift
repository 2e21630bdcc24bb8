internal import Glibc
internal import LinearAlgebra
public import NeuralNetwork

/// The network of `infonet`: a perceptron on the cosine moments of a pair gives the discriminant θ and a correction of the Gaussian
/// copula's information.
///
/// θ(u, v) = Σ c_ab φ_a(u) φ_b(v) with the functions of `MomentFunctions`: ⟨θ⟩ over the sample is linear in the moments, and
/// log E exp θ over independent uniform (u, v) is a mean over a grid. The first layer sees the pair in its four forms (X and
/// Y exchanged, both reversed) and keeps the mean, so the value is the same for all of them, to the last bit.
public struct MomentNetwork: ConfigurableNetwork {
  /// The extents of a network.
  public struct Configuration: NetworkConfiguration {
    /// Highest degree of the moments.
    public var degree = 15
    /// Columns of the first layer.
    public var width = 256
    /// Columns of the layers that follow.
    public var hidden = 128
    /// Layers after the first.
    public var depth = 2

    public init() {}
  }

  /// Points a side of the grid for log E exp θ.
  static let grid = 32

  public let configuration: Configuration
  public let parameters: Parameters
  let layout: MomentLayout
  /// The layers of the four kinds of inputs; only the first has a bias.
  let first: [Linear]
  let layers: [Linear]
  let value: Linear
  let gates: Linear
  let directions: [Linear]
  private let basis: [Double]

  /// A network with parameters started from a seed.
  public init(_ configuration: Configuration = Configuration(), seed: UInt64 = 1) {
    self.configuration = configuration
    layout = MomentLayout(degree: configuration.degree)
    var generator = SeededGenerator(seed: seed, stream: 78)
    var p = Parameters()
    let (width, hidden) = (configuration.width, configuration.hidden)
    let names = ["invariant", "reversal", "exchange", "both"]
    first = zip(layout.kinds, names).map { kind, name in
      Linear(
        "first.\(name)", inputs: kind.count, outputs: width, gain: 1, bias: name == "invariant", in: &p,
        using: &generator)
    }
    layers = (0..<configuration.depth).map {
      Linear(
        "layers.\($0)", inputs: $0 == 0 ? width : hidden, outputs: hidden, gain: 1.6, in: &p,
        using: &generator)
    }
    let last = configuration.depth > 0 ? hidden : width
    value = Linear(
      "value", inputs: last + layout.beside, outputs: 1, gain: 0.1, in: &p, using: &generator)
    gates = Linear("gates", inputs: last, outputs: layout.moments, gain: 0.1, in: &p, using: &generator)
    let parts = [layout.evenSymmetric, layout.oddSymmetric, layout.evenSkew, layout.oddSkew]
    directions = zip(parts, names).map { count, name in
      Linear(
        "directions.\(name)", inputs: width, outputs: count, gain: 0.1, bias: false, in: &p, using: &generator
      )
    }
    parameters = p
    basis = Self.basis(degree: configuration.degree)
  }

  /// φ_a at the middles of the grid's cells, degree × grid.
  private static func basis(degree: Int) -> [Double] {
    var values: [Double] = []
    for a in 1..<(degree + 1) {
      for place in 0..<grid {
        let u = (Double(place) + 0.5) / Double(grid)
        values.append(2.0.squareRoot() * cos(.pi * Double(a) * u))
      }
    }
    return values
  }

  /// What a forward pass gives for every element of a batch.
  public struct Output<Scalar: NetworkScalar> {
    /// Coefficients c_ab of θ, rows × degree², `[a][b]`, in the form the inputs have.
    public let coefficients: Tape<Scalar>.Variable?
    /// What is added to the Gaussian copula's information, batch × 1, nats.
    public let correction: Tape<Scalar>.Variable
  }

  /// The forward pass; inputs: batch × `MomentLayout.inputs`.
  ///
  /// `tables`: of how many of the first rows the coefficients are computed; nil: of all.
  public func callAsFunction<S: MomentScalar>(
    _ inputs: Tape<S>.Variable, tables: Int? = nil, on tape: Tape<S>
  ) -> Output<S> {
    let n = inputs.rows
    let count = min(tables ?? n, n)
    let parts = zip(layout.kinds, first).map { $1(tape.columns(inputs, $0), on: tape) }
    let forms = tape.orbit(parts[0], parts[1], parts[2], parts[3])
    var x = tape.rows(forms, 0..<n)
    for layer in layers { x = tape.swish(layer(x, on: tape)) }
    let beside = tape.columns(inputs, 0..<layout.beside)
    let correction = value(tape.concatenated([x, beside]), on: tape)
    guard count > 0 else { return Output(coefficients: nil, correction: correction) }
    // What is odd stays odd: gates are invariant.
    let moments = tape.columns(tape.rows(inputs, 0..<count), layout.beside..<layout.inputs)
    let drawn = tape.concatenated(
      directions.indices.map { directions[$0](tape.rows(forms, ($0 * n)..<($0 * n + count)), on: tape) })
    let split = tape.add(tape.product(moments, gates(tape.rows(x, 0..<count), on: tape)), drawn)
    return Output(coefficients: tape.joined(split, layout), correction: correction)
  }

  /// ⟨c, C⟩ − log E exp θ of every row, with moments C of points, n × degree² → n × 1, nats.
  func dual<S: MomentScalar>(
    _ coefficients: Tape<S>.Variable, moments: Tape<S>.Variable, on tape: Tape<S>
  ) -> Tape<S>.Variable {
    let n = coefficients.rows
    let (degree, grid) = (configuration.degree, Self.grid)
    let functions = tape.constant(rows: degree, columns: grid) { buffer in
      for index in basis.indices { buffer[index] = S(basis[index]) }
    }
    // [a][b] → [a][v], turned to [v][a] → [v][u].
    let half = tape.linear(tape.reshaped(coefficients, columns: degree), functions, nil)
    let turned = tape.rearranged(
      half, indices: (0..<(grid * degree)).map { Int32($0 % degree * grid + $0 / degree) }, batch: n,
      columns: degree)
    let table = tape.reshaped(tape.linear(turned, functions, nil), columns: grid * grid)
    let none = tape.constant(rows: n, columns: grid * grid) { $0.update(repeating: 0) }
    return tape.add(
      tape.rowProducts(coefficients, moments), tape.dual(table: table, histogram: none))
  }
}

extension MomentNetwork.Configuration {
  public var modelName: String { "infonet" }

  public static var extents: [NetworkExtent<Self>] {
    [
      .init("degree", \.degree, 2...15), .init("width", \.width, 8...1024),
      .init("hidden", \.hidden, 8...1024),
      .init("depth", \.depth, 0...8),
    ]
  }

  public var fault: String? {
    width % 8 == 0 && hidden % 8 == 0 ? nil : "\(width) and \(hidden) columns; expected multiples of 8"
  }
}

extension MomentNetwork {
  public var architecture: String {
    "cosine moments to degree \(configuration.degree), first layer \(configuration.width), "
      + "\(configuration.depth) layers of \(configuration.hidden)"
  }
}
