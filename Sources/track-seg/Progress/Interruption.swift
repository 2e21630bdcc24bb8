internal import Glibc
import Synchronization

/// A request to stop: SIGTERM from a scheduler, SIGINT from the keyboard, SIGUSR1 before a time limit.
///
/// The handler only raises a flag; stages poll it where they can stop with a state that resumes.
enum Interruption {
  private static let flag = Atomic<Bool>(false)

  /// Whether a stop was asked for.
  static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Installs the handlers.
  ///
  /// A second SIGINT ends the process at once, as people expect.
  static func install() {
    // Touched here first, so that the handler itself initialises nothing.
    flag.store(false, ordering: .relaxed)
    for number in [SIGTERM, SIGINT, SIGUSR1] {
      signal(number) { number in
        Interruption.flag.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }
}
