internal import FoundationEssentials
internal import NumPy
internal import Tracks

/// A folder of sequences, in any of the layouts the field uses.
public struct Dataset: Sendable {
  /// One sequence.
  public struct Sequence: Sendable, Equatable {
    /// Unique in the data set; results are filed under it.
    public let name: String
    /// The folder or ImageSets list it belongs to, such as train; empty where there is none.
    public let split: String
    /// What `track-seg` would be given: a sequence folder, a video or a folder of frames; nil: tracks alone.
    public let video: String?
    /// nil: the sequence folder's own.
    public let tracks: String?
    public let truth: String?
    /// Frames and tracks where they can be told without reading the tracks.
    public let frames: Int?
    public let trackCount: Int?
  }

  public let root: String
  public let layout: String
  public let sequences: [Sequence]

  /// Looks for sequences below a folder.
  ///
  /// - PointOdyssey: folders with anno.npz, one to three levels down; the folder above is the split;
  /// - DAVIS: JPEGImages/[resolution/]name with Tracks/name.npz|npy|pkl|dat, truth in Annotations/…/name, splits in
  ///   ImageSets/…/split.txt;
  /// - flat: name.mp4|mov|avi|mkv|webm beside name.npz|npy|pkl|dat; tracks without a video count too.
  ///
  /// Throws `PipelineError` (input) where there are none.
  public init(root: String) throws {
    var trimmed = root
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.root = trimmed
    var isFolder = false
    guard FileManager.default.fileExists(atPath: trimmed, isDirectory: &isFolder), isFolder else {
      throw PipelineError(.input, "\(root): there is no such folder")
    }
    var found = Self.davis(trimmed)
    if !found.isEmpty {
      layout = "DAVIS"
    } else {
      found = Self.odyssey(trimmed)
      layout = found.isEmpty ? "flat" : "PointOdyssey"
      if found.isEmpty { found = Self.flat(trimmed) }
    }
    guard !found.isEmpty else {
      throw PipelineError(
        .input,
        "\(root): no sequences were found; expected folders with anno.npz, JPEGImages/ with Tracks/, or videos beside files of "
          + "tracks of the same name")
    }
    // Two splits may hold sequences of one name.
    let counts = Dictionary(grouping: found, by: \.name).mapValues(\.count)
    sequences = found.map { sequence in
      guard counts[sequence.name] ?? 0 > 1, !sequence.split.isEmpty else { return sequence }
      return Sequence(
        name: sequence.split + "-" + sequence.name, split: sequence.split, video: sequence.video,
        tracks: sequence.tracks, truth: sequence.truth, frames: sequence.frames,
        trackCount: sequence.trackCount)
    }.sorted { $0.name < $1.name }
  }

  private static func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private static func odyssey(_ root: String) -> [Sequence] {
    var found: [Sequence] = []
    func search(_ folder: String, depth: Int, split: String) {
      if let directory = SequenceDirectory(path: folder) {
        let shape = infoShape(folder + "/info.npz") ?? headerShape(directory.tracksFile)
        found.append(
          Sequence(
            name: folder.split(separator: "/").last.map(String.init) ?? folder, split: split, video: folder,
            tracks: nil, truth: directory.truthFile != nil || directory.masksFolder != nil ? folder : nil,
            frames: shape?.frames, trackCount: shape?.tracks))
        return
      }
      guard depth > 0 else { return }
      let last = folder.split(separator: "/").last.map(String.init) ?? ""
      for name in names(folder) where !name.hasPrefix(".") {
        search(folder + "/" + name, depth: depth - 1, split: depth == 3 ? "" : last)
      }
    }
    search(root, depth: 3, split: "")
    return found
  }

  /// S and N of PointOdyssey's info.npz: its members hold the shapes of the arrays, as numbers.
  private static func infoShape(_ path: String) -> (frames: Int, tracks: Int)? {
    guard let archive = try? NPZArchive(path: path) else { return nil }
    for name in ["trajs_2d", "trajs_3d", "visibs"] {
      guard let shape = try? archive.array(named: name).integers(), shape.count >= 2, shape[0] > 0,
        shape[1] >= 0
      else { continue }
      return (Int(shape[0]), Int(shape[1]))
    }
    return nil
  }

  /// S and N from the header of the tracks' own array, nothing of which is inflated but its first bytes.
  private static func headerShape(_ path: String) -> (frames: Int, tracks: Int)? {
    guard let archive = try? NPZArchive(path: path), let header = try? archive.header(of: "trajs_2d"),
      header.shape.count == 3
    else { return nil }
    return (header.shape[0], header.shape[1])
  }

  private static let trackSuffixes = ["npz", "npy", "pkl", "dat"]

  private static func davis(_ root: String) -> [Sequence] {
    func level(_ folder: String) -> String {
      // JPEGImages/480p/name or JPEGImages/name.
      let first = names(folder).first { !$0.hasPrefix(".") } ?? ""
      let inner = names(folder + "/" + first)
      return inner.contains { $0.hasSuffix(".jpg") || $0.hasSuffix(".png") } ? folder : folder + "/" + first
    }
    let images = root + "/JPEGImages"
    guard FileManager.default.fileExists(atPath: images) else { return [] }
    let (frames, masks) = (level(images), level(root + "/Annotations"))
    var splits: [String: String] = [:]
    for folder in [root + "/ImageSets"] + names(root + "/ImageSets").map({ root + "/ImageSets/" + $0 }) {
      for list in names(folder) where list.hasSuffix(".txt") {
        let text = FileManager.default.contents(atPath: folder + "/" + list)
          .map { String(decoding: $0, as: UTF8.self) }
        for line in text?.split(separator: "\n") ?? [] where splits[String(line)] == nil {
          splits[String(line)] = String(list.dropLast(4))
        }
      }
    }
    return names(frames).compactMap { name in
      let tracks = trackSuffixes.map { root + "/Tracks/" + name + "." + $0 }
        .first { FileManager.default.fileExists(atPath: $0) }
      guard let tracks else { return nil }
      let truth = masks + "/" + name
      return Sequence(
        name: name, split: splits[name] ?? "", video: frames + "/" + name, tracks: tracks,
        truth: FileManager.default.fileExists(atPath: truth) ? truth : nil,
        frames: names(frames + "/" + name).count { $0.hasSuffix(".jpg") || $0.hasSuffix(".png") },
        trackCount: nil)
    }
  }

  private static func flat(_ root: String) -> [Sequence] {
    let files = names(root)
    let videos = ["mp4", "mov", "avi", "mkv", "webm"]
    return files.compactMap { file in
      guard let dot = file.lastIndex(of: "."), trackSuffixes.contains(String(file[file.index(after: dot)...]))
      else {
        return nil
      }
      let stem = String(file[..<dot])
      // name.truth.npy and name.visibility.npy belong to a sequence and are none.
      guard !stem.hasSuffix(".truth"), !stem.hasSuffix(".visibility") else { return nil }
      let video = videos.map { stem + "." + $0 }.first { files.contains($0) }
      let truth = files.contains(stem + ".truth.npy") ? root + "/" + stem + ".truth.npy" : nil
      return Sequence(
        name: stem, split: "", video: video.map { root + "/" + $0 }, tracks: root + "/" + file, truth: truth,
        frames: nil,
        trackCount: nil)
    }
  }
}
