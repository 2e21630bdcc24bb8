internal import Glibc

/// Files that can be read more than once: to recognise them, to read them and to record what was read.
public enum RegularFile {
  /// Checks that a path names such a file.
  ///
  /// - Throws: `TracksError`: (damaged) where there is none; (unknownFormat) for standard input, pipes,
  ///   devices and folders.
  public static func check(_ path: String) throws {
    try refusePipe(path)
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw TracksError(
        .damaged, "\(path): \(errno == ENOENT ? "there is no such file" : String(cString: strerror(errno)))")
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw TracksError(.unknownFormat, "\(path) is a folder; expected a file of tracks")
    }
  }

  /// Refuses standard input, pipes and devices; any other path passes, whether or not anything is there.
  ///
  /// - Throws: `TracksError` (unknownFormat) that says what to do.
  public static func refusePipe(_ path: String) throws {
    let remedy = "inputs are read more than once; save it as a file first, and name that file"
    if path == "-" || path == "/dev/stdin" || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/") {
      throw TracksError(
        .unknownFormat, "\(path) is standard input or an open pipe, which can be read only once; \(remedy)")
    }
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    let kind: String
    switch status.st_mode & S_IFMT {
    case S_IFREG, S_IFDIR: return
    case S_IFIFO: kind = "a pipe"
    case S_IFSOCK: kind = "a socket"
    default: kind = "a device"
    }
    throw TracksError(.unknownFormat, "\(path) is \(kind), which can be read only once; \(remedy)")
  }
}
