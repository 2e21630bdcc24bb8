internal import CFFmpeg

/// The frames that a video shows, known before they are decoded, so that one that cannot be decoded leaves a gap and does not
/// move the frames after it.
struct FrameTimeline: Sendable {
  /// Number of frames.
  let count: Int
  /// How many frames the container claims and does not hold, for a person; nil where it holds what it claims.
  let shortfall: String?
  /// Times in rising order, in units of the stream; empty where packets have none, or the same.
  private let times: [Int64]

  /// Reads the file through, without decoding more than its first frame where packets have times.
  ///
  /// - Throws: `VideoError`; notAVideo where not one frame can be decoded.
  init(path: String) throws(VideoError) {
    var first = try Decoder(path: path)
    guard let frame = try first.next() else {
      throw VideoError(.notAVideo, "\(path): not one frame can be decoded from it; expected a complete video")
    }
    let start = frame.pointee.pts
    var scan = try Decoder(path: path)
    let (claimedCount, claimedEnd) = (scan.claimedCount, scan.claimedEnd)
    let all = scan.hasOnePacketAFrame ? scan.times()?.sorted() ?? [] : []
    // What comes before the first frame that can be decoded is not shown: the video was cut there.
    let shown = all.filter { $0 >= start }
    if start != tsav_no_pts, shown.first == start, zip(shown, shown.dropFirst()).allSatisfy(<) {
      times = shown
      count = shown.count
    } else {
      times = []
      var decoded = 1
      while try first.next() != nil { decoded += 1 }
      count = decoded
    }
    let held = times.isEmpty ? count : all.count
    shortfall = Self.shortfall(
      path, count: count, missing: claimedCount.map { $0 - held },
      times: times, claimedEnd: claimedEnd)
  }

  private static func shortfall(
    _ path: String, count: Int, missing: Int?, times: [Int64], claimedEnd: Int64?
  ) -> String? {
    if let missing {
      guard missing > 0 else { return nil }
      return
        "\(path): it has \(count) of the \(count + missing) frames that its header states; the file may be cut short"
    }
    guard let first = times.first, let last = times.last, let claimedEnd, times.count > 1 else { return nil }
    // Clocks are coarse: a tenth and a few frames are no sign of loss.
    let step = (last - first) / Int64(times.count - 1)
    guard claimedEnd - last > max(4 * step, (claimedEnd - first) / 10) else { return nil }
    let share = Int(100 * Double(last - first) / Double(max(claimedEnd - first, 1)))
    return
      "\(path): it has \(count) frames, the first \(share) % of the duration that its header states; the file may be cut short"
  }

  /// The place of a decoded frame; nil where its time does not tell.
  func index(of time: Int64) -> Int? {
    guard time != tsav_no_pts else { return nil }
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low < times.count && times[low] == time ? low : nil
  }
}
