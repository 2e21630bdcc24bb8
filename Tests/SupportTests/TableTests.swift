import Support
import TestSupport
import Testing

@Suite struct TableTests {
  private static let hostile = [
    "plain", "a,b", "say \"no\"", "two\nlines", "\"", ",", "", " ", "é – 日本", "\r\n", "a\"b",
  ]

  @Test func aTableIsReadAsItWasWritten() throws {
    var table = CSVTable(["name", "with, comma", "with \"quotes\""])
    for text in Self.hostile { table.add([text, "1", text]) }
    let copy = try CSVTable(text: table.text, source: "t.csv")
    #expect(copy == table)
    #expect(try copy.column("with \"quotes\"") == Self.hostile)
    #expect(copy.rowCount == Self.hostile.count)
  }

  @Test func pythonReadsTheSameTable() throws {
    guard (try? runProgram(["python3", "-c", ""]))?.exitCode == 0 else { return }
    let folder = try TemporaryFolder()
    var table = CSVTable(["a", "b"])
    for text in Self.hostile { table.add([text, "x"]) }
    try AtomicFile.write(Array(table.text.utf8), to: folder.file("t.csv"))
    let code = """
      import csv, sys
      rows = list(csv.DictReader(open(sys.argv[1], newline="")))
      sys.stdout.write("|".join(row["a"].encode("unicode_escape").decode() for row in rows))
      """
    let run = try runProgram(["python3", "-c", code, folder.file("t.csv")])
    #expect(
      run.output
        == #"plain|a,b|say "no"|two\nlines|"|,|| |\xe9 \u2013 \u65e5\u672c|\r\n|a"b"#, "\(run.errors)")
  }

  @Test func columnsAreFoundByName() throws {
    let table = try CSVTable(text: "new,y,x\r\n?,2,1.5\r\n?,4,3\r\n\r\n", source: "t.csv")
    #expect(try table.column("x", as: Double.self) == [1.5, 3])
    #expect(try table.column("y", as: Int.self) == [2, 4])
    #expect(throws: CSVError("t.csv: there is no column “z”; found the columns new, y, x")) {
      try table.column("z")
    }
    #expect(throws: CSVError("t.csv: row 1 has “1.5” in the column x; expected a value of type Int")) {
      try table.column("x", as: Int.self)
    }
  }

  @Test(arguments: [
    ("", "is empty"), ("a,b\n1\n", "line 2 ends a row of 1 cells; expected 2"), ("a\n\"1\n", "not closed"),
    ("a,b\n\"x\ny\",2\n1,2,3\n", "line 4 ends a row of 3 cells"),
  ])
  func whatIsNoTableIsRefused(_ text: String, _ reason: String) {
    let error = #expect(throws: CSVError.self) { try CSVTable(text: text, source: "t.csv") }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  @Test func barsOfACellDoNotEndIt() {
    var table = MarkdownTable(["name", "count"])
    table.add(["a|b", "1"])
    #expect(table.text == "| name | count |\n|---|---:|\n| a\\|b | 1 |\n")
  }

  @Test func numbersForPeople() {
    #expect(
      decimals(0.12349, 3) == "0.123" && decimals(-2.5, 0) == "-3.0" && decimals(1.0 / 3, 4) == "0.3333")
    #expect((0.123456).rounded(decimals: 5) == 0.12346)
    #expect(durationWords(0.2) == "under a second" && durationWords(11.2) == "12 s")
    #expect(durationWords(91) == "2 minutes" && durationWords(3 * 3600) == "3 hours")
  }

  @Test func majorities() {
    #expect(["a": 2, "b": 3].mostFrequent == "b")
    #expect([7: 2, 5: 2, 9: 1].mostFrequent == 5, "the least of equal ones")
    #expect([Int: Int]().mostFrequent == nil)
  }

  @Test func jsonIsSortedAndComesBack() throws {
    struct Value: Codable, Equatable {
      var secondKey = "a/b"
      var firstKey: Double? = 0.1
    }
    #expect(try JSONText.encode(Value()) == #"{"firstKey":0.1,"secondKey":"a/b"}"#)
    #expect(try JSONText.encode(Value(), keys: .snakeCase) == #"{"first_key":0.1,"second_key":"a/b"}"#)
    #expect(throws: (any Error).self) { try JSONText.encode([Double.nan]) }
    #expect(try JSONText.encode([Double.nan], allowsNonFinite: true) == #"["nan"]"#)
    let folder = try TemporaryFolder()
    let path = folder.file("v.json")
    #expect(try JSONText.decode(Value.self, path: path) == nil)
    try AtomicFile.write(Array(try JSONText.encode(Value(), keys: .snakeCase).utf8), to: path)
    #expect(try JSONText.decode(Value.self, path: path, keys: .snakeCase) == Value())
  }
}
