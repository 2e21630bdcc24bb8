import Foundation
import Pipeline
import Support
import TestSupport
import Testing

/// A file of these tests in a result's folder: one type, as in Documentation/extending.md.
private struct SizeTable: ResultPart, Equatable {
  static let files = ["sizes.csv"]
  static let remedy = "run the tests"
  let sizes: [Int]

  func write(to folder: OutputFolder) throws {
    var table = CSVTable(["size"])
    for size in sizes { table.add(["\(size)"]) }
    try folder.write(Array(table.text.utf8), to: Self.files[0])
  }
}

extension SizeTable {
  init(from folder: ResultFolder) throws {
    sizes = try CSVTable(path: folder.file(Self.files[0])).column("size", as: Int.self)
  }
}

/// A JSON file needs its name alone.
private struct Notes: JSONResultPart, Equatable {
  static let files = ["notes/author.json"]
  static let keys = JSONText.Keys.snakeCase
  var firstAuthor: String
}

@Suite struct NewPartTests {
  @Test func aPartIsOneType() throws {
    let scratch = try TemporaryFolder()
    let folder = try OutputFolder(path: scratch.file("out"), kind: .result)
    #expect(throws: RunError(.input, "\(folder.path): no sizes.csv is in it; run the tests")) {
      try folder.result.read(SizeTable.self)
    }
    try folder.write(SizeTable(sizes: [3, 1, 4]))
    try folder.write(Notes(firstAuthor: "Å. „B“ / C"))
    #expect(try folder.result.read(SizeTable.self) == SizeTable(sizes: [3, 1, 4]))
    #expect(try folder.result.read(Notes.self) == Notes(firstAuthor: "Å. „B“ / C"))
    #expect(folder.ownFiles == ["notes/author.json", "sizes.csv"], "the folder knows them as its own")
    #expect(
      try String(contentsOfFile: folder.file("notes/author.json"), encoding: .utf8)
        == "{\n  \"first_author\" : \"Å. „B“ / C\"\n}\n")
    try folder.write(Array("size\nmany\n".utf8), to: "sizes.csv")
    let error = #expect(throws: CSVError.self) { try folder.result.read(SizeTable.self) }
    #expect(
      error?.message.hasSuffix("sizes.csv: row 1 has “many” in the column size; expected a value of type Int")
        == true)
  }
}
