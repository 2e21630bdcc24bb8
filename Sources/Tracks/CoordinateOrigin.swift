/// The origin of coordinates that lie far from 0, such as a map's grid or a part of a huge scan.
enum CoordinateOrigin {
  /// Coordinates up to this are kept as they are: single precision resolves a ten-thousandth of a pixel
  /// there.
  static let farLimit = 1024.0

  /// What is to be subtracted along an axis: 0 where coordinates are not far from 0 in view of their own
  /// range, or the picture's.
  ///
  /// Rare outliers and what is not used do not count.
  static func find(
    count: Int, isUsed: (Int) -> Bool, value: (Int) -> Double, pictureExtent: Int?
  ) -> Double {
    var sample: [Double] = []
    // An odd step, so that it does not meet the same frame or track again and again.
    for index in stride(from: 0, to: count, by: max(1, count / 20_000) | 1) where isUsed(index) {
      let number = value(index)
      if number.isFinite { sample.append(number) }
    }
    guard !sample.isEmpty else { return 0 }
    sample.sort()
    let (low, high) = (sample[sample.count / 50], sample[sample.count - 1 - sample.count / 50])
    let distance = low > 0 ? low : high < 0 ? -high : 0
    let limit = max(farLimit, 2 * (high - low), 2 * Double(pictureExtent ?? 0))
    return distance > limit ? low.rounded(.down) : 0
  }
}
