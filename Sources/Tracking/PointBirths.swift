/// Points where tracks begin: corners and, where there are none, dense points, at a distance from each other and from live tracks.
struct PointBirths {
  let width: Int
  let height: Int
  let spacing: Float
  let settings: TrackerSettings
  /// Motion to the frame before, where there is one: no track begins where two motions meet.
  let flow: DenseFlow?
  private var near: NearPoints

  /// A point of no texture is worth this share of a corner.
  struct Birth: Sendable {
    let x: Float
    let y: Float
    let kind: LiveTrack.Kind
  }

  init(
    width: Int, height: Int, spacing: Double, settings: TrackerSettings, flow: DenseFlow?, live: [LiveTrack]
  ) {
    (self.width, self.height, self.spacing) = (width, height, Float(spacing))
    (self.settings, self.flow) = (settings, flow)
    near = NearPoints(width: width, height: height, cell: Float(spacing))
    for track in live { near.insert(track.x, track.y) }
  }

  /// Chooses at most `room` points: corners where the picture is empty, dense points where it still is, then more corners.
  mutating func choose(room: Int, strength: [Float]) -> [Birth] {
    var births: [Birth] = []
    let corners = candidates(strength)
    add(corners, .corner, distance: spacing, room: room, to: &births)
    add(grid(), .dense, distance: 1.2 * spacing, room: room, to: &births)
    add(corners, .corner, distance: 0.7 * spacing, room: room, to: &births)
    return births
  }

  private mutating func add(
    _ points: [(x: Int, y: Int)], _ kind: LiveTrack.Kind, distance: Float, room: Int, to births: inout [Birth]
  ) {
    for point in points {
      guard births.count < room else { return }
      let (x, y) = (Float(point.x), Float(point.y))
      guard !near.contains(within: distance, of: x, y) else { continue }
      if let flow, flow.step(x: x, y: y, reach: settings.flowReach) > settings.flowStep { continue }
      near.insert(x, y)
      births.append(Birth(x: x, y: y, kind: kind))
    }
  }

  /// Pixels whose strength is the largest of their neighbourhood, the strongest first.
  private func candidates(_ strength: [Float]) -> [(x: Int, y: Int)] {
    let margin = settings.window / 2
    var found: [(value: Float, place: Int)] = []
    guard width > 2 * margin, height > 2 * margin else { return [] }
    for row in margin..<(height - margin) {
      for column in margin..<(width - margin) {
        let place = row * width + column
        let value = strength[place]
        guard value >= settings.cornerStrength else { continue }
        // Of equal neighbours the first one counts.
        guard value > strength[place - 1], value >= strength[place + 1],
          value > strength[place - width], value >= strength[place + width],
          value > strength[place - width - 1], value > strength[place - width + 1],
          value >= strength[place + width - 1], value >= strength[place + width + 1]
        else { continue }
        found.append((value, place))
      }
    }
    found.sort { $0.value != $1.value ? $0.value > $1.value : $0.place < $1.place }
    return found.map { ($0.place % width, $0.place / width) }
  }

  /// An even grid over the picture.
  private func grid() -> [(x: Int, y: Int)] {
    let step = max(Int(1.2 * spacing), 2)
    let margin = settings.window / 2
    return stride(from: max(step / 2, margin), to: height - margin, by: step).flatMap { y in
      stride(from: max(step / 2, margin), to: width - margin, by: step).map { (x: $0, y: y) }
    }
  }
}

/// Points in cells, to be asked for what lies near.
struct NearPoints {
  private let cell: Float
  private let columns: Int
  private let rows: Int
  private var points: [[(x: Float, y: Float)]]

  init(width: Int, height: Int, cell: Float) {
    self.cell = max(cell, 1)
    columns = Int(Float(width) / self.cell) + 1
    rows = Int(Float(height) / self.cell) + 1
    points = Array(repeating: [], count: columns * rows)
  }

  private func column(_ x: Float) -> Int { min(max(Int(x / cell), 0), columns - 1) }
  private func row(_ y: Float) -> Int { min(max(Int(y / cell), 0), rows - 1) }

  mutating func insert(_ x: Float, _ y: Float) { points[row(y) * columns + column(x)].append((x, y)) }

  func contains(within distance: Float, of x: Float, _ y: Float) -> Bool {
    for row in row(y - distance)...row(y + distance) {
      for column in column(x - distance)...column(x + distance) {
        for point in points[row * columns + column] {
          let (dx, dy) = (point.x - x, point.y - y)
          if dx * dx + dy * dy < distance * distance { return true }
        }
      }
    }
    return false
  }
}
