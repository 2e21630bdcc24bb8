import Foundation
import NumPy
import Support
import TestSupport
import Testing

@testable import Tracks

/// What is made from the list of formats, and how files are recognised by it.
@Suite struct TrackFormatTests {
  private let golden = Fixtures.projectRoot + "/Tests/TracksTests/Golden/"

  @Test func theREADMEHasTheTableOfFormats() throws {
    let readme = try String(contentsOfFile: Fixtures.projectRoot + "/README.md", encoding: .utf8)
    #expect(readme.contains(TrackFormats.markdown), "the table should be\n\(TrackFormats.markdown)")
  }

  @Test func theREADMEHasEverySignalAndFilterRule() throws {
    let readme = try String(contentsOfFile: Fixtures.projectRoot + "/README.md", encoding: .utf8)
    let rows = readme.split(separator: "\n")
    for (option, names) in [
      ("--signal", SignalKind.allCases.map(\.name)), ("--filter", TrackFilter.Rule.allCases.map(\.name)),
      ("--hidden", TrackReadingOptions.Hidden.allCases.map(\.name)),
    ] {
      let row = try #require(rows.first { $0.hasPrefix("| `\(option)` |") })
      for name in names { #expect(row.contains("`\(name)`"), "\(option) \(name)") }
    }
  }

  @Test func namesAreUniqueAndEverythingIsFilledIn() {
    let formats = TrackFormats.all
    #expect(Set(formats.map(\.name)).count == formats.count)
    for format in formats {
      #expect(
        !format.summary.isEmpty && !format.example.isEmpty && !format.suffixes.isEmpty, "\(format.name)")
      #expect(TrackFormats.listed.contains(format.name))
      #expect(
        !format.summary.contains("|") && !format.summary.contains("\n"), "\(format.name): a row of a table")
    }
    #expect(
      TrackFormats.suffixes == ["npz", "npy", "pkl", "csv", "tsv", "txt", "dat"],
      "batch prefers the first of several files")
  }

  @Test(arguments: [
    ("odyssey12.npz", "PointOdyssey"), ("odyssey10.npz", "PointOdyssey"), ("odyssey12.pkl", "PointOdyssey"),
    ("kubric.npy", "Kubric"), ("tapvid3d.npz", "TAPVid-3D"), ("tapvid.npz", "TAP-Vid"),
    ("tapvid_dict.pkl", "TAP-Vid"), ("tapvid_list.pkl", "TAP-Vid"), ("delta.pkl", "DELTA"),
    ("cotracker.npz", "CoTracker, TAPIR and others"), ("generic.npz", "CoTracker, TAPIR and others"),
    ("tn.npy", "array"), ("2nt.npy", "array"), ("moseg.dat", "FBMS, MoSeg"),
  ])
  func everyGoldenFileIsOfItsFormat(file: String, name: String) throws {
    let (format, part) = try TrackFormats.recognise(
      FilePeek(file: golden + file), sequence: "0", in: TrackFormats.all)
    #expect(format.name == name)
    #expect(part.file == golden + file)
    let suffix = String(file.split(separator: ".")[1])
    #expect(format.suffixes.contains(suffix) || file == "odyssey12.pkl")
  }

  @Test func aPeekGivesNamesShapesAndContainers() throws {
    let archive = try FilePeek(file: golden + "odyssey12.npz")
    #expect(archive.container == .npz)
    #expect(archive.names == ["trajs_2d", "visibs", "valids", "trajs_3d"])
    #expect(archive.shape(of: "trajs_2d") == [5, 4, 2])
    #expect(archive.shape(of: "nothing") == nil && archive.plainShape == nil)
    let array = try FilePeek(file: golden + "nt.npy")
    #expect(array.container == .npy && array.plainShape == [4, 5, 2] && array.names.isEmpty)
    let pickled = try FilePeek(file: golden + "kubric.npy")
    #expect(pickled.container == .pickle && pickled.names.isSuperset(of: ["coords", "visibility"]))
    let text = try FilePeek(file: golden + "moseg.dat")
    #expect(text.container == .other && text.firstBytes.count <= 2048)
  }

  @Test func unknownFilesNameTheFormatsOfTheirContainer() throws {
    let folder = try TemporaryFolder()
    func message(_ path: String) -> String {
      do {
        _ = try TrackFile.read(path)
        return ""
      } catch {
        return "\(error)"
      }
    }
    let text = folder.file("readme.md")
    try Data("# not tracks".utf8).write(to: URL(fileURLWithPath: text))
    let all = message(text)
    #expect(all.contains("begins with the text “# no"))
    for format in TrackFormats.all { #expect(all.contains("\(format.example) (\(format.name))")) }
    let archive = folder.file("x.npz")
    try NPZ.write([("weights", NumPyArray(shape: [2], elements: .float([1, 2])))], to: archive)
    let npz = message(archive)
    #expect(npz.contains("x.npz holds the arrays weights: no known track format"))
    let pickle = folder.file("x.pkl")
    // [1, 2], in protocol 2.
    try Data([0x80, 2, 0x5D, 0x28, 0x4B, 1, 0x4B, 2, 0x65, 0x2E]).write(to: URL(fileURLWithPath: pickle))
    #expect(message(pickle).contains("x.pkl holds a list of 2: no known track format"))
    #expect(message(pickle).contains("(Kubric)") && !message(pickle).contains("--sequence"))
    #expect(npz.contains("(TAP-Vid)") && !npz.contains("(FBMS, MoSeg)") && !npz.contains("(Kubric)"))
  }

  /// Flags are doubted unless the format states them: the same flags warn in one format and not in another.
  @Test func onlyFormatsThatStateVisibilityAreNotDoubted() throws {
    let folder = try TemporaryFolder()
    let hidden = NumPyArray(shape: [4, 3], elements: .bool((0..<12).map { $0 >= 9 }))
    let tracks = Inputs.coordinates(frames: 4, tracks: 3)
    for (coordinates, flags, warns) in [
      ("trajs_2d", "visibs", false), ("pred_tracks", "pred_visibility", true),
    ] {
      let path = folder.file("\(coordinates).npz")
      try NPZ.write([(coordinates, tracks), (flags, hidden)], to: path)
      let warnings = try TrackFile.read(path).warnings
      #expect(warnings.contains { $0.contains("begin hidden") } == warns, "\(coordinates): \(warnings)")
    }
  }

  @Test func choicesOfReadingAreLists() throws {
    #expect(TrackReadingOptions.Layout.names == "auto, tn, nt")
    #expect(TrackReadingOptions.Coordinates.names == "auto, xy, yx")
    #expect(TrackReadingOptions.ThirdColumn.names == "auto, depth, visibility")
    #expect(TrackReadingOptions.Hidden.names == "auto, use, skip")
    #expect(TrackFilter.Rule.names == "default, paper")
    #expect(SignalKind.names == "position, velocity, both, multi")
    #expect(SignalKind(rawValue: "speed") == nil)
    // run.json holds the names.
    let options = TrackReadingOptions(
      layout: .nt, coordinates: .yx, thirdColumn: .depth, hidden: .skip, leastConfidence: 0.25)
    let json = String(decoding: try JSONEncoder().encode(options), as: UTF8.self)
    for pair in [#""layout":"nt""#, #""coordinates":"yx""#, #""thirdColumn":"depth""#, #""hidden":"skip""#] {
      #expect(json.contains(pair), "\(json)")
    }
    #expect(try JSONDecoder().decode(TrackReadingOptions.self, from: Data(json.utf8)) == options)
  }
}
