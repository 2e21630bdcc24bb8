import LinearAlgebra
import NeuralNetwork
import Testing

@Suite struct OptimisationTests {
  @Test func adamAgainstItsFormula() {
    // Two steps by hand: m̂ = g at the first step, whatever the betas.
    var adam = Adam(count: 1)
    adam.clip = 0
    var values: [Float] = [1]
    adam.update(&values, gradients: [0.5], rate: 0.1)
    #expect(abs(values[0] - 0.9) < 1e-6)
    adam.update(&values, gradients: [-0.25], rate: 0.1)
    let m = (0.9 * 0.05 + 0.1 * -0.25) / (1 - 0.81)
    let v = (0.99 * 0.01 * 0.25 + 0.01 * 0.0625) / (1 - 0.9801)
    #expect(abs(Double(values[0]) - (0.9 - 0.1 * m / v.squareRoot())) < 1e-5)
  }

  @Test func clippingScalesTheNorm() {
    var clipped = Adam(count: 2)
    let free = Adam(count: 2)
    var a: [Float] = [0, 0]
    #expect(abs(clipped.update(&a, gradients: [30, 40], rate: 1) - 50) < 1e-4)
    #expect(abs(clipped.firstMoments[0] - 0.06) < 1e-6)
    #expect(free.step == 0)
  }

  @Test func gradientsThatAreNotFiniteChangeNothing() {
    var adam = Adam(count: 1)
    var values: [Float] = [2]
    adam.update(&values, gradients: [.nan], rate: 1)
    #expect(values == [2] && adam.step == 0)
  }

  @Test func cosineSchedule() {
    let schedule = CosineSchedule(peak: 1, warmUp: 10, steps: 110, floor: 0)
    #expect(abs(schedule.rate(at: 0) - 0.1) < 1e-12)
    #expect(abs(schedule.rate(at: 10) - 1) < 1e-12)
    #expect(abs(schedule.rate(at: 60) - 0.5) < 1e-12)
    #expect(schedule.rate(at: 110) < 1e-12)
  }

  /// y = 2 x₀ − x₁ from noiseless examples.
  struct LineTask: TrainingTask {
    let layer: Linear
    let initialParameters: Parameters

    init() {
      var generator = SeededGenerator(seed: 3)
      var p = Parameters()
      layer = Linear("line", inputs: 2, outputs: 1, in: &p, using: &generator)
      initialParameters = p
    }

    func example(seed: UInt64, index: UInt64) -> [Float] {
      var generator = SeededGenerator(seed: seed, stream: index)
      return [Float(generator.normal()), Float(generator.normal())]
    }

    func loss(of examples: [[Float]], on tape: Tape<Float>) -> Tape<Float>.Variable {
      let x = tape.constant(rows: examples.count, columns: 2) { buffer in
        for (row, example) in examples.enumerated() {
          (buffer[2 * row], buffer[2 * row + 1]) = (example[0], example[1])
        }
      }
      return tape.weightedSquaredError(
        layer(x, on: tape), targets: examples.map { 2 * $0[0] - $0[1] }, weights: examples.map { _ in 1 })
    }

    func heldOut(parameters: [Float], threads: Int) -> [(name: String, value: Double)] { [] }
  }

  private var options: TrainingOptions {
    var options = TrainingOptions()
    (options.steps, options.batch, options.chunk, options.rate, options.warmUp) = (300, 32, 8, 0.05, 5)
    return options
  }

  @Test func trainingLearnsALine() throws {
    var loop = TrainingLoop(task: LineTask(), options: options)
    while !loop.isFinished { _ = try loop.advance() }
    #expect(zip(loop.state.parameters, [2, -1, 0]).allSatisfy { abs($0 - $1) < 0.01 })
  }

  @Test func resumedAndThreadedRunsEndWithTheSameBits() throws {
    var whole = TrainingLoop(task: LineTask(), options: options)
    for _ in 0..<60 { _ = try whole.advance() }
    var threaded = options
    threaded.threads = 1
    var first = TrainingLoop(task: LineTask(), options: threaded)
    for _ in 0..<25 { _ = try first.advance() }
    let layout = LineTask().initialParameters
    let bytes = first.state.file(layout: layout, fingerprint: "f").encoded()
    let file = try bytes.withUnsafeBytes { try Safetensors(bytes: $0, source: "memory") }
    let state = try TrainingState(file: file, layout: layout, fingerprint: "f", source: "memory")
    var second = TrainingLoop(task: LineTask(), options: options, state: state)
    for _ in 0..<35 { _ = try second.advance() }
    #expect(second.state.parameters == whole.state.parameters)
    #expect(second.state.average.values == whole.state.average.values)
    #expect(throws: NeuralNetworkError.self) {
      try TrainingState(file: file, layout: layout, fingerprint: "other", source: "memory")
    }
  }
}
