import Glibc

/// The user's browser, where there is one that can show anything.
enum Browser {
  /// Asks the desktop to open a file; says nothing where there is no desktop.
  static func open(_ path: String) {
    guard getenv("DISPLAY") != nil || getenv("WAYLAND_DISPLAY") != nil else { return }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in Int32(0)...2 {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    // A path that begins with a dash would be an option.
    let arguments: [String] = ["xdg-open", path.hasPrefix("-") ? "./" + path : path]
    let words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    defer { words.forEach { free($0) } }
    var pid = pid_t()
    posix_spawnp(&pid, "xdg-open", &actions, nil, words + [nil], environ)
  }
}
