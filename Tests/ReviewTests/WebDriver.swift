import Foundation
import Glibc
import TestSupport
import Testing

/// A browser without a window, driven over the WebDriver protocol (Debian's chromium and chromium-driver).
struct WebDriver: Sendable {
  private let port: Int
  private let session: String

  /// The programs, or nil where one is missing.
  static let programs: (driver: String, browser: String)? = {
    func find(_ names: [String]) -> String? {
      names.lazy.map { "/usr/bin/" + $0 }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
    guard let driver = find(["chromedriver"]), let browser = find(["chromium", "google-chrome"]) else {
      return nil
    }
    return (driver, browser)
  }()

  /// Whether both programs are there: suites without them are skipped, and say so.
  static var isInstalled: Bool { programs != nil }
  /// What is missing where they are not.
  static let missing: Comment =
    "chromium and chromedriver are not installed (apt-get install chromium chromium-driver)"

  /// Opens a browser, does something in it, and closes it.
  static func run(
    width: Int = 1366, height: Int = 768, _ body: (WebDriver) throws -> Void
  ) throws {
    guard let programs else { throw ProgramFailure(reason: "\(missing)") }
    let scratch = try TemporaryFolder()
    let process = try BackgroundProgram(
      [programs.driver, "--port=0"], output: scratch.file("driver.log"))
    defer { process.end() }
    let port = try process.number(after: "started successfully on port ")
    let options: [String: Any] = [
      "binary": programs.browser,
      "args": [
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
        "--window-size=\(width),\(height)", "--user-data-dir=\(scratch.file("profile"))",
      ],
    ]
    let wanted: [String: Any] = [
      "capabilities": [
        "alwaysMatch": [
          "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": ["browser": "ALL"],
          "unhandledPromptBehavior": "ignore",
        ]
      ]
    ]
    struct Session: Decodable { let sessionId: String }
    let made: Session = try send(
      "POST", port, "/session", JSONSerialization.data(withJSONObject: wanted))
    let driver = WebDriver(port: port, session: "/session/" + made.sessionId)
    do {
      try body(driver)
      try driver.close()
    } catch {
      try? driver.close()
      throw error
    }
  }

  private func close() throws { let _: Nothing = try Self.send("DELETE", port, session, nil) }

  /// Opens a page of this machine and waits until its script has set it up, or has failed.
  func open(file path: String) throws {
    let url = URL(fileURLWithPath: path).absoluteString
    let _: Nothing = try command("url", ["url": url])
    for _ in 0..<400 {
      let isReady: Bool = try script(
        "const f = document.getElementById('failure'); return document.documentElement.dataset.ready === 'yes' || Boolean(f && !f.hidden)"
      )
      if isReady { return }
      usleep(25_000)
    }
    throw ProgramFailure(reason: "\(path) was not ready after ten seconds")
  }

  /// Runs a function body in the page and gives what it returns.
  func script<Value: Decodable & Sendable>(_ body: String, _ arguments: [any Sendable] = []) throws
    -> Value
  {
    try command("execute/sync", ["script": body, "args": arguments])
  }

  /// Runs a function body for what it does.
  func perform(_ body: String, _ arguments: [any Sendable] = []) throws {
    let _: Bool = try script(body + "; return true", arguments)
  }

  /// The text of an element as a person sees it.
  func text(_ id: String) throws -> String {
    try script("return document.getElementById(arguments[0]).innerText", [id])
  }

  /// Presses and releases keys, one after the other, as a keyboard does; a code above U+E000 is a special key.
  func press(_ keys: String) throws {
    let actions = keys.map(String.init).flatMap {
      [["type": "keyDown", "value": $0], ["type": "keyUp", "value": $0]]
    }
    let source: [String: any Sendable] = ["type": "key", "id": "keyboard", "actions": actions]
    let _: Nothing = try command("actions", ["actions": [source]])
    try settle()
  }

  /// Clicks a place of the window with the mouse.
  func click(x: Double, y: Double) throws {
    let actions: [[String: any Sendable]] = [
      ["type": "pointerMove", "x": Int(x.rounded()), "y": Int(y.rounded()), "duration": 0],
      ["type": "pointerDown", "button": 0], ["type": "pointerUp", "button": 0],
    ]
    let source: [String: any Sendable] = ["type": "pointer", "id": "mouse", "actions": actions]
    let _: Nothing = try command("actions", ["actions": [source]])
    try settle()
  }

  /// Waits until the page has drawn what was changed.
  func settle() throws {
    let _: Bool = try command(
      "execute/async",
      [
        "script":
          "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true), 60)))",
        "args": [String](),
      ])
  }

  /// A picture of an element, as base 64 of a PNG.
  func picture(of id: String) throws -> String {
    struct Element: Decodable {
      let reference: String
      enum CodingKeys: String, CodingKey { case reference = "element-6066-11e4-a52e-4f735466cecf" }
    }
    let element: Element = try command("element", ["using": "css selector", "value": "#" + id])
    return try Self.send("GET", port, session + "/element/\(element.reference)/screenshot", nil)
  }

  /// What the page or the browser complained of.
  func complaints() throws -> [String] {
    struct Entry: Decodable, Sendable { let message: String }
    let entries: [Entry] = try command("se/log", ["type": "browser"])
    return entries.map(\.message)
  }

  private func command<Value: Decodable>(_ path: String, _ body: [String: any Sendable]) throws -> Value {
    try Self.send("POST", port, session + "/" + path, JSONSerialization.data(withJSONObject: body))
  }

  private struct Answer<Value: Decodable>: Decodable { let value: Value }
  private struct Nothing: Decodable { init(from decoder: any Decoder) {} }

  private static func send<Value: Decodable>(_ method: String, _ port: Int, _ path: String, _ body: Data?)
    throws
    -> Value
  {
    let (status, data) = try LocalHTTP.send(method, port: port, path: path, body: body ?? Data())
    guard status == 200 else {
      throw ProgramFailure(reason: "\(method) \(path): \(String(decoding: data.prefix(600), as: UTF8.self))")
    }
    return try JSONDecoder().decode(Answer<Value>.self, from: data).value
  }
}

/// A program that runs while a test does.
private struct BackgroundProgram {
  private let pid: pid_t
  private let output: String

  init(_ command: [String], output: String) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var pid = pid_t()
    let words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    defer { words.forEach { free($0) } }
    let spawned = posix_spawn(&pid, command[0], &actions, &attributes, words + [nil], environ)
    guard spawned == 0 else {
      throw ProgramFailure(reason: "\(command[0]): \(String(cString: strerror(spawned)))")
    }
    self.pid = pid
    self.output = output
  }

  /// The number that the program prints after some words; waits for it.
  func number(after words: String) throws -> Int {
    for _ in 0..<400 {
      let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
      if let range = text.range(of: words),
        let end = text[range.upperBound...].firstIndex(where: { !$0.isNumber }),
        let number = Int(text[range.upperBound..<end])
      {
        return number
      }
      usleep(25_000)
    }
    throw ProgramFailure(reason: "“\(words)” was not printed within ten seconds")
  }

  func end() {
    kill(pid, SIGTERM)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
  }
}
