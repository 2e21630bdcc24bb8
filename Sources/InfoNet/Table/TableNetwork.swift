internal import CKernels
internal import LinearAlgebra
public import NeuralNetwork

/// The network of `infonet-table`: tokens from patches of the rank histogram, a pre-norm transformer, a table θ and a correction.
///
/// The dual's value ⟨θ, h⟩ − log mean exp θ is InfoNet's equation 3; its second term is exact, for the marginals are
/// uniform. The calibrated value adds a correction: ⟨φ, h⟩ with a second table φ, and what a small perceptron reads from the
/// mean token, the dual's value and the six numbers beside the table.
public struct TableNetwork: ConfigurableNetwork {
  /// The extents of a network.
  public struct Configuration: NetworkConfiguration {
    /// Columns of a token.
    public var width = 64
    /// Transformer blocks.
    public var depth = 3
    /// Attention heads.
    public var heads = 4
    /// Hidden columns of the feed-forward part.
    public var hidden = 128
    /// Hidden columns of the correction.
    public var correction = 64

    public init() {}
  }

  /// Cells of a patch's side; a table has (32 / 8)² = 16 patches.
  static let patch = Int(CK_PATCH_SIDE)
  /// Tokens of a pair: patches of its table.
  static let tokens = Int(CK_TOKENS)
  /// Cells of a patch.
  static let patchCells = Int(CK_PATCH_CELLS)

  public let configuration: Configuration
  /// The layout of the parameters, and the values training starts from.
  public let parameters: Parameters
  let embedding: Linear
  let besideEmbedding: Linear
  let positions: Parameter
  let blocks: [TransformerBlock]
  let norm: LayerNorm
  let table: Linear
  let contributions: Linear
  let correction: FeedForward

  /// A network with parameters started from a seed.
  public init(_ configuration: Configuration = Configuration(), seed: UInt64 = 1) {
    self.configuration = configuration
    let width = configuration.width
    var generator = SeededGenerator(seed: seed, stream: 77)
    var p = Parameters()
    embedding = Linear(
      "embedding", inputs: 2 * Self.patchCells, outputs: width, in: &p, using: &generator)
    besideEmbedding = Linear(
      "beside", inputs: PairInput.sideInputs, outputs: width, gain: 0.5, in: &p, using: &generator)
    positions = p.normal("positions", [Self.tokens, width], deviation: 0.3, using: &generator)
    blocks = (0..<configuration.depth).map {
      TransformerBlock(
        "blocks.\($0)", width: width, heads: configuration.heads, hidden: configuration.hidden,
        depth: configuration.depth, in: &p, using: &generator)
    }
    norm = LayerNorm("norm", width: width, in: &p)
    table = Linear("table", inputs: width, outputs: Self.patchCells, gain: 0.1, in: &p, using: &generator)
    contributions = Linear(
      "contributions", inputs: width, outputs: Self.patchCells, gain: 0.1, in: &p, using: &generator)
    correction = FeedForward(
      "correction", inputs: width + 1 + PairInput.sideInputs, hidden: configuration.correction, outputs: 1,
      gain: 0.1, in: &p, using: &generator)
    parameters = p
  }

  /// What a forward pass gives for every element of a batch.
  public struct Output<Scalar: NetworkScalar> {
    /// θ, batch × 1024, in the orientation of the input.
    public let table: Tape<Scalar>.Variable
    /// The dual's value on the input, batch × 1, nats.
    public let dual: Tape<Scalar>.Variable
    /// The calibrated value, batch × 1, nats.
    public let value: Tape<Scalar>.Variable
  }

  /// The forward pass of what `PairInput` makes.
  ///
  /// histogram: batch × 1024, beside: batch × 6 → table batch × 1024, dual and value batch × 1; tokens are (batch · 16) × width.
  ///
  /// In training the calibrated value does not pull at θ, which serves the dual alone; for gradients with respect to the
  /// samples it does (`attachesDual`).
  public func callAsFunction<S: InfoNetScalar>(
    histogram: Tape<S>.Variable, beside: Tape<S>.Variable, on tape: Tape<S>,
    attachesDual: Bool = false
  ) -> Output<S> {
    let batch = histogram.rows
    let features = tape.ratioFeatures(histogram)
    let patches = tape.rearranged(
      features, indices: Self.patchesFromFeatures, batch: batch, columns: 2 * Self.patchCells)
    var x = tape.addRepeated(embedding(patches, on: tape), tape.parameter(positions))
    x = tape.addToBlocks(x, besideEmbedding(beside, on: tape))
    for block in blocks { x = block(x, batch: batch, on: tape) }
    x = norm(x, on: tape)
    let theta = tape.rearranged(
      table(x, on: tape), indices: Self.tableFromPatches, batch: batch, columns: PairInput.cells)
    let dual = tape.dual(table: theta, histogram: histogram)
    let phi = tape.rearranged(
      contributions(x, on: tape), indices: Self.tableFromPatches, batch: batch, columns: PairInput.cells)
    let constantDual = attachesDual ? dual : tape.detached(dual)
    let summary = tape.concatenated([tape.meanOfBlocks(x, batch: batch), constantDual, beside])
    return Output(
      table: theta, dual: dual,
      value: tape.add(
        tape.add(constantDual, tape.rowProducts(phi, histogram)), correction(summary, on: tape)))
  }

  /// Element (token, feature, cell of the patch) of the tokens ← element (feature, cell) of the features.
  static let patchesFromFeatures: [Int32] = {
    var indices: [Int32] = []
    for token in 0..<tokens {
      for feature in 0..<2 {
        for cell in 0..<patchCells {
          indices.append(Int32(feature * PairInput.cells + tableCell(token, cell)))
        }
      }
    }
    return indices
  }()

  /// Cell of the table ← (token, cell of the patch).
  static let tableFromPatches: [Int32] = {
    var indices = [Int32](repeating: 0, count: PairInput.cells)
    for token in 0..<tokens {
      for cell in 0..<patchCells { indices[tableCell(token, cell)] = Int32(token * patchCells + cell) }
    }
    return indices
  }()

  /// Where a patch's cell lies in the table.
  private static func tableCell(_ token: Int, _ cell: Int) -> Int {
    let across = PairInput.side / patch
    let row = token / across * patch + cell / patch
    let column = token % across * patch + cell % patch
    return row * PairInput.side + column
  }
}

extension TableNetwork.Configuration {
  public var modelName: String { "infonet-table" }

  public static var extents: [NetworkExtent<Self>] {
    [
      .init("width", \.width, 1...1024), .init("depth", \.depth, 0...64), .init("heads", \.heads, 1...64),
      .init("hidden", \.hidden, 1...4096), .init("correction", \.correction, 1...4096),
    ]
  }

  public var fault: String? {
    width % heads == 0 && width / heads <= 64
      ? nil : "\(width) columns and \(heads) heads; expected heads of at most 64 columns"
  }
}

extension TableNetwork {
  public var architecture: String {
    "32 × 32 cells, \(Self.tokens) tokens of width \(configuration.width), \(configuration.depth) blocks, "
      + "\(configuration.heads) heads, hidden \(configuration.hidden), correction \(configuration.correction)"
  }
}
