// seeds: Tests/TracksTests/Golden/*.*
// modules: Tracks
import Glibc
import Tracks

/// A nameless file in memory.
let descriptor: CInt = {
  let path = "/dev/shm/track-seg-fuzz-\(getpid())"
  defer { unlink(path) }
  return open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)
}()

/// Every track format, by recognition, as a user's file would meet it; what is read goes through filter and signal.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  ftruncate(descriptor, 0)
  guard pwrite(descriptor, start, count, 0) == count else { return 0 }
  for layout in [TrackReadingOptions.Layout.auto, .tn] {
    guard
      let set = try? TrackFile.read(
        "/proc/self/fd/\(descriptor)", options: TrackReadingOptions(layout: layout, sequence: "0"))
    else { continue }
    let pixels = set.inPixels(width: 480, height: 270)
    let kept = TrackFilter(width: 480, height: 270).apply(to: pixels).kept
    _ = StaticTracks(width: 480, height: 270).find(in: kept)
    _ = try? Signal(.both).channels(of: kept)
    _ = SpatialSample.choose(count: 3, from: kept)
    _ = set.summary
  }
  return 0
}
