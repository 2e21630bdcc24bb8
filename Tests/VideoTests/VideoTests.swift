import Foundation
import TestSupport
import Testing
import Video

/// A picture of smooth colours that differs from frame to frame, so that a swapped channel, row or frame is seen.
func testPicture(_ frame: Int, width: Int = 64, height: Int = 48) -> RGBImage {
  var pixels: [UInt8] = []
  for y in 0..<height {
    for x in 0..<width {
      pixels += [UInt8(x * 255 / width), UInt8(y * 255 / height), UInt8((frame * 20) % 256)]
    }
  }
  return RGBImage(width: width, height: height, pixels: pixels)
}

private func largestDifference(_ a: RGBImage, _ b: RGBImage) -> Int {
  zip(a.pixels, b.pixels).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
}

@Suite struct VideoTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ name: String, frames: Int, width: Int = 64, height: Int = 48) throws -> String {
    let path = folder.file(name)
    var writer = try VideoWriter(path: path, width: width, height: height, frameRate: 25)
    for frame in 0..<frames { try writer.append(testPicture(frame, width: width, height: height)) }
    try writer.finish()
    return path
  }

  @Test func aVideoComesBackFrameByFrame() throws {
    let path = try write("a.mp4", frames: 12)
    var reader = try FrameReader(path: path)
    #expect(reader.width == 64 && reader.height == 48)
    #expect(abs(reader.frameRate - 25) < 0.01)
    #expect(reader.frameCount == 12)
    for frame in 0..<12 {
      let image = try #require(try reader.next(), "frame \(frame)")
      // Lossy, and chroma at half resolution: close, but nothing like the neighbouring frame, whose blue is 20 away.
      #expect(largestDifference(image, testPicture(frame)) < 20, "frame \(frame)")
    }
    #expect(try reader.next() == nil)
    #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
  }

  @Test func oddSizesGainOneRowAndColumn() throws {
    let path = try write("odd.mp4", frames: 2, width: 33, height: 21)
    let reader = try FrameReader(path: path)
    #expect(reader.width == 34 && reader.height == 22)
  }

  @Test func anUnfinishedVideoIsNotLeftBehind() throws {
    do {
      var writer = try VideoWriter(path: folder.file("b.mp4"), width: 64, height: 48, frameRate: 25)
      try writer.append(testPicture(0))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func foldersAndPatternsAreReadInNumericOrder() throws {
    for frame in 3..<9 { try testPicture(frame).writePNG(to: folder.file("f_0000\(frame).png")) }
    for path in [folder.path, folder.file("f_%05d.png")] {
      var reader = try FrameReader(path: path)
      #expect(reader.frameCount == 6)
      for frame in 3..<9 {
        #expect(try reader.next() == testPicture(frame), "PNG is exact: \(frame)")
      }
      #expect(try reader.next() == nil)
    }
    try FileManager.default.removeItem(atPath: folder.file("f_00005.png"))
    // Numbers may have gaps.
    #expect(try framesThatCanBeRead(folder.path) == 5)
    try testPicture(0).writePNG(to: folder.file("other_1.png"))
    #expect(throws: VideoError.self) { _ = try FrameReader(path: folder.path) }
  }

  @Test func unreadableVideos() throws {
    #expect(throws: VideoError.self) { _ = try FrameReader(path: folder.file("none.mp4")) }
    #expect(throws: VideoError.self) { _ = try FrameReader(path: folder.path) }
    let whole = try Data(contentsOf: URL(fileURLWithPath: try write("whole.mp4", frames: 8)))
    let path = folder.file("cut.mp4")
    for length in [0, 7, 100, whole.count / 3] {
      try whole.prefix(length).write(to: URL(fileURLWithPath: path))
      // A cut file may open; it must not pass for the whole.
      let count = (try? framesThatCanBeRead(path)) ?? 0
      #expect(count < 8, "\(length) bytes")
    }
    #expect(try framesThatCanBeRead(folder.file("whole.mp4")) == 8)
    // Pictures whose numbers outgrow their zeros are one sequence.
    for frame in [9, 10] { try testPicture(frame).writePNG(to: folder.file("n_\(frame).png")) }
    #expect(try framesThatCanBeRead(folder.file("n_%d.png")) == 2)
  }

  private func framesThatCanBeRead(_ path: String) throws -> Int {
    var reader = try FrameReader(path: path)
    var count = 0
    while try reader.next() != nil { count += 1 }
    return count
  }

  @Test func aCutVideoSaysSo() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: try write("whole.mp4", frames: 60)))
    try whole.prefix(whole.count * 3 / 4).write(to: URL(fileURLWithPath: folder.file("cut.mp4")))
    let reader = try FrameReader(path: folder.file("cut.mp4"))
    #expect(reader.frameCount > 0 && reader.frameCount < 60)
    #expect(reader.shortfall?.contains("of the 60") == true)
    #expect(try FrameReader(path: folder.file("whole.mp4")).shortfall == nil)
  }

  /// Made by scripts/reference/damaged_videos.py: 20 frames of rising grey, the data of one overwritten.
  @Test(arguments: [("damaged.avi", 8), ("damaged.mp4", 9)])
  func aDamagedFrameKeepsThePlacesOfTheOthers(name: String, damaged: Int) throws {
    var reader = try FrameReader(path: Fixtures.projectRoot + "/Tests/VideoTests/Golden/" + name)
    #expect(reader.frameCount == 20 && reader.shortfall == nil)
    var levels: [Int] = []
    while let image = try reader.next() {
      levels.append(image.pixels.reduce(0) { $0 + Int($1) } / image.pixels.count)
    }
    #expect(levels.count == 20)
    #expect(reader.repeatedFrames.first == damaged)
    #expect(reader.warnings.first?.contains("the first is frame \(damaged)") == true)
    for (frame, level) in levels.enumerated() where !reader.repeatedFrames.contains(frame) {
      // A frame of H.264 that follows the damaged one is made from it, until the next key frame.
      guard !(damaged..<(damaged + 4)).contains(frame) else { continue }
      #expect(abs(level - (10 * frame + 20)) < 8, "frame \(frame) of \(levels)")
    }
  }

  @Test func aTurnedVideoIsTurnedUpright() throws {
    // Made by scripts/reference/rotated_video.py: 48x32, the left half red, marked as to be turned by 90 degrees.
    var reader = try FrameReader(path: Fixtures.projectRoot + "/Tests/VideoTests/Golden/rotated90.mp4")
    #expect(reader.width == 32 && reader.height == 48)
    let image = try #require(try reader.next())
    func red(_ x: Int, _ y: Int) -> Bool {
      let pixel = 3 * (y * image.width + x)
      return image.pixels[pixel] > 150 && image.pixels[pixel + 2] < 100
    }
    let corners = [red(4, 4), red(27, 4), red(4, 43), red(27, 43)]
    #expect(corners == [false, false, true, true] || corners == [true, true, false, false])
    #expect(corners == Self.uprightCorners, "as the ffmpeg program turns it")
  }

  /// What `ffmpeg -i rotated90.mp4` shows: the script prints it.
  private static let uprightCorners = [false, false, true, true]

  @Test(.enabled(if: Fixtures.sharedData != nil, "the evaluation data is not beside the project"))
  func realFramesHaveTheirSize() throws {
    let data = try #require(Fixtures.sharedData)
    var reader = try FrameReader(path: data + "/davis/camel/rgbs")
    var count = 0
    while try reader.next() != nil { count += 1 }
    #expect(count == 90)
    #expect(reader.width == 854 && reader.height == 480)
  }
}
