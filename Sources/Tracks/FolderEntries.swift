internal import FoundationEssentials

/// The names in a folder, found without regard to case: cameras and other systems write `ANNO.NPZ`.
struct FolderEntries {
  private let names: [String]

  /// Lists a folder; empty where it cannot be read.
  init(path: String) {
    names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// The entry of this name, else the first that differs in case only.
  func named(_ name: String) -> String? {
    if names.contains(name) { return name }
    let lower = name.lowercased()
    return names.first { $0.lowercased() == lower }
  }
}
