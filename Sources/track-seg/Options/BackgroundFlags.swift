import ArgumentParser
import MotionSegmentation
import Support

/// Whether the background is looked for: an option of its own, for `sweep` has the name for the truth's background too.
struct BackgroundFlags: ParsableArguments {
  @Option(choice: "Background; default \(SegmentationOptions().background)")
  var background = SegmentationOptions().background
}

/// What `sweep` takes as the background: an id of the truth, or whether it is looked for.
enum TruthBackground: ExpressibleByArgument, Equatable {
  case id(Int)
  case choice(BackgroundChoice)

  init?(argument: String) {
    if let id = Int(argument) {
      self = .id(id)
    } else if let choice = BackgroundChoice(rawValue: argument) {
      self = .choice(choice)
    } else {
      return nil
    }
  }
}
