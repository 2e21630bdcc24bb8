internal import FoundationEssentials
internal import NumPy
internal import Support
internal import Tracks

/// A folder of sequences, in any of the layouts the field uses.
public struct Dataset: Sendable {
  /// One sequence.
  public struct Sequence: Sendable, Equatable {
    /// Unique in the data set; results are filed under it.
    public let name: String
    /// The folder or the ImageSets lists it belongs to, such as train and trainval.
    public let splits: [String]
    /// What `track-seg` would be given: a sequence folder, a video or a folder of frames; nil: tracks alone.
    public let video: String?
    /// nil: the sequence folder's own, or none: the video is then tracked.
    public let tracks: String?
    public let truth: String?
    /// Frames and tracks where they can be told without reading the tracks.
    public let frames: Int?
    public let trackCount: Int?

    /// The path that tells it from others.
    var source: String { tracks ?? video ?? name }
  }

  public let root: String
  public let layout: String
  public let sequences: [Sequence]

  /// Looks for sequences below a folder.
  ///
  /// - PointOdyssey: folders with anno.npz, one to three levels down; the folder above is the split;
  /// - DAVIS: JPEGImages/[resolution/]name with Tracks/name.npz (or another suffix of `TrackFormats`), truth in Annotations/…/name, splits in
  ///   ImageSets/…/split.txt;
  /// - flat: name.mp4|mov|avi|mkv|webm beside name.npz (or another suffix of `TrackFormats`), or alone; tracks without a video count
  ///   too.
  ///
  /// Throws `RunError` (input) where there are none.
  public init(root: String) throws {
    var trimmed = root
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.root = trimmed
    var isFolder = false
    guard FileManager.default.fileExists(atPath: trimmed, isDirectory: &isFolder), isFolder else {
      throw RunError(.input, "\(root): there is no such folder")
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
      throw RunError(
        .input,
        "\(root): no sequences were found; expected folders with anno.npz, JPEGImages/ with Tracks/, or videos, alone or next to track "
          + "files of the same name")
    }
    // Two splits may hold sequences of one name.
    let counts = Dictionary(grouping: found, by: \.name).mapValues(\.count)
    sequences = found.map { sequence in
      guard counts[sequence.name] ?? 0 > 1, let split = sequence.splits.first else { return sequence }
      return Sequence(
        name: split + "-" + sequence.name, splits: sequence.splits, video: sequence.video,
        tracks: sequence.tracks, truth: sequence.truth, frames: sequence.frames,
        trackCount: sequence.trackCount)
    }.sorted { $0.name < $1.name }
    try Self.refuseSharedNames(sequences, root: root)
  }

  /// Files of a batch beside its sequences' folders.
  private static let reserved = Set(BatchSummary.files + ["slurm"])

  /// Two sequences whose results would go to one folder, whatever the file system thinks of upper and lower case.
  private static func refuseSharedNames(_ sequences: [Sequence], root: String) throws {
    var owners: [String: Sequence] = [:]
    for sequence in sequences {
      for folder in [sequence.name, sequence.name + ".partial"] {
        if let other = owners.updateValue(sequence, forKey: folder.lowercased()) {
          throw RunError(
            .input,
            "\(root): the sequences \(other.source) and \(sequence.source) would both write to the folder "
              + "“\(sequence.name)”; rename one of them")
        }
      }
      guard !reserved.contains(sequence.name.lowercased()), !sequence.name.hasPrefix(".") else {
        throw RunError(
          .input,
          "\(root): the sequence \(sequence.source) would write to “\(sequence.name)”, which is the name of a file that batch writes; rename "
            + "the sequence")
      }
    }
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
            name: CanonicalPath(folder).name ?? folder, splits: split.isEmpty ? [] : [split], video: folder,
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

  private static let trackSuffixes = TrackFormats.suffixes
  private static let videoSuffixes = ["mp4", "mov", "avi", "mkv", "webm", "m4v", "mpg", "mpeg"]
  private static let pictureSuffixes = ["jpg", "jpeg", "png", "bmp", "webp", "ppm", "tif", "tiff"]

  /// A name without its suffix, and the suffix in lower case.
  private static func parts(_ name: String) -> (stem: String, suffix: String) {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return (name, "") }
    return (String(name[..<dot]), name[name.index(after: dot)...].lowercased())
  }

  private static func rank(of video: String) -> Int {
    videoSuffixes.firstIndex(of: parts(video).suffix) ?? videoSuffixes.count
  }

  private static func isPicture(_ name: String) -> Bool {
    !name.hasPrefix(".") && pictureSuffixes.contains(parts(name).suffix)
  }

  /// The names in a list of ImageSets: a name a line, or, as in DAVIS-2016, the paths of a frame and of its mask.
  static func names(inList text: String) -> [String] {
    text.drop { $0 == "\u{FEFF}" }.split(whereSeparator: \.isNewline).compactMap { line in
      let columns = line.split(whereSeparator: \.isWhitespace)
      guard let first = columns.first else { return nil }
      guard first.contains("/") else {
        return String(line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
      }
      // /JPEGImages/480p/bear/00000.jpg /Annotations/480p/bear/00000.png
      let components = first.split(separator: "/")
      return components.count >= 2 ? String(components[components.count - 2]) : nil
    }
  }

  private static func davis(_ root: String) -> [Sequence] {
    func level(_ folder: String) -> String {
      // JPEGImages/480p/name or JPEGImages/name.
      let first = names(folder).first { !$0.hasPrefix(".") } ?? ""
      let inner = names(folder + "/" + first)
      return inner.contains { isPicture($0) } ? folder : folder + "/" + first
    }
    let images = root + "/JPEGImages"
    guard FileManager.default.fileExists(atPath: images) else { return [] }
    let (frames, masks) = (level(images), level(root + "/Annotations"))
    var splits: [String: [String]] = [:]
    for folder in [root + "/ImageSets"] + names(root + "/ImageSets").map({ root + "/ImageSets/" + $0 }) {
      for list in names(folder) where parts(list).suffix == "txt" {
        let text = FileManager.default.contents(atPath: folder + "/" + list)
          .map { String(decoding: $0, as: UTF8.self) }
        let split = parts(list).stem
        for name in names(inList: text ?? "") where splits[name]?.contains(split) != true {
          splits[name, default: []].append(split)
        }
      }
    }
    var tracks: [String: String] = [:]
    for file in names(root + "/Tracks") {
      let (stem, suffix) = parts(file)
      guard let rank = trackSuffixes.firstIndex(of: suffix) else { continue }
      if let other = tracks[stem], trackSuffixes.firstIndex(of: parts(other).suffix) ?? rank <= rank {
        continue
      }
      tracks[stem] = root + "/Tracks/" + file
    }
    return names(frames).compactMap { name in
      // Where no sequence has tracks, all are tracked.
      guard tracks[name] != nil || tracks.isEmpty else { return nil }
      guard tracks[name] != nil || names(frames + "/" + name).contains(where: isPicture) else { return nil }
      let truth = masks + "/" + name
      return Sequence(
        name: name, splits: splits[name] ?? [], video: frames + "/" + name, tracks: tracks[name],
        truth: FileManager.default.fileExists(atPath: truth) ? truth : nil,
        frames: names(frames + "/" + name).count { isPicture($0) },
        trackCount: nil)
    }
  }

  private static func flat(_ root: String) -> [Sequence] {
    let files = names(root)
    let withTracks: [Sequence] = files.compactMap { file in
      let (stem, suffix) = parts(file)
      guard !file.hasPrefix("."), trackSuffixes.contains(suffix) else { return nil }
      // name.truth.npy and name.visibility.npy belong to a sequence and are none.
      guard !stem.hasSuffix(".truth"), !stem.hasSuffix(".visibility") else { return nil }
      let video = files.filter { parts($0).stem == stem && videoSuffixes.contains(parts($0).suffix) }
        .min { rank(of: $0) < rank(of: $1) }
      let truth = files.first { parts($0).suffix == "npy" && parts($0).stem == stem + ".truth" }
      return Sequence(
        name: stem, splits: [], video: video.map { root + "/" + $0 }, tracks: root + "/" + file,
        truth: truth.map { root + "/" + $0 },
        frames: nil,
        trackCount: nil)
    }
    // Videos alone are tracked.
    let known = Set(withTracks.map(\.name))
    let videos = files.filter { !$0.hasPrefix(".") && videoSuffixes.contains(parts($0).suffix) }
    let alone = Dictionary(grouping: videos, by: { parts($0).stem }).filter { !known.contains($0.key) }
    return withTracks
      + alone.compactMap { stem, videos in
        videos.min { rank(of: $0) < rank(of: $1) }.map {
          Sequence(
            name: stem, splits: [], video: root + "/" + $0, tracks: nil, truth: nil, frames: nil,
            trackCount: nil)
        }
      }.sorted { $0.name < $1.name }
  }
}
