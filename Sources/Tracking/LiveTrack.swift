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
  /// What it looked like a few frames ago.
  var recent = Memory()
  /// What it looked like earlier.
  var early = Memory()

  /// The two last patches of those that are taken at intervals.
  struct Memory: Sendable {
    private var patches: [(patch: Patch, age: Int)] = []

    /// The older one.
    var patch: Patch? { patches.first?.patch }

    /// Keeps a patch where the last one is old.
    mutating func keep(_ patch: Patch, age: Int, interval: Int) {
      guard let last = patches.last else {
        patches = [(patch, age)]
        return
      }
      if age - last.age >= interval { patches = [last, (patch, age)] }
    }
  }

  /// Keeps the patch of this frame where others are old.
  mutating func remember(_ patch: Patch?, _ settings: TrackerSettings) {
    guard let patch else { return }
    recent.keep(patch, age: age, interval: settings.recentAge)
    early.keep(patch, age: age, interval: settings.earlyAge)
  }

  /// Whether a patch shows what the track has shown.
  func isLike(_ patch: Patch, _ settings: TrackerSettings) -> Bool {
    func agrees(_ memory: Memory, _ likeness: Float) -> Bool {
      memory.patch.map { patch.isLike($0, likeness: likeness, tolerance: settings.tolerance) } ?? true
    }
    return agrees(recent, settings.likeness) && agrees(early, settings.earlyLikeness)
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
