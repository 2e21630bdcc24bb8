// seeds: Tests/NumPyTests/Golden/*.npy
// modules: NumPy
import NumPy

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let limits = NumPyLimits(arrayBytes: 1 << 26)
  guard let array = try? NPY.read(bytes: bytes, limits: limits) else { return 0 }
  _ = try? array.floats()
  _ = try? array.integers()
  _ = try? array.booleans()
  _ = try? array.strings()
  return 0
}
