internal import Glibc
internal import NumPy

/// How sure a tracker was of every point, where the file says it.
struct Confidence {
  /// The array's name, for the line that describes the file.
  let name: String
  /// Between 0 and 1, in the order of the coordinates' leading axes.
  let values: [Float]
  /// The value under which a point is not observed unless the user says otherwise: what the tracker's own programs use.
  let usualLeast: Float
  /// Whether the values are TAPIR's, of occlusion and distance together: then visibility follows from them.
  let decidesVisibility: Bool

  /// The names of such arrays, and the usual threshold of each.
  ///
  /// TAPIR's visibility rule has ½; AllTracker's demo takes 0.1; DeepLabCut's `pcutoff` is 0.6.
  private static let names: [(name: String, least: Float)] = [
    ("expected_dist", 0.5), ("visconfs_e", 0.1), ("visconfs", 0.1), ("visconf", 0.1), ("likelihood", 0.6),
    ("confidence", 0.5), ("confidences", 0.5), ("dynamic_confidences", 0.5), ("pred_confidence", 0.5),
    ("conf", 0.5),
  ]

  /// Reads the first array of confidence that a file has; nil where it has none.
  ///
  /// - Parameter occlusion: The file's occlusion in the order of the coordinates, in logits or probabilities: TAPIR's
  ///   confidence is (1 − σ(occlusion)) (1 − σ(expected_dist)).
  /// - Throws: `TracksError` (shapeMismatch) where the shape is not that of the tracks.
  init?(_ arrays: any NamedArrays, of coordinates: CoordinateArray, occlusion: [Float]?) throws {
    guard let entry = Self.names.first(where: { arrays.names.contains($0.name) }) else { return nil }
    let origin = "\(arrays.path), \(entry.name)"
    let array = try arrays.array(named: entry.name)
    // AllTracker writes visibility and confidence side by side.
    let hasChannels = entry.name.hasPrefix("visconf") && array.shape.last == 2 && array.shape.count >= 3
    let found = Self.probabilities(
      try coordinates.numbers(array, channel: hasChannels ? 1 : nil, origin: origin))
    name = entry.name
    usualLeast = entry.least
    decidesVisibility = name == "expected_dist" && occlusion != nil
    guard name == "expected_dist" else {
      values = found
      return
    }
    if let occlusion {
      values = zip(Self.probabilities(occlusion), found).map { (1 - $0) * (1 - $1) }
    } else {
      values = found.map { 1 - $0 }
    }
  }

  /// Visibility of AllTracker's two channels, the first of them; nil where the file has no such array.
  static func visibility(_ arrays: any NamedArrays, of coordinates: CoordinateArray) throws -> [Bool]? {
    guard let entry = try arrays.first(of: names.map(\.name).filter { $0.hasPrefix("visconf") }),
      entry.array.shape.last == 2, entry.array.shape.count >= 3
    else { return nil }
    let values = try coordinates.numbers(entry.array, channel: 0, origin: "\(arrays.path), \(entry.name)")
    return probabilities(values).map { $0 > 0.5 }
  }

  /// Whether each point is observed; the threshold is the user's, or the usual one.
  func flags(least: Float?) -> [Bool] {
    let least = least ?? usualLeast
    return values.map { $0 >= least }
  }

  /// For the line that describes the file: `expected_dist at least 0.5`.
  func text(least: Float?) -> String { "\(name) at least \(least ?? usualLeast)" }

  /// Probabilities as they are; logits, some of which are outside of 0 to 1, through the logistic function.
  private static func probabilities(_ values: [Float]) -> [Float] {
    guard values.contains(where: { $0 < 0 || $0 > 1 }) else { return values }
    return values.map { 1 / (1 + exp(-$0)) }
  }
}
