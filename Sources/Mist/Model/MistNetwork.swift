internal import LinearAlgebra
public import NeuralNetwork

/// MIST: a set transformer that regresses mutual information from a sample (arXiv 2511.18945, section 3).
///
/// Learned seeds look at the coordinates of every observation and make them one vector of fixed width; induced attention
/// relates observations; learned seeds and the mean pool them; a head answers with the mean or with a quantile function.
public struct MistNetwork: ConfigurableNetwork {
  /// What the head answers with.
  public enum Answer: String, Sendable, CaseIterable {
    /// The expected MI given the sample (squared error).
    case mean
    /// The quantile function of MI given the sample (pinball).
    case quantiles

    /// The name of the model that answers so.
    public var modelName: String { self == .mean ? "mist" : "mist-qr" }
  }

  /// Extents.
  public struct Configuration: NetworkConfiguration {
    public var answer = Answer.mean
    /// Width of the hidden layer that describes a coordinate pair.
    public var embedding = 64
    /// Learned seeds over coordinates; each owns `width / 2` columns.
    public var seeds = 4
    /// Width of an observation.
    public var width = 64
    public var heads = 4
    public var hidden = 128
    /// Learned points of induced attention.
    public var points = 16
    /// Blocks of induced attention.
    public var depth = 2
    /// Seeds that pool the observations.
    public var pooling = 4
    /// Width of the head.
    public var head = 128

    public init(_ answer: Answer = .mean) { self.answer = answer }

    /// Extents like the published network's, 5.5 million parameters; nothing was trained at this size.
    public static var published: Configuration {
      var configuration = Configuration()
      configuration.embedding = 512
      configuration.seeds = 4
      configuration.width = 256
      configuration.heads = 16
      configuration.hidden = 1024
      configuration.points = 32
      configuration.depth = 2
      configuration.pooling = 10
      configuration.head = 192
      return configuration
    }
  }

  public let configuration: Configuration
  /// The parameters as they start.
  public let parameters: Parameters
  private let token: Linear
  private let scores: Linear
  private let values: Linear
  private let observation: Linear
  private let sideEmbedding: Linear
  private let blocks: [InducedAttentionBlock]
  private let poolingSeeds: Parameter
  private let pool: CrossAttentionBlock
  private let norm: LayerNorm
  private let summary: FeedForward
  private let answer: Linear

  public init(_ configuration: Configuration = Configuration(), seed: UInt64 = 1) {
    self.configuration = configuration
    var generator = SeededGenerator(seed: seed, stream: 77)
    var p = Parameters()
    let (width, heads) = (configuration.width, configuration.heads)
    let pooledWidth = configuration.seeds * width / 2
    token = Linear(
      "token", inputs: MistInput.features, outputs: configuration.embedding, in: &p, using: &generator)
    scores = Linear(
      "scores", inputs: configuration.embedding, outputs: configuration.seeds, in: &p, using: &generator)
    values = Linear(
      "values", inputs: configuration.embedding, outputs: pooledWidth, gain: 1.4, in: &p, using: &generator)
    observation = Linear(
      "observation", inputs: pooledWidth, outputs: width, gain: 1.4, in: &p, using: &generator)
    sideEmbedding = Linear(
      "side", inputs: MistInput.sideInputs, outputs: width, gain: 0.5, in: &p, using: &generator)
    blocks = (0..<configuration.depth).map {
      InducedAttentionBlock(
        "blocks.\($0)", width: width, points: configuration.points, heads: heads,
        hidden: configuration.hidden, in: &p, using: &generator)
    }
    poolingSeeds = p.normal("pooling", [configuration.pooling, width], deviation: 0.5, using: &generator)
    pool = CrossAttentionBlock(
      "pool", width: width, context: width, heads: heads, hidden: configuration.hidden, in: &p,
      using: &generator)
    norm = LayerNorm("norm", width: width, in: &p)
    summary = FeedForward(
      "summary", inputs: (configuration.pooling + 1) * width + MistInput.sideInputs,
      hidden: 2 * configuration.head, outputs: configuration.head, in: &p, using: &generator)
    answer = Linear(
      "answer", inputs: configuration.head,
      outputs: configuration.answer == .mean ? 1 : 1 + QuantileBasis.count, gain: 0.1, in: &p,
      using: &generator)
    parameters = p
  }

  /// The forward pass of batches of n observations of `count` canonical pairs.
  ///
  /// tokens: (batch · n · count) × 11, side: batch × 10, base: batch × 1 → batch × 1, the mean, or batch × (1 + shapes): the
  /// median, and the slopes of the quantile function's shapes before softplus. Observations are (batch · n) × width.
  func callAsFunction<S: MistScalar>(
    tokens: Tape<S>.Variable, count: Int, side: Tape<S>.Variable, base: Tape<S>.Variable, on tape: Tape<S>
  ) -> Tape<S>.Variable {
    let batch = side.rows
    let described = tape.gelu(token(tokens, on: tape))
    let vectors = tape.pooledTokens(
      scores: scores(described, on: tape), values: values(described, on: tape), tokens: count)
    var x = observation(tape.gelu(vectors), on: tape)
    x = tape.addToBlocks(x, sideEmbedding(side, on: tape))
    for block in blocks { x = block(x, batch: batch, on: tape) }
    let pooled = pool(
      tape.repeated(tape.parameter(poolingSeeds), times: batch), context: x, batch: batch, on: tape)
    let flat = tape.reshaped(norm(pooled, on: tape), columns: configuration.pooling * configuration.width)
    let all = tape.concatenated([flat, tape.meanOfBlocks(x, batch: batch), side])
    let output = answer(tape.gelu(summary(all, on: tape)), on: tape)
    guard configuration.answer == .quantiles else { return tape.add(base, output) }
    return tape.concatenated([
      tape.add(base, tape.columns(output, 0..<1)), tape.columns(output, 1..<(1 + QuantileBasis.count)),
    ])
  }

  public var architecture: String {
    "\(configuration.seeds) seeds over coordinates, width \(configuration.width), \(configuration.depth) induced attention "
      + "blocks of \(configuration.points) points, \(configuration.heads) heads, \(configuration.pooling) pooling seeds"
  }
}

extension MistNetwork.Configuration {
  public var modelName: String { answer.modelName }

  public static var extents: [NetworkExtent<Self>] {
    [
      .init("embedding", \.embedding, 1...4096), .init("seeds", \.seeds, 1...64),
      .init("width", \.width, 2...1024), .init("heads", \.heads, 1...64), .init("hidden", \.hidden, 1...4096),
      .init("points", \.points, 1...1024), .init("depth", \.depth, 0...16),
      .init("pooling", \.pooling, 1...64), .init("head", \.head, 1...4096),
    ]
  }

  public var fault: String? {
    width % heads == 0 && width % 2 == 0
      ? nil : "\(width) columns do not divide among \(heads) heads"
  }
}
