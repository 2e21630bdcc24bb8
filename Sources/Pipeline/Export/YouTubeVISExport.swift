internal import Segmentation
internal import Support
internal import MotionSegmentation

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

extension Exporter {
  /// One video of YouTube-VIS.
  public static let youTubeVIS = Exporter(
    "ytvis", summary: "YouTube-VIS JSON with masks as COCO run lengths", files: "<name>.json"
  ) { source, folder, _ in
    var masks = try source.masks()
    let frames = masks.files.keys.sorted()
    let names = FrameNames(of: source.record)
    let count = source.record.objectCount
    let (width, height) = (masks.width, masks.height)
    var areas = [[RunLengthMask?]](repeating: [], count: count)
    for frame in frames {
      let mask = try masks.ids(frame: frame) ?? []
      let present = Set(mask)
      for object in 0..<min(count, 255) {
        let id = UInt8(object + 1)
        areas[object].append(
          present.contains(id) ? RunLengthMask(mask: mask, id: id, width: width, height: height) : nil)
      }
    }
    let document = YouTubeVISDocument(
      info: .init(description: "track-seg \(source.record.version)"),
      videos: [
        .init(
          id: 1, name: source.name, width: width, height: height, length: frames.count,
          fileNames: frames.map { "\(source.name)/" + (names.files?[$0] ?? names.names[$0] + ".jpg") })
      ],
      categories: [.init(id: 1, name: "object", supercategory: "object")],
      annotations: areas.enumerated().map { object, masks in
        .init(
          id: object + 1, videoId: 1, categoryId: 1, iscrowd: 0, width: width, height: height,
          length: frames.count,
          segmentations: masks.map { $0.map { .init(size: [height, width], counts: $0.packed) } },
          bboxes: masks.map { $0?.box }, areas: masks.map { $0?.area })
      })
    let file = source.name + ".json"
    try folder.write(Array(try JSONText.encode(document, keys: .snakeCase).utf8), to: file)
    return file
  }
}
