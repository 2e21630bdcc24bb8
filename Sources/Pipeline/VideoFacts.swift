internal import Video
internal import Support

extension LoadedTracks {
  /// What is known of a video before its frames are read.
  public struct VideoFacts: Sendable, Equatable, Codable {
    public let path: String
    public let width: Int
    public let height: Int
    public let frameRate: Double
    /// The frames that are shown: those that an edit list hides are not counted.
    public let frameCount: Int
    /// Names of the pictures of a folder, in order; nil for a video file.
    public let files: [String]?
    /// How many frames are missing of those that the container claims; nil where none are.
    public let shortfall: String?

    /// Opens a video to look.
    public init(path: String) throws {
      let reader = try FrameReader(path: path)
      guard reader.frameCount > 0 else {
        throw RunError(.input, "\(path): the video has no frames")
      }
      self.path = path
      width = reader.width
      height = reader.height
      frameRate = reader.frameRate
      frameCount = reader.frameCount
      files = reader.files
      shortfall = reader.shortfall
    }

    /// One line for a person.
    public var summary: String {
      "\(path): \(frameCount) frames of \(width)x\(height), \((frameRate * 100).rounded() / 100) per second"
        + (files.map { files in
          (files.first.map { ", \($0)" } ?? "") + (files.count > 1 ? files.last.map { " … \($0)" } ?? "" : "")
        } ?? "")
    }

    /// The number of frames, for a message that finds fault with it.
    var countText: String {
      "\(frameCount) frames"
        + (shortfall == nil ? "" : " (fewer than its header says: the file may be cut short)")
    }

    /// What a person should know before trusting the result.
    var warnings: [String] { [shortfall].compactMap { $0 } }
  }
}
