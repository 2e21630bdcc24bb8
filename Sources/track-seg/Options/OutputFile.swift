import FoundationEssentials
import NumPy
import Pipeline
import Support

/// A single file that a command writes where its user says.
enum OutputFile {
  /// Refuses a name that is an input, or a file that this program would not have written: what is replaced is an array of
  /// float32 of one or two axes, as an earlier run left.
  ///
  /// - Throws: `RunError` (usage) or `OutputError`, before any work is done.
  static func check(_ path: String, inputs: [String], option: String = "--output") throws {
    let place = CanonicalPath(path)
    if let input = inputs.first(where: { CanonicalPath($0) == place }) {
      throw RunError(
        .usage,
        "\(option) \(path) is the input \(input); results must not overwrite inputs: name another file")
    }
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    if !isFolder, let header = try? NPY.header(ofFile: path), header.elementType == .float32,
      (1...2).contains(header.shape.count)
    {
      return
    }
    throw OutputError(
      "\(path): this \(isFolder ? "is a folder" : "file was not written by track-seg, so it is not replaced"); name another file with "
        + option)
  }
}
