/// Smooths a field while it keeps the edges of a picture: in every window the field is fitted by a line over grey values.
///
/// He, Sun and Tang (2013). Windows are squares of 2 · radius + 1, cut at the border; cost does not depend on the radius.
struct GuidedFilter {
  let radius: Int
  /// Variance of grey values (0 … 1) that counts as flat.
  var flatness: Float = 1e-3

  func apply(to field: [Float], guide: ReducedPicture) -> [Float] {
    let grey = guide.grey
    func mean(_ values: [Float]) -> [Float] { boxMean(values, width: guide.width, height: guide.height) }
    let meanGrey = mean(grey)
    let meanField = mean(field)
    var products = grey.indices.map { grey[$0] * field[$0] }
    let meanProduct = mean(products)
    for pixel in grey.indices { products[pixel] = grey[pixel] * grey[pixel] }
    let meanSquare = mean(products)
    var (slope, offset) = ([Float](repeating: 0, count: grey.count), [Float](repeating: 0, count: grey.count))
    for pixel in grey.indices {
      let variance = meanSquare[pixel] - meanGrey[pixel] * meanGrey[pixel]
      let covariance = meanProduct[pixel] - meanGrey[pixel] * meanField[pixel]
      slope[pixel] = covariance / (variance + flatness)
      offset[pixel] = meanField[pixel] - slope[pixel] * meanGrey[pixel]
    }
    let (meanSlope, meanOffset) = (mean(slope), mean(offset))
    return grey.indices.map { meanSlope[$0] * grey[$0] + meanOffset[$0] }
  }

  private func boxMean(_ values: [Float], width: Int, height: Int) -> [Float] {
    var across = [Float](repeating: 0, count: values.count)
    for row in 0..<height {
      let line = row * width
      var sum: Double = 0
      for column in 0..<min(radius, width) { sum += Double(values[line + column]) }
      for column in 0..<width {
        if column + radius < width { sum += Double(values[line + column + radius]) }
        if column > radius { sum -= Double(values[line + column - radius - 1]) }
        across[line + column] =
          Float(sum) / Float(min(width - 1, column + radius) - max(0, column - radius) + 1)
      }
    }
    var result = [Float](repeating: 0, count: values.count)
    var sums = [Double](repeating: 0, count: width)
    for row in 0..<min(radius, height) {
      for column in 0..<width { sums[column] += Double(across[row * width + column]) }
    }
    for row in 0..<height {
      let rows = Float(min(height - 1, row + radius) - max(0, row - radius) + 1)
      let (enters, leaves) = (row + radius, row - radius - 1)
      if enters < height {
        for column in 0..<width { sums[column] += Double(across[enters * width + column]) }
      }
      if leaves >= 0 {
        for column in 0..<width { sums[column] -= Double(across[leaves * width + column]) }
      }
      for column in 0..<width { result[row * width + column] = Float(sums[column]) / rows }
    }
    return result
  }
}
