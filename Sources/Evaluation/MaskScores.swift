/// J and F of masks against true masks, frame by frame: nothing of a frame is kept but sums for every pair of ids.
///
/// J: intersection over union; F: `BoundaryMeasure`. Each is a mean over the frames given; pixels of the void id are left
/// out on both sides. Ids of the two sides are matched one to one by the greatest sum of (J + F) / 2 over the true objects,
/// as the unsupervised DAVIS challenge does; a true object without a partner has 0.
public struct MaskScores: Sendable {
  /// One true object.
  public struct Object: Sendable, Equatable {
    public let truth: UInt8
    /// The mask's id that was matched to it.
    public let label: UInt8?
    public let region: Double
    public let boundary: Double
  }

  public static let void: UInt8 = 255

  private let measure: BoundaryMeasure
  /// Whether id 0 is a thing like the others, rather than what is neither.
  private let includesZero: Bool
  private let wantsBoundary: Bool
  private var sums: [Int: (region: Double, boundary: Double)] = [:]
  private var truths: Set<UInt8> = []
  private var labels: Set<UInt8> = []
  private var frames = 0
  private var truthFrames: [UInt8: Int] = [:]
  private var labelFrames: [UInt8: Int] = [:]
  private var togetherFrames: [Int: Int] = [:]

  public init(width: Int, height: Int, includesZero: Bool = false, wantsBoundary: Bool = true) {
    measure = BoundaryMeasure(width: width, height: height)
    self.includesZero = includesZero
    self.wantsBoundary = wantsBoundary
  }

  /// Takes one frame's mask and true mask into account.
  public mutating func add(mask: [UInt8], truth: [UInt8]) {
    precondition(
      mask.count == measure.width * measure.height && truth.count == mask.count, "masks of another size")
    frames += 1
    var mask = mask
    if truth.contains(Self.void) {
      for index in truth.indices where truth[index] == Self.void { mask[index] = Self.void }
    }
    var joint = [Int](repeating: 0, count: 65_536)
    for index in mask.indices { joint[Int(mask[index]) << 8 | Int(truth[index])] += 1 }
    var (maskSizes, truthSizes) = ([Int](repeating: 0, count: 256), [Int](repeating: 0, count: 256))
    for pair in joint.indices where joint[pair] > 0 {
      maskSizes[pair >> 8] += joint[pair]
      truthSizes[pair & 255] += joint[pair]
    }
    let first = includesZero ? 0 : 1
    let (here, real) = (
      (first..<255).filter { maskSizes[$0] > 0 }.map { UInt8($0) },
      (first..<255).filter { truthSizes[$0] > 0 }.map { UInt8($0) }
    )
    for id in here { labelFrames[id, default: 0] += 1 }
    for id in real { truthFrames[id, default: 0] += 1 }
    labels.formUnion(here)
    truths.formUnion(real)
    var boundaries: [(pixels: [Int], grown: [Bool])] = []
    if wantsBoundary {
      boundaries = here.map { outline(mask, $0) }
    }
    for id in real {
      let own = wantsBoundary ? outline(truth, id) : ([], [])
      for (position, label) in here.enumerated() {
        let key = Self.key(label, id)
        togetherFrames[key, default: 0] += 1
        let overlap = joint[Int(label) << 8 | Int(id)]
        let union = maskSizes[Int(label)] + truthSizes[Int(id)] - overlap
        var sum = sums[key] ?? (0, 0)
        sum.region += Double(overlap) / Double(union)
        if wantsBoundary {
          let other = boundaries[position]
          sum.boundary += measure.score(other.pixels, other.grown, own.0, own.1)
        }
        sums[key] = sum
      }
    }
  }

  private func outline(_ mask: [UInt8], _ id: UInt8) -> ([Int], [Bool]) {
    let pixels = measure.boundary(mask, id: id)
    return (pixels, measure.grown(pixels))
  }

  private static func key(_ label: UInt8, _ truth: UInt8) -> Int { Int(label) << 8 | Int(truth) }

  /// Mean J and F of a label against a true id; frames where both are missing count as 1.
  public func mean(label: UInt8, truth: UInt8) -> (region: Double, boundary: Double) {
    let key = Self.key(label, truth)
    let sum = sums[key] ?? (0, 0)
    let seen = (labelFrames[label] ?? 0) + (truthFrames[truth] ?? 0) - (togetherFrames[key] ?? 0)
    let neither = Double(frames - seen)
    return (
      (sum.region + neither) / Double(max(frames, 1)), (sum.boundary + neither) / Double(max(frames, 1))
    )
  }

  /// The true objects with their partners.
  public var objects: [Object] {
    let (truths, labels) = (truths.sorted(), labels.sorted())
    let weights = truths.flatMap { id in
      labels.map { label -> Double in
        let scores = mean(label: label, truth: id)
        return wantsBoundary ? (scores.region + scores.boundary) / 2 : scores.region
      }
    }
    let match = Assignment.greatest(weights, rows: truths.count, columns: labels.count)
    return truths.enumerated().map { row, id in
      let label = match[row].map { labels[$0] }
      let scores = label.map { mean(label: $0, truth: id) } ?? (0, 0)
      return Object(truth: id, label: label, region: scores.0, boundary: scores.1)
    }
  }
}
