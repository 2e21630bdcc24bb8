import Foundation
import LinearAlgebra
import Report
import TestSupport
import Testing

/// A page of tracks that come and go: a forest, unknown pairs, stretches of frames.
@Suite(.serialized, .enabled(if: WebDriver.isInstalled, WebDriver.missing)) struct GapPageTests {
  /// Twenty frames of eight tracks that stand still: 0 to 4 are in the matrix, 5 and 6 outside it, 7 has no label.
  ///
  /// The pieces {0, 1, 2} and {3, 4} never meet, so there are three links and no path from one to the other. Track 5 knows 3 and
  /// 4 alone, track 6 nobody. Track 1 has a gap in frames 8 to 11.
  private func page() throws -> ReviewPage {
    let (frames, tracks) = (20, 8)
    let stretches: [[Range<Int>]] = [
      [0..<20], [0..<8, 12..<20], [0..<10], [10..<20], [10..<20], [12..<20], [0..<3], [0..<2],
    ]
    var visible = [Bool](repeating: false, count: frames * tracks)
    for track in 0..<tracks {
      for frame in stretches[track].joined() { visible[track * frames + frame] = true }
    }
    let x = (0..<frames * tracks).map { Float(20 + 15 * ($0 / frames)) }
    let y = [Float](repeating: 40, count: frames * tracks)
    var matrix = SymmetricMatrix(count: 5, repeating: .nan)
    (matrix[0, 1], matrix[0, 2], matrix[1, 2], matrix[3, 4]) = (2, 1, 0, 1.5)
    let labels = [1, 1, 1, 2, 2, 2, 1, -1]
    let links: [(a: Int, b: Int, similarity: Double)] = [(0, 1, 2), (0, 2, 1), (3, 4, 1.5)]
    var facts = ReviewFacts(
      title: "gaps", subtitle: "made up", version: "0",
      frames: ReviewFacts.Frames(count: frames, rate: 30, width: 160, height: 80),
      tracks: ReviewFacts.Tracks(
        ids: (0..<8).map { $0 }, labels: labels, scores: labels.map { _ in 0.5 },
        reasons: [0, 0, 0, 0, 0, 0, 0, 1], visibleCount: stretches.map { $0.joined().count },
        first: stretches.map { $0.first?.first ?? -1 }, last: stretches.map { $0.last?.last ?? -1 },
        quantum: 0.5, stride: 1), reasons: ["kept", "never seen together"],
      matrix: ReviewFacts.Matrix(
        rows: Array(0..<5), remainder: [5, 6, 7], low: 0, high: 2, estimator: "gaussian", hasUnknown: true),
      threshold: ReviewFacts.Threshold(
        rule: "components", ownRule: "components", ownText: "components at 0.5 nats", own: 0.5,
        leastObject: 2,
        grid: ThresholdGrid(links: links.map(\.similarity))), command: ["track-seg"], output: "gaps")
    facts.origins = ["a row of the matrix", "by MI", "by motion", "no label"]
    facts.tracks.observedCount = stretches.map { $0.joined().count }
    facts.tracks.origins = [0, 0, 0, 0, 0, 1, 2, 3]
    let unknown = Float.nan
    let remainder: [Float] = [
      unknown, unknown, unknown, 0.25, 0.75, unknown, unknown, unknown, unknown, unknown,
      unknown, unknown, unknown, unknown, unknown,
    ]
    return ReviewPage(
      facts: facts,
      blobs: [
        ReviewBlob.positions(x: x, y: y, visible: visible, frameCount: frames, stride: 1, quantum: 0.5),
        ReviewBlob.stretches(stretches), ReviewBlob.tree(links),
        ReviewBlob.triangle(matrix, low: 0, high: 2), ReviewBlob.remainder(remainder),
      ])
  }

  private func select(_ track: Int, in browser: WebDriver) throws {
    try browser.perform(
      "const i = document.getElementById('track-id'); i.value = arguments[0]; i.dispatchEvent(new Event('change'))",
      [track])
    try browser.settle()
  }

  @Test func aForestIsCutAndUnknownPairsAreUnknown() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("index.html")
    try Data(page().html()).write(to: URL(fileURLWithPath: path))
    try WebDriver.run { browser in
      try browser.open(file: path)
      try browser.settle()
      #expect(try browser.complaints() == [])
      #expect(try browser.labels() == [0: 1, 1: 1, 2: 1, 3: 2, 4: 2, 5: 2, 6: 1, 7: -1])
      // Below every link the two pieces stay apart; a track without a known pair has no label at a threshold.
      try browser.perform(
        "const s = document.getElementById('threshold'); s.value = s.min; s.dispatchEvent(new Event('input'))"
      )
      #expect(try browser.labels() == [0: 1, 1: 1, 2: 1, 3: 2, 4: 2, 5: 2, 6: -2, 7: -2])
      #expect(try browser.value("Objects", in: "measures") == "2")
      try browser.slide(to: "1.2")
      #expect(try browser.labels() == [0: 1, 1: 1, 2: 3, 3: 2, 4: 2, 5: 2, 6: -2, 7: -2])
      try browser.press("0")

      try select(0, in: browser)
      // Known with 1 and 2, at both ends of the scale; unknown with 3 and 4, and with those outside.
      let neighbours: [String] = try browser.script(
        "return [...document.querySelectorAll('#neighbours button')].map((b) => b.textContent)")
      #expect(neighbours == ["1 object 1 · 2.00", "2 object 1 · 1.00"])
      #expect(try browser.text("track-note").contains("Unknown with 5 tracks"))
      let isShown: Bool = try browser.script("return !document.getElementById('heat-unknown').hidden")
      #expect(isShown)
      #expect(try browser.value("Label from", in: "track-facts") == "a row of the matrix")
      try colours(browser)

      try select(5, in: browser)
      let fromOutside: [String] = try browser.script(
        "return [...document.querySelectorAll('#neighbours button')].map((b) => b.textContent)")
      #expect(fromOutside == ["4 object 2 · 0.75", "3 object 2 · 0.25"])
      #expect(try browser.text("track-note").contains("Unknown with 3 tracks"))
      try select(7, in: browser)
      #expect(try browser.value("Label", in: "track-facts") == "none")
      #expect(try browser.value("No label because", in: "track-facts") == "never seen together")
      // That a canvas is read often is said of this test, not of the page.
      #expect(try browser.complaints().filter { !$0.contains("willReadFrequently") } == [])
    }
  }

  /// In frame 15 track 3 is drawn in the grey of unknown pairs, and track 1 in the last colour of the scale.
  private func colours(_ browser: WebDriver) throws {
    try browser.perform(
      "const s = document.getElementById('scrub'); s.value = 15; s.dispatchEvent(new Event('input', { bubbles: true }))"
    )
    try browser.settle()
    func colours(_ track: Int) throws -> [[Int]] {
      try browser.script(
        """
        const c = document.getElementById("points");
        const scale = c.width / 160;
        const [x, y, r] = [(20 + 15 * arguments[0]) * scale, 40 * scale, Math.ceil(4 * Math.max(c.width / 900, 0.6))];
        const data = c.getContext("2d").getImageData(x - r, y - r, 2 * r, 2 * r).data;
        const found = [];
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) found.push([data[i], data[i + 1], data[i + 2]]);
        return found;
        """, [track])
    }
    let (unknown, known) = (try colours(3), try colours(1))
    #expect(unknown.contains { $0.allSatisfy { abs($0 - 150) < 12 } }, "grey")
    #expect(!unknown.contains { $0[0] > 180 && $0[2] < 120 }, "no colour of the scale")
    #expect(known.contains { $0[0] > 220 && $0[1] > 220 && $0[2] < 60 }, "the highest value: yellow")
    #expect(try colours(2).isEmpty, "track 2 has ended")
  }

  @Test func theBarShowsWhenATrackLives() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("index.html")
    try Data(page().html()).write(to: URL(fileURLWithPath: path))
    try WebDriver.run { browser in
      try browser.open(file: path)
      func bar() throws -> [[Double]] {
        try browser.script(
          """
          const svg = document.getElementById("observed");
          if (svg.hasAttribute("hidden")) return [];
          const box = svg.getBoundingClientRect();
          return [...svg.children].map((r) => r.getBoundingClientRect())
            .map((r) => [(r.left - box.left) / box.width, (r.right - box.left) / box.width]);
          """)
      }
      #expect(try bar().isEmpty, "no track is chosen")
      for (track, wanted, text) in [
        (1, [[0, 0.4], [0.6, 1]], "16 frames, 0–19"), (3, [[0.5, 1]], "10 frames, 10–19"),
        (0, [[0, 1]], "20 frames, 0–19"),
      ] {
        try select(track, in: browser)
        let found = try bar()
        #expect(
          found.count == wanted.count
            && zip(found.joined(), wanted.joined()).allSatisfy { abs($0 - $1) < 0.01 }, "\(track): \(found)")
        #expect(try browser.value("Observed", in: "track-facts") == text)
      }
      try select(1, in: browser)
      #expect(try browser.value("Gaps", in: "track-facts") == "1")
      let label: String = try browser.script("return document.getElementById('observed').ariaLabel")
      #expect(label == "Track 1 is observed in frames 0 to 7, 12 to 19")
      try browser.press("\u{E00C}")
      #expect(try bar().isEmpty)
      #expect(try browser.complaints() == [])
    }
  }
}
