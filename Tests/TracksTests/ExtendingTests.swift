import LinearAlgebra
import NumPy
import TestSupport
import Testing

@testable import Tracks

/// The recipes of Documentation/extending.md: a format, a signal and a filter rule, each a value of its own.
@Suite struct ExtendingTests {
  /// A format that the program does not have.
  private struct Crickets: TrackFormat {
    let name = "Crickets"
    let summary = "(frames, tracks, 2) in pixels"
    let suffixes = ["crk", "npz"]
    let example = "cricket_tracks with chirps"

    func recognises(_ peek: FilePeek) -> Bool { peek.names.isSuperset(of: ["cricket_tracks", "chirps"]) }

    func read(_ peek: FilePeek, options: TrackReadingOptions) throws -> TrackFile.Contents {
      let arrays = try peek.arrays()
      let coordinates = try CoordinateArray(try arrays.array(named: "cricket_tracks"), origin: peek.path)
      let flags = try coordinates.visibility(
        try arrays.array(named: "chirps"), isOcclusion: false, origin: peek.path)
      return try coordinates.contents(
        order: .framesFirst, visibility: flags, format: name, origin: peek.path, options: options)
    }
  }

  @Test func aFormatIsOneTypeAndOneEntryOfTheList() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("field.npz")
    try NPZ.write(
      [
        ("cricket_tracks", Inputs.coordinates(frames: 6, tracks: 4)),
        ("chirps", Inputs.visibility(frames: 6, tracks: 4)),
      ], to: path)
    let unknown = #expect(throws: TracksError.self) { try TrackFile.read(path) }
    #expect(unknown?.message.contains("holds the arrays cricket_tracks, chirps") == true)
    #expect(unknown?.message.contains("Crickets") == false)

    let formats = TrackFormats.all + [Crickets()]
    let contents = try TrackFile.read(path, options: TrackReadingOptions(), formats: formats)
    #expect(contents.format == "Crickets")
    #expect(Inputs.matches(contents.tracks, frames: 6, tracks: 4))
    // What is made from the list has it too.
    #expect(TrackFormats.suffixes(of: formats) == TrackFormats.suffixes + ["crk"])
    #expect(
      TrackFormats.markdown(of: formats).contains("| Crickets | .crk, .npz | cricket_tracks with chirps |"))
    try NPZ.write([("weights", NumPyArray(shape: [2], elements: .float([1, 2])))], to: path)
    let foreign = #expect(throws: TracksError.self) {
      try TrackFile.read(path, options: TrackReadingOptions(), formats: formats)
    }
    #expect(foreign?.message.contains("cricket_tracks with chirps (Crickets)") == true)
  }

  @Test func theFirstFormatOfTheListReadsAFileThatTwoRecognise() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("both.npz")
    try NPZ.write(
      [
        ("cricket_tracks", Inputs.coordinates(frames: 6, tracks: 4)),
        ("chirps", Inputs.visibility(frames: 6, tracks: 4)),
        ("pred_tracks", Inputs.coordinates(frames: 3, tracks: 2)),
      ], to: path)
    func format(_ formats: [any TrackFormat]) throws -> String {
      try TrackFile.read(path, options: TrackReadingOptions(), formats: formats).format
    }
    #expect(try format([Crickets()] + TrackFormats.all) == "Crickets")
    #expect(try format(TrackFormats.all + [Crickets()]) == "npz of pred_tracks, float32")
  }

  /// Second differences of positions.
  private static let acceleration = SignalKind("acceleration", summary: "second differences of positions") {
    lag, _ in
    [
      ChannelRecipe("acceleration, lag \(lag)") { tracks in
        try ChannelRecipe.perTrack(tracks, length: tracks.frameCount - 2 * lag, offsets: [0, lag, 2 * lag]) {
          p in
          (p.startIndex..<(p.endIndex - 2 * lag)).map { p[$0 + 2 * lag] - 2 * p[$0 + lag] + p[$0] }[...]
        }
      }
    ]
  }

  @Test func aSignalIsOneValue() throws {
    let set = Inputs.set(frames: 6, [{ (Float($0 * $0), Float(-$0)) }, { (Float($0 * $0 * $0), 7) }])
    let signal = Signal(Self.acceleration, lag: 1)
    #expect(signal.channelCount(frames: 6) == 1)
    let channels = try signal.channels(of: set)
    #expect(channels.map(\.name) == ["acceleration, lag 1"])
    let observations = channels[0].observations
    #expect((observations.count, observations.dimension, observations.length) == (2, 2, 4))
    func values(_ variable: Int, _ coordinate: Int) -> [Float] {
      Array(observations.values[observations.range(variable: variable, coordinate: coordinate)])
    }
    #expect(values(0, 0) == [2, 2, 2, 2])
    #expect(values(0, 1) == [0, 0, 0, 0])
    #expect(values(1, 0) == [6, 12, 18, 24])
    #expect(throws: TracksError.self) { try Signal(Self.acceleration, lag: 3).channels(of: set) }
  }

  @Test func aFilterRuleIsOneValue() throws {
    let visible = TrackFilter.Rule("visible", summary: "visible in 15 frames or more") { picture in
      var filter = TrackFilter(picture: picture)
      filter.leastVisible = 15
      return filter
    }
    var set = Inputs.set(frames: 20, [{ _ in (100, 200) }, { _ in (120, 210) }])
    for frame in 0..<6 { set.visible[frame] = false }
    let picture = TrackRegion(x: 0, y: 0, width: 480, height: 270)
    #expect(visible.filter(picture: picture).apply(to: set).reasons == [.tooFewVisible, .kept])
    #expect(TrackFilter.Rule.default.filter(picture: picture).apply(to: set).reasons == [.kept, .kept])
  }
}
