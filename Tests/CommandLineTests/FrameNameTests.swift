import Foundation
import TestSupport
import Testing

/// What a result of the cases' scenes holds.
private func masks(_ field: FieldCase, _ output: String = "out") throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: field.file(output + "/masks")).sorted()
}

private func metrics(_ run: ProgramRun) throws -> [String: Any] {
  let found = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
  return try #require(found as? [String: Any])
}

/// Five digits, as `%05d` writes them.
private func five(_ number: Int) -> String {
  String(repeating: "0", count: max(0, 5 - "\(number)".count)) + "\(number)"
}

@Suite struct FrameNameTests {
  @Test func framesAndTruthNumberedFromOneBelongTogether() throws {
    let field = try FieldCase("frames-from-one")
    let run = try field.trackSeg("frames", "--tracks", "tracks.npz", "-o", "out")
    #expect(run.exitCode == 0, "\(run.errors)")
    let names = (1...40).map(five)
    #expect(try masks(field) == names.map { $0 + ".png" })
    let evaluation = try field.trackSeg("evaluate", "out", "--truth", "truth", "--json")
    #expect(evaluation.exitCode == 0, "\(evaluation.errors)")
    #expect(evaluation.errors.contains("40 of 40 masks"), "\(evaluation.errors)")
    let scores = try metrics(evaluation)
    #expect(abs((scores["adjusted_rand_index"] as? Double ?? 0) - 0.826) < 0.001)
    #expect(scores["mask_iou"] as? Double ?? 0 > 0.55)
    let export = try field.trackSeg("export", "out", "--format", "davis,ytvis", "--to", "exported")
    #expect(export.exitCode == 0, "\(export.errors)")
    let davis = try FileManager.default.contentsOfDirectory(atPath: field.file("exported/Annotations/out"))
    #expect(davis.sorted() == names.map { $0 + ".png" })
    let document = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: field.file("exported/out.json"))), as: UTF8.self)
    #expect(document.contains("\"out/00001.jpg\"") && document.contains("\"out/00040.jpg\""))
    #expect(!document.contains("\"out/00000.jpg\""))
    // The page beside the masks asks for them by their names.
    let page = try String(contentsOfFile: field.file("out/index.html"), encoding: .utf8)
    #expect(page.contains("\"00040\""))
  }

  @Test func everyFifthFrameIsASequence() throws {
    let field = try FieldCase("frames-every-fifth")
    let run = try field.trackSeg("frames", "--tracks", "tracks.npz", "-o", "out")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try masks(field) == (0..<40).map { five(5 * $0) + ".png" })
  }

  @Test func picturesAreTurnedAsTheyAskFor() throws {
    let field = try FieldCase("exif-rotated-frames")
    let run = try field.trackSeg("frames", "--tracks", "tracks.npz", "-o", "out")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.errors.contains("160x120"), "\(run.errors)")
    for name in ["masks/00000.png", "overlays/00039.png"] {
      let header = [UInt8](try Data(contentsOf: URL(fileURLWithPath: field.file("out/" + name))).prefix(24))
      #expect(Array(header[16..<24]) == [0, 0, 0, 160, 0, 0, 0, 120], "\(name)")
    }
  }

  @Test func aColonInANameIsNoProtocol() throws {
    let field = try FieldCase("colon-in-name")
    let run = try field.trackSeg("2024-05-01T12:30:00.mp4", "--tracks", "tracks.npz", "-o", "run:1")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try masks(field, "run:1").count == 40)
    #expect(FileManager.default.fileExists(atPath: field.file("run:1/overlay.mp4")))
  }

  @Test func anEditListHidesFrames() throws {
    let field = try FieldCase("trimmed-mp4")
    let run = try field.trackSeg("trimmed.mp4", "--tracks", "tracks.npz", "-o", "out")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.errors.contains("30 frames of 160x120"), "\(run.errors)")
    #expect(
      !run.errors.contains("could not be decoded") && !run.errors.contains("cut short"), "\(run.errors)")
    #expect(try masks(field) == (0..<30).map { five($0) + ".png" })
  }

  @Test func anOffsetShiftsTheNumbers() throws {
    let field = try FieldCase("trimmed-mp4")
    let run = try field.trackSeg(
      "trimmed.mp4", "--tracks", "tracks.npz", "-o", "out", "--frame-offset", "10", "--frames", "20")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try masks(field) == (10..<30).map { five($0) + ".png" })
  }

  /// The frames under other names: what masks are called, and that the truth under the same names is found.
  @Test(arguments: [
    ("%s.jpg", "%s.png", "00001.png"),  // as they are
    ("IMG_%s.JPG", "mask_%s.png", "00001.png"),
    ("13050311%s.250000.jpg", "13050311%s.250000.png", "1305031100001.250000.png"),
    (
      "aachen_000003_%s_leftImg8bit.jpg", "aachen_000003_%s_gtFine_labelIds.png",
      "aachen_000003_00001_leftImg8bit.png"
    ),
  ])
  func namesGoThrough(frame: String, mask: String, first: String) throws {
    let field = try FieldCase("frames-from-one")
    for number in 1...40 {
      for (folder, suffix, pattern) in [("frames", ".jpg", frame), ("truth", ".png", mask)] {
        let name = pattern.replacingOccurrences(of: "%s", with: five(number))
        guard name != five(number) + suffix else { continue }
        try FileManager.default.moveItem(
          atPath: field.file("\(folder)/\(five(number))\(suffix)"), toPath: field.file("\(folder)/\(name)"))
      }
    }
    let run = try field.trackSeg("frames", "--tracks", "tracks.npz", "-o", "out", "--no-review")
    #expect(run.exitCode == 0, "\(run.errors)")
    let names = try masks(field)
    #expect(names.count == 40 && names[0] == first)
    let evaluation = try field.trackSeg("evaluate", "out", "--truth", "truth", "--json", "--no-review")
    #expect(evaluation.errors.contains("40 of 40 masks"), "\(evaluation.errors)")
    #expect(try metrics(evaluation)["mask_iou"] as? Double ?? 0 > 0.55)
  }

  @Test func masksNumberedFromOneAreNotShiftedForAVideo() throws {
    // Tracks alone: frames have no names, and 40 masks numbered from 1 are those of 40 frames.
    let field = try FieldCase("frames-from-one")
    #expect(try field.trackSeg("--tracks", "tracks.npz", "-o", "out", "--no-review").exitCode == 0)
    let whole = try field.trackSeg("evaluate", "out", "--truth", "truth", "--json", "--no-review")
    #expect(whole.exitCode == 0 && whole.errors.contains("in order"), "\(whole.errors)")
    #expect(abs((try metrics(whole)["adjusted_rand_index"] as? Double ?? 0) - 0.826) < 0.001)
    // One less, and numbers are all that there is: what is left over is said.
    try FileManager.default.removeItem(atPath: field.file("truth/00001.png"))
    let part = try field.trackSeg("evaluate", "out", "--truth", "truth", "--json", "--no-review")
    #expect(part.errors.contains("38 of 39 masks"), "\(part.errors)")
  }

  @Test func truthOfOtherFramesIsRefused() throws {
    let field = try FieldCase("frames-from-one")
    #expect(
      try field.trackSeg("frames", "--tracks", "tracks.npz", "-o", "out", "--no-review").exitCode == 0)
    try FileManager.default.removeItem(atPath: field.file("truth/00040.png"))
    for number in 1...39 {
      try FileManager.default.moveItem(
        atPath: field.file("truth/\(five(number)).png"),
        toPath: field.file("truth/\(five(number + 1000)).png"))
    }
    let run = try field.trackSeg("evaluate", "out", "--truth", "truth", "--no-review")
    #expect(run.exitCode == 3, "\(run.output)")
    for word in ["01001", "01039", "00001", "00040"] { #expect(run.errors.contains(word), "\(run.errors)") }
  }

  @Test func aDamagedPictureIsReplacedByTheOneBefore() throws {
    let field = try FieldCase("frames-from-one")
    try Data().write(to: URL(fileURLWithPath: field.file("frames/00008.jpg")))
    let run = try field.trackSeg("frames", "--tracks", "tracks.npz", "-o", "out", "--no-review")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.errors.contains("1 of 40 frames could not be decoded"), "\(run.errors)")
    #expect(run.errors.contains("00008.jpg"), "\(run.errors)")
    #expect(try masks(field).count == 40)
    let record = try String(contentsOfFile: field.file("out/run.json"), encoding: .utf8)
    #expect(record.contains("could not be decoded"))
  }

  @Test func moreObjectsThanDAVISTakesAreSaid() throws {
    let field = try FieldCase("frames-from-one")
    #expect(
      try field.trackSeg("frames", "--tracks", "tracks.npz", "-o", "out", "--no-review").exitCode == 0)
    func export() throws -> ProgramRun {
      try field.trackSeg("export", "out", "--format", "davis", "--to", "exported")
    }
    let few = try export()
    #expect(few.exitCode == 0 && !few.errors.contains("20 at most"), "\(few.errors)")
    // The same result, as if 21 objects were in it.
    let path = field.file("out/run.json")
    let record = try String(contentsOfFile: path, encoding: .utf8)
    let count = try #require(record.range(of: #""objectCount" : [0-9]+"#, options: .regularExpression))
    try record.replacingCharacters(in: count, with: "\"objectCount\" : 21").write(
      toFile: path, atomically: true, encoding: .utf8)
    let many = try export()
    #expect(many.exitCode == 0 && many.errors.contains("20 at most"), "\(many.errors)")
  }
}
