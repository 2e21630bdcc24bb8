import ArgumentParser

/// The program: subcommands, and the exit codes of Documentation/cli.md.
@main
struct TrackSeg: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "track-seg",
    abstract: "Group the point tracks of a video into objects by mutual information.",
    usage: """
      track-seg video.mp4
      track-seg video.mp4 --tracks anno.npz
      track-seg <subcommand> …
      """,
    discussion: """
      track-seg tracks the points of a video (or reads their tracks from a file), estimates the mutual information (MI) between the motions of every pair of tracks, groups tracks with \
      high MI into objects, and writes masks, overlays and tables. The default subcommand is `segment`.
      """,
    version: version,
    subcommands: [
      Segment.self, Track.self, Sweep.self, Evaluate.self, Batch.self, ReviewCommand.self, Export.self,
      Inspect.self,
      MutualInformationCommand.self,
      Synth.self,
      TrainGroups.self,
      Benchmark.self, Train.self,
    ],
    defaultSubcommand: Segment.self)

  /// Parses and runs.
  ///
  /// What ArgumentParser calls a validation failure ends with 2, as Documentation/cli.md says, and not with its own 64.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      Terminal.write(fullMessage(for: error) + "\n")
      exit(withError: ExitCode(2))
    }
  }

  /// The version that --version prints and run.json records.
  static let version = "0.1.0"
}
