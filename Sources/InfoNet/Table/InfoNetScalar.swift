internal import CKernels
public import NeuralNetwork

/// The numbers that InfoNet's own operations know loops for.
public protocol InfoNetScalar: NetworkScalar {
  /// The loops over histograms and tables θ.
  static var tableKernels: TableKernels<Self> { get }
}

/// The loops of CKernels/infonet.inc for one kind of number.
public struct TableKernels<Scalar>: Sendable {
  typealias Input = UnsafePointer<Scalar>
  typealias Output = UnsafeMutablePointer<Scalar>

  /// ⟨θ, h⟩ − log mean exp θ of θ (cells) and h (cells); softmax(θ) into weights (cells).
  let dual: @Sendable (_ theta: Input, _ h: Input, _ weights: Output, _ cells: Int) -> Scalar
  /// √ρ − 1 into roots (cells), log(1 + ρ) − log 2 into logs (cells), of ρ = scale h.
  let ratioFeatures:
    @Sendable (_ h: Input, _ scale: Scalar, _ roots: Output, _ logs: Output, _ cells: Int) -> Void
}

extension Float: InfoNetScalar {
  public static let tableKernels = TableKernels<Float>(
    dual: ck_f32_dual, ratioFeatures: ck_f32_ratio_features)
}

extension Double: InfoNetScalar {
  public static let tableKernels = TableKernels<Double>(
    dual: ck_f64_dual, ratioFeatures: ck_f64_ratio_features)
}
