import Evaluation
import Foundation
import LinearAlgebra
import NumPy
import Support
import TestSupport
import Testing
import Tracks

@testable import Pipeline
import MotionSegmentation

/// Every part of a result is read as it was written.
@Suite struct ResultFolderTests {
  private let scratch: TemporaryFolder
  private let folder: OutputFolder

  init() throws {
    scratch = try TemporaryFolder()
    folder = try OutputFolder(path: scratch.file("out"), kind: .result)
  }

  /// Writes a part, reads it, and checks that it has written its files, or these, and no others.
  private func copy<Part: ResultPart>(_ part: Part, files: [String] = Part.files) throws -> Part {
    try folder.write(part)
    #expect(folder.ownFiles == files.sorted())
    #expect(folder.result.contains(Part.self))
    return try folder.result.read(Part.self)
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder.file(name))), as: UTF8.self)
  }

  @Test(arguments: [0, 690_000.5]) func labels(origin: Double) throws {
    let table = Samples.labels(origin: origin)
    #expect(table.rows[0].x0 != nil && table.rows[3].x0 == nil)
    let read = try copy(table)
    #expect(read == table)
    #expect(read.csv == table.csv, "and written again it is the same")
    #expect(read.labels == [1, 2, 0, -1, -1] && read.trackIDs == [3, 1, 4, 15, 9])
  }

  @Test func positionsOfPixelsAreWrittenInSinglePrecision() {
    let rows = Samples.labels().csv.split(separator: "\n")
    #expect(rows[0] == "track_id,label,score,n_visible,first,last,x0,y0,reason,n_observed,by")
    #expect(rows[1] == "3,1,0.3,2,0,2,0.1,0.2,,3,matrix")
    #expect(rows[2].contains(",123456.78,246913.56,") && rows[3].contains(",1.7e+07,3.4e+07,"))
    #expect(rows[4].hasPrefix("15,-1,0.0,") && rows[4].hasSuffix(",nan,nan,non-finite,0,"))
    #expect(Samples.labels(origin: 690_000.5).csv.contains(",690000.6,5300000.45"))
  }

  @Test func aNewColumnDoesNotShiftTheOthers() throws {
    let table = Samples.labels()
    try folder.write(table)
    let lines = try text("tracks.csv").split(separator: "\n", omittingEmptySubsequences: false)
    let wider = lines.enumerated().map { $1.isEmpty ? "" : ($0 == 0 ? "speed," : "\"1,5\",") + $1 }
    try folder.write(Array(wider.joined(separator: "\n").utf8), to: "tracks.csv")
    #expect(try folder.result.read(LabelTable.self) == table)
  }

  @Test func rowsAreFoundByTheirTracks() throws {
    let table = Samples.labels()
    try folder.write(table)
    let lines = try text("tracks.csv").split(separator: "\n")
    let sorted = [lines[0]] + lines.dropFirst().reversed()
    try folder.write(Array(sorted.joined(separator: "\r\n").utf8), to: "tracks.csv")
    #expect(try folder.result.read(LabelTable.self) == table, "as a spreadsheet may leave it")
  }

  @Test func tablesThatDoNotFitEachOtherAreRefused() throws {
    try folder.write(Samples.labels())
    let shorter = try text("tracks.csv").split(separator: "\n").dropLast().joined(separator: "\n") + "\n"
    try folder.write(Array(shorter.utf8), to: "tracks.csv")
    let error = #expect(throws: TracksError.self) { try folder.result.read(LabelTable.self) }
    #expect(error?.message.contains("its 4 tracks are not the 5 of") == true)
    let renamed = try text("tracks.csv").replacingOccurrences(of: "n_visible", with: "visible")
    try folder.write(Array(renamed.utf8), to: "tracks.csv")
    #expect(throws: (any Error).self) { try folder.result.read(LabelTable.self) }
  }

  @Test func matrixOfKnownPairs() throws {
    let sparse = try #require(Samples.sparse)
    #expect(try copy(sparse, files: ["mi.npz", "mi_index.npy"]) == sparse)
    #expect(!folder.result.contains("mi.npy") && folder.result.contains("mi_index.npy"))
    let rows = sparse.values.rows
    #expect(rows.row(2).map { $0.isNaN ? 9 : $0 } == [0.5, -0.25, 9] && rows.range == -0.25...0.5)
    #expect(abs(sparse.values.unknownShare - 1.0 / 3) < 1e-12)
    try NPY.write(NumPyArray(shape: [2], elements: .integer([3, 1])), to: folder.file("mi_index.npy"))
    let error = #expect(throws: RunError.self) { try folder.result.read(ResultMatrix.self) }
    #expect(error?.message.contains("pairs of 2 tracks") == true, "\(error?.message ?? "")")
  }

  @Test func matrix() throws {
    #expect(try copy(Samples.matrix, files: ["mi.npy", "mi_index.npy"]) == Samples.matrix)
    #expect(try Samples.matrix.rows(in: [9, 4, 3, 1], folder: folder.result) == [2, 3, 1])
    #expect(throws: RunError.self) { try Samples.matrix.rows(in: [9, 4], folder: folder.result) }
    try NPY.write(NumPyArray(shape: [2], elements: .integer([3, 1])), to: folder.file("mi_index.npy"))
    let error = #expect(throws: RunError.self) { try folder.result.read(ResultMatrix.self) }
    #expect(error?.message.contains("expected 2 × 2") == true, "\(error?.message ?? "")")
  }

  @Test func remainder() throws {
    let part = try #require(RemainderMatrix(values: [1, 2, 3, 4.5, -1, 0.1], columns: 3))
    #expect(try copy(part) == part && part.rows == 2)
    #expect(
      RemainderMatrix(values: [1, 2], columns: 3) == nil && RemainderMatrix(values: [], columns: 3) == nil)
  }

  @Test func objects() throws {
    let part = ObjectTable(rows: [
      .init(object: 1, frame: 0, trackCount: 3, x: 10.25, y: -4, width: 5.5, height: 0, isMoving: true),
      .init(object: 1, frame: 2, trackCount: 1, x: 1e6, y: 0, width: 0, height: 0, isMoving: false),
      .init(object: 2, frame: 0, trackCount: 9, x: 1, y: 2, width: 3, height: 4, isMoving: nil),
    ])
    #expect(try copy(part) == part)
    #expect(
      try text("objects.csv").hasPrefix(
        "object,frame,n_tracks,x,y,width,height,moving\n1,0,3,10.25,-4.0,5.5,0.0,yes\n"))
    try folder.write(
      Array(try text("objects.csv").replacingOccurrences(of: "yes", with: "often").utf8), to: "objects.csv")
    let error = #expect(throws: CSVError.self) { try folder.result.read(ObjectTable.self) }
    #expect(error?.message.contains("row 1 has “often” in the column moving") == true)
  }

  @Test func otherNumbersOfObjects() throws {
    let part = try #require(ObjectCuts(labels: [[1, 0, -1], [2, 1, -1]]))
    #expect(try copy(part) == part)
    #expect(ObjectCuts(labels: []) == nil && ObjectCuts(labels: [[]]) == nil)
    #expect(ObjectCuts(labels: [[1], [1, 2]]) == nil)
  }

  @Test func query() throws {
    let part = QueryTable(query: 1, trackIDs: [3, 1, 4], values: [0.1, 9, -1e-7])
    #expect(part.trackIDs == [3, 4])
    #expect(try copy(part) == part)
    #expect(try text("query.csv") == "track_id,mi\n3,0.1\n4,-1e-07\n")
  }

  @Test func scores() throws {
    #expect(try copy(Samples.metrics) == Samples.metrics)
    #expect(try text("metrics.json").contains("\"average_precision\" : 0.3333333333333333,"))
  }

  @Test func trueObjects() throws { #expect(try copy(Samples.truth) == Samples.truth) }

  @Test func thresholds() throws {
    let tables = try #require(Samples.curves?.tables)
    #expect(tables.steps.count > 2 && tables.exact.count == 3)
    #expect(try copy(tables) == tables)
    #expect(try text("pr.csv").hasPrefix("threshold,tp,fp,fn,precision,recall,f1\n"))
  }

  @Test func meanCurve() throws {
    let curve = try #require(Samples.curves?.mean)
    #expect(curve.precision.count == 101 && curve.queryCount == 2)
    #expect(try copy(curve) == curve)
    let none = MeanCurve(precision: [], averagePrecision: 0, queryCount: 0)
    #expect(try copy(none) == none)
    try folder.write(Array("recall,precision,queries,average_precision\n0,1,2,0.5\n".utf8), to: "pr_mean.csv")
    let error = #expect(throws: RunError.self) { try folder.result.read(MeanCurve.self) }
    #expect(error?.message.contains("found 1 points of a mean curve; expected 101") == true)
  }

  @Test func record() throws {
    let record = Samples.record { $0.threshold = 0.5 }
    let read = try copy(record)
    #expect(try read.json() == record.json() && read.options == record.options)
    #expect(try text("run.json").contains("\"schema\" : \(RunRecord.currentSchema),"))
  }

  @Test func recordsOfOtherSchemas() throws {
    let record = try Samples.record().json()
    func read(_ text: String) throws -> RunRecord {
      try folder.write(Array(text.utf8), to: "run.json")
      return try folder.result.read(RunRecord.self)
    }
    let mark = "  \"schema\" : \(RunRecord.currentSchema),\n"
    #expect(record.contains(mark))
    #expect(try read(record.replacingOccurrences(of: mark, with: "")).schema == nil, "of an earlier version")
    // Of a later one the schema is the only key that is sure to be there.
    let later = #expect(throws: RunError.self) { try read("{\"schema\": 99, \"tracks\": {}}") }
    #expect(later?.message.contains("schema 99") == true && later?.code == .input, "\(later?.message ?? "")")
    for (text, reason) in [
      ("{}", "there is no “"), ("[", "run.json was not written by track-seg"),
      (
        record.replacingOccurrences(of: "\"frameCount\" : 3", with: "\"frameCount\" : \"x\""), "at frameCount"
      ),
    ] {
      let error = #expect(throws: RunError.self) { try read(text) }
      #expect(error?.message.contains(reason) == true, "\(text.prefix(20)): \(error?.message ?? "")")
    }
  }

  @Test func whatIsMissingIsNamed() {
    let folder = folder.result
    let record = #expect(throws: RunError.self) { try folder.read(RunRecord.self) }
    #expect(record?.message.contains("no run.json is in it") == true)
    let metrics = #expect(throws: RunError.self) { try folder.read(ResultMetrics.self) }
    #expect(metrics?.message.hasSuffix("no metrics.json is in it; make it with track-seg evaluate") == true)
    for part in ResultFolder.parts {
      let error = #expect(throws: (any Error).self) { try folder.read(part) }
      #expect(
        "\(error.map { "\($0)" } ?? "")" == "\(folder.path): no \(part.files[0]) is in it; \(part.remedy)")
    }
  }

  @Test func readmeListsEveryFile() throws {
    let readme = try String(contentsOfFile: Fixtures.projectRoot + "/README.md", encoding: .utf8)
    for part in ResultFolder.parts {
      for file in part.files where !file.contains("/") { #expect(readme.contains("`\(file)`"), "\(file)") }
    }
  }

  private static let hasNumPy = (try? runProgram(["python3", "-c", "import numpy"]))?.exitCode == 0

  @Test(.enabled(if: hasNumPy, "Python with NumPy is not installed")) func pythonReadsTheFiles() throws {
    try folder.write(Samples.labels())
    try folder.write(Samples.matrix)
    try folder.write(try #require(RemainderMatrix(values: [1, 2, 3], columns: 3)))
    try folder.write(QueryTable(query: 1, trackIDs: [3, 4], values: [0.1, 2]))
    try folder.write(Samples.metrics)
    try folder.write(try #require(Samples.curves).tables)
    try folder.write(try #require(Samples.curves).mean)
    try folder.write(Samples.record())
    let run = try runProgram([
      "python3", Fixtures.projectRoot + "/scripts/reference/result_files.py", folder.path,
    ])
    #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
  }
}
