import ArgumentParser
import Pipeline
import Support
import Synthesis

/// A sequence with truth for people without data.
struct Synth: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a synthetic sequence with truth in the layout of PointOdyssey.",
    usage: "track-seg synth my-scene && track-seg my-scene",
    discussion: """
      Example: track-seg synth my-scene --objects 5 --frames 200 --seed 7

      Writes rgbs/, masks/, video.mp4, anno.npz, info.npz, scene_info.json, and the truth: track_motion_ids.npy (999 is \
      the background). The same options give the same sequence.
      """)

  @Argument(help: "Output folder; it is made if it does not exist.") var directory: String
  @Option(help: ArgumentHelp("Number of frames.", valueName: "n")) var frames = 120
  @Option(help: ArgumentHelp("Number of moving objects.", valueName: "n")) var objects = 4
  @Option(help: ArgumentHelp("Number of tracks on each object.", valueName: "n")) var tracks = 60
  @Option(help: ArgumentHelp("Number of tracks on the background.", valueName: "n")) var background = 120
  @Option(help: ArgumentHelp("Width of the pictures.", valueName: "px")) var width = 480
  @Option(help: ArgumentHelp("Height of the pictures.", valueName: "px")) var height = 270
  @Flag(help: "Keep the camera still: the background's tracks do not move.") var staticCamera = false
  @Option(help: ArgumentHelp("Random seed.", valueName: "n")) var seed: UInt64 = 0
  @Flag(name: .shortAndLong, help: "Print only warnings and errors.") var quiet = false

  func validate() throws {
    guard frames >= 2, frames <= 100_000 else {
      throw ValidationError("--frames must be 2 to 100000, not \(frames).")
    }
    guard (1...200).contains(objects) else {
      throw ValidationError("--objects must be 1 to 200, not \(objects).")
    }
    guard tracks >= 1, background >= 0, tracks * objects + background <= 1_000_000 else {
      throw ValidationError("--tracks must be at least 1, --background at least 0, a million tracks in all.")
    }
    guard (32...8192).contains(width), (32...8192).contains(height) else {
      throw ValidationError("Pictures are 32 to 8192 pixels wide and high, not \(width)x\(height).")
    }
  }

  func run() throws {
    try reportingFailures {
      var options = SyntheticScene.Options()
      (options.width, options.height, options.frames) = (width, height, frames)
      (options.objects, options.tracksPerObject, options.backgroundTracks) = (objects, tracks, background)
      options.movesCamera = !staticCamera
      options.seed = seed
      let folder = try OutputFolder(path: directory, kind: .scene)
      let observer = ConsoleObserver(isQuiet: quiet)
      let update = observer.begin(stage: "Frames", total: frames, unit: "frames")
      try SyntheticScene(options: options).write(to: folder, progress: update)
      observer.say(
        "\(directory): \(frames) frames, \(objects * tracks + background) tracks, \(objects) objects")
    }
  }
}
