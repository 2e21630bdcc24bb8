internal import FoundationEssentials

/// Where frames come from: one file that FFmpeg opens, or a numbered sequence of pictures.
struct FrameSource: Sendable, Equatable {
  /// What FFmpeg opens: a file, or a printf pattern.
  let location: String
  /// The first number and how many pictures follow without a gap; nil for a video file.
  let sequence: (start: Int, count: Int)?

  static func == (a: FrameSource, b: FrameSource) -> Bool {
    a.location == b.location && a.sequence?.start == b.sequence?.start
      && a.sequence?.count == b.sequence?.count
  }

  /// Resolves a path: a file as it is; a folder by its numbered pictures; a pattern with `%d` or `%05d` by what matches.
  ///
  /// - Throws: `VideoError`: missing, or badSequence naming the gap.
  init(_ path: String) throws(VideoError) {
    var isFolder = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      if isFolder {
        try self.init(folder: path, prefix: nil, suffix: nil)
      } else {
        self.init(file: path)
      }
      return
    }
    guard let (folder, prefix, suffix) = Self.pattern(path) else {
      throw VideoError(.missing, "\(path): there is no such file or folder")
    }
    try self.init(folder: folder, prefix: prefix, suffix: suffix)
  }

  private init(file: String) {
    location = file
    sequence = nil
  }

  private init(folder: String, prefix: String?, suffix: String?) throws(VideoError) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw VideoError(.missing, "\(folder): the folder cannot be read")
    }
    // Families of names that differ in their last number alone: prefix, digits, extension.
    var families: [Family: [(number: Int, digits: Int)]] = [:]
    for name in names {
      guard let (family, number, digits) = Self.numbered(name) else { continue }
      if let prefix, prefix != family.prefix { continue }
      if let suffix, suffix != family.suffix { continue }
      families[family, default: []].append((number, digits))
    }
    guard let (family, found) = families.max(by: { $0.value.count < $1.value.count }) else {
      throw VideoError(
        .badSequence,
        "\(folder): no numbered pictures were found; expected names such as 00000.jpg or rgb_00000.png")
    }
    guard families.count == 1 else {
      let names = families.keys.map { "\($0.prefix)*\($0.suffix)" }.sorted().joined(separator: ", ")
      throw VideoError(
        .badSequence,
        "\(folder) holds several sequences (\(names)): name one as a pattern, such as \(folder)/name_%05d.jpg"
      )
    }
    let numbers = found.map(\.number).sorted()
    for (previous, next) in zip(numbers, numbers.dropFirst()) where next != previous + 1 {
      throw VideoError(
        .badSequence,
        "\(folder): picture \(previous + 1) of \(family.prefix)*\(family.suffix) is missing; "
          + "expected every number from \(numbers[0]) to \(numbers[numbers.count - 1])")
    }
    // Numbers filled with zeros to the width of the shortest name: 00001, but also 99999 and then 100000.
    let digits = found.map(\.digits).min() ?? 1
    for (number, width) in found where max(digits, String(number).count) != width {
      throw VideoError(
        .badSequence,
        "\(folder): the number \(number) of \(family.prefix)*\(family.suffix) has \(width) digits where others have "
          + "\(digits); expected numbers filled with zeros to one width")
    }
    func escaped(_ text: String) -> String { text.replacing("%", with: "%%") }
    location =
      escaped(folder) + "/" + escaped(family.prefix) + (digits > 1 ? "%0\(digits)d" : "%d")
      + escaped(family.suffix)
    sequence = (numbers[0], numbers.count)
  }

  private struct Family: Hashable {
    let prefix: String
    let suffix: String
  }

  private static func numbered(_ name: String) -> (Family, number: Int, digits: Int)? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let suffix = String(name[dot...])
    guard [".jpg", ".jpeg", ".png", ".bmp", ".webp", ".ppm", ".tif", ".tiff"].contains(suffix.lowercased())
    else {
      return nil
    }
    let digits = name[..<dot].reversed().prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, digits.count < 10, let number = Int(String(digits.reversed())) else { return nil }
    let prefix = String(name[..<dot].dropLast(digits.count))
    return (Family(prefix: prefix, suffix: suffix), number, digits.count)
  }

  private static func pattern(_ path: String) -> (folder: String, prefix: String, suffix: String)? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let last = parts.last, let percent = last.firstIndex(of: "%") else { return nil }
    let after = last[last.index(after: percent)...]
    let width = after.prefix { $0.isNumber }
    guard after.dropFirst(width.count).first == "d" else { return nil }
    let folder = parts.dropLast().joined(separator: "/")
    return (
      folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder, String(last[..<percent]),
      String(after.dropFirst(width.count + 1))
    )
  }
}
