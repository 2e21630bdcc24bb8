internal import FoundationEssentials
internal import Segmentation
public import Support
public import Tracks

/// A result in the forms that the field's tools read.
public struct ResultExport: Sendable {
  /// A form.
  public enum Format: String, Sendable, CaseIterable {
    /// Annotations/name/00000.png with JPEGImages left to the user, and ImageSets/track-seg.txt.
    case davis
    /// name/TracksT.dat of the Freiburg–Berkeley evaluation: visible stretches of labelled tracks.
    case fbms
    /// name.json: one video of YouTube-VIS, masks as COCO run lengths.
    case ytvis
    /// name.csv: a line for every track and frame.
    case csv
  }

  /// The result's folder.
  public let output: String
  /// Folder that the files go to.
  public let target: OutputFolder
  /// The file of tracks; nil: the one that run.json names.
  public var tracks: String?
  public var reading = TrackReadingOptions()

  public init(output: String, target: OutputFolder) {
    self.output = output
    self.target = target
  }

  /// Writes one form and gives the path of what was written.
  ///
  /// Throws `PipelineError` (input) where the result has no masks that the form needs, or the modules' errors.
  public func write(_ format: Format) throws -> String {
    let result = try ResultFiles(path: output)
    let name = CanonicalPath(output).name ?? "result"
    switch format {
    case .davis: return try davis(result, name)
    case .fbms: return try fbms(result, name)
    case .ytvis: return try ytvis(result, name)
    case .csv: return try csv(result, name)
    }
  }

  private func masks(_ result: ResultFiles) throws -> MaskFolder {
    guard let path = result.masks else {
      throw PipelineError(
        .input, "\(output) has no masks: run track-seg with the video and without --no-pictures")
    }
    return try MaskFolder(path: path)
  }

  private func davis(_ result: ResultFiles, _ name: String) throws -> String {
    let masks = try masks(result)
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

  private func fbms(_ result: ResultFiles, _ name: String) throws -> String {
    let set = try result.readTracks(tracks, reading: reading)
    var pieces: [String] = []
    for track in result.labels.indices where result.labels[track] >= 0 {
      // The evaluation wants consecutive frames: a gap begins another piece of the same label.
      var lines: [String] = []
      func end() {
        if !lines.isEmpty {
          pieces.append("\(result.labels[track]) \(lines.count)\n" + lines.joined(separator: "\n") + "\n")
        }
        lines = []
      }
      for (frame, index) in set.range(ofTrack: track).enumerated() {
        if set.visible[index], set.x[index].isFinite, set.y[index].isFinite {
          lines.append("\(set.xText(index)) \(set.yText(index)) \(frame)")
        } else {
          end()
        }
      }
      end()
    }
    let file = name + "/Tracks\(set.frameCount).dat"
    try target.removeFolder(name)
    try target.write(Array(("\(set.frameCount)\n\(pieces.count)\n" + pieces.joined()).utf8), to: file)
    return target.file(file)
  }

  private func csv(_ result: ResultFiles, _ name: String) throws -> String {
    let set = try result.readTracks(tracks, reading: reading)
    var text = "frame,track_id,x,y,visible,label\n"
    for frame in 0..<set.frameCount {
      for track in 0..<set.trackCount {
        let index = set.range(ofTrack: track).lowerBound + frame
        text += "\(frame),\(result.trackIDs[track]),\(set.xText(index)),\(set.yText(index)),"
        text += "\(set.visible[index] ? 1 : 0),\(result.labels[track])\n"
      }
    }
    try target.write(Array(text.utf8), to: name + ".csv")
    return target.file(name + ".csv")
  }

  /// What YouTube-VIS files hold.
  private struct Document: Encodable {
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

  private func ytvis(_ result: ResultFiles, _ name: String) throws -> String {
    var masks = try masks(result)
    let frames = masks.files.keys.sorted()
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
    let document = Document(
      info: .init(description: "track-seg \(result.record.version)"),
      videos: [
        .init(
          id: 1, name: name, width: width, height: height, length: frames.count,
          fileNames: frames.map { "\(name)/" + PictureWriter.fileName($0).dropLast(4) + ".jpg" })
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
