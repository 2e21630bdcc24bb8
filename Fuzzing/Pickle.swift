// seeds: Tests/NumPyTests/Golden/*.pkl
// modules: NumPy
import NumPy

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let limits = NumPyLimits(arrayBytes: 1 << 26, pickleValues: 100_000)
  _ = try? Pickle.read(bytes: bytes, skipping: ["video"], limits: limits)
  return 0
}
