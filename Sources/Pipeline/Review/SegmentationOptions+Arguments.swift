internal import Support
internal import Tracking
internal import Tracks
internal import MotionSegmentation

extension SegmentationOptions {
  /// The options that the page's reader chooses, or that do not change the matrix.
  private static let others: Set = ["clustering", "objects", "threshold", "query", "threads", "memory-limit"]

  /// The command for the same matrix: inputs, and every option that is not the default, but for clustering, threshold
  /// and output.
  func arguments(input: InputFiles, reading: TrackReadingOptions) -> [String] {
    // A path must not be read as an option.
    let video = input.video.map { $0.hasPrefix("-") ? "./" + $0 : $0 }
    var words = ["track-seg"] + [video].compactMap(\.self)
    if let tracking = input.tracking {
      words += tracking.arguments().flatMap(Self.words)
    } else {
      words += Self.words(.init("tracks", input.tracks))
    }
    words += reading.arguments().flatMap(Self.words)
    for field in Self.fields where !Self.others.contains(field.name) {
      words += field.argument(self).map(Self.words) ?? []
    }
    return words
  }

  /// Every option as a command takes it.
  func allArguments() -> [String] { Self.fields.flatMap { $0.argument(self).map(Self.words) ?? [] } }

  /// An argument as the command line spells it.
  private static func words(_ argument: OptionField<SegmentationOptions>.Argument) -> [String] {
    let name = "--" + argument.name
    guard let value = argument.value else { return [name] }
    // A value must not be read as an option.
    return value.hasPrefix("-") ? [name + "=" + value] : [name, value]
  }
}

extension TrackerOptions {
  /// The options that are not the defaults.
  fileprivate func arguments() -> [OptionField<SegmentationOptions>.Argument] {
    [
      density.map { .init("density", "\($0)") },
      tracksPerFrame == TrackerOptions().tracksPerFrame
        ? nil : .init("tracks-per-frame", "\(tracksPerFrame)"),
    ].compactMap(\.self)
  }
}

extension TrackReadingOptions {
  /// The options that are not the defaults.
  fileprivate func arguments() -> [OptionField<SegmentationOptions>.Argument] {
    [
      layout == .auto ? nil : .init("layout", layout.name),
      visibilityFile.map { .init("visibility", $0) },
      invertsVisibility ? .init("invert-visibility") : nil,
      sequence.map { .init("sequence", $0) },
      tracksSize.map { .init("tracks-size", "\($0)") },
      coordinates.map { .init("coordinates", $0.name) },
      thirdColumn.map { .init("third-column", $0.name) },
      intrinsics.map { .init("intrinsics", $0.text) },
      hidden.map { .init("hidden", $0.name) },
      leastConfidence.map { .init("least-confidence", "\($0)") },
    ].compactMap(\.self)
  }
}
