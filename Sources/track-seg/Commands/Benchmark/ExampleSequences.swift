import FoundationEssentials
import Pipeline
import Support
import Synthesis

/// Sequences with truth for those who have none: the project's fixtures, or a synthetic scene in a temporary folder, which is
/// removed with the last reference to this.
final class ExampleSequences {
  /// The folder of the sequences.
  let folder: String
  private let isTemporary: Bool

  /// Takes `Fixtures` in the working directory where it holds sequences with truth, otherwise makes a scene.
  ///
  /// - Throws: `RunError` (usage) unless `isAllowed`; the system's error where the scene cannot be written.
  init(isAllowed: Bool) throws {
    guard isAllowed else {
      throw RunError(
        .usage,
        "--data is missing: name the folder of the sequences, or use --quick, which runs on an example")
    }
    if (try? MotionBenchmark(root: "Fixtures")) != nil {
      (folder, isTemporary) = ("Fixtures", false)
      Terminal.line("motion: no --data, so the suite uses the sequences in Fixtures")
      return
    }
    folder =
      FileManager.default.temporaryDirectory.appendingPathComponent("track-seg-\(UUID().uuidString)").path
    isTemporary = true
    var options = SyntheticScene.Options()
    (options.width, options.height, options.frames) = (160, 96, 80)
    (options.objects, options.tracksPerObject, options.backgroundTracks) = (3, 20, 30)
    let sequence = folder + "/synthetic/scene"
    Terminal.line("motion: no --data, so the suite makes a synthetic scene")
    try SyntheticScene(options: options).write(to: OutputFolder(path: sequence, kind: .scene))
  }

  deinit { if isTemporary { try? FileManager.default.removeItem(atPath: folder) } }
}
