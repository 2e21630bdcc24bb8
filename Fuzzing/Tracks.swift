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

/// The file's path: one that can be opened again, not the descriptor itself, which the reader refuses.
let path = "/proc/\(getpid())/fd/\(descriptor)"

/// Every track format, by recognition, as a user's file would meet it; what is read goes through every filter and signal.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  ftruncate(descriptor, 0)
  guard pwrite(descriptor, start, count, 0) == count else { return 0 }
  let picture = TrackRegion(x: 0, y: 0, width: 480, height: 270)
  for layout in [TrackReadingOptions.Layout.auto, .tn] {
    guard
      let contents = try? TrackFile.read(path, options: TrackReadingOptions(layout: layout, sequence: "0"))
    else { continue }
    let pixels = contents.tracks.inPixels(width: 480, height: 270)
    for rule in TrackFilter.Rule.allCases {
      let kept = rule.filter(picture: picture).apply(to: pixels).kept
      _ = StaticTracks(width: 480, height: 270).find(in: kept)
      for signal in SignalKind.allCases { _ = try? Signal(signal).channels(of: kept) }
      _ = SpatialSample.choose(count: 3, from: kept)
    }
    _ = contents.summary
  }
  return 0
}
