/// IEEE 754 half precision, widened by integer arithmetic that vectorises: `Float(Float16)` is a library call an element
/// where the compiler may not assume F16C.
enum HalfPrecision {
  /// The number with these bits; the payload of a NaN is kept.
  @inline(__always)
  static func widen(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    // Exponent and fraction in a float's places are the number times 2⁻¹¹², subnormal numbers too.
    let magnitude = Float(bitPattern: UInt32(bits & 0x7FFF) << 13) * 0x1p112
    let special: UInt32 = bits & 0x7C00 == 0x7C00 ? 0x7F80_0000 : 0
    return Float(bitPattern: magnitude.bitPattern | special | sign)
  }

  /// The nearest half-precision number's bits, ties to even.
  @inline(__always)
  static func narrow(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
    let magnitude = bits & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 { return sign | 0x7E00 }
    // From 65520 on, the nearest number is infinity.
    if magnitude >= 0x477F_F000 { return sign | 0x7C00 }
    if magnitude < 0x3880_0000 {
      // Adding a half rounds the fraction to multiples of 2⁻²⁴, the least subnormal number.
      let sum = Float(bitPattern: magnitude) + 0.5
      return sign | UInt16(truncatingIfNeeded: sum.bitPattern & 0xFFFF)
    }
    let rounded = magnitude &- 0x3800_0000 &+ 0xFFF &+ (magnitude >> 13 & 1)
    return sign | UInt16(truncatingIfNeeded: rounded >> 13)
  }
}
