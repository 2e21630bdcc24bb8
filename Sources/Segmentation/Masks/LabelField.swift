/// Distances along a picture's content from seeds, each in units of its label's spacing.
struct LabelField {
  private let picture: ReducedPicture
  /// `[pixel][left, above, above left, above right]`.
  private let costs: [Float]

  init(picture: ReducedPicture, strength: Float) {
    self.picture = picture
    costs = ContentCosts.steps(
      picture.colours, width: picture.width, height: picture.height, strength: strength)
  }

  /// Nearest label of the kind and the distance to it, at least that of one pixel; sweeps over the picture, twice each way.
  func spread(
    _ seeds: MaskSeeds, factor: Float, of kind: (UInt8) -> Bool
  ) -> (label: [UInt8], distance: [Float]) {
    let (width, height) = (picture.width, picture.height)
    // A pixel of the reduced picture in spacings of each label.
    var units = [Float](repeating: 0, count: 256)
    for label in Set(seeds.labels) where kind(label) {
      units[Int(label)] = factor / seeds.spacing { $0 == label }
    }
    var distance = [Float](repeating: .infinity, count: picture.count)
    var labels = [UInt8](repeating: 0, count: picture.count)
    for seed in seeds.labels.indices where kind(seeds.labels[seed]) {
      let pixel = Int(seeds.y[seed] / factor) * width + Int(seeds.x[seed] / factor)
      let start = (1 + seeds.ages[seed] / factor) * units[Int(seeds.labels[seed])]
      if start < distance[pixel] { (distance[pixel], labels[pixel]) = (start, seeds.labels[seed]) }
    }
    distance.withUnsafeMutableBufferPointer { distance in
      labels.withUnsafeMutableBufferPointer { labels in
        costs.withUnsafeBufferPointer { costs in
          units.withUnsafeBufferPointer { units in
            func relax(_ to: Int, _ from: Int, _ cost: Float) {
              let label = labels[from]
              let through = distance[from] + cost * units[Int(label)]
              if through < distance[to] { (distance[to], labels[to]) = (through, label) }
            }
            for _ in 0..<2 {
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
                  let across = pixel + width + 1
                  if column + 1 < width { relax(pixel, across, costs[4 * across + 2]) }
                  if column > 0 { relax(pixel, pixel + width - 1, costs[4 * (pixel + width - 1) + 3]) }
                }
              }
            }
          }
        }
      }
    }
    return (labels, distance)
  }
}
