/// What a step from a pixel to a neighbour costs: its length, and more where the colours differ.
enum ContentCosts {
  /// `[pixel][left, above, above left, above right]`; infinite where there is no such neighbour.
  ///
  /// - Parameters:
  ///   - colours: RGB, 3 · width · height values.
  ///   - strength: What a step from black to white costs besides its length, in lengths.
  static func steps(_ colours: [UInt8], width: Int, height: Int, strength: Float) -> [Float] {
    var costs = [Float](repeating: .infinity, count: 4 * width * height)
    let diagonal = Float(2).squareRoot()
    colours.withUnsafeBufferPointer { colours in
      func cost(_ a: Int, _ b: Int, _ step: Float) -> Float {
        var sum: Float = 0
        for channel in 0..<3 {
          let difference = Float(colours[3 * a + channel]) - Float(colours[3 * b + channel])
          sum += difference * difference
        }
        return step * (1 + strength * (sum / 3).squareRoot() / 255)
      }
      for row in 0..<height {
        for column in 0..<width {
          let pixel = row * width + column
          if column > 0 { costs[4 * pixel] = cost(pixel, pixel - 1, 1) }
          guard row > 0 else { continue }
          costs[4 * pixel + 1] = cost(pixel, pixel - width, 1)
          if column > 0 { costs[4 * pixel + 2] = cost(pixel, pixel - width - 1, diagonal) }
          if column + 1 < width { costs[4 * pixel + 3] = cost(pixel, pixel - width + 1, diagonal) }
        }
      }
    }
    return costs
  }
}
