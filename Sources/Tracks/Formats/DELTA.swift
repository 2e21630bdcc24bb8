/// DELTA's results: `coords` (frames, tracks, 2) in pixels, or (frames, tracks, 3) in metres of the camera
/// that DELTA assumes where it knows none, and `vis`, true where visible.
struct DELTA: TrackFormat {
  let name = "DELTA"
  let summary = "(frames, tracks, 2) in pixels, or (frames, tracks, 3) in metres along the camera's axes"
  let suffixes = ["pkl", "npz"]
  let example = "coords with vis"

  func recognises(_ peek: FilePeek) -> Bool {
    let names = peek.names
    return names.contains("vis") && NamedTracks.trackNames.first { names.contains($0) } == "coords"
  }

  func read(_ peek: FilePeek, options: TrackReadingOptions) throws -> TrackFile.Contents {
    try NamedTracks.read(
      peek.arrays(), options: options, format: name, convention: .framesFirst, units: .delta)
  }
}
