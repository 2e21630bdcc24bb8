/// Labels of tracks spread to the pixels around them along the picture's content: crossing an edge costs distance.
///
/// Every pixel takes the label of the point that is nearest by the length of a path over eight neighbours, a step of length s
/// between colours that differ by d (root mean square over the channels, 0 … 1) counting s · (1 + strength · d). Distances are
/// swept in raster order forwards and backwards until nothing that matters changes (a chamfer transform), O(pixels).
public struct GeodesicMask: Sendable {
  /// The greatest distance, as it is counted here, from a pixel to the point that labels it; pixels beyond are 0.
  public let reach: Float
  /// What a difference from black to white adds to a step.
  public let strength: Float
  /// Sweeps forwards and backwards.
  public let rounds: Int

  public init(reach: Float, strength: Float = 120, rounds: Int = 2) {
    self.reach = reach
    self.strength = strength
    self.rounds = rounds
  }

  /// The label of every pixel, row by row; `colours` are three bytes a pixel.
  ///
  /// A point labelled 0 (static) keeps the pixels near it at 0.
  public func paint(
    x: [Float], y: [Float], labels: [UInt8], colours: [UInt8], width: Int, height: Int
  ) -> [UInt8] {
    precondition(x.count == y.count && x.count == labels.count, "a label for each point is needed")
    precondition(colours.count == 3 * width * height, "the picture does not fill width × height")
    var mask = [UInt8](repeating: 0, count: width * height)
    var distance = [Float](repeating: .infinity, count: width * height)
    for point in x.indices {
      let (px, py) = (x[point], y[point])
      guard px.isFinite, py.isFinite, px >= 0, py >= 0, px < Float(width), py < Float(height) else {
        continue
      }
      // Within the pixel, the point nearer to its centre has it.
      let index = Int(py) * width + Int(px)
      let (dx, dy) = (px - Float(Int(px)) - 0.5, py - Float(Int(py)) - 0.5)
      let own = (dx * dx + dy * dy).squareRoot()
      if own < distance[index] { (distance[index], mask[index]) = (own, labels[point]) }
    }
    // Costs to the left, above, above left and above right, once for all sweeps.
    let costs = ContentCosts.steps(colours, width: width, height: height, strength: strength)
    distance.withUnsafeMutableBufferPointer { distance in
      mask.withUnsafeMutableBufferPointer { mask in
        costs.withUnsafeBufferPointer { costs in
          func relax(_ to: Int, _ from: Int, _ cost: Float) {
            let through = distance[from] + cost
            if through < distance[to] {
              distance[to] = through
              mask[to] = mask[from]
            }
          }
          for _ in 0..<rounds {
            for row in 0..<height {
              for column in 0..<width {
                let pixel = row * width + column
                if column > 0 { relax(pixel, pixel - 1, costs[4 * pixel]) }
                guard row > 0 else { continue }
                relax(pixel, pixel - width, costs[4 * pixel + 1])
                if column > 0 { relax(pixel, pixel - width - 1, costs[4 * pixel + 2]) }
                if column + 1 < width { relax(pixel, pixel - width + 1, costs[4 * pixel + 3]) }
              }
            }
            for row in (0..<height).reversed() {
              for column in (0..<width).reversed() {
                let pixel = row * width + column
                if column + 1 < width { relax(pixel, pixel + 1, costs[4 * (pixel + 1)]) }
                guard row + 1 < height else { continue }
                relax(pixel, pixel + width, costs[4 * (pixel + width) + 1])
                if column + 1 < width { relax(pixel, pixel + width + 1, costs[4 * (pixel + width + 1) + 2]) }
                if column > 0 { relax(pixel, pixel + width - 1, costs[4 * (pixel + width - 1) + 3]) }
              }
            }
          }
          for pixel in mask.indices where distance[pixel] > reach { mask[pixel] = 0 }
        }
      }
    }
    return mask
  }
}
