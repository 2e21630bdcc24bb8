import Foundation
import LinearAlgebra
import Report
import Testing

/// What can be said of a review page without a browser.
@Suite struct ReviewPageTests {
  private func facts(_ title: String) -> ReviewFacts {
    ReviewFacts(
      title: title, subtitle: "", version: "1",
      frames: ReviewFacts.Frames(count: 1, rate: 30, width: 64, height: 48),
      tracks: ReviewFacts.Tracks(
        ids: [7], labels: [1], scores: [0], reasons: [0], visibleCount: [1], first: [0], last: [0],
        quantum: 0.5,
        stride: 1), reasons: ["kept"],
      matrix: ReviewFacts.Matrix(rows: [0], remainder: [], low: 0, high: 1, estimator: "gaussian"),
      threshold: ReviewFacts.Threshold(
        rule: "components", ownRule: "persistent", ownText: "persistent", own: nil, leastObject: 5,
        grid: ThresholdGrid(links: [])),
      command: [title], output: title)
  }

  private func text(_ page: ReviewPage) throws -> String { String(decoding: try page.html(), as: UTF8.self) }

  @Test func textFromOutsideCannotEndItsElement() throws {
    let plain = try text(ReviewPage(facts: facts("yard"), blobs: []))
    let hostile = try text(
      ReviewPage(facts: facts("</script><script>alert(1)</script><!--&\u{2028}@style@"), blobs: []))
    for mark in ["</script>", "<script", "<!--", "&\u{2028}", "\u{2028}"] {
      #expect(
        plain.components(separatedBy: mark).count == hostile.components(separatedBy: mark).count, "\(mark)")
    }
    #expect(hostile.contains("\\u003c/script\\u003e\\u003cscript\\u003ealert(1)"))
    #expect(hostile.contains("@style@"), "a marker in the data is data")
    // The page allows its own script alone, and nothing from elsewhere.
    #expect(plain.contains("default-src 'none'; script-src 'sha256-"))
    for outside in ["http:", "https:", "unsafe-inline", "eval"] {
      let allowed =
        outside.hasPrefix("http")
        ? plain.components(separatedBy: "http://www.w3.org/2000/svg").joined() : plain
      #expect(!allowed.contains(outside), "\(outside)")
    }
  }

  @Test func thresholdsAreMultiplesOfADecimalStep() throws {
    for links in [[0.2134, 1.5, 3.71], [-0.4, 0.00012], [812.5, 90_000], [0.5], []] {
      let grid = ThresholdGrid(links: links)
      let values = grid.values
      #expect(values.count == grid.last - grid.first + 1 && values.count <= 2005, "\(links): \(values.count)")
      if let low = links.min(), let high = links.max() {
        #expect(values[0] < low && values[values.count - 1] > high, "\(links)")
      }
      #expect((grid.first...grid.last).contains(grid.shown))
      // Written with its decimals and read again, every threshold is the same number.
      for value in values {
        #expect(Double(String(format: "%.\(grid.decimals)f", value)) == value, "\(links): \(value)")
      }
    }
    #expect(
      ThresholdGrid(links: [0.2134, 1.5, 3.71]).values.contains(0.3), "so fine a step meets every tenth")
  }

  @Test func equalResultsGiveEqualBytes() throws {
    func page() throws -> [UInt8] {
      var matrix = SymmetricMatrix(count: 3)
      matrix[1, 0] = 0.5
      matrix[2, 1] = 1.5
      let blobs = [
        ReviewBlob.positions(
          x: [1, .nan, 1e9], y: [2, 3, -1e9], visible: [true, true, true], frameCount: 3, stride: 1,
          quantum: 0.25),
        ReviewBlob.tree([(0, 1, 0.5), (1, 2, 1.5)]), ReviewBlob.triangle(matrix, low: 0, high: 1.5),
        ReviewBlob.remainder([0.25, -1]),
      ]
      return try ReviewPage(facts: facts("a"), blobs: blobs).html()
    }
    #expect(try page() == page())
  }
}
