import Foundation
import TestSupport
import Testing
import Video

@Suite struct PNGTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func thePaletteIsThatOfDAVIS() {
    // The first colours of the DAVIS and PASCAL palette, and the last.
    let expected: [(UInt8, UInt8, UInt8)] = [
      (0, 0, 0), (128, 0, 0), (0, 128, 0), (128, 128, 0), (0, 0, 128), (128, 0, 128), (0, 128, 128),
      (128, 128, 128),
      (64, 0, 0), (192, 0, 0), (64, 128, 0), (192, 128, 0),
    ]
    for (index, colour) in expected.enumerated() {
      #expect(Palette.davis(UInt8(index)) == Palette.Colour(colour.0, colour.1, colour.2), "\(index)")
    }
    #expect(Palette.davis(255) == Palette.Colour(224, 224, 192))
    #expect(
      Set(
        (0...255).map { index -> [UInt8] in
          let colour = Palette.davis(UInt8(index))
          return [colour.red, colour.green, colour.blue]
        }
      ).count == 256)
  }

  @Test func labelsAreTheIndicesOfThePNG() throws {
    let labels = (0..<(37 * 23)).map { UInt8($0 * 7 % 256) }
    let path = folder.file("mask.png")
    try LabelImage(width: 37, height: 23, labels: labels).writeIndexedPNG(to: path)
    var reader = MaskReader()
    #expect(try reader.read(path).labels == labels)
    // A PNG's header: 8 bits, colour type 3 (indexed); a palette of 256 colours follows.
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(bytes[24] == 8 && bytes[25] == 3)
    let text = String(decoding: bytes, as: Unicode.ASCII.self)
    #expect(text.contains("PLTE"))
  }

  @Test func colouredMasksHaveAnIdForEachColour() throws {
    var reader = MaskReader()
    let colours: [[UInt8]] = [[0, 0, 0], [200, 10, 10], [10, 200, 10]]
    for order in [[0, 1, 2], [2, 2, 1]] {
      let path = folder.file("c.png")
      try RGBImage(width: 3, height: 1, pixels: order.flatMap { colours[$0] }).writePNG(to: path)
      #expect(try reader.read(path).labels == order.map { UInt8($0) }, "the same id in every mask")
    }
    var noise: [UInt8] = []
    for value in 0..<900 { noise.append(UInt8(truncatingIfNeeded: value &* 2_654_435_761 >> 8)) }
    try RGBImage(width: 20, height: 15, pixels: noise).writePNG(to: folder.file("photo.png"))
    #expect(throws: VideoError.self) { try reader.read(folder.file("photo.png")) }
  }

  @Test func whatCannotBeWrittenOrRead() throws {
    let image = RGBImage(width: 2, height: 2, pixels: [UInt8](repeating: 9, count: 12))
    let error = #expect(throws: VideoError.self) { try image.writePNG(to: folder.file("no/such/folder.png")) }
    #expect(error?.code == .cannotWrite)
    #expect(throws: VideoError.self) { try image.writePNG(to: "/dev/full/x.png") }
    var reader = MaskReader()
    #expect(throws: VideoError.self) { try reader.read(folder.file("none.png")) }
    try image.writePNG(to: folder.file("whole.png"))
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("whole.png")))
    try whole.prefix(40).write(to: URL(fileURLWithPath: folder.file("cut.png")))
    #expect(throws: VideoError.self) { try reader.read(folder.file("cut.png")) }
  }

  @Test(.enabled(if: Fixtures.sharedData != nil, "the evaluation data is not beside the project"))
  func realMasksOfBothKindsKeepTheirIds() throws {
    let data = try #require(Fixtures.sharedData)
    var reader = MaskReader()
    // yard_pan is grey, hall_dolly indexed; ids are those of the README's tables.
    for (name, largest) in [("yard_pan", 10), ("hall_dolly", 15)] {
      let mask = try reader.read("\(data)/odyssey/train/\(name)/masks/mask_00000.png")
      #expect(mask.width == 480 && mask.height == 270)
      #expect(Int(mask.labels.max() ?? 0) <= largest)
      #expect(Set(mask.labels).count > 3)
    }
  }
}
