import Foundation
import LinearAlgebra
import NumPy
import TestSupport
import Testing

@testable import Tracks

@Suite struct SignalTests {
  let set = Inputs.set(frames: 6, [{ (Float($0 * $0), Float(-$0)) }, { (Float(3 * $0), 7) }])

  @Test func positionsAreAsTheyWere() throws {
    let channels = try Signal(.position).channels(of: set)
    #expect(channels.map(\.name) == ["position"])
    let observations = channels[0].observations
    #expect((observations.count, observations.dimension, observations.length) == (2, 2, 6))
    #expect(
      Array(observations.values[observations.range(variable: 0, coordinate: 0)]) == [0, 1, 4, 9, 16, 25])
    #expect(Array(observations.values[observations.range(variable: 1, coordinate: 1)]) == [7, 7, 7, 7, 7, 7])
  }

  @Test func velocitiesAreDifferencesOverTheLag() throws {
    let observations = try Signal(.velocity, lag: 2).channels(of: set)[0].observations
    #expect(observations.length == 4)
    #expect(Array(observations.values[observations.range(variable: 0, coordinate: 0)]) == [4, 8, 12, 16])
    #expect(Array(observations.values[observations.range(variable: 1, coordinate: 0)]) == [6, 6, 6, 6])
  }

  @Test func bothAndMultiHaveAChannelEach() throws {
    #expect(try Signal(.both, lag: 3).channels(of: set).map(\.name) == ["position", "velocity, lag 3"])
    #expect(SignalKind.lags(frames: 600) == [1, 2, 3, 5, 8, 30, 60, 120])
    #expect(SignalKind.lags(frames: 30) == [1, 2, 3, 5, 6, 8])
    #expect(SignalKind.lags(frames: 2) == [])
  }

  @Test func aLagBeyondTheVideoIsRefused() {
    #expect(throws: TracksError.self) { try Signal(.velocity, lag: 5).channels(of: set) }
  }
}

@Suite struct SpatialSampleTests {
  @Test func theSampleIsSpreadSortedAndRepeatable() {
    // Ninety tracks in one corner and ten elsewhere: a spread sample takes those ten.
    var tracks: [(Int) -> (Float, Float)] = []
    for index in 0..<90 { tracks.append { _ in (Float(index % 10), Float(index / 10)) } }
    for index in 0..<10 { tracks.append { _ in (Float(100 * index + 100), 500) } }
    let set = Inputs.set(frames: 3, tracks)
    let sample = SpatialSample.choose(count: 15, from: set)
    #expect(sample == sample.sorted())
    #expect(Set(sample).count == 15)
    #expect(Set(sample).isSuperset(of: 90..<100))
    #expect(sample == SpatialSample.choose(count: 15, from: set))
    #expect(SpatialSample.choose(count: 500, from: set) == Array(0..<100))
    #expect(SpatialSample.choose(count: 3, from: Inputs.set(frames: 2, [{ _ in (1, 1) }])).count == 1)
  }

  @Test func identicalTracksAreStillDistinctChoices() {
    let set = Inputs.set(frames: 3, Array(repeating: { _ in (5, 5) }, count: 20))
    #expect(Set(SpatialSample.choose(count: 8, from: set)).count == 8)
  }
}

@Suite struct TrackTruthTests {
  @Test func theMajorityOfVisibleFramesDecides() throws {
    // A mask whose left half is 3 and right half 5, with a hole of 0 in the top rows.
    let (width, height) = (20, 10)
    let ids = (0..<(width * height)).map { UInt8($0 / width < 3 ? 0 : $0 % width < 10 ? 3 : 5) }
    let set = Inputs.set(
      frames: 5,
      [
        { ($0 < 3 ? 4.5 : 15.5, 6.5) }, { _ in (15.5, 6.5) }, { _ in (4.5, 1.5) }, { _ in (9.9, 6.5) },
        { _ in (-40, .nan) },
      ])
    #expect(TrackTruth.majority(of: set) { _ in (width, height, ids) } == [3, 5, 0, 0, 0])
    var hidden = set
    for frame in 0..<3 { hidden.visible[frame] = false }
    #expect(TrackTruth.majority(of: hidden) { _ in (width, height, ids) }[0] == 5)
  }
}

@Suite struct LabelTableTests {
  @Test func tablesHoldEveryTrackOfTheFile() throws {
    var set = Inputs.set(frames: 10, [{ _ in (.nan, 0) }, { (Float($0), 2.5) }, { (Float($0), 4) }])
    set.visible[10] = false
    let filtered = TrackFilter(width: 480, height: 270).apply(to: set)
    let table = LabelTable(tracks: set, filtered: filtered, labels: [2, 0], scores: [0.5, 1])
    #expect(table.rows.map(\.label) == [-1, 2, 0])
    #expect(table.csv.split(separator: "\n")[2] == "1,2,0.5,9,1,9,0.0,2.5,,10,")
    #expect(table.csv.split(separator: "\n")[1].hasSuffix(",non-finite,0,"))
    let folder = try TemporaryFolder()
    try table.writeNPZ(to: folder.file("labels.npz"))
    let archive = try NPZArchive(path: folder.file("labels.npz"))
    #expect(try archive.header(of: "label").elementType == .int32)
    #expect(try archive.header(of: "track_id").elementType == .int64)
    #expect(try archive.header(of: "score").elementType == .float32)
    #expect(try archive.array(named: "reason").integers() == [2, 0, 0])
    try Data(table.csv.utf8).write(to: URL(fileURLWithPath: folder.file("tracks.csv")))
    #expect(try LabelTable(npz: folder.file("labels.npz"), csv: folder.file("tracks.csv")) == table)
    #expect(try archive.header(of: "n_observed").elementType == .int32)
    #expect(try archive.array(named: "n_observed").integers() == [0, 10, 10])
  }

  @Test func tracksWithGapsAndTracksWithoutALabel() throws {
    // 12 frames: complete; absent in frames 3 to 5; seen in two frames, which are too few.
    let set = Inputs.set(
      frames: 12,
      [
        { (Float($0), 2) }, { (3..<6).contains($0) ? (.nan, .nan) : (Float($0), 3) },
        { $0 < 2 ? (1, 1) : (.nan, .nan) },
      ])
    let filtered = TrackFilter(width: 480, height: 270).apply(to: set)
    #expect(filtered.indices == [0, 1])
    let table = LabelTable(
      tracks: set, filtered: filtered, labels: [3, -1], scores: [0.5, 0], origins: ["motion", "none"],
      observedCounts: [12, 9, 2])
    #expect(
      table.rows.map(\.observedCount) == [12, 9, 2] && table.rows.map(\.origin) == ["motion", "none", ""])
    let lines = table.csv.split(separator: "\n").map(String.init)
    #expect(lines[0].hasSuffix(",reason,n_observed,by"))
    #expect(lines[1].hasSuffix(",,12,motion"))
    #expect(
      lines[2].hasPrefix("1,-1,") && lines[2].hasSuffix(",never seen together with a labelled track,9,none"))
    #expect(lines[3].hasPrefix("2,-1,") && lines[3].hasSuffix(",non-finite,2,"))
    // Without counts of the dropped tracks, those of the filter.
    let own = LabelTable(tracks: set, filtered: filtered, labels: [3, -1], scores: [0.5, 0])
    #expect(own.rows.map(\.observedCount) == [12, 9, 0])
    let folder = try TemporaryFolder()
    let (npz, csv) = (folder.file("labels.npz"), folder.file("tracks.csv"))
    try table.writeNPZ(to: npz)
    try Data(table.csv.utf8).write(to: URL(fileURLWithPath: csv))
    #expect(try LabelTable(npz: npz, csv: csv) == table)
    // A table of an earlier version has neither column.
    let older = lines.map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).dropLast(2).joined(separator: ",") + "\n"
    }
    try Data(older.joined().utf8).write(to: URL(fileURLWithPath: csv))
    let read = try LabelTable(npz: npz, csv: csv)
    #expect(read.labels == table.labels && read.rows.map(\.reason) == table.rows.map(\.reason))
    #expect(read.rows.allSatisfy { $0.observedCount == nil && $0.origin.isEmpty })
    try read.writeNPZ(to: npz)
    #expect(try !NPZArchive(path: npz).names.contains("n_observed"))
  }
}
