internal import NumPy

/// The shots of a video, which track-seg's own tracker writes beside the tracks.
enum ShotList {
  /// The first frame of every shot, as a file of tracks says; [0] where it does not.
  ///
  /// - Throws: `NumPyError` where the file is damaged.
  static func read(_ path: String) throws -> [Int] {
    guard let archive = try? NPZArchive(path: path), archive.contains("shots"),
      archive.contains("query_frame")
    else { return [0] }
    let shots = try archive.array(named: "shots").integers().map { Int($0) }
    return shots.isEmpty ? [0] : shots
  }

  /// What a person should know of several shots; nil where there is one.
  static func note(_ shots: [Int]) -> String? {
    guard shots.count > 1 else { return nil }
    return
      "the video has \(shots.count) shots, which begin at the frames \(shots.map(String.init).joined(separator: ", ")): objects are "
      + "not joined across a cut, and are numbered on from shot to shot"
  }
}
