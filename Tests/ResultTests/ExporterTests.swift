import Foundation
import Pipeline
import Support
import Synchronization
import TestSupport
import Testing
import Tracks

/// A format of these tests: one value, as an exporter of the program is.
extension Exporter {
  fileprivate static let sizes = Exporter(
    "sizes", summary: "the number of tracks of each label", files: "<name>.sizes"
  ) { source, folder, observer in
    let sizes = Dictionary(grouping: source.labels.rows, by: \.label).mapValues(\.count)
    let tracks = try source.tracks()
    if let count = sizes[0] { observer.warn("\(count) tracks are static") }
    let lines =
      ["\(source.name) \(source.record.frameCount) \(tracks.trackCount)"]
      + sizes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    try folder.write(Array(lines.joined(separator: "\n").utf8), to: source.name + ".sizes")
    return source.name + ".sizes"
  }
}

@Suite struct ExporterTests {
  private let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  /// Keeps the warnings.
  private final class Listener: PipelineObserver {
    let warnings = Mutex<[String]>([])
    func say(_ line: String) {}
    func warn(_ line: String) { warnings.withLock { $0.append(line) } }
    func begin(stage: String, total: Int, unit: String) -> @Sendable (Int) -> Void { { _ in } }
    var shouldStop: Bool { false }
  }

  @Test func anExporterIsOneValue() throws {
    let (result, _) = try Samples.programResult(in: scratch)
    let source = try ExportSource(output: result)
    let folder = try OutputFolder(path: scratch.file("to"), kind: .export)
    let listener = Listener()
    let path = try Exporter.sizes.write(source, to: folder, observer: listener)
    #expect(path == scratch.file("to/cat.sizes"))
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines[0] == "cat 40 70")
    let counts = lines.dropFirst().compactMap { Int($0.split(separator: " ")[1]) }
    #expect(counts.count > 1 && counts.reduce(0, +) == 70, "every track has a label: \(lines)")
    #expect(listener.warnings.withLock { $0.count } == (lines.contains { $0.hasPrefix("0 ") } ? 1 : 0))
    #expect(folder.ownFiles == ["cat.sizes"])
  }

  @Test func everyExporterWritesWhatItsListSays() throws {
    let (result, _) = try Samples.programResult(in: scratch)
    let source = try ExportSource(output: result)
    for exporter in Exporter.allCases {
      let folder = try OutputFolder(path: scratch.file(exporter.name), kind: .export)
      let path = try exporter.write(source, to: folder)
      #expect(FileManager.default.fileExists(atPath: path), "\(exporter): \(path)")
      #expect(!folder.ownFiles.isEmpty)
      // “Annotations/<name>/00000.png … and ImageSets/track-seg.txt”: every path of the description is there.
      let names = exporter.files.replacingOccurrences(of: "<name>", with: "cat").replacingOccurrences(
        of: "<T>", with: "40")
      for name in names.split(separator: " ").map(String.init) where name.contains(".") {
        #expect(folder.ownFiles.contains(name), "\(exporter): \(name) of \(folder.ownFiles.prefix(3))")
      }
    }
  }

  @Test func theTableHoldsTheTracksAndLabels() throws {
    let (result, _) = try Samples.programResult(in: scratch)
    let source = try ExportSource(output: result)
    let folder = try OutputFolder(path: scratch.file("to"), kind: .export)
    let table = try CSVTable(path: try Exporter.csv.write(source, to: folder))
    let (set, labels) = (try source.tracks(), source.labels)
    #expect(table.rowCount == set.frameCount * set.trackCount)
    let (frames, ids) = (
      try table.column("frame", as: Int.self), try table.column("track_id", as: Int64.self)
    )
    let (x, label) = (try table.column("x", as: Float.self), try table.column("label", as: Int.self))
    for row in stride(from: 0, to: table.rowCount, by: 97) {
      let (frame, track) = (row / set.trackCount, row % set.trackCount)
      #expect(frames[row] == frame && ids[row] == set.trackIDs[track] && label[row] == labels.labels[track])
      #expect(x[row] == set.x[set.range(ofTrack: track).lowerBound + frame])
    }
  }

  @Test func helpMessageAndReadmeFollowFromTheList() throws {
    let program = try programPath()
    let help = try runProgram([program, "export", "--help"]).output
    for exporter in Exporter.allCases {
      #expect(help.contains("\(exporter.name): "), "\(exporter)")
      let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("\(exporter.name): \(exporter.summary): \(exporter.files)."), "\(exporter)")
    }
    let wrong = try runProgram([
      program, "export", scratch.path, "--format", "xml", "--to", scratch.file("to"),
    ])
    #expect(
      wrong.exitCode == 2 && wrong.errors.contains("xml") && wrong.errors.contains(Exporter.names),
      "\(wrong.errors)")
    let readme = try String(contentsOfFile: Fixtures.projectRoot + "/README.md", encoding: .utf8)
    #expect(readme.contains("--format \(Exporter.allCases.map(\.name).joined(separator: ",")) "))
  }

  @Test func aResultWithoutMasksIsNamed() throws {
    let (_, scene) = try Samples.programResult(in: scratch)
    let bare = scratch.file("bare")
    #expect(
      try runProgram([try programPath(), scene, "--no-pictures", "--quiet", "--output", bare]).exitCode == 0)
    let source = try ExportSource(output: bare)
    let folder = try OutputFolder(path: scratch.file("to"), kind: .export)
    for exporter in [Exporter.davis, .youTubeVIS] {
      let error = #expect(throws: PipelineError.self) { try exporter.write(source, to: folder) }
      #expect(error?.message.contains("has no masks") == true && error?.code == .input)
    }
  }
}
