/// What the observations of a variable are.
public enum Sampling: String, Sendable, CaseIterable {
  /// A path in time, worth T_eff independent observations, which the autocorrelations say.
  case path
  /// Independent draws: T_eff = T.
  case independent

  /// T_eff of a pair as a network reads it (`EffectiveSampleSize.told`).
  ///
  /// `productSum`: Σ over the lags of the products of both variables' autocorrelations; of paths alone.
  public func effectiveSize(length: Int, productSum: @autoclosure () -> Double) -> Double {
    guard self == .path else { return Double(length) }
    return EffectiveSampleSize.told(
      EffectiveSampleSize.clipped(length: length, productSum: productSum()), length: length)
  }
}
