// seeds: Tests/NumPyTests/Golden/*.npz
// modules: NumPy
import Glibc
import NumPy

/// A nameless file in memory.
let descriptor: CInt = {
  let path = "/dev/shm/track-seg-fuzz-\(getpid())"
  defer { unlink(path) }
  return open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  ftruncate(descriptor, 0)
  guard pwrite(descriptor, start, count, 0) == count else { return 0 }
  do {
    let archive = try NPZArchive(
      path: "/proc/self/fd/\(descriptor)", limits: NumPyLimits(arrayBytes: 1 << 26))
    _ = try? archive.members()
    for name in archive.names {
      _ = try? archive.array(named: name)
      try? archive.forEachRowBlock(of: name, rowsPerBlock: 3) { _, _ in }
    }
  } catch {}
  return 0
}
