internal import CKernels
internal import LinearAlgebra

/// The numbers a network is made of: Float for training and inference, Double for checking gradients.
///
/// Everything else is generic: a conformance is one table of loops.
public protocol NetworkScalar: BinaryFloatingPoint, Sendable {
  /// The loops over matrices of these numbers.
  static var kernels: NetworkKernels<Self> { get }
}

extension Float: NetworkScalar {
  public static let kernels = NetworkKernels<Float>(
    multiply: multiply, addBias: ck_f32_add_bias, columnSums: ck_f32_column_sums,
    accumulate: ck_f32_accumulate, inner: ck_f32_inner, gelu: ck_f32_gelu,
    geluBackward: ck_f32_gelu_backward, softplus: ck_f32_softplus,
    softplusBackward: ck_f32_softplus_backward, layerNorm: ck_f32_layer_norm,
    layerNormBackward: ck_f32_layer_norm_backward, softmax: ck_f32_softmax,
    softmaxBackward: ck_f32_softmax_backward, gather: ck_f32_gather, scatterAdd: ck_f32_scatter_add,
    adam: ck_f32_adam, clear: { $0.update(repeating: 0, count: $1) },
    copy: { values, x in for index in values.indices { x[index] = values[index] } })
}

extension Double: NetworkScalar {
  public static let kernels = NetworkKernels<Double>(
    multiply: multiply, addBias: ck_f64_add_bias, columnSums: ck_f64_column_sums,
    accumulate: ck_f64_accumulate, inner: ck_f64_inner, gelu: ck_f64_gelu,
    geluBackward: ck_f64_gelu_backward, softplus: ck_f64_softplus,
    softplusBackward: ck_f64_softplus_backward, layerNorm: ck_f64_layer_norm,
    layerNormBackward: ck_f64_layer_norm_backward, softmax: ck_f64_softmax,
    softmaxBackward: ck_f64_softmax_backward, gather: ck_f64_gather, scatterAdd: ck_f64_scatter_add,
    adam: ck_f64_adam, clear: { $0.update(repeating: 0, count: $1) },
    copy: { values, x in for index in values.indices { x[index] = Double(values[index]) } })
}
