internal import Glibc

/// Where a path leads, links and `..` followed: two paths of one place are equal.
public struct CanonicalPath: Sendable, Equatable {
  /// The components below the root.
  public let components: [String]

  public var description: String { "/" + components.joined(separator: "/") }
  /// The last component: the name of a folder given as `.` too.
  public var name: String? { components.last }

  /// Follows a path as far as it exists; what does not exist yet is taken by its name.
  public init(_ path: String) {
    var existing = path.isEmpty ? "." : path
    var missing: [String] = []
    while true {
      if let resolved = realpath(existing, nil) {
        defer { free(resolved) }
        var components = String(cString: resolved).split(separator: "/").map(String.init)
        for part in missing.reversed() where part != "." {
          if part == ".." { _ = components.popLast() } else { components.append(part) }
        }
        // Behind a .. there may be a link again.
        self =
          missing.contains("..") ? CanonicalPath("/" + components.joined(separator: "/")) : .init(components)
        return
      }
      while existing.count > 1, existing.hasSuffix("/") { existing.removeLast() }
      let slash = existing.lastIndex(of: "/")
      missing.append(String(slash.map { existing[existing.index(after: $0)...] } ?? existing[...]))
      existing = slash.map { $0 == existing.startIndex ? "/" : String(existing[..<$0]) } ?? "."
    }
  }

  /// The way from another folder to this place: `../data`, or `.` where they are the same.
  public func path(from folder: CanonicalPath) -> String {
    let shared = zip(components, folder.components).prefix { $0 == $1 }.count
    let steps =
      [String](repeating: "..", count: folder.components.count - shared) + components.dropFirst(shared)
    return steps.isEmpty ? "." : steps.joined(separator: "/")
  }

  private init(_ components: [String]) { self.components = components }

  /// Whether this is the other place or lies inside of it.
  public func isInside(_ other: CanonicalPath) -> Bool {
    components.starts(with: other.components)
  }
}
