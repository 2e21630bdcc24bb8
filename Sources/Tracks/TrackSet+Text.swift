extension TrackSet {
  /// The horizontal coordinate of an entry as the file has it, its origin included.
  public func xText(_ index: Int) -> String { Self.text(x[index], origin: originX) }

  /// The vertical coordinate of an entry as the file has it, its origin included.
  public func yText(_ index: Int) -> String { Self.text(y[index], origin: originY) }

  /// A coordinate with its origin, to a millionth.
  static func text(_ value: Float, origin: Double) -> String {
    guard origin != 0, value.isFinite else { return "\(value)" }
    let whole = Double(value) + origin
    return abs(whole) < 1e9 ? "\((whole * 1e6).rounded() / 1e6)" : "\(whole)"
  }
}
