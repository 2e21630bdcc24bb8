internal import CModelWeights

extension MergeOdds {
  /// The weights that the program carries.
  public static func shipped() throws -> MergeOdds {
    let bytes = UnsafeRawBufferPointer(start: ck_group_weights(), count: ck_group_weights_size())
    return try MergeOdds(text: String(decoding: bytes, as: UTF8.self), name: "motion-groups.txt")
  }
}
