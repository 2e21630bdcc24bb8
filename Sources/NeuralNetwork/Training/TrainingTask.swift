/// What a model is trained on: examples made from seeds, and the loss of some of them.
public protocol TrainingTask: Sendable {
  /// One example of a batch.
  associatedtype Example: Sendable

  /// The model's parameters as they start.
  var initialParameters: Parameters { get }

  /// Example `index` of the stream `seed`; the same numbers give the same example.
  func example(seed: UInt64, index: UInt64) throws -> Example

  /// The sum of the examples' losses, recorded on the tape.
  func loss(of examples: [Example], on tape: Tape<Float>) -> Tape<Float>.Variable

  /// Figures on examples that training never sees, by name; all cores may be used.
  func heldOut(parameters: [Float], threads: Int) throws -> [(name: String, value: Double)]
}
