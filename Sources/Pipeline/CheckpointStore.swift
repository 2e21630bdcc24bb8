internal import MutualInformation
internal import Support
internal import MotionSegmentation

/// Finished tiles of a matrix in the folder of the result: `mi-<channel>.checkpoint`, or `mi-<channel>.<i>of<n>.checkpoint` of
/// one share.
struct CheckpointStore: MatrixStore {
  let folder: OutputFolder
  let share: TileShare?
  /// Other files of the folder that stay: the tracks that this run has made.
  var keeps: Set<String> = []

  /// Removes what an earlier run left but for checkpoints, and joins those of several shares: what none of them finished is
  /// done by this run.
  func prepare(channels: Int) throws -> [String] {
    try folder.clear(keeping: { Self.isCheckpoint($0) || keeps.contains($0) })
    var lines: [String] = []
    if share == nil {
      for channel in 0..<channels {
        let parts = parts(of: channel)
        guard !parts.isEmpty, !folder.contains(name(channel)) else { continue }
        try PairwiseEngine.joinCheckpoints(
          parts.map { folder.file($0) }, into: folder.claimed(name(channel)))
        lines.append("joined \(parts.count) parts of channel \(channel)")
      }
    }
    return lines
  }

  func checkpoint(channel: Int) throws -> String? { try folder.claimed(name(channel)) }

  /// Removes all checkpoints: the matrix is safe.
  func clear() throws { try folder.clear(keeping: { !Self.isCheckpoint($0) }) }

  private static func isCheckpoint(_ name: String) -> Bool { name.hasSuffix(".checkpoint") }

  private func name(_ channel: Int) -> String {
    share.map { "mi-\(channel).\($0.index)of\($0.count).checkpoint" } ?? "mi-\(channel).checkpoint"
  }

  /// The checkpoints of all shares of a channel, in their order.
  private func parts(of channel: Int) -> [String] {
    folder.ownFiles
      .filter { $0.hasPrefix("mi-\(channel).") && $0.contains("of") && Self.isCheckpoint($0) }
      .sorted { $0.count != $1.count ? $0.count < $1.count : $0 < $1 }
  }
}
