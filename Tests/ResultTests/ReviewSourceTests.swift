import Foundation
import Report
import Segmentation
import Support
import TestSupport
import Testing
import Tracks

@testable import Pipeline
import MotionSegmentation

/// The page is made from a value, wherever that comes from.
@Suite struct ReviewSourceTests {
  private let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  @Test func valuesAndFolderGiveTheSamePage() throws {
    let (output, _) = try Samples.programResult(in: scratch)
    let folder = ResultFolder(output)
    let stored = try ReviewSource(folder)
    let remainder = try #require(stored.remainder, "45 of the tracks are in the matrix")
    #expect(remainder.rows == stored.remainingTracks.count && remainder.columns == 45)
    let values = try ReviewSource(
      record: folder.read(RunRecord.self), labels: folder.read(LabelTable.self),
      matrix: folder.read(ResultMatrix.self),
      tracks: try #require(stored.tracks), remainder: remainder,
      cuts: folder.read(ObjectCuts.self), objects: folder.read(ObjectTable.self), folder: folder)
    let target = try OutputFolder(existing: output)
    let pages = try [stored, values].map { try Review($0, folder: target).page().html() }
    #expect(pages[0] == pages[1])
  }

  @Test func aRunPutsTheSameNumbersIntoItsPageAsItsFolderHolds() throws {
    let (output, _) = try Samples.programResult(in: scratch)
    func blobs() throws -> [Substring] {
      try String(contentsOfFile: output + "/index.html", encoding: .utf8).split(separator: "\n")
        .filter { $0.contains("id=\"blob-") }
    }
    let own = try blobs()
    #expect(own.count == 6, "positions, observed, tree, matrix, remainder, cuts")
    try Review(output: output).write()
    #expect(try blobs() == own)
  }

  /// The facts of a page of the sample's values.
  private func facts(_ record: RunRecord) throws -> ReviewFacts {
    let folder = try OutputFolder(path: scratch.file("out"), kind: .result)
    try folder.write(Samples.labels())
    try folder.write(Samples.matrix)
    try folder.write(record)
    let source = try ReviewSource(folder.result)
    #expect(source.tracks == nil && source.notes.contains { $0.contains("could not be read again") })
    return try Review(source, folder: folder).page().facts
  }

  @Test(arguments: ClusteringRule.allCases) func thePageNamesTheRuleOfTheRun(_ rule: ClusteringRule) throws {
    let threshold: Double? = rule.threshold == .given ? 0.25 : nil
    let facts = try facts(
      Samples.record {
        $0.clustering = rule
        $0.threshold = threshold
      })
    #expect(facts.threshold.ownRule == rule.name && facts.threshold.own == threshold)
    #expect(facts.threshold.rule == rule.cut.name)
    #expect(
      facts.threshold.ownText
        == (threshold == nil ? "\(rule.name) (\(rule.summary))" : "\(rule.name) at 0.25 nats"))
    #expect(facts.threshold.leastObject == Persistent.leastObjectSize)
  }

  @Test func theTreeIsThatOfTheRule() throws {
    var blobs: [String: ReviewBlob] = [:]
    let folder = try OutputFolder(path: scratch.file("out"), kind: .result)
    for rule in [ClusteringRule.components, .average] {
      let record = Samples.record {
        $0.clustering = rule
        $0.threshold = 0.1
      }
      let source = try ReviewSource(
        record: record, labels: Samples.labels(), matrix: Samples.matrix, tracks: Inputs.tracks,
        remainder: nil,
        folder: folder.result)
      let links = try rule.links(of: Samples.matrix.values).map { ($0.a, $0.b, $0.similarity) }
      let blob = try #require(try Review(source, folder: folder).page().blobs.first { $0.name == "tree" })
      #expect(blob == ReviewBlob.tree(links))
      blobs[rule.name] = blob
    }
    #expect(blobs["components"] != blobs["average"])
  }

  @Test func anUnknownRuleIsNamed() throws {
    let folder = try OutputFolder(path: scratch.file("out"), kind: .result)
    let text = try Samples.record { $0.clustering = .average }.json()
    #expect(text.contains("\"average\""))
    try folder.write(Array(text.replacing("\"average\"", with: "\"spectral\"").utf8), to: RunRecord.files[0])
    let error = #expect(throws: RunError.self) { try folder.result.read(RunRecord.self) }
    #expect(
      error?.message.contains("spectral") == true && error?.message.contains("clustering") == true,
      "\(error?.message ?? "")")
  }

  @Test func thePageKnowsNoRuleByItself() throws {
    let scripts = Fixtures.projectRoot + "/Sources/CReviewPage/script/result"
    for file in try FileManager.default.contentsOfDirectory(atPath: scripts) {
      let text = try String(contentsOfFile: scripts + "/" + file, encoding: .utf8)
      // “auto” is also the word for no threshold.
      for rule in ClusteringRule.allCases where rule != .auto {
        #expect(!text.contains("\"\(rule.name)\""), "\(file): \(rule)")
      }
    }
  }

  private enum Inputs {
    static let tracks = TrackSet(
      frameCount: 3, trackCount: 5, x: [Float](repeating: 10, count: 15),
      y: [Float](repeating: 20, count: 15),
      visible: [Bool](repeating: true, count: 15), valid: [Bool](repeating: true, count: 15),
      trackIDs: [3, 1, 4, 15, 9])
  }
}
