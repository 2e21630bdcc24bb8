import Foundation
import Glibc
import Support
import TestSupport
import Testing

/// The rule of output folders: new, empty, or this program's own; nobody else's file is ever touched.
@Suite struct OutputFolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func put(_ text: String, at name: String) throws {
    let url = URL(fileURLWithPath: folder.file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: folder.file(name)).map { String(decoding: $0, as: UTF8.self) }
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func foldersOfOthersAreRefused() throws {
    try put("mine", at: "data/notes.txt")
    let error = message { _ = try OutputFolder(path: folder.file("data"), kind: .result) }
    #expect(error.contains("data") && error.contains("notes.txt"), "\(error)")
    #expect(text("data/notes.txt") == "mine")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("data")) == ["notes.txt"])
    // An empty folder, and one with files that only a desktop or git wrote, are as good as new.
    try put("", at: "empty/.gitkeep")
    #expect(message { _ = try OutputFolder(path: folder.file("empty"), kind: .result) } == "")
    try put("file", at: "file")
    #expect(message { _ = try OutputFolder(path: folder.file("file"), kind: .result) }.contains("is a file"))
  }

  @Test func onlyOwnFilesAreReplacedAndRemoved() throws {
    do {
      let first = try OutputFolder(path: folder.file("out"), kind: .result)
      try first.write(Array("a".utf8), to: "masks/00000.png")
      try first.write(Array("b".utf8), to: "run.json")
    }
    try put("mine", at: "out/masks/mine.png")
    try put("mine", at: "out/labels.npz")
    let second = try OutputFolder(path: folder.file("out"), kind: .result)
    #expect(second.ownFiles == ["masks/00000.png", "run.json"])
    #expect(message { try second.write([], to: "labels.npz") }.contains("not written by track-seg"))
    try second.write(Array("c".utf8), to: "run.json")
    #expect(text("out/run.json") == "c")
    try second.clear()
    #expect(text("out/run.json") == nil && text("out/masks/00000.png") == nil)
    #expect(text("out/masks/mine.png") == "mine" && text("out/labels.npz") == "mine")
    #expect(second.ownFiles == [])
  }

  @Test func filesOfAKilledRunAreKnown() throws {
    do {
      let first = try OutputFolder(path: folder.file("out"), kind: .result)
      try first.claim((0..<3).map { "masks/0000\($0).png" })
      try put("half", at: "out/masks/00001.png")
    }
    try put("", at: "out/masks/.00002.png.partial-1-2")
    let second = try OutputFolder(path: folder.file("out"), kind: .result)
    #expect(text("out/masks/.00002.png.partial-1-2") == nil)
    try second.clear()
    #expect(!second.contains("masks"))
  }

  @Test func aFolderIsOfOneKind() throws {
    do { try OutputFolder(path: folder.file("scene"), kind: .scene).write([1], to: "anno.npz") }
    let error = message { _ = try OutputFolder(path: folder.file("scene"), kind: .result) }
    #expect(error.contains("synthetic sequence"), "\(error)")
    try put("something else", at: "other/.track-seg")
    #expect(
      message { _ = try OutputFolder(path: folder.file("other"), kind: .result) }.contains("something else"))
    #expect(text("other/.track-seg") == "something else")
  }

  @Test func aSecondRunIsRefusedWhileTheFirstLives() throws {
    let first = try OutputFolder(path: folder.file("out"), kind: .result)
    #expect(message { _ = try OutputFolder(path: folder.file("out"), kind: .result) }.contains("another run"))
    try first.write([1], to: "a")
    let part = try OutputFolder(path: folder.file("parts"), kind: .batch, isShared: true)
    let other = try OutputFolder(path: folder.file("parts"), kind: .batch, isShared: true)
    try part.write([1], to: "a")
    try other.write([2], to: "b")
    #expect(
      message { _ = try OutputFolder(path: folder.file("parts"), kind: .batch) }.contains("another run"))
  }

  @Test func sharedFoldersListEverybodysFiles() throws {
    do {
      let part = try OutputFolder(path: folder.file("parts"), kind: .batch, isShared: true)
      let other = try OutputFolder(path: folder.file("parts"), kind: .batch, isShared: true)
      try part.write([1], to: "a")
      try other.write([2], to: "b")
      try part.remove("a")
    }
    let whole = try OutputFolder(path: folder.file("parts"), kind: .batch)
    #expect(whole.ownFiles == ["a", "b"] && !whole.contains("a"))
  }

  @Test func nothingIsLeftOfARunThatWroteNothing() throws {
    do { _ = try OutputFolder(path: folder.file("out"), kind: .result) }
    #expect(!FileManager.default.fileExists(atPath: folder.file("out")))
  }

  @Test func noListIsLeftWhereNothingWasWritten() throws {
    try put("{}", at: "old/run.json")
    try put("1", at: "old/metrics.json")
    do {
      let folder = try OutputFolder(existing: folder.file("old"), unlisted: ["metrics.json", "pr.csv"])
      #expect(folder.ownFiles == ["metrics.json"])
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("old")).count == 2)
    do { try OutputFolder(existing: folder.file("old"), unlisted: ["metrics.json"]).write([2], to: "pr.csv") }
    let again = try OutputFolder(existing: folder.file("old"))
    #expect(again.ownFiles == ["metrics.json", "pr.csv"])
  }

  @Test func linksInsideAreNotFollowed() throws {
    try put("true mask", at: "data/00000.png")
    do { try OutputFolder(path: folder.file("out"), kind: .result).write([1], to: "masks/00000.png") }
    try FileManager.default.removeItem(atPath: folder.file("out/masks"))
    #expect(symlink(folder.file("data"), folder.file("out/masks")) == 0)
    let out = try OutputFolder(path: folder.file("out"), kind: .result)
    #expect(message { try out.clear() }.contains("link"))
    #expect(message { try out.write([1], to: "masks/00000.png") }.contains("link"))
    #expect(text("data/00000.png") == "true mask")
  }

  @Test func aFinishedFolderTakesThePlaceOfAnOlderOne() throws {
    do {
      let old = try OutputFolder(path: folder.file("a"), kind: .result)
      try old.write([1], to: "masks/00009.png")
      try old.write([1], to: "run.json")
    }
    try put("mine", at: "a/notes.txt")
    let final = try OutputFolder(path: folder.file("a"), kind: .result)
    let partial = try OutputFolder(path: folder.file("a.partial"), kind: .result)
    try partial.write([2], to: "masks/00000.png")
    try partial.write([2], to: "run.json")
    try final.replaceContents(with: partial, last: "run.json")
    #expect(final.ownFiles == ["masks/00000.png", "run.json"])
    #expect(!final.contains("masks/00009.png") && text("a/notes.txt") == "mine")
    #expect(!FileManager.default.fileExists(atPath: partial.path))
  }

  @Test func foldersInsideAreEmptiedToo() throws {
    do {
      let out = try OutputFolder(path: folder.file("out"), kind: .result)
      try out.folder("ksg").write([1], to: "run.json")
      try out.folder("kde").write([1], to: "run.json")
      try put("mine", at: "out/kde/notes.txt")
    }
    let out = try OutputFolder(path: folder.file("out"), kind: .result)
    #expect(out.ownFiles == ["kde/", "ksg/"])
    try out.clear()
    #expect(!out.contains("ksg") && !out.contains("kde/run.json") && text("out/kde/notes.txt") == "mine")
    try put("mine", at: "out/histogram/notes.txt")
    #expect(message { _ = try out.folder("histogram") }.contains("notes.txt"))
  }

  /// Random trees of foreign files in an own folder, and random writing beside them.
  @Test(arguments: 0..<20) func foreignFilesStayByteForByte(seed: Int) throws {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let names = ["masks", "overlays", "review", "a", "b.txt", "run.json", "00000.png", "labels.npz"]
    func name() -> String { (0...next(3)).map { _ in names[next(names.count)] }.joined(separator: "/") }
    do {
      let own = try OutputFolder(path: folder.file("out"), kind: .result)
      for _ in 0..<next(12) { try? own.write([UInt8(next(256))], to: name()) }
    }
    var foreign: [String: String] = [:]
    let listed = try OutputFolder(path: folder.file("out"), kind: .result).ownFiles
    for number in 0..<12 {
      let path = "out/" + name()
      guard !listed.contains(String(path.dropFirst(4))), text(path) == nil,
        (try? put("\(number)", at: path)) != nil
      else { continue }
      foreign[path] = "\(number)"
    }
    for _ in 0..<3 {
      guard let own = try? OutputFolder(path: folder.file("out"), kind: .result) else { break }
      try? own.clear(keeping: { $0.count % 2 == 0 })
      for _ in 0..<10 { try? own.write([7], to: name()) }
      try? own.removeFolder("masks")
      try? own.remove("run.json")
    }
    for (path, value) in foreign { #expect(text(path) == value, "\(path)") }
  }
}
