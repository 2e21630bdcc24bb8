import Foundation
import TestSupport
import Testing

/// The page cuts the tree as the program does, and scores the cut as the program does.
@Suite(.serialized, .enabled(if: WebDriver.isInstalled, WebDriver.missing)) struct CutTests {
  private let folder: TemporaryFolder
  private static let fixture = Fixtures.folder + "/yard_pan"

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ("components", ["0.35", "0.8", "2.2"]), ("average", ["0.25", "1.2"]),
  ])
  func everyThresholdGivesTheProgramsOwnLabels(_ rule: String, _ thresholds: [String]) throws {
    // A sample, so that most tracks are labelled from outside the matrix.
    let options = ["--max-tracks", "150", "--no-pictures", "--quiet"]
    let page = folder.file("page")
    let clustering = rule == "average" ? ["--clustering", "average", "--threshold", "0.5"] : []
    _ = try run(["sweep", Self.fixture, "--truth", Self.fixture, "--output", page] + options + clustering)
    try WebDriver.run { browser in
      try browser.open(file: page + "/index.html")
      #expect(try browser.complaints() == [])
      #expect(try browser.labels() == labels(in: page), "the page begins with the run's own labels")
      for threshold in thresholds {
        let other = folder.file("at-" + threshold)
        _ = try run(
          [
            "sweep", Self.fixture, "--truth", Self.fixture, "--output", other, "--clustering", rule,
            "--threshold", threshold,
          ]
            + options)
        try browser.slide(to: threshold)
        #expect(try browser.labels() == labels(in: other), "\(rule) at \(threshold)")
        try compareScores(browser, with: other, at: threshold)
      }
    }
  }

  @Test func everyNumberOfObjectsGivesTheProgramsOwnLabels() throws {
    let scene = folder.file("objects-scene")
    _ = try run([
      "synth", scene, "--frames", "40", "--tracks", "20", "--background", "60", "--width", "240", "--height",
      "136", "--quiet",
    ])
    let options = ["--max-tracks", "80", "--no-pictures", "--quiet"]
    let page = folder.file("objects-page")
    _ = try run([scene, "--output", page] + options)
    try WebDriver.run { browser in
      try browser.open(file: page + "/index.html")
      #expect(try browser.complaints() == [])
      let marked: [String] = try browser.script(
        "return [...document.querySelectorAll('#counts button')].filter((b) => b.textContent.includes('auto')).map((b) => b.textContent)"
      )
      #expect(marked.count == 1)
      let lives: Int = try browser.script("return document.querySelectorAll('#lives svg').length")
      #expect(lives > 0)
      for objects in [1, 3] {
        try browser.perform("document.querySelectorAll('#counts button')[\(objects - 1)].click()")
        try browser.settle()
        let command = try browser.text("command")
        #expect(command.contains("--clustering auto --objects \(objects)"), "\(command)")
        let there = try browser.labels()
        let other = folder.file("with-\(objects)")
        _ = try run([scene, "--output", other, "--objects", "\(objects)"] + options)
        #expect(try labels(in: other) == there)
        #expect(Set(there.values).filter { $0 > 0 }.count == objects)
        let hidden: Bool = try browser.script("return document.getElementById('lives').hidden")
        #expect(hidden, "the time line is of the run's own objects")
      }
      try browser.press("0")
      #expect(try browser.labels() == labels(in: page))
      #expect(try browser.complaints() == [])
    }
  }

  /// ARI with metrics.json, precision and recall with the row of pr.csv where there is one.
  private func compareScores(_ browser: WebDriver, with result: String, at threshold: String) throws {
    struct Metrics: Decodable {
      let adjusted_rand_index: Double
      let foreground_ari: Double
      let hungarian_accuracy: Double
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: result + "/metrics.json"))
    let metrics = try JSONDecoder().decode(Metrics.self, from: data)
    func shown(_ value: Double, _ decimals: Int = 3) -> String {
      String(format: "%.\(decimals)f", value).replacingOccurrences(of: "-", with: "−")
    }
    #expect(try browser.value("ARI", in: "measures") == shown(metrics.adjusted_rand_index))
    #expect(try browser.value("ARI, foreground", in: "measures") == shown(metrics.foreground_ari))
    #expect(
      try browser.value("Right tracks", in: "measures") == shown(100 * metrics.hungarian_accuracy, 1)
        + " %")
    let table = try String(contentsOfFile: result + "/pr.csv", encoding: .utf8).split(separator: "\n")
      .dropFirst()
    let rows = table.map { $0.split(separator: ",").compactMap { Double($0) } }
    let wanted = try #require(Double(threshold))
    guard let row = rows.first(where: { abs($0[0] - wanted) < 1e-9 }) else { return }
    #expect(try browser.value("Link precision", in: "measures") == shown(row[4]))
    #expect(try browser.value("Link recall", in: "measures") == shown(row[5]))
  }

  @Test func theCommandThatIsCopiedMakesTheCutAgain() throws {
    // Names that a shell would take apart.
    let scene = folder.file("it's a \"scene\" $HOME; <b>")
    _ = try run([
      "synth", scene, "--frames", "40", "--tracks", "20", "--background", "30", "--width", "160", "--height",
      "90", "--quiet",
    ])
    let output = folder.file("out `put` 'x'")
    _ = try run([
      scene, "--output", output, "--no-pictures", "--quiet", "--seed", "7", "--signal", "position",
    ])
    try WebDriver.run { browser in
      try browser.open(file: output + "/index.html")
      try browser.perform("document.getElementById('threshold').focus()")
      try browser.press("+++")
      let command = try browser.text("command")
      #expect(
        command.contains("--clustering components --threshold=") && command.contains("--seed 7"), "\(command)"
      )
      let there = try browser.labels()
      let bin = URL(fileURLWithPath: try programPath()).deletingLastPathComponent().path
      let again = try runProgram(["/bin/sh", "-c", "PATH='\(bin)':$PATH; exec \(command)"])
      #expect(again.exitCode == 0, "\(command)\n\(again.errors)")
      let threshold = try #require(command.split(separator: "--threshold=").last?.split(separator: " ").first)
      #expect(try labels(in: output + "-at-" + threshold) == there)
    }
  }
}
