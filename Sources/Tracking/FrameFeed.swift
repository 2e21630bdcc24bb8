internal import Synchronization
internal import Video

/// The frames of a video one by one, from any thread.
struct FrameFeed: Sendable {
  let path: String
  let width: Int
  let height: Int
  let frameCount: Int
  let frameRate: Double
  /// The next frame; nil at the end.
  let next: @Sendable () throws -> RGBImage?
  /// What a person should know of the frames delivered so far.
  let warnings: @Sendable () -> [String]

  /// Opens a video.
  ///
  /// - Parameter frames: The first frames that are delivered; nil: all.
  init(path: String, frames: Int? = nil) throws {
    let opened = try OpenVideo(path: path)
    let count = opened.reader.withLock { min($0.frameCount, frames ?? .max) }
    self.path = path
    (width, height, frameRate) = opened.reader.withLock { ($0.width, $0.height, $0.frameRate) }
    frameCount = count
    next = { try opened.reader.withLock { $0.position < count ? try $0.next() : nil } }
    warnings = { opened.reader.withLock { $0.warnings } }
  }

  /// Pictures in memory.
  init(pictures: [RGBImage], frameRate: Double = 30) {
    let place = Counter()
    path = "pictures"
    (width, height) = (pictures.first?.width ?? 0, pictures.first?.height ?? 0)
    (frameCount, self.frameRate) = (pictures.count, frameRate)
    next = {
      let index = place.next()
      return index < pictures.count ? pictures[index] : nil
    }
    warnings = { [] }
  }
}

/// A reader that several threads use in turn.
///
/// Not private to a file: an optimised build does not link the metadata of private noncopyable types.
final class OpenVideo: Sendable {
  let reader: Mutex<FrameReader>

  init(path: String) throws { reader = Mutex(try FrameReader(path: path)) }
}

/// Counts from 0.
final class Counter: Sendable {
  private let value = Atomic<Int>(0)

  func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
}
