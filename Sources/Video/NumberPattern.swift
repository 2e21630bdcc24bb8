/// A printf pattern for the files of one sequence: `folder/name_%05d.jpg`.
struct NumberPattern: Sendable, Equatable {
  let folder: String
  /// What stands before the number, and what after it.
  let prefix: String
  let suffix: String

  /// Nil where the last part of the path has no `%d`.
  ///
  /// - Throws: `VideoError` (badSequence) where it has several.
  init?(_ path: String) throws(VideoError) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let last = parts.last else { return nil }
    var texts = [""]
    var place = last.startIndex
    while place < last.endIndex {
      let character = last[place]
      place = last.index(after: place)
      guard character == "%" else {
        texts[texts.count - 1].append(character)
        continue
      }
      let width = last[place...].prefix { $0.isASCII && $0.isNumber }
      let kind = last[width.endIndex...].first
      if kind == "d" || kind == "i" {
        texts.append("")
        place = last.index(after: width.endIndex)
      } else {
        texts[texts.count - 1].append("%")
        if width.isEmpty, kind == "%" { place = last.index(after: place) }
      }
    }
    guard texts.count > 1 else { return nil }
    guard texts.count == 2 else {
      throw VideoError(
        .badSequence,
        "\(path): the pattern has \(texts.count - 1) numbers; expected one, such as name_%05d.jpg")
    }
    let folder = parts.dropLast().joined(separator: "/")
    self.folder = folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
    (prefix, suffix) = (texts[0], texts[1])
  }

  /// Whether a file's name is the pattern with a number in it; `.JPG` passes for `.jpg`.
  func matches(_ name: String) -> Bool {
    guard name.hasPrefix(prefix), name.lowercased().hasSuffix(suffix.lowercased()) else { return false }
    let number = name.dropFirst(prefix.count).dropLast(suffix.count)
    return name.count > prefix.count + suffix.count && number.allSatisfy { $0.isASCII && $0.isNumber }
  }
}
