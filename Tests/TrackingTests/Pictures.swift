import Foundation
import LinearAlgebra
import Video

/// Grey values in the plane: sums of waves of random directions, seen without any grid.
struct Texture {
  private let waves: [(x: Float, y: Float, phase: Float, height: Float)]

  init(seed: UInt64, waves count: Int = 24) {
    var generator = SeededGenerator(seed: seed, stream: 5)
    waves = (0..<count).map { _ in
      let angle = Float(generator.uniform(0, 2 * Double.pi))
      let pace = Float(generator.uniform(0.15, 0.75))
      return (
        pace * cos(angle), pace * sin(angle), Float(generator.uniform(0, 2 * Double.pi)),
        Float(generator.uniform(6, 16))
      )
    }
  }

  func value(_ x: Float, _ y: Float) -> Float {
    waves.reduce(128) { $0 + $1.height * sin($1.x * x + $1.y * y + $1.phase) }
  }
}

extension RGBImage {
  /// A picture of a function of the middle of each pixel.
  init(width: Int, height: Int, _ value: (_ x: Float, _ y: Float) -> Float) {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(3 * width * height)
    for row in 0..<height {
      for column in 0..<width {
        let grey = UInt8(min(max(value(Float(column), Float(row)), 0), 255))
        pixels += [grey, grey, grey]
      }
    }
    self.init(width: width, height: height, pixels: pixels)
  }
}
