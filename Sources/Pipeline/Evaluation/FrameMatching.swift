internal import Video
internal import Support

/// Which of a folder's masks belongs to which frame: by name, else by number, else, where the frames have no names of their own
/// and there are as many masks, in order.
struct FrameMatching: Sendable {
  /// How masks and frames were brought together.
  enum Rule: Sendable, Equatable { case name, number, order }

  /// The place of a mask, by frame.
  private(set) var places: [Int: Int] = [:]
  private(set) var rule: Rule
  /// What was matched, of how many, for a person.
  let summary: String
  /// Whether masks or frames are left over in a way that may be a mistake.
  let isDoubtful: Bool

  /// Matches masks, by their stems in order, with frames.
  ///
  /// Throws `RunError` (input) where none belongs to a frame.
  init(masks: [String], folder: String, frames: FrameNames) throws {
    let frameStems = frames.files?.map { String($0[..<($0.lastIndex(of: ".") ?? $0.endIndex)]) }
    let (byName, byNumber) = (
      Self.match(masks, [frames.names, frameStems ?? []]),
      Self.match(FrameKey.keys(ofStems: masks), FrameKey.keys(ofStems: frameStems ?? frames.names))
    )
    (places, rule) = byName.count >= byNumber.count ? (byName, .name) : (byNumber, .number)
    let isEqual = masks.count == frames.names.count
    // Frames of a video have numbers by convention only, and masks numbered from 1 would all be shifted by one.
    if places.count < masks.count, isEqual, frames.files == nil || places.isEmpty {
      (places, rule) = (Dictionary(uniqueKeysWithValues: masks.indices.map { ($0, $0) }), .order)
    }
    let range = Self.range(masks)
    let frameRange = Self.range(frameStems ?? frames.names)
    guard !places.isEmpty else {
      throw RunError(
        .input,
        "\(folder): none of its \(masks.count) masks (\(range)) matches one of the \(frames.names.count) frames "
          + "(\(frameRange)) by name or number; expected masks named like the frames")
    }
    let unused = masks.count - places.count
    isDoubtful = rule == .order || unused > 0
    let used = "\(places.count) of \(masks.count) masks"
    summary =
      switch rule {
      case .order:
        "\(folder): \(used) (\(range)) were matched in order to the \(frames.names.count) frames (\(frameRange)), because their "
          + "numbers differ"
      case .name, .number:
        "\(folder): \(used) match one of the \(frames.names.count) frames by \(rule == .name ? "name" : "number")"
          + (unused > 0 ? "; the masks are \(range), the frames \(frameRange)" : "")
      }
  }

  /// Frames and masks that are equal, where that is without doubt.
  private static func match<Key: Hashable>(_ masks: [Key], _ frames: [[Key]]) -> [Int: Int] {
    frames.map { keys in
      let place = Dictionary(masks.enumerated().map { ($1, $0) }) { first, _ in first }
      guard place.count == masks.count, Set(keys).count == keys.count else { return [:] }
      return Dictionary(
        uniqueKeysWithValues: keys.enumerated().compactMap { frame, key in place[key].map { (frame, $0) } })
    }.max { $0.count < $1.count } ?? [:]
  }

  private static func match(_ masks: [FrameKey], _ frames: [FrameKey]) -> [Int: Int] {
    let whole = match(masks, [frames])
    // aachen_000000_000019 beside 000019: the last number tells, where it tells all apart.
    return whole.isEmpty ? match(masks.map(\.last), [frames.map(\.last)]) : whole
  }

  private static func range(_ names: [String]) -> String {
    guard let first = names.first, let last = names.last else { return "none" }
    return first == last ? first : "\(first) … \(last)"
  }
}
