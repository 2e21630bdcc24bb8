internal import Glibc

/// A label for every pixel: an object's where the object is more likely than the background.
///
/// The picture is reduced to about 480 columns. Distances to the nearest seed of an object and of the background are geodesic (a step
/// of length s between colours that differ by d counts s · (1 + 30 · d)), and compared in units of the spacing of the seeds: dense
/// seeds reach less far than sparse ones. An object reaches no farther than two spacings. The odds are joined by those of the
/// colours, from histograms of the two sides, and smoothed by a guided filter (He et al. 2013).
public struct FullMask: Sendable {
  /// What a difference from black to white adds to a step.
  public let strength: Float = 30
  /// The farthest that an object reaches, in spacings of its seeds.
  public let reach: Float = 2
  /// The radius of the guided filter, in pixels of the reduced picture.
  public let radius = 6

  public init() {}

  /// The label of every pixel, row by row.
  ///
  /// `colours` are three bytes a pixel.
  public func paint(seeds: MaskSeeds, colours: [UInt8], width: Int, height: Int) -> [UInt8] {
    precondition(colours.count == 3 * width * height, "the picture does not fill width × height")
    let factor = max(1, Int((Float(width) / 480).rounded()))
    let seeds = seeds.confirmed(width: width, height: height)
    guard seeds.labels.contains(where: { $0 > 0 }) else {
      return [UInt8](repeating: 0, count: width * height)
    }
    let picture = ReducedPicture(colours, width: width, height: height, factor: factor)
    let field = LabelField(picture: picture, strength: strength)
    let objects = field.spread(seeds, factor: Float(factor)) { $0 > 0 }
    let world = field.spread(seeds, factor: Float(factor)) { $0 == 0 }
    var odds = [Float](repeating: 0, count: picture.count)
    for pixel in odds.indices {
      let background = min(log(world.distance[pixel]), log(reach))
      odds[pixel] = background - log(objects.distance[pixel])
    }
    let colourOdds = ColourOdds(picture: picture, odds: odds)
    for pixel in odds.indices {
      odds[pixel] = min(max(odds[pixel] + colourOdds.odds[pixel] / 3, -2), 2)
    }
    odds = GuidedFilter(radius: radius).apply(to: odds, guide: picture)
    return enlarged(
      odds, labels: objects.label, picture: picture, factor: factor, width: width, height: height)
  }

  /// The object's label where the odds, between the centres of reduced pixels by interpolation, are for it.
  private func enlarged(
    _ odds: [Float], labels: [UInt8], picture: ReducedPicture, factor: Int, width: Int, height: Int
  ) -> [UInt8] {
    var mask = [UInt8](repeating: 0, count: width * height)
    let taps = (0..<width).map { tap($0, factor, picture.width) }
    for row in 0..<height {
      let (above, below, down) = tap(row, factor, picture.height)
      let (first, second) = (above * picture.width, below * picture.width)
      let labelRow = (row / factor) * picture.width
      for column in 0..<width {
        let (left, right, across) = taps[column]
        let top = odds[first + left] + across * (odds[first + right] - odds[first + left])
        let bottom = odds[second + left] + across * (odds[second + right] - odds[second + left])
        if top + down * (bottom - top) > 0 { mask[row * width + column] = labels[labelRow + column / factor] }
      }
    }
    return mask
  }

  private func tap(_ pixel: Int, _ factor: Int, _ count: Int) -> (Int, Int, Float) {
    let place = max(0, (Float(pixel) + 0.5) / Float(factor) - 0.5)
    let first = min(Int(place), count - 1)
    return (first, min(first + 1, count - 1), place - Float(first))
  }
}
