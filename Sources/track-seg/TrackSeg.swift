import ArgumentParser

@main
struct TrackSeg: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "track-seg")
}
