import Foundation
import Glibc
import Support
import TestSupport
import Testing

@Suite struct TextAndPathTests {
  @Test func valuesAreQuotedWhereTheyMustBe() {
    #expect(CSV.line(["a", "b c", "1.5"]) == "a,b c,1.5\n")
    #expect(
      CSV.line(["a,b", "say \"no\"", "two\nlines", ""]) == "\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\n")
    #expect(CSV.field("a\r\nb") == "\"a\r\nb\"")
  }

  @Test func placesAreComparedThroughLinks() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file("data/one"), withIntermediateDirectories: true)
    #expect(symlink(folder.file("data"), folder.file("link")) == 0)
    let data = CanonicalPath(folder.file("data"))
    #expect(CanonicalPath(folder.file("link")) == data)
    #expect(CanonicalPath(folder.file("data/one/..")) == data)
    #expect(CanonicalPath(folder.file("link/one/../new/deep")).isInside(data))
    #expect(CanonicalPath(folder.file("new/../link/x")).isInside(data))
    #expect(!CanonicalPath(folder.file("data2")).isInside(data))
    #expect(
      data.isInside(CanonicalPath("/")) && CanonicalPath("").components == CanonicalPath(".").components)
    #expect(CanonicalPath(folder.file("data/")).name == "data")
    #expect(CanonicalPath(folder.file("a/b")).path(from: CanonicalPath(folder.file("a/c/d"))) == "../../b")
    #expect(data.path(from: data) == "." && data.path(from: CanonicalPath(folder.path)) == "data")
  }

  @Test func filesAppearWholeOrNotAtAll() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write([1, 2], to: folder.file("a"))
    do {
      var file = try AtomicFile(path: folder.file("a"))
      try file.write([3])
    }
    #expect(FileManager.default.contents(atPath: folder.file("a")) == Data([1, 2]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a"])
    #expect(throws: OutputError.self) { try AtomicFile.write([1], to: folder.file("no/a")) }
    // A library that writes by name.
    let file = try AtomicFile(path: folder.file("b"))
    try Data([9]).write(to: URL(fileURLWithPath: file.temporaryPath))
    try file.commit()
    #expect(FileManager.default.contents(atPath: folder.file("b")) == Data([9]))
  }
}
