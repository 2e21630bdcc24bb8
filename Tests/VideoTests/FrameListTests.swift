import Foundation
import TestSupport
import Testing

@testable import Video

@Suite struct FrameListTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func touch(_ names: [String]) throws {
    for name in names { try Data().write(to: URL(fileURLWithPath: folder.file(name))) }
  }

  /// Names in the order that their frames have.
  @Test(arguments: [
    ["1.jpg", "2.jpg", "10.jpg", "100.jpg"],
    ["00001.jpg", "00005.JPG", "00010.jpeg", "100000.jpg"],
    ["f_0009.png", "f_0010.png", "f_0031.png"],
    ["1403636579763555584.png", "1403636579813555456.png", "1403636580763555584.png"],
    [
      "1305031102.175304.png", "1305031102.2.png", "1305031102.211214.png", "1305031103.png",
      "1305031103.043.png",
    ],
    ["0.png", "0.04.png", "0.08.png", "0.12.png", "0.2.png"],
    [
      "aachen_000000_000019_leftImg8bit.png", "aachen_000000_000020_leftImg8bit.png",
      "aachen_000001_000000_leftImg8bit.png",
    ],
    ["clip1.9.png", "clip1.10.png", "clip1.11.png"],
    ["99999999999999999999999.png", "100000000000000000000000.png"],
  ])
  func namesAreInNaturalOrder(names: [String]) throws {
    try touch(names.reversed() + ["._" + names[0], ".DS_Store", "notes.txt", "cover.jpg"])
    #expect(try NumberedFiles(path: folder.path).names == names)
  }

  @Test func severalSequencesAreAChoice() throws {
    try touch(["rgb_0.jpg", "rgb_1.jpg", "depth_0.png", "depth_1.png"])
    let error = #expect(throws: VideoError.self) { _ = try NumberedFiles(path: folder.path) }
    #expect(error?.message.contains("2 as depth_0.png, 2 as rgb_0.jpg") == true, "\(error?.message ?? "")")
    #expect(try NumberedFiles(path: folder.file("rgb_%d.jpg")).names == ["rgb_0.jpg", "rgb_1.jpg"])
    #expect(try NumberedFiles(path: folder.file("depth_%05d.png")).names.count == 2)
    #expect(throws: VideoError.self) { _ = try NumberedFiles(path: folder.file("ir_%05d.png")) }
    #expect(throws: VideoError.self) { _ = try NumberedFiles(path: folder.file("%d_%d.png")) }
  }

  @Test func framesBesideTheirMasksAreTwoSequences() throws {
    try touch(["00000.jpg", "00001.jpg", "00000.png", "00001.png"])
    #expect(throws: VideoError.self) { _ = try NumberedFiles(path: folder.path) }
    #expect(try NumberedFiles(path: folder.file("%05d.png")).names == ["00000.png", "00001.png"])
    try touch(["1.png", "01.png"])
    let twice = #expect(throws: VideoError.self) { _ = try NumberedFiles(path: folder.file("%d.png")) }
    #expect(twice?.message.contains("the same number") == true)
  }

  @Test func contentDecidesAndNotTheSuffix() throws {
    for frame in 0..<3 {
      try testPicture(frame).writePNG(to: folder.file("x.png"))
      try FileManager.default.moveItem(atPath: folder.file("x.png"), toPath: folder.file("\(frame).jpg"))
    }
    var reader = try FrameReader(path: folder.path)
    for frame in 0..<3 { #expect(try reader.next() == testPicture(frame)) }
  }

  /// A picture of four colours, stored in each of EXIF's eight ways in a JPEG whose tag says so, comes out upright.
  @Test(arguments: 1...8) func jpegsAreTurnedUpright(number: Int) throws {
    // Where the upright picture's corner (left or right, top or bottom) is stored.
    let (w, h) = (64, 32)
    let isSideways = number >= 5
    let (storedWidth, storedHeight) = isSideways ? (h, w) : (w, h)
    var pixels = [UInt8](repeating: 0, count: 3 * w * h)
    for y in 0..<storedHeight {
      for x in 0..<storedWidth {
        // The place that EXIF gives to the stored row y and column x.
        let (u, v) =
          switch number {
          case 1: (x, y)
          case 2: (w - 1 - x, y)
          case 3: (w - 1 - x, h - 1 - y)
          case 4: (x, h - 1 - y)
          case 5: (y, x)
          case 6: (w - 1 - y, x)
          case 7: (w - 1 - y, h - 1 - x)
          default: (y, h - 1 - x)
          }
        let place = 3 * (y * storedWidth + x)
        pixels[place] = u < w / 2 ? 30 : 220
        pixels[place + 1] = v < h / 2 ? 30 : 220
        pixels[place + 2] = 128
      }
    }
    try RGBImage(width: storedWidth, height: storedHeight, pixels: pixels)
      .writeJPEG(to: folder.file("0.jpg"), quantiser: 2)
    let plain = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.file("0.jpg"))))
    let tiff = tiff(orientation: number, isBigEndian: number % 2 == 0)
    let block = Array("Exif".utf8) + [0, 0] + tiff
    let segment = [0xFF, 0xE1, UInt8((block.count + 2) >> 8), UInt8((block.count + 2) & 255)] + block
    try Data(plain.prefix(2) + segment + plain.dropFirst(2)).write(
      to: URL(fileURLWithPath: folder.file("0.jpg")))
    var reader = try FrameReader(path: folder.path)
    #expect(reader.width == w && reader.height == h)
    let image = try #require(try reader.next())
    for (x, y) in [(4, 4), (60, 4), (4, 28), (60, 28)] {
      let place = 3 * (y * w + x)
      #expect((image.pixels[place] > 128) == (x > 32) && (image.pixels[place + 1] > 128) == (y > 16))
    }
  }

  /// A TIFF file of one directory that holds the width and the orientation.
  private func tiff(orientation: Int, isBigEndian: Bool) -> [UInt8] {
    func bytes(_ value: Int, _ count: Int) -> [UInt8] {
      let little = (0..<count).map { UInt8(value >> (8 * $0) & 255) }
      return isBigEndian ? little.reversed() : little
    }
    return (isBigEndian ? [0x4D, 0x4D] : [0x49, 0x49]) + bytes(42, 2) + bytes(8, 4) + bytes(2, 2)
      + bytes(256, 2) + bytes(4, 2) + bytes(1, 4) + bytes(64, 4)
      + bytes(274, 2) + bytes(3, 2) + bytes(1, 4) + bytes(orientation, 2) + [0, 0] + bytes(0, 4)
  }

  @Test func orientationIsFoundInEveryContainerAndNowhereElse() {
    let tiff = tiff(orientation: 8, isBigEndian: true)
    func big(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }
    let png: [UInt8] =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(2) + Array("tEXt".utf8) + [1, 2] + big(0)
      + big(tiff.count) + Array("eXIf".utf8) + tiff + big(0)
    let webP: [UInt8] =
      Array("RIFF".utf8) + big(0) + Array("WEBP".utf8) + Array("VP8L".utf8) + [3, 0, 0, 0, 9, 9, 9, 0]
      + Array("EXIF".utf8) + [UInt8(tiff.count), 0, 0, 0] + tiff
    #expect(EXIF.orientation(of: png) == .quarterCounterclockwise)
    #expect(EXIF.orientation(of: webP) == .quarterCounterclockwise)
    #expect(EXIF.orientation(of: tiff) == .quarterCounterclockwise)
    #expect(EXIF.orientation(of: []) == .upright)
    // Cut or damaged anywhere, it is read without a crash.
    for file in [png, webP, tiff] {
      for length in 0..<file.count { _ = EXIF.orientation(of: Array(file.prefix(length))) }
      for place in file.indices {
        var damaged = file
        damaged[place] = 255
        _ = EXIF.orientation(of: damaged)
      }
    }
  }
}
