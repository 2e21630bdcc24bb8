import Foundation
import LinearAlgebra
import Report
import TestSupport
import Testing

/// Pages of made-up results: the smallest, and one as large as the page is meant for.
@Suite(.serialized, .enabled(if: WebDriver.isInstalled, WebDriver.missing)) struct GeneratedPageTests {
  /// A result of tracks that go round, in clusters; a third of them in the matrix.
  private func page(
    frames: Int, tracks: Int, rows: Int, title: String, leastObject: Int = 5
  ) -> ReviewPage {
    var generator = SeededGenerator(seed: 11)
    func noise(_ scale: Float) -> Float { Float.random(in: -scale...scale, using: &generator) }
    let count = frames * tracks
    var (x, y) = ([Float](repeating: 0, count: count), [Float](repeating: 0, count: count))
    var visible = [Bool](repeating: true, count: count)
    for track in 0..<tracks {
      let object = Float(track % 6)
      let (x0, y0) = (noise(300) + 480, noise(200) + 270)
      for frame in 0..<frames {
        let time = Float(frame) / 40
        x[track * frames + frame] = x0 + 90 * sin(time * (1 + object / 5)) + noise(0.4)
        y[track * frames + frame] = y0 + 60 * cos(time * (1 + object / 7)) + noise(0.4)
        visible[track * frames + frame] = (frame + 37 * track) % 400 > 60
      }
    }
    var matrix = SymmetricMatrix(count: rows)
    for i in 0..<rows {
      for j in 0..<i { matrix[i, j] = (i % 6 == j % 6 ? 1.5 : 0.2) + noise(0.15) }
    }
    let rest = Array(rows..<max(tracks, rows))
    var values: [Float] = []
    for track in rest {
      for row in 0..<rows { values.append((track % 6 == row % 6 ? 1.5 : 0.2) + noise(0.15)) }
    }
    // A chain through the rows of each cluster, and one from cluster to cluster.
    var links: [(a: Int, b: Int, similarity: Double)] = []
    for row in 1..<max(rows, 1) {
      links.append((a: max(0, row - 6), b: row, similarity: row < 6 ? 0.3 : 1.2 + Double(row) / 1e4))
    }
    let grid = ThresholdGrid(links: links.map(\.similarity))
    let labels = (0..<tracks).map { $0 % 6 + 1 }
    let positions = ReviewBlob.positions(
      x: x, y: y, visible: visible, frameCount: frames, stride: 1, quantum: 0.5)
    var facts = ReviewFacts(
      title: title, subtitle: "made up", version: "0",
      frames: ReviewFacts.Frames(count: frames, rate: 30, width: 960, height: 540),
      tracks: ReviewFacts.Tracks(
        ids: (0..<Int64(tracks)).map { $0 }, labels: labels, scores: labels.map { _ in 0.876 },
        reasons: labels.map { _ in 0 }, visibleCount: labels.map { _ in frames },
        first: labels.map { _ in 0 },
        last: labels.map { _ in frames - 1 }, quantum: 0.5, stride: 1), reasons: ["kept"],
      matrix: ReviewFacts.Matrix(
        rows: Array(0..<rows), remainder: rest, low: 0, high: 2, estimator: "gaussian"),
      threshold: ReviewFacts.Threshold(
        rule: "components", ownRule: "persistent", ownText: "persistent (its own thresholds)", own: nil,
        leastObject: leastObject, grid: grid),
      command: ["track-seg", title], output: title)
    facts.truth = ReviewFacts.Truth(ids: labels, background: nil, numbers: [:])
    var blobs = [positions, ReviewBlob.tree(links)]
    if rows > 1 { blobs.append(ReviewBlob.triangle(matrix, low: 0, high: 2)) }
    if !rest.isEmpty { blobs.append(ReviewBlob.remainder(values)) }
    return ReviewPage(facts: facts, blobs: blobs)
  }

  private func write(_ page: ReviewPage, to folder: TemporaryFolder) throws -> String {
    let bytes = try page.html()
    #expect(try page.html() == bytes, "the same values give the same bytes")
    let path = folder.file("index.html")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func oneTrackAlone() throws {
    let folder = try TemporaryFolder()
    let hostile = "</script><script>document.title = 'run'</script><!--\u{2028}"
    let path = try write(page(frames: 5, tracks: 1, rows: 1, title: hostile), to: folder)
    try WebDriver.run { browser in
      try browser.open(file: path)
      let title: String = try browser.script("return document.getElementById('title').textContent")
      #expect(title == hostile)
      let scripts: Int = try browser.script("return document.scripts.length")
      #expect(scripts == 2, "the facts and the script; the numbers are gone once they are read")
      let isDisabled: Bool = try browser.script("return document.getElementById('threshold').disabled")
      #expect(isDisabled, "there is nothing to cut")
      try browser.perform(
        "const i = document.getElementById('track-id'); i.value = 0; i.dispatchEvent(new Event('change'))")
      #expect(try browser.value("Label", in: "track-facts") == "object 1")
      try browser.press("+\u{E014} ")
      #expect(try browser.complaints() == [])
    }
  }

  @Test func theLeastSizeOfAnObjectIsThatOfTheFacts() throws {
    let folder = try TemporaryFolder()
    // Six clusters of two or three tracks.
    for (least, objects) in [(2, "6"), (3, "2"), (4, "0")] {
      let path = try write(
        page(frames: 5, tracks: 14, rows: 14, title: "small", leastObject: least), to: folder)
      try WebDriver.run { browser in
        try browser.open(file: path)
        #expect(try browser.value("Objects", in: "measures") == objects, "at least \(least) tracks")
        let label: String = try browser.script(
          "return document.getElementById('threshold').getAttribute('aria-valuetext')")
        #expect(label.contains("of \(least) tracks or more"), "\(label)")
        #expect(try browser.text("threshold-now").contains("persistent (its own thresholds)"))
        #expect(try browser.complaints() == [])
      }
    }
  }

  @Test(arguments: [500, 1500])
  func sixHundredFramesOfFifteenHundredTracks(rows: Int) throws {
    let folder = try TemporaryFolder()
    let path = try write(page(frames: 600, tracks: 1500, rows: rows, title: "large"), to: folder)
    let size = try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    #expect(size < 6_000_000, "\(size) bytes")
    try WebDriver.run { browser in
      try browser.open(file: path)
      try browser.settle()
      let paint: Double = try browser.script(
        "const [paint] = performance.getEntriesByName('first-contentful-paint'); return paint ? paint.startTime : -1"
      )
      // One step after the other over the whole slider, as it is dragged.
      let steps: [Double] = try browser.script(
        """
        const slider = document.getElementById("threshold");
        const [first, last] = [Number(slider.min), Number(slider.max)];
        for (let i = 0; i <= 60; i++) {
          slider.value = Math.round(first + (last - first) * i / 60);
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        }
        return performance.getEntriesByName("threshold-step").map((entry) => entry.duration);
        """)
      #expect(steps.count == 61)
      // And the drawing of a frame after it.
      try browser.settle()
      let drawing: [Double] = try browser.script(
        "return performance.getEntriesByName('draw').map((entry) => entry.duration).sort((a, b) => a - b)")
      let sorted = steps.sorted()
      print(
        "review page of 600 frames × 1500 tracks, \(rows) in the matrix: \(size) bytes, first paint \(Int(paint)) ms, "
          + "a step of the slider \(sorted[30]) ms (median), \(sorted[60]) ms (longest), "
          + "a drawing \(drawing[drawing.count / 2]) ms")
      try browser.slide(to: "0.8")
      #expect(try browser.value("Objects", in: "measures") == "6")
      #expect(try browser.value("ARI", in: "measures") == "1.000")
      #expect(try browser.complaints() == [])
    }
  }
}
