/// The places of values, counted from the slice's first, in ascending order; equal values, to single precision, in the order of their places.
///
/// Values and places are packed into one integer each, which sorts several times faster than a comparison of two arrays' elements.
func ascending(_ values: ArraySlice<Double>) -> [Int] {
  var keys: [UInt64] = []
  keys.reserveCapacity(values.count)
  for (place, value) in values.enumerated() {
    let bits = Float(value).bitPattern
    // Negative floats sort backwards, and before the positive ones.
    let ordered = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
    keys.append(UInt64(ordered) << 32 | UInt64(place))
  }
  keys.sort()
  return keys.map { Int($0 & 0xFFFF_FFFF) }
}
