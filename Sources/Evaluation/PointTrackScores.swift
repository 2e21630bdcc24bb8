/// How well a tracker follows points: TAP-Vid's measures, each point queried where it is first seen.
///
/// Only frames after the query count. A prediction in a frame in which the tracker does not see its point is where it saw it last.
public struct PointTrackScores: Sendable, Equatable {
  /// Thresholds in pixels of a picture scaled to 256 × 256.
  public static let thresholds: [Float] = [1, 2, 4, 8, 16]

  /// The share of the truly visible points that are predicted within a threshold, the mean over the thresholds (δ_avg^x).
  public let accuracy: Double
  /// The share of the points whose visibility is predicted rightly.
  public let occlusionAccuracy: Double
  /// Points predicted visible within a threshold, of these, of the truly visible ones and of those wrongly predicted visible there; the
  /// mean over the thresholds.
  public let averageJaccard: Double
  /// The accuracy over the points that are visible and that the tracker says it sees.
  public let seenAccuracy: Double
  /// The share of the truly visible points that the tracker says it sees.
  public let seenShare: Double

  /// One point in the frames after its query.
  public struct Track: Sendable {
    /// True and predicted positions, in pixels of a picture scaled to 256 × 256.
    public var truth: [(x: Float, y: Float)] = []
    public var prediction: [(x: Float, y: Float)] = []
    /// Whether it is visible, and whether the tracker says so.
    public var isVisible: [Bool] = []
    public var isSeen: [Bool] = []

    public init() {}
  }

  /// Compares all frames of all tracks.
  public init(_ tracks: [Track]) {
    let count = Self.thresholds.count
    var (within, seenWithin, wrong) = (
      [Int](repeating: 0, count: count), [Int](repeating: 0, count: count), 0
    )
    var wrongWithin = [Int](repeating: 0, count: count)
    var (visible, seen, right, all) = (0, 0, 0, 0)
    for track in tracks {
      for place in track.truth.indices {
        let (isVisible, isSeen) = (track.isVisible[place], track.isSeen[place])
        all += 1
        if isVisible == isSeen { right += 1 }
        if isSeen, !isVisible { wrong += 1 }
        guard isVisible else { continue }
        visible += 1
        if isSeen { seen += 1 }
        let (dx, dy) = (
          track.prediction[place].x - track.truth[place].x, track.prediction[place].y - track.truth[place].y
        )
        let distance = (dx * dx + dy * dy).squareRoot()
        for (index, threshold) in Self.thresholds.enumerated() {
          if distance < threshold {
            within[index] += 1
            if isSeen { seenWithin[index] += 1 }
          } else if isSeen {
            wrongWithin[index] += 1
          }
        }
      }
    }
    func mean(_ shares: [Double]) -> Double { shares.reduce(0, +) / Double(shares.count) }
    func share(_ part: Int, of whole: Int) -> Double { whole == 0 ? .nan : Double(part) / Double(whole) }
    accuracy = mean(within.map { share($0, of: visible) })
    seenAccuracy = mean(seenWithin.map { share($0, of: seen) })
    occlusionAccuracy = share(right, of: all)
    seenShare = share(seen, of: visible)
    averageJaccard = mean(
      (0..<count).map { share(seenWithin[$0], of: visible + wrong + wrongWithin[$0]) })
  }
}
