/// A track that is followed now.
struct LiveTrack: Sendable {
  /// What it was born as.
  enum Kind: Sendable { case corner, dense, query }

  /// Its place in the list of paths.
  let path: Int
  let kind: Kind
  var x: Float
  var y: Float
  /// The motion of the last frame.
  var motion: (x: Float, y: Float) = (0, 0)
  /// Frames in which it was followed.
  var age = 0
  /// What it looked like some frames ago, and earlier.
  var patches: [(patch: Patch, age: Int)] = []

  /// The patch that is old enough to show a slow change.
  var reference: Patch? { patches.first?.patch }

  /// Keeps the patch of this frame where the last one is old.
  mutating func remember(_ patch: Patch?, interval: Int) {
    guard let patch else { return }
    guard let last = patches.last else {
      patches = [(patch, age)]
      return
    }
    guard age - last.age >= interval else { return }
    patches = [last, (patch, age)]
  }
}

/// A track that was lost and is looked for.
struct LostTrack: Sendable {
  var track: LiveTrack
  /// The frame in which it was not found any more.
  let frame: Int
  /// Tracks that moved as it did, by their paths.
  let companions: [Int]
}
