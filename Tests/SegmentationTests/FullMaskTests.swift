import LinearAlgebra
import Testing

@testable import Segmentation

@Suite struct FullMaskTests {
  private let width = 90
  private let height = 70

  /// A dark square of 30 pixels, from (30, 20), before a bright world.
  private var colours: [UInt8] {
    (0..<(width * height)).flatMap { [UInt8](repeating: isInside($0) ? 40 : 200, count: 3) }
  }

  private func isInside(_ pixel: Int) -> Bool {
    (30..<60).contains(pixel % width) && (20..<50).contains(pixel / width)
  }

  /// A grid of seeds with the true labels, every `step` pixels.
  private func seeds(step: Int) -> MaskSeeds {
    var seeds = MaskSeeds()
    for y in stride(from: 2, to: height, by: step) {
      for x in stride(from: 2, to: width, by: step) {
        seeds.add(x: Float(x) + 0.5, y: Float(y) + 0.5, label: isInside(y * width + x) ? 3 : 0)
      }
    }
    return seeds
  }

  private func overlap(_ mask: [UInt8]) -> Double {
    let both = mask.indices.count { mask[$0] == 3 && isInside($0) }
    return Double(both) / Double(mask.indices.count { mask[$0] == 3 || isInside($0) })
  }

  @Test func everyPixelOfAnObjectHasItsLabel() {
    let mask = FullMask().paint(seeds: seeds(step: 6), colours: colours, width: width, height: height)
    #expect(overlap(mask) > 0.97)
    #expect(mask.allSatisfy { $0 == 0 || $0 == 3 })
  }

  @Test func aSingleWrongTrackPaintsNothing() {
    var wrong = seeds(step: 6)
    wrong.add(x: 10.2, y: 61.3, label: 3)
    wrong.add(x: 44.2, y: 34.3, label: 0)
    let mask = FullMask().paint(seeds: wrong, colours: colours, width: width, height: height)
    #expect(mask[61 * width + 10] == 0 && mask[34 * width + 44] == 3)
    #expect(overlap(mask) > 0.97)
  }

  @Test func withoutObjectsAllIsBackground() {
    var world = MaskSeeds()
    for place in 0..<20 { world.add(x: Float(4 * place), y: 30, label: 0) }
    world.add(x: -5, y: 400, label: 1)
    let mask = FullMask().paint(seeds: world, colours: colours, width: width, height: height)
    #expect(mask.allSatisfy { $0 == 0 })
    let empty = FullMask().paint(seeds: MaskSeeds(), colours: colours, width: width, height: height)
    #expect(empty.allSatisfy { $0 == 0 })
  }

  @Test func wideReducedPicturesKeepTheirSize() {
    // 961 columns: reduced by two, with a last column of one pixel.
    let wide = 961
    var seeds = MaskSeeds()
    for x in stride(from: 3, to: wide, by: 12) {
      for y in stride(from: 1, to: 21, by: 6) {
        seeds.add(x: Float(x), y: Float(y), label: x < 480 ? 1 : 0)
      }
    }
    let colours = (0..<(wide * 21)).flatMap { [UInt8](repeating: $0 % wide < 480 ? 20 : 220, count: 3) }
    let mask = FullMask().paint(seeds: seeds, colours: colours, width: wide, height: 21)
    #expect(mask.count == wide * 21)
    let wrong = mask.indices.count { (mask[$0] == 1) != ($0 % wide < 480) }
    #expect(wrong < mask.count / 50)
  }

  @Test func pointsAreCarriedByTheirLabelsMotion() {
    var seeds = MaskSeeds()
    // The object's guides move by (10, -2) but for one that slips; the background's do not move.
    seeds.carry(
      x: [5, 50], y: [5, 50], labels: [1, 0], age: 3, fromX: [1, 9, 1, 9, 40], fromY: [1, 1, 9, 9, 40],
      toX: [11, 19, 11, 90, 40], toY: [-1, -1, 7, 70, 40], moving: [1, 1, 1, 1, 0])
    #expect(seeds.x == [50, 15] && seeds.y == [50, 3] && seeds.labels == [0, 1] && seeds.ages == [3, 3])
  }

  @Test(arguments: [1, 5, 300]) func nearestPointsAreThoseOfASearchOfAll(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    func random(_ scale: Float) -> Float { Float(generator.next() >> 40) / Float(1 << 24) * scale }
    let x = (0..<count).map { _ in random(200) }
    let y = (0..<count).map { _ in random(30) }
    let near = NearSeeds(x: x, y: y)
    for _ in 0..<40 {
      let (px, py) = (random(260) - 30, random(90) - 30)
      let found = near.nearest(4, x: px, y: py).map(\.point)
      let all = x.indices.sorted { a, b in
        let (da, db) = (
          (x[a] - px) * (x[a] - px) + (y[a] - py) * (y[a] - py),
          (x[b] - px) * (x[b] - px) + (y[b] - py) * (y[b] - py)
        )
        return (da, a) < (db, b)
      }
      #expect(found == Array(all.prefix(4)))
    }
  }

  @Test func aGuidedFilterKeepsALineOverGrey() {
    // A field that is a line over grey values is kept where the grey varies; a constant everywhere.
    let picture = ReducedPicture(
      (0..<(20 * 20)).flatMap { [UInt8](repeating: UInt8(($0 * 37) % 256), count: 3) }, width: 20, height: 20,
      factor: 1)
    let line = picture.grey.map { 2 * $0 - 1 }
    let filtered = GuidedFilter(radius: 3, flatness: 1e-8).apply(to: line, guide: picture)
    for (a, b) in zip(line, filtered) { #expect(abs(a - b) < 1e-3) }
    let constant = GuidedFilter(radius: 3).apply(to: line.map { _ in 0.7 }, guide: picture)
    #expect(constant.allSatisfy { abs($0 - 0.7) < 1e-4 })
  }
}
