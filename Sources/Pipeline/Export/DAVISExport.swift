internal import FoundationEssentials
internal import Support

extension ResultExport {
  /// Objects that the evaluation of DAVIS 2017 takes (max_num_objects).
  private static let davisLimit = 20

  func davis(
    _ result: ResultFiles, _ name: String, _ observer: any PipelineObserver
  ) throws -> String {
    let masks = try masks(result)
    if result.record.objectCount > Self.davisLimit {
      observer.warn(
        "\(output) has \(result.record.objectCount) objects: DAVIS's own evaluation takes \(Self.davisLimit) at most, and "
          + "stops at such masks")
    }
    // Frames of an earlier export must not stay among the new ones.
    let folder = "Annotations/" + name
    try target.removeFolder(folder)
    for (_, file) in masks.files.sorted(by: { $0.key < $1.key }) {
      let last = file.split(separator: "/").last.map(String.init) ?? file
      guard let data = FileManager.default.contents(atPath: file) else {
        throw PipelineError(.input, "\(file): the mask cannot be read")
      }
      try target.write(Array(data), to: folder + "/" + last)
    }
    // One list for all results that are written to this target.
    let list = "ImageSets/track-seg.txt"
    let known =
      FileManager.default.contents(atPath: target.file(list))
      .map { String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init) } ?? []
    let names = Set(known + [name]).sorted().joined(separator: "\n") + "\n"
    try target.write(Array(names.utf8), to: list)
    return target.file(folder)
  }
}
