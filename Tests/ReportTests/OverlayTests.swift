import Report
import Testing
import Video

@Suite struct OverlayTests {
  private let grey = RGBImage(width: 200, height: 160, pixels: [UInt8](repeating: 128, count: 3 * 200 * 160))

  private func colour(_ image: RGBImage, _ x: Int, _ y: Int) -> [UInt8] {
    Array(image.pixels[(3 * (y * image.width + x))..<(3 * (y * image.width + x) + 3)])
  }

  private func bytes(_ colour: Palette.Colour) -> [UInt8] { [colour.red, colour.green, colour.blue] }

  @Test func aDotHasItsLabelsColourAndNothingElseIsTouched() {
    let renderer = OverlayRenderer(
      x: [150.5, 120.5, 100.5], y: [100.5, 130.5, 140.5], visible: [true, false, true], labels: [2, 1, -1],
      frameCount: 1)
    let image = renderer.draw(frame: 0, over: grey)
    #expect(colour(image, 150, 100) == bytes(Palette.overlay(2)))
    #expect(colour(image, 120, 130) == [128, 128, 128], "a hidden point is not drawn")
    #expect(colour(image, 100, 140) == [128, 128, 128], "a dropped track is not drawn")
    #expect(colour(image, 190, 20) == [128, 128, 128])
    #expect(image.width == 200 && image.height == 160)
  }

  @Test func aTrailFadesWithAge() {
    let frames = 30
    let x = (0..<frames).map { Float(50 + 4 * $0) }
    let renderer = OverlayRenderer(
      x: x, y: [Float](repeating: 140.5, count: frames), visible: [Bool](repeating: true, count: frames),
      labels: [7],
      frameCount: frames, trailLength: 20)
    let image = renderer.draw(frame: 29, over: grey)
    func distance(_ x: Int) -> Int {
      zip(colour(image, x, 140), [128, 128, 128]).reduce(0) { $0 + abs(Int($1.0) - $1.1) }
    }
    #expect(distance(155) > distance(100), "newer is stronger")
    #expect(distance(100) > 0)
    #expect(distance(60) == 0, "older than the trail")
  }

  @Test(arguments: [20, 40]) func aTrailDoesNotBridgeAGap(_ trail: Int) {
    // 40 frames to the right; in frames 20 to 29 the point is not there, whatever its coordinates are.
    let frames = 40
    let x = (0..<frames).map { Float(20 + 4 * (20..<30 ~= $0 ? 19 : $0)) }
    let renderer = OverlayRenderer(
      x: x, y: [Float](repeating: 140.5, count: frames), visible: (0..<frames).map { !(20..<30 ~= $0) },
      labels: [7], frameCount: frames, trailLength: trail)
    let image = renderer.draw(frame: 39, over: grey)
    #expect(colour(image, 150, 140) != [128, 128, 128], "the trail after the gap")
    for place in stride(from: 102, through: 134, by: 4) {
      #expect(colour(image, place, 140) == [128, 128, 128], "nothing is drawn in the gap, \(place)")
    }
    #expect((colour(image, 60, 140) == [128, 128, 128]) == (trail == 20))
    let hidden = renderer.draw(frame: 25, over: grey)
    #expect(
      stride(from: 20, to: 180, by: 2).allSatisfy { colour(hidden, $0, 140) == [128, 128, 128] },
      "no dot and no trail where the track is not observed")
  }

  @Test func absurdCoordinatesAreNotDrawn() {
    let wild: [Float] = [.nan, .infinity, 1e30, -1e9, 5e8]
    let renderer = OverlayRenderer(
      x: wild + wild, y: wild.reversed() + wild, visible: [Bool](repeating: true, count: 10), labels: [1, 2],
      frameCount: 5)
    let image = renderer.draw(frame: 4, over: grey)
    #expect(colour(image, 150, 100) == [128, 128, 128])
  }

  @Test func manyLabelsFitTheLegend() {
    let count = 60
    let renderer = OverlayRenderer(
      x: [Float](repeating: 190, count: count), y: [Float](repeating: 150, count: count),
      visible: [Bool](repeating: true, count: count), labels: Array(0..<count), frameCount: 1)
    let image = renderer.draw(frame: 0, over: grey)
    #expect(colour(image, 10, 158) == [128, 128, 128], "the legend ends above the lower border")
  }

  @Test func overlayColoursAreDistinct() {
    let colours = (0...15).map { bytes(Palette.overlay($0)) }
    #expect(Set(colours).count == 16)
  }
}
