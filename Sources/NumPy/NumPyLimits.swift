/// How much a reader may be made to hold or to do by a file that it does not trust.
public struct NumPyLimits: Sendable, Equatable {
  /// Bytes that one decoded array, or one block of its rows, may take.
  public var arrayBytes: Int
  /// Values (containers and leaves, counted each time they occur) that a pickle may hold.
  public var pickleValues: Int
  /// How deep the containers of a pickle may be nested.
  public var pickleDepth: Int

  public init(arrayBytes: Int = 4 << 30, pickleValues: Int = 20_000_000, pickleDepth: Int = 64) {
    self.arrayBytes = arrayBytes
    self.pickleValues = pickleValues
    self.pickleDepth = pickleDepth
  }
}
