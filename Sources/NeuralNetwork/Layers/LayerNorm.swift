/// y = γ (x − mean) / √(variance + 1e-5) + β over the columns of every row; γ starts as 1, β as 0.
public struct LayerNorm: Sendable {
  public let gain: Parameter
  public let shift: Parameter

  public init(_ name: String, width: Int, in parameters: inout Parameters) {
    gain = parameters.constant("\(name).gain", [width], 1)
    shift = parameters.constant("\(name).shift", [width], 0)
  }

  /// x: n × width → n × width.
  public func callAsFunction<S>(_ x: Tape<S>.Variable, on tape: Tape<S>) -> Tape<S>.Variable {
    tape.layerNorm(x, gain: tape.parameter(gain), shift: tape.parameter(shift))
  }
}
