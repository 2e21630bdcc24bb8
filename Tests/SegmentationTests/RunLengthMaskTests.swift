import Segmentation
import Testing

@Suite struct RunLengthMaskTests {
  /// Column-major runs and COCO's text, as pycocotools 2.0 packs these very masks.
  @Test func runsAndText() {
    let mask: [UInt8] = [
      0, 2, 2, 0,
      0, 2, 0, 0,
      1, 0, 0, 2,
    ]
    let two = RunLengthMask(mask: mask, id: 2, width: 4, height: 3)
    #expect(two.runs == [3, 2, 1, 1, 4, 1])
    #expect(two.area == 4)
    #expect(two.box == [1, 0, 3, 3])
    #expect(two.packed == "321O30")
    let one = RunLengthMask(mask: mask, id: 1, width: 4, height: 3)
    #expect(one.runs == [2, 1, 9] && one.box == [0, 2, 1, 1])
    let none = RunLengthMask(mask: mask, id: 9, width: 4, height: 3)
    #expect(none.runs == [12] && none.area == 0 && none.box == [0, 0, 0, 0] && none.packed == "<")
    let long = RunLengthMask(
      mask: (0..<10_000).map { $0 % 100 >= 50 ? 1 : 0 }, id: 1, width: 100, height: 100)
    #expect(long.runs == [5000, 5000] && long.packed == "Xl4Xl4")
  }
}
