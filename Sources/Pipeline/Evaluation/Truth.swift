internal import FoundationEssentials
internal import Tracks
internal import Support

/// What is true of a sequence: an object for every track, a mask for some frames, or both.
public struct Truth: Sendable {
  /// Ids per track (.npy), where they were given.
  public let trackFile: String?
  /// A folder of masks, where it was given.
  public let maskFolder: String?

  /// A .npy of one id per track, a folder of masks, or a sequence folder that holds either or both.
  ///
  /// Throws `RunError` (input).
  public init(path: String) throws {
    var isFolder = false
    if path.contains("%"), !FileManager.default.fileExists(atPath: path) {
      (trackFile, maskFolder) = (nil, path)
      return
    }
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw RunError(
        .input,
        "\(path): there is no such truth; expected a .npy of object ids, a folder of masks or a pattern such as masks/%05d.png, or "
          + "a sequence folder")
    }
    if !isFolder {
      (trackFile, maskFolder) = (path, nil)
    } else if let sequence = SequenceDirectory(path: path),
      sequence.truthFile != nil || sequence.masksFolder != nil
    {
      (trackFile, maskFolder) = (sequence.truthFile, sequence.masksFolder)
    } else {
      (trackFile, maskFolder) = (nil, path)
    }
  }

  /// The id that PointOdyssey's motion truth here gives to everything that does not move.
  static let staticID = 999

  /// True ids of tracks, 0 where a track is not scored.
  struct TrackIDs: Sendable {
    var ids: [Int]
    /// The id of the background, where the truth has one: 999, or the id of the masks' 0.
    var background: Int?
    /// For every id of the masks the object it belongs to, 0 background; nil: masks are taken as they are.
    var objectOfMaskID: [UInt8: UInt8]?
  }

  /// Reads the ids, or makes them by majority over the masks; where both are there, the ids of the tracks say which things of
  /// the masks move together, and which are background.
  ///
  /// Throws the modules' errors.
  func ids(of tracks: TrackSet, frames: FrameNames) throws -> TrackIDs {
    let own = try trackFile.map { try TrackTruth.read($0, trackCount: tracks.trackCount) }
    guard let maskFolder, own == nil || own?.contains(Self.staticID) == true else {
      let ids = own ?? []
      return TrackIDs(ids: ids, background: Self.background(of: ids))
    }
    var folder = try MaskFolder(path: maskFolder, frames: frames)
    let shift: UInt8 = folder.hasBackground ? 1 : 0
    let votes = try TrackTruth.majority(of: tracks) { frame in
      // A few frames decide: every tenth, or all of a short sequence.
      guard frame % max(tracks.frameCount / 60, 1) == 0 || folder.files.count < 120 else { return nil }
      guard let ids = try folder.ids(frame: frame) else { return nil }
      return (folder.width, folder.height, shift == 0 ? ids : ids.map { $0 == 255 ? 0 : $0 + 1 })
    }
    guard let own else {
      return TrackIDs(ids: votes, background: shift == 1 ? 1 : nil)
    }
    let objects = Set(own).subtracting([0, Self.staticID]).sorted()
    var map: [UInt8: UInt8] = [:]
    for (vote, object) in MaskObjects.byMajority(maskIDs: votes, objects: own) {
      map[UInt8(vote) - shift] = UInt8(clamping: (objects.firstIndex(of: object) ?? -1) + 1)
    }
    return TrackIDs(ids: own, background: Self.staticID, objectOfMaskID: map)
  }

  private static func background(of ids: [Int]) -> Int? {
    ids.contains(staticID) ? staticID : ids.contains(1) ? 1 : nil
  }
}
