internal import Support
internal import Tracks
internal import MotionSegmentation

extension SegmentationOptions {
  /// The arguments of `track-seg` for the same matrix: inputs, and every option that is not the default, but for
  /// clustering, threshold and output.
  func arguments(input: InputFiles, reading: TrackReadingOptions) -> [String] {
    let standard = SegmentationOptions()
    // A path must not be read as an option.
    func path(_ path: String) -> String { path.hasPrefix("-") ? "./" + path : path }
    var words = ["track-seg"]
    if let video = input.video { words.append(path(video)) }
    words += ["--tracks", path(input.tracks)]
    if reading.layout != .auto { words += ["--layout", reading.layout.name] }
    if let file = reading.visibilityFile { words += ["--visibility", path(file)] }
    if reading.invertsVisibility { words.append("--invert-visibility") }
    if let sequence = reading.sequence { words += ["--sequence", sequence] }
    if let size = reading.tracksSize { words += ["--tracks-size", "\(size)"] }
    if let coordinates = reading.coordinates { words += ["--coordinates", coordinates.name] }
    if let column = reading.thirdColumn { words += ["--third-column", column.name] }
    if let camera = reading.intrinsics { words += ["--intrinsics", camera.text] }
    if let hidden = reading.hidden { words += ["--hidden", hidden.name] }
    if let confidence = reading.leastConfidence { words += ["--least-confidence", "\(confidence)"] }
    func add<Value: Equatable>(_ name: String, _ value: Value, _ usual: Value) {
      if value != usual { words += [name, "\(value)"] }
    }
    func add<Value>(_ name: String, _ value: Value?) {
      if let value { words += [name, "\(value)"] }
    }
    add("--frames", frames)
    add("--frame-offset", frameOffset, standard.frameOffset)
    add("--estimator", estimator, standard.estimator)
    add("--neighbours", neighbours, standard.neighbours)
    add("--bins", bins)
    add("--iterations", iterations)
    add("--read-out", readOut, standard.readOut)
    add("--weights", weights.map(path))
    if independent { words.append("--independent") }
    add("--signal", signal, standard.signal)
    add("--lag", lag)
    add("--confidence", confidence)
    add("--slicing", slicing, Self.usualSlicing(for: estimator))
    add("--slices", slices, standard.slices)
    add("--seed", seed, standard.seed)
    if let maxTracks {
      add("--max-tracks", maxTracks, standard.maxTracks ?? maxTracks)
    } else {
      words.append("--all-pairs")
    }
    add("--near", near)
    add("--filter", filter, standard.filter)
    add("--least-frames", leastFrames)
    add("--masks", masks, standard.masks)
    add("--reach", reach)
    add("--trail", trail, standard.trail)
    if !pictures { words.append("--no-pictures") }
    return words
  }
}
