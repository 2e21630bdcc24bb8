/// Labels of tracks spread to the pixels around them.
public struct DenseMask: Sendable {
  /// The greatest distance in pixels from a pixel to the track that labels it; pixels beyond are 0.
  public let reach: Float

  public init(reach: Float) { self.reach = reach }

  /// A reach from the density of the tracks: 1.5 times the mean distance between neighbours if `count` points were spread
  /// evenly over the picture, within 4 pixels and a tenth of the width.
  public init(forPoints count: Int, width: Int, height: Int) {
    let spacing = (Float(width) * Float(height) / Float(max(count, 1))).squareRoot()
    reach = min(max(4, 1.5 * spacing), max(4, Float(width) / 10))
  }

  /// The label of the nearest point for every pixel centre, row by row; ties go to the earlier point.
  ///
  /// Every point paints its disc where it is nearer than those before it: O(points · reach²). Labels are 0…255; a point
  /// labelled 0 (static) keeps the pixels near it at 0.
  public func paint(x: [Float], y: [Float], labels: [UInt8], width: Int, height: Int) -> [UInt8] {
    precondition(x.count == y.count && x.count == labels.count)
    var mask = [UInt8](repeating: 0, count: width * height)
    var nearest = [Float](repeating: reach * reach, count: width * height)
    mask.withUnsafeMutableBufferPointer { mask in
      nearest.withUnsafeMutableBufferPointer { nearest in
        for point in x.indices {
          let (px, py) = (x[point], y[point])
          guard px.isFinite, py.isFinite, px > -reach, py > -reach, px < Float(width) + reach,
            py < Float(height) + reach
          else { continue }
          let rows = max(0, Int(py - 0.5 - reach))...min(height - 1, max(0, Int(py - 0.5 + reach) + 1))
          for row in rows {
            let dy = Float(row) + 0.5 - py
            let left = reach * reach - dy * dy
            guard left > 0 else { continue }
            let half = left.squareRoot()
            let first = max(0, Int((px - 0.5 - half).rounded(.up)))
            let last = min(width - 1, Int((px - 0.5 + half).rounded(.down)))
            guard first <= last else { continue }
            for column in first...last {
              let dx = Float(column) + 0.5 - px
              let squared = dx * dx + dy * dy
              let index = row * width + column
              if squared < nearest[index] {
                nearest[index] = squared
                mask[index] = labels[point]
              }
            }
          }
        }
      }
    }
    return mask
  }
}
