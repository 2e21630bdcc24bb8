internal import Support

/// Results are never written over inputs.
public enum SeparatePlaces {
  /// Refuses an output folder that is an input, holds one, or lies in one, links and `..` followed.
  ///
  /// - Throws: `RunError` (usage) naming both.
  public static func check(inputs: [String?], output: String, option: String = "output") throws {
    let target = CanonicalPath(output)
    for input in inputs.compactMap({ $0 }) {
      let source = CanonicalPath(folder(ofPattern: input))
      guard target.isInside(source) || source.isInside(target) else { continue }
      let relation =
        target == source ? "is the same place" : target.isInside(source) ? "lies inside it" : "contains it"
      throw RunError(
        .usage,
        "the input is \(input), and the output \(output) \(relation); results must not overwrite inputs: name another "
          + "folder with `\(option)`")
    }
  }

  /// A pattern such as frames/%05d.jpg stands for the folder of its pictures.
  private static func folder(ofPattern path: String) -> String {
    guard let last = path.split(separator: "/").last, last.contains("%") else { return path }
    return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}
