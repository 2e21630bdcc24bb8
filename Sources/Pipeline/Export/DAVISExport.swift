internal import FoundationEssentials
internal import Support
internal import MotionSegmentation

extension Exporter {
  /// Annotations of DAVIS, named like the masks; JPEGImages is left to the user.
  public static let davis = Exporter(
    "davis", summary: "DAVIS 2017 annotations as indexed PNG",
    files: "Annotations/<name>/00000.png … and ImageSets/track-seg.txt"
  ) { source, folder, observer in
    let masks = try source.masks()
    if source.record.objectCount > objectLimit {
      observer.warn(
        "\(source.path) has \(source.record.objectCount) objects: the DAVIS evaluation takes \(objectLimit) at most and "
          + "fails on such masks")
    }
    // Frames of an earlier export must not stay among the new ones.
    let target = "Annotations/" + source.name
    try folder.removeFolder(target)
    for (_, file) in masks.files.sorted(by: { $0.key < $1.key }) {
      let last = file.split(separator: "/").last.map(String.init) ?? file
      guard let data = FileManager.default.contents(atPath: file) else {
        throw RunError(.input, "\(file): the mask cannot be read")
      }
      try folder.write(Array(data), to: target + "/" + last)
    }
    // One list for all results that are written to this folder.
    let list = "ImageSets/track-seg.txt"
    let listed =
      FileManager.default.contents(atPath: folder.file(list))
      .map { String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init) } ?? []
    let names = Set(listed + [source.name]).sorted().joined(separator: "\n") + "\n"
    try folder.write(Array(names.utf8), to: list)
    return target
  }

  /// Objects that the evaluation of DAVIS 2017 takes (max_num_objects).
  private static let objectLimit = 20
}
