import Evaluation
import Foundation
import LinearAlgebra
import MotionSegmentation
import NumPy
import Segmentation
import Support
import TestSupport
import Testing
import Tracks

@testable import Pipeline

/// Results of tracks that come and go: tables, scores, exports and the values of the page.
@Suite struct GapTests {
  private let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  /// A small scene of which three entries in ten are missing in runs of eight frames on average, and its result without pictures.
  private func result(_ arguments: [String] = []) throws -> (folder: String, scene: String) {
    let (scene, output) = (scratch.file("gappy"), scratch.file("out"))
    try runProgram(
      [
        "synth", scene, "--frames", "60", "--objects", "2", "--tracks", "25", "--background", "30", "--width",
        "160", "--height", "90", "--quiet",
      ])
    var degradation = TrackDegradation()
    (degradation.missing, degradation.missingRun) = (0.3, 8)
    let set = try degradation.applied(to: TrackFile.read(scene + "/anno.npz").tracks)
    let shape = [set.frameCount, set.trackCount]
    // Frame by frame.
    let order = (0..<set.frameCount).flatMap { frame in
      (0..<set.trackCount).map { set.range(ofTrack: $0).lowerBound + frame }
    }
    try NPZ.write(
      [
        (
          "tracks",
          NumPyArray(shape: shape + [2], elements: .float(order.flatMap { [set.x[$0], set.y[$0]] }))
        ),
        ("visibility", NumPyArray(shape: shape, elements: .bool(order.map { set.visible[$0] }))),
      ], to: scene + "/anno.npz")
    try runProgram(
      [scene, "--output", output, "--quiet", "--no-pictures", "--least-frames", "10"] + arguments)
    return (output, scene)
  }

  private func runProgram(_ arguments: [String]) throws {
    let run = try TestSupport.runProgram([try programPath()] + arguments)
    guard run.exitCode == 0 else { throw ProgramFailure(reason: run.errors) }
  }

  @Test func tablesAndCountsOfARun() throws {
    let (output, _) = try result(["--max-tracks", "30"])
    let source = try ExportSource(output: output)
    let (set, rows, record) = (try source.tracks(), source.labels.rows, source.record)
    #expect(!set.isComplete, "the tracks come with the frames in which the run observed them")
    for (track, row) in rows.enumerated() {
      let observed = set.range(ofTrack: track).filter { set.isObserved($0) }
      #expect(row.observedCount == observed.count, "track \(row.trackID)")
      #expect(observed.allSatisfy { set.x[$0].isFinite && set.y[$0].isFinite })
      #expect((row.label >= 0) == (row.reason == .kept))
      #expect(row.origin.isEmpty == (row.reason != .kept && row.reason != .neverTogether))
    }
    let byOrigin = Dictionary(grouping: rows.filter { !$0.origin.isEmpty }, by: \.origin).mapValues(\.count)
    #expect(record.labelledBy?.filter { $0.value > 0 } == byOrigin)
    #expect(Set(try #require(record.labelledBy).keys) == Set(LabelOrigin.allCases.map(\.rawValue)))
    #expect(byOrigin["matrix"] == record.sampledCount && (byOrigin["mi"] ?? 0) > 0)
    #expect(byOrigin["static", default: 0] == record.staticCount)
    let complete = rows.count { !$0.origin.isEmpty && $0.observedCount == 60 }
    #expect(record.completeCount == complete && record.gapCount == record.keptCount - complete)
    #expect(record.keptCount + record.dropped.values.reduce(0, +) == record.trackCount)
    let matrix = try ResultFolder(output).read(ResultMatrix.self).values
    #expect(record.unknownPairShare == matrix.unknownShare)
  }

  @Test func theRunSaysTheShareOfUnknownPairs() throws {
    let (output, scene) = try result()
    let again = try TestSupport.runProgram([
      try programPath(), scene, "--output", output, "--no-pictures", "--least-frames", "10",
    ])
    let share = try #require(try ResultFolder(output).read(RunRecord.self).unknownPairShare)
    #expect(again.errors.contains("of the pairs is unknown") == (share > 0), "\(again.errors)")
    #expect(UnknownPairs.line(share: 0) == nil)
    #expect(UnknownPairs.line(share: 0.1234)?.contains(" 12.3 % of the pairs") == true)
    #expect(
      UnknownPairs.percent(1e-6) == "less than 0.1 %" && UnknownPairs.percent(0.9999) == "more than 99.9 %")
    #expect(UnknownPairs.percent(1) == "100.0 %")
  }

  @Test func fbmsReadsBackWithoutLoss() throws {
    let (output, _) = try result()
    let source = try ExportSource(output: output)
    let folder = try OutputFolder(path: scratch.file("to"), kind: .export)
    let path = try Exporter.fbms.write(source, to: folder)
    let (set, rows) = (try source.tracks(), source.labels.rows)
    // Label, frame and position of every observed point of labelled tracks, with the track.
    var wanted: [String] = []
    for (track, row) in rows.enumerated() where row.label >= 0 {
      for (frame, index) in set.range(ofTrack: track).enumerated()
      where set.isObserved(index) && set.visible[index] {
        wanted.append("\(row.trackID) \(row.label) \(frame) \(set.x[index]) \(set.y[index])")
      }
    }
    let read = try TrackFile.read(path).tracks
    let names = try CSVTable(path: String(path.dropLast(4)) + ".ids.csv")
    #expect(try names.column("piece", as: Int.self) == Array(0..<read.trackCount))
    let ids = try names.column("track_id", as: Int64.self)
    // The reader leaves labels to others: they are the first numbers of the pieces' heads.
    let numbers = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isWhitespace)
    var labels: [Int32] = []
    var place = 2
    while place < numbers.count {
      labels.append(try #require(Int32(numbers[place])))
      place += 2 + 3 * (try #require(Int(numbers[place + 1])))
    }
    #expect(labels.count == read.trackCount && Set(ids).count < ids.count, "some tracks are in pieces")
    var found: [String] = []
    for piece in 0..<read.trackCount {
      for (frame, index) in read.range(ofTrack: piece).enumerated() where read.visible[index] {
        found.append("\(ids[piece]) \(labels[piece]) \(frame) \(read.x[index]) \(read.y[index])")
      }
    }
    #expect(found.count > 1000 && found.sorted() == wanted.sorted())
    // No piece bridges a gap.
    for piece in 0..<read.trackCount {
      let frames = read.range(ofTrack: piece).enumerated().filter { read.visible[$0.element] }.map(\.offset)
      #expect(frames.count == (frames.last ?? 0) - (frames.first ?? 0) + 1)
    }
  }

  @Test func theTableIsEmptyWhereATrackIsNotObserved() throws {
    let (output, _) = try result()
    let source = try ExportSource(output: output)
    let folder = try OutputFolder(path: scratch.file("to"), kind: .export)
    let table = try CSVTable(path: try Exporter.csv.write(source, to: folder))
    let set = try source.tracks()
    let (x, visible) = (try table.column("x"), try table.column("visible"))
    #expect(table.rowCount == set.frameCount * set.trackCount, "a row for every track in every frame")
    for row in 0..<table.rowCount {
      let index = set.range(ofTrack: row % set.trackCount).lowerBound + row / set.trackCount
      #expect(x[row] == (set.isObserved(index) ? "\(set.x[index])" : ""))
      #expect((visible[row] == "1") == set.visible[index])
    }
    #expect(x.contains(""))
  }

  @Test func scoresAreThoseOfTheDefinitions() throws {
    let (output, scene) = try result(["--max-tracks", "40"])
    try runProgram(["evaluate", output, "--truth", scene, "--quiet"])
    let folder = ResultFolder(output)
    let metrics = try folder.read(ResultMetrics.self)
    let (labels, matrix) = (try folder.read(LabelTable.self), try folder.read(ResultMatrix.self))
    let truth = try NPY.read(file: scene + "/track_motion_ids.npy").integers().map { Int($0) }
    let withTruth = truth.indices.filter { truth[$0] != 0 }
    let scored = withTruth.filter { labels.labels[$0] >= 0 }
    #expect(metrics.nScored == scored.count && metrics.nDropped == withTruth.count - scored.count)
    #expect(metrics.coverage == Double(scored.count) / Double(withTruth.count))
    let ari = AdjustedRandIndex.score(scored.map { labels.labels[$0] }, scored.map { truth[$0] })
    #expect(metrics.adjustedRandIndex == ari, "over the tracks with a label")
    // Average precision by counting, with unknown pairs below all others.
    let ids = try matrix.rows(in: labels.trackIDs, folder: folder).map { truth[$0] }
    let values = try #require(matrix.values.dense)
    var precisions: [Double] = []
    for query in ids.indices where ids[query] != 0 {
      let others = ids.indices.filter { $0 != query && ids[$0] != 0 }
      func value(_ other: Int) -> Float {
        values[query, other].isNaN ? -.greatestFiniteMagnitude : values[query, other]
      }
      let right = others.filter { ids[$0] == ids[query] }
      guard !right.isEmpty else { continue }
      let sum = right.reduce(0.0) { sum, one in
        let above = others.filter { value($0) >= value(one) }
        return sum + Double(above.count { ids[$0] == ids[query] }) / Double(above.count)
      }
      precisions.append(sum / Double(right.count))
    }
    let mean = precisions.reduce(0, +) / Double(precisions.count)
    #expect(abs(try #require(metrics.averagePrecision) - mean) < 1e-9)
  }

  @Test func theShareOfUnknownPairsIsThatOfScoredRows() throws {
    var dense = SymmetricMatrix(count: 4)
    (dense[0, 1], dense[1, 2], dense[0, 3]) = (.nan, .nan, .nan)
    let sparse = PairMatrix.sparse(SparseMatrix(dense) { _, _ in 9 })
    for matrix in [PairMatrix.dense(dense), sparse] {
      func share(_ scored: [Bool]) -> Double { ResultEvaluation.unknownShare(matrix, scored: scored) }
      #expect(share([true, true, true, true]) == 0.5)
      #expect(abs(share([true, true, true, false]) - 2.0 / 3) < 1e-15)
      #expect(share([false, false, true, true]) == 0 && share([true, false, false, false]) == 0)
    }
  }

  @Test func whatTheFilterCutsIsNotObserved() throws {
    // Twenty frames: complete; a jump away and back in frame 4; too few frames.
    let frames = 20
    let x = (0..<3 * frames).map { index -> Float in
      switch (index / frames, index % frames) {
      case (1, 4): 900
      case (2, 5...): .nan
      default: Float(index % frames) + 10
      }
    }
    var set = TrackSet(
      frameCount: frames, trackCount: 3, x: x, y: [Float](repeating: 20, count: 3 * frames),
      visible: [Bool](repeating: true, count: 3 * frames), valid: [Bool](repeating: true, count: 3 * frames))
    let found = try ObservedTracks(
      set, options: SegmentationOptions(), picture: PictureSize(width: 100, height: 100))
    #expect(found.counts == [20, 19, 5])
    #expect(!found.tracks.isObserved(frames + 4) && !found.tracks.visible[frames + 4])
    #expect(found.tracks.x[frames + 4] == 900, "positions stay those of the file")
    #expect(found.tracks.observedStretches(ofTrack: 0) == [0..<20])
    #expect(found.tracks.observedStretches(ofTrack: 1) == [0..<4, 5..<20])
    #expect(found.tracks.observedStretches(ofTrack: 2) == [0..<5])
    #expect(found.tracks.visible[2 * frames + 10], "a dropped track is visible where the file says so")
    // The rule of the paper cuts nothing.
    var options = SegmentationOptions()
    options.filter = .paper
    #expect(
      try ObservedTracks(set, options: options, picture: PictureSize(width: 100, height: 100)).counts
        == [20, 20, 5])
    set = set.selecting([0])
    #expect(try ObservedTracks(set, options: SegmentationOptions(), picture: nil).tracks == set)
  }
}

/// Entries that a benchmark makes missing.
@Suite struct MissingEntriesTests {
  private static let set = TrackSet(
    frameCount: 500, trackCount: 80, x: [Float](repeating: 3, count: 40_000),
    y: [Float](repeating: 4, count: 40_000), visible: [Bool](repeating: true, count: 40_000),
    valid: [Bool](repeating: true, count: 40_000))

  @Test(arguments: [(0.1, nil), (0.7, nil), (0.3, 20), (0.7, 20), (0.5, 1)] as [(Double, Double?)])
  func shareAndLengthOfRuns(_ share: Double, _ length: Double?) throws {
    var degradation = TrackDegradation()
    (degradation.missing, degradation.missingRun) = (share, length)
    let set = try degradation.applied(to: Self.set)
    let absent = set.x.map(\.isNaN)
    #expect(set.y.map(\.isNaN) == absent && set.visible == absent.map { !$0 } && set.valid == set.visible)
    let found = Double(absent.count { $0 }) / 40_000
    #expect(abs(found - share) < 0.03, "\(found)")
    // Runs inside the tracks: those at the ends are cut short.
    var runs: [Int] = []
    for track in 0..<set.trackCount {
      let range = set.range(ofTrack: track)
      var start: Int?
      for index in range {
        if absent[index] {
          if index > range.lowerBound, !absent[index - 1] { start = index }
        } else if let first = start {
          runs.append(index - first)
          start = nil
        }
      }
    }
    let mean = Double(runs.reduce(0, +)) / Double(runs.count)
    let expected = length ?? 1 / (1 - share)
    #expect(abs(mean - expected) < 0.12 * expected, "\(mean) of \(expected)")
    #expect(try degradation.applied(to: Self.set).visible == set.visible, "the same seed, the same entries")
    degradation.seed = 1
    #expect(try degradation.applied(to: Self.set).visible != set.visible)
  }

  @Test func whatCannotBeIsRefused() throws {
    for (share, length) in [(1, nil), (-0.1, nil), (0.3, 0.5), (0.9, 2)] as [(Double, Double?)] {
      var degradation = TrackDegradation()
      (degradation.missing, degradation.missingRun) = (share, length)
      let error = #expect(throws: RunError.self) { try degradation.applied(to: Self.set) }
      #expect(error?.code == .usage)
    }
    #expect(try TrackDegradation().applied(to: Self.set) == Self.set)
  }

  @Test func theTableNamesWhatIsMissing() {
    func row(_ missing: Double, _ run: Double?, unknown: Double) -> MotionBenchmark.Row {
      MotionBenchmark.Row(
        group: "g", sequence: "s", estimator: "ksg", signal: "both", slicing: "shared", clustering: "auto",
        tracks: 5, frames: 9,
        averagePrecision: 0.5, automaticARI: 0.25, bestThresholdARI: 1, givenARI: nil, misclassification: nil,
        objects: 2, trueObjects: 2,
        seconds: 2,
        unknownShare: unknown, missing: missing, missingRun: run, precision: nil)
    }
    let complete = MotionBenchmarkTable.markdown([row(0, nil, unknown: 0)])
    #expect(!complete.contains("missing") && !complete.contains("unknown"))
    let rows = [row(0, nil, unknown: 0), row(0.3, nil, unknown: 0.125), row(0.3, 20, unknown: 0.25)]
    let lines = MotionBenchmarkTable.markdown(rows).split(separator: "\n").map(String.init)
    #expect(lines.count == 5 && Set(lines.map { $0.count { $0 == "|" } }).count == 1, "\(lines)")
    #expect(lines[2].contains("| none |") && lines[3].contains("| 30.0 %, random | 0.500 |"))
    #expect(lines[4].contains("| 30.0 %, runs of 20.0 |") && lines[4].hasSuffix(" 2.000 | 25.0 |"))
    let csv = MotionBenchmarkTable.csv(rows).split(separator: "\n")
    #expect(csv[0].hasSuffix(",seconds,missing,missing_run,unknown_share"))
    #expect(csv[2].hasSuffix(",2.0,0.3,,0.125") && csv[3].hasSuffix(",2.0,0.3,20.0,0.25"))
  }
}
