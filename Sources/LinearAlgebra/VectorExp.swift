internal import CKernels

/// Replaces every element by its exponential (relative error below 2e-7, arguments clamped to [-87, 88]).
public func exponentiate(_ values: UnsafeMutableBufferPointer<Float>) {
  guard let base = values.baseAddress else { return }
  ck_exp(base, base, values.count)
}
