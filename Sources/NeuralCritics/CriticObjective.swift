internal import Glibc

/// Bounds on mutual information that a critic f(x, y) is trained to raise.
///
/// After Poole et al. (2019) and Song & Ermon (2020). P: f at joint observations; Q: f at observations of x with those of y shuffled.
public enum CriticObjective: String, Sendable, CaseIterable {
  /// MINE (Belghazi et al. 2018): Donsker–Varadhan, E_P f − log E_Q exp f, the gradient of whose logarithm is divided by a
  /// moving average of E_Q exp f.
  case mine
  /// Donsker–Varadhan with the batch's own E_Q exp f.
  case dv
  /// Nguyen–Wainwright–Jordan: E_P f − E_Q exp(f − 1).
  case nwj
  /// InfoNCE: mean of f(x_i, y_i) − log (1/n) Σ_j exp f(x_i, y_j) over a batch; never above the logarithm of its size.
  case infonce
  /// SMILE: Donsker–Varadhan with exp f clipped to [e^−5, e^5], trained by the Jensen–Shannon divergence.
  case smile

  /// One line for the help.
  var summary: String {
    switch self {
    case .mine: "MINE: a critic trained on every pair, Donsker–Varadhan with a moving average"
    case .dv: "the same critic, plain Donsker–Varadhan"
    case .nwj: "the same critic, Nguyen–Wainwright–Jordan bound"
    case .infonce: "the same critic, InfoNCE, at most the log of the batch"
    case .smile: "the same critic, SMILE: clipped Donsker–Varadhan"
    }
  }

  /// The bound's value for critic values at joint and at shuffled observations.
  public func value(joint: [Double], shuffled: [Double]) -> Double {
    let mean = joint.reduce(0, +) / Double(joint.count)
    switch self {
    case .mine, .dv: return mean - Self.logMeanExp(shuffled)
    case .nwj: return mean - shuffled.reduce(0) { $0 + exp(min($1 - 1, 60)) } / Double(shuffled.count)
    case .smile: return mean - Self.logMeanExp(shuffled.map { min(max($0, -5), 5) })
    case .infonce: return mean
    }
  }

  /// The derivatives of the *negative* bound with respect to the critic's values.
  ///
  /// `average` is the moving average of log E_Q exp f, which `mine` updates.
  public func slopes(
    joint: [Double], shuffled: [Double], average: inout Double?
  ) -> (joint: [Double], shuffled: [Double]) {
    let (n, m) = (Double(joint.count), Double(shuffled.count))
    switch self {
    case .mine:
      let now = Self.logMeanExp(shuffled)
      // In logarithms, so that large critics do not overflow.
      let updated = average.map { old in
        max(old, now) + log(0.99 * exp(old - max(old, now)) + 0.01 * exp(now - max(old, now)))
      }
      average = updated ?? now
      let base = average ?? now
      return (joint.map { _ in -1 / n }, shuffled.map { exp(min($0 - base, 20)) / m })
    case .dv:
      let base = Self.logMeanExp(shuffled)
      return (joint.map { _ in -1 / n }, shuffled.map { exp($0 - base) / m })
    case .nwj:
      return (joint.map { _ in -1 / n }, shuffled.map { exp(min($0 - 1, 20)) / m })
    case .smile:
      // Jensen–Shannon: E_P −softplus(−f) − E_Q softplus(f).
      return (
        joint.map { -1 / (1 + exp(min($0, 60))) / n }, shuffled.map { 1 / (1 + exp(min(-$0, 60))) / m }
      )
    case .infonce: return ([], [])
    }
  }

  static func logMeanExp(_ values: [Double]) -> Double {
    guard let top = values.max() else { return 0 }
    return top + log(values.reduce(0) { $0 + exp($1 - top) } / Double(values.count))
  }
}
