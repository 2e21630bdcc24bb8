internal import Glibc
internal import LinearAlgebra

/// A textured thing that moves: a shape in its own coordinates, and where it is in every frame.
struct SyntheticObject: Sendable {
  /// Shapes as implicit functions: a point is inside where its radius is below the outline's.
  enum Shape: Int, CaseIterable, Sendable {
    case disc, box, star
    /// A soft body whose outline swells and shrinks.
    case blob
  }

  let shape: Shape
  /// Radius in pixels at scale 1.
  let radius: Double
  let colour: (Double, Double, Double)
  private let x: [Double]
  private let y: [Double]
  private let angle: [Double]
  private let scale: [Double]
  /// The blob's outline: amplitudes of its modes 2, 3 and 4 in each frame.
  private let modes: [[Double]]

  init(shape: Shape, frames: Int, width: Double, height: Double, generator: inout SeededGenerator) {
    self.shape = shape
    radius = height * generator.uniform(0.11, 0.17)
    let hue = generator.uniform(0, 2 * Double.pi)
    colour = (0.6 + 0.35 * cos(hue), 0.6 + 0.35 * cos(hue - 2.1), 0.6 + 0.35 * cos(hue + 2.1))
    let (centreX, centreY) = (generator.uniform(0.25, 0.75) * width, generator.uniform(0.3, 0.7) * height)
    func path(_ scales: [Double]) -> [Double] {
      SmoothPath(frames: frames, scales: scales, generator: &generator).values
    }
    x = path([7, 20, 50]).map { centreX + 0.2 * width * $0 }
    y = path([7, 20, 50]).map { centreY + 0.2 * height * $0 }
    angle = path([15, 40]).map { 1.2 * $0 }
    scale = path([30]).map { 1 + 0.12 * max(-2, min(2, $0)) }
    modes = shape == .blob ? (0..<3).map { _ in path([10, 25]).map { 0.09 * max(-1.5, min(1.5, $0)) } } : []
  }

  /// The outline's radius in a direction, for scale 1.
  private func outline(_ direction: Double, _ frame: Int) -> Double {
    switch shape {
    case .disc: return radius
    case .box: return 0.8 * radius / max(abs(cos(direction)), abs(sin(direction)))
    case .star: return radius * (0.8 + 0.22 * cos(5 * direction))
    case .blob:
      var value = 1.0
      for (index, mode) in modes.enumerated() { value += mode[frame] * cos(Double(index + 2) * direction) }
      return radius * value
    }
  }

  /// A point of the object in polar coordinates of the object: a direction and a share of the outline's radius.
  struct Anchor: Sendable {
    let direction: Double
    let share: Double
  }

  /// A point uniform over the object's area, more or less.
  func anchor(_ generator: inout SeededGenerator) -> Anchor {
    Anchor(
      direction: generator.uniform(-Double.pi, Double.pi), share: 0.96 * generator.uniform().squareRoot())
  }

  /// Where a point of the object is in a frame: soft bodies carry their points with their outline.
  func position(of anchor: Anchor, frame: Int) -> (x: Double, y: Double) {
    let distance = anchor.share * outline(anchor.direction, frame) * scale[frame]
    let direction = anchor.direction + angle[frame]
    return (x[frame] + distance * cos(direction), y[frame] + distance * sin(direction))
  }

  /// The point of the object that is seen at a place; nil where the object is not there.
  func anchor(atX px: Double, y py: Double, frame: Int) -> Anchor? {
    let (dx, dy) = ((px - x[frame]) / scale[frame], (py - y[frame]) / scale[frame])
    let distance = (dx * dx + dy * dy).squareRoot()
    guard distance < 1.6 * radius else { return nil }
    var direction = atan2(dy, dx) - angle[frame]
    direction -= 2 * Double.pi * (direction / (2 * Double.pi)).rounded()
    let limit = outline(direction, frame)
    return distance < limit ? Anchor(direction: direction, share: distance / limit) : nil
  }
}
