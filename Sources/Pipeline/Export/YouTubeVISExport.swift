internal import FoundationEssentials
internal import Segmentation
internal import Support

/// What YouTube-VIS files hold.
private struct YouTubeVISDocument: Encodable {
  struct Info: Encodable { let description: String }
  struct Video: Encodable {
    let id: Int
    let name: String
    let width: Int
    let height: Int
    let length: Int
    let fileNames: [String]
  }
  struct Category: Encodable {
    let id: Int
    let name: String
    let supercategory: String
  }
  struct Segmentation: Encodable {
    let size: [Int]
    let counts: String
  }
  struct Annotation: Encodable {
    let id: Int
    let videoId: Int
    let categoryId: Int
    let iscrowd: Int
    let width: Int
    let height: Int
    let length: Int
    /// null where the object is not in the frame.
    let segmentations: [Segmentation?]
    let bboxes: [[Int]?]
    let areas: [Int?]
  }
  let info: Info
  let videos: [Video]
  let categories: [Category]
  let annotations: [Annotation]
}

extension ResultExport {
  func ytvis(_ result: ResultFiles, _ name: String) throws -> String {
    var masks = try masks(result)
    let frames = masks.files.keys.sorted()
    let names = FrameNames(of: result.record)
    let count = result.record.objectCount
    let (width, height) = (masks.width, masks.height)
    var found = [[RunLengthMask?]](repeating: [], count: count)
    for frame in frames {
      let mask = try masks.ids(frame: frame) ?? []
      let present = Set(mask)
      for object in 0..<min(count, 255) {
        let id = UInt8(object + 1)
        found[object].append(
          present.contains(id) ? RunLengthMask(mask: mask, id: id, width: width, height: height) : nil)
      }
    }
    let document = YouTubeVISDocument(
      info: .init(description: "track-seg \(result.record.version)"),
      videos: [
        .init(
          id: 1, name: name, width: width, height: height, length: frames.count,
          fileNames: frames.map { "\(name)/" + (names.files?[$0] ?? names.names[$0] + ".jpg") })
      ],
      categories: [.init(id: 1, name: "object", supercategory: "object")],
      annotations: found.enumerated().map { object, masks in
        .init(
          id: object + 1, videoId: 1, categoryId: 1, iscrowd: 0, width: width, height: height,
          length: frames.count,
          segmentations: masks.map { $0.map { .init(size: [height, width], counts: $0.packed) } },
          bboxes: masks.map { $0?.box }, areas: masks.map { $0?.area })
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    try target.write(Array(try encoder.encode(document)), to: name + ".json")
    return target.file(name + ".json")
  }
}
