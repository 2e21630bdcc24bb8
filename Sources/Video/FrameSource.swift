internal import FoundationEssentials

/// Where frames come from: one file that FFmpeg demultiplexes, or a list of pictures.
enum FrameSource: Sendable, Equatable {
  case video(String)
  case pictures(NumberedFiles)

  /// Resolves a path: a file as it is; a folder by its numbered pictures; a pattern with `%d` or `%05d` by what matches.
  ///
  /// - Throws: `VideoError`: missing, or badSequence.
  init(_ path: String) throws(VideoError) {
    var isFolder = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    if exists, !isFolder {
      self = .video(path)
      return
    }
    let pattern = try NumberPattern(path)
    guard exists || pattern != nil else {
      throw VideoError(.missing, "\(path): there is no such file or folder")
    }
    self = .pictures(try NumberedFiles(path: path))
  }
}
